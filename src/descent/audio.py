"""Sound as a network sees it: spectra on the scale of the ear, and the way back from a spectrum to a sound.

    x_t = sum over frames of w_t f_t / sum over frames of w_t^2, f the frames, w Hann's window     (3)
    mel = 2595 log10(1 + f / 700), f in hertz                                                      (4)

Derivation: docs/derivations/stft.md
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from descent.framing import hann, overlap_add
from descent.ops.stft import stft
from descent.shapes import FloatArray, floats


def istft(
    y: ArrayLike, *, n_fft: int = 256, hop: int | None = None, center: bool = True, length: int | None = None
) -> FloatArray:
    """Signal of a short-time Fourier transform.

    Parameters
    ----------
    y : float array, shape (n, frames, n_fft // 2 + 1, 2)
        Spectra, as ``stft`` gives them.
    n_fft : int
        The samples of a frame.
    hop : int or None
        Samples from one frame to the next; a quarter of a frame by default.
    center : bool
        Whether the signal was centred.
    length : int or None
        How many samples to return, zeros where the frames end earlier; None returns what the frames cover.

    Returns
    -------
    x : float array, shape (n, T)
        The signal whose frames are nearest to those of y, in squared distance; 0 where every window is 0.

    Raises
    ------
    ValueError
        If y has another shape.

    References
    ----------
    Griffin and Lim (1984), Signal Estimation from Modified Short-Time Fourier Transform, section II.

    Examples
    --------
    >>> x = np.array([[1.0, -2.0, 3.0, 0.5, 4.0, 1.0]])
    >>> istft(stft(x, n_fft=4), n_fft=4).round(4)
    array([[ 1. , -2. ,  3. ,  0.5,  4. ,  1. ]])
    """
    y = floats(y, "y")
    if y.ndim != 4 or y.shape[2:] != (n_fft // 2 + 1, 2) or y.shape[1] == 0:
        raise ValueError(
            f"y must have shape (n, frames, {n_fft // 2 + 1}, 2), with at least one frame; got {y.shape}. "
            "Use the n_fft of the transform, and no power."
        )
    hop = max(1, n_fft // 4) if hop is None else hop
    window = hann(n_fft, y.dtype)
    parts = np.fft.irfft(y[..., 0] + 1j * y[..., 1], n=n_fft, axis=2) * window
    whole = overlap_add(parts, hop)
    weight = overlap_add(np.broadcast_to(window**2, (1, *parts.shape[1:])), hop)
    x = np.divide(whole, weight, out=np.zeros_like(whole), where=weight > 1e-10)  # (3)
    half = n_fft // 2 if center else 0
    x = x[:, half : x.shape[1] - half] if length is None else x[:, half : half + length]
    short = 0 if length is None else max(0, length - x.shape[1])
    return np.pad(x, ((0, 0), (0, short))).astype(y.dtype, copy=False)


def mel_filterbank(*, sample_rate: float, n_fft: int, n_mels: int) -> FloatArray:
    """Triangles on the mel scale, which hears equal steps of pitch as equal.

    Parameters
    ----------
    sample_rate : float
        Samples per second, in hertz.
    n_fft : int
        The samples of a frame.
    n_mels : int
        How many triangles, from 0 to half the sampling rate.

    Returns
    -------
    bank : float array, shape (n_fft // 2 + 1, n_mels)
        How much each bin counts for each triangle, 0..1. Neighbouring triangles add up to 1.

    Raises
    ------
    ValueError
        If an argument is not positive.

    References
    ----------
    O'Shaughnessy (1987), Speech Communication: Human and Machine, page 150, for the scale.

    Examples
    --------
    >>> mel_filterbank(sample_rate=8000, n_fft=8, n_mels=2).round(2)
    array([[0.  , 0.  ],
           [0.68, 0.32],
           [0.  , 0.91],
           [0.  , 0.45],
           [0.  , 0.  ]])
    """
    if min(sample_rate, n_fft, n_mels) <= 0:
        raise ValueError(
            f"sample_rate, n_fft and n_mels must be positive; got {sample_rate}, {n_fft} and {n_mels}. "
            "Look at which is which."
        )
    top = 2595 * np.log10(1 + sample_rate / 2 / 700)  # (4)
    corners = 700 * (10 ** (np.linspace(0, top, n_mels + 2) / 2595) - 1)  # back to hertz
    bins = np.arange(n_fft // 2 + 1)[:, np.newaxis] * sample_rate / n_fft  # in hertz
    left, middle, right = corners[:-2], corners[1:-1], corners[2:]
    rising, falling = (bins - left) / (middle - left), (right - bins) / (right - middle)
    bank: FloatArray = np.maximum(np.minimum(rising, falling), 0)
    return bank


def log_mel(
    x: ArrayLike,
    *,
    sample_rate: float,
    n_fft: int = 256,
    hop: int | None = None,
    n_mels: int = 40,
    floor: float = 1e-10,
) -> FloatArray:
    """Logarithm of the power of a sound at each moment, on the mel scale.

    Parameters
    ----------
    x : float array, shape (n, T)
        One sound per row.
    sample_rate : float
        Samples per second, in hertz.
    n_fft : int
        The samples of a frame.
    hop : int or None
        Samples from one frame to the next; a quarter of a frame by default.
    n_mels : int
        How many triangles.
    floor : float
        The least power, so that silence has a logarithm.

    Returns
    -------
    y : float array, shape (n, frames, n_mels)
        Natural logarithms of powers.

    Examples
    --------
    >>> log_mel(np.zeros((1, 64)), sample_rate=8000, n_fft=16, n_mels=3)[0, 0].round(4)
    array([-23.0259, -23.0259, -23.0259])
    """
    power = stft(x, n_fft=n_fft, hop=hop, power=2)
    bank = mel_filterbank(sample_rate=sample_rate, n_fft=n_fft, n_mels=n_mels).astype(power.dtype)
    y: FloatArray = np.log(np.maximum(power @ bank, floor))
    return y
