"""The short-time Fourier transform asks of each moment of a sound which pitches it holds, and how strongly.

    X_k = sum over t of w_t x_t e^(-2 pi i k t / N), for each frame x of N samples, k = 0..N/2     (1)
    dx_t = w_t Re sum over k of (dRe X_k + i dIm X_k) e^(2 pi i k t / N), added over the frames    (2)

Derivation: docs/derivations/stft.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.framing import frames, hann, overlap_add
from descent.ops import pad
from descent.shapes import FloatArray, incoming, matrix


class Cache(NamedTuple):
    """What backward needs."""

    x: FloatArray
    padding: Any
    padded: int
    parts: FloatArray
    y: FloatArray
    n_fft: int
    hop: int
    power: float | None


def stft(
    x: ArrayLike, *, n_fft: int = 256, hop: int | None = None, center: bool = True, power: float | None = None
) -> FloatArray:
    """Short-time Fourier transform with Hann's window.

    Parameters
    ----------
    x : float array, shape (n, T)
        One signal per row.
    n_fft : int
        N, the samples of a frame. Bin k stands for k / N of the sampling rate.
    hop : int or None
        Samples from one frame to the next; a quarter of a frame by default.
    center : bool
        Whether frame i is centred at sample i * hop, with mirrored ends, or begins there.
    power : float or None
        None gives real and imaginary parts, 1 their magnitude, 2 its square.

    Returns
    -------
    y : float array, shape (n, frames, N // 2 + 1, 2), or (n, frames, N // 2 + 1) with a power
        The spectrum of each frame: real part, then imaginary part.

    Raises
    ------
    ValueError
        If the signal is too short for a frame or for its mirror, or an option is not positive.

    Notes
    -----
    Where the magnitude is 0 it has no slope in any direction; ``backward`` uses 0 there.

    Examples
    --------
    >>> wave = np.cos(2 * np.pi * np.arange(32) / 4)  # a quarter of the sampling rate: bin 2 of 8
    >>> stft([wave], n_fft=8, hop=8, center=False, power=1).round(4)[0, 0]
    array([0., 1., 2., 1., 0.])
    """
    return forward(x, n_fft=n_fft, hop=hop, center=center, power=power)[0]


def forward(
    x: ArrayLike, *, n_fft: int = 256, hop: int | None = None, center: bool = True, power: float | None = None
) -> tuple[FloatArray, Cache]:
    """Compute the spectra and their cache."""
    x = matrix(x, "x")
    hop = max(1, n_fft // 4) if hop is None else hop
    if min(n_fft, hop) < 1 or (power is not None and power <= 0):
        raise ValueError(f"n_fft, hop and power must be positive; got {n_fft}, {hop} and {power}. Leave power out.")
    least = n_fft // 2 + 1 if center else n_fft
    if x.shape[1] < least:
        raise ValueError(
            f"x must have at least {least} samples in each row, for frames of {n_fft}; got {x.shape}. "
            "Use a smaller n_fft."
        )
    half = n_fft // 2 if center else 0
    whole, padding = pad.forward(x, widths=((0, 0), (half, half)), mode="reflect")
    spectrum = np.fft.rfft(frames(whole, n_fft, hop) * hann(n_fft, x.dtype), axis=2)  # (1), (n, frames, bins)
    parts = np.stack([spectrum.real, spectrum.imag], axis=-1).astype(x.dtype, copy=False)
    y = parts if power is None else (parts**2).sum(axis=-1) ** (power / 2)
    return y, Cache(x, padding, whole.shape[1], parts, y, n_fft, hop, power)


def backward(dy: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to x."""
    x, padding, padded, parts, y, n_fft, hop, power = cache
    g = incoming(dy, y, "dy")
    if power is not None:
        squared = (parts**2).sum(axis=-1)
        slope = power * np.where(squared > 0, squared, 1) ** (power / 2 - 1)
        g = (g * slope)[..., np.newaxis] * parts  # d |X|^p = p |X|^(p - 2) (Re dRe + Im dIm)
    both = g[..., 0] + 1j * g[..., 1]
    both[..., 1 : (n_fft + 1) // 2] /= 2  # irfft counts these bins twice, once as their mirror images
    dframes = np.fft.irfft(both, n=n_fft, axis=2) * hann(n_fft, x.dtype) * n_fft  # (2)
    whole = np.zeros((len(x), padded), x.dtype)
    covered = overlap_add(dframes, hop)
    whole[:, : covered.shape[1]] = covered
    return pad.backward(whole, padding)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw two short signals, and options of every kind."""
    n_fft, hop = int(rng.integers(4, 8)), int(rng.integers(1, 5))
    options = {"n_fft": n_fft, "hop": hop, "center": bool(rng.integers(2)), "power": [None, 1.0, 2.0][rng.integers(3)]}
    return {"x": rng.normal(size=(2, 12)), **options}
