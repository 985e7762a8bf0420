"""Cutting a signal into overlapping frames, and adding frames up to a signal: each is the other's way back.

Derivation: docs/derivations/stft.md
"""

from __future__ import annotations

import numpy as np

from descent.shapes import FloatArray


def hann(n_fft: int, dtype: np.dtype) -> FloatArray:
    """Return Hann's window, half a wave of a cosine from 0 up to 1 and back, of a period of n_fft."""
    window: FloatArray = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)).astype(dtype)
    return window


def frames(x: FloatArray, n_fft: int, hop: int) -> FloatArray:
    """Cut rows (n, T) into frames (n, f, n_fft) that begin every hop samples, f = 1 + (T - n_fft) // hop; a view."""
    return np.lib.stride_tricks.sliding_window_view(x, n_fft, axis=1)[:, ::hop]


def overlap_add(parts: FloatArray, hop: int) -> FloatArray:
    """Add frames (n, f, n_fft), each hop samples after the last, up to rows (n, (f - 1) hop + n_fft)."""
    n, f, n_fft = parts.shape
    pieces = -(-n_fft // hop)  # each frame as so many pieces of hop samples, the last filled with zeros
    parts = np.pad(parts, ((0, 0), (0, 0), (0, pieces * hop - n_fft))).reshape(n, f, pieces, hop)
    x = np.zeros((n, f + pieces - 1, hop), parts.dtype)
    for i in range(pieces):
        x[:, i : i + f] += parts[:, :, i]
    return x.reshape(n, (f + pieces - 1) * hop)[:, : (f - 1) * hop + n_fft]
