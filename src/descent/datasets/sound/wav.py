"""Sound in files: WAV with 16 bits a sample, as every player reads it."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
from numpy.typing import ArrayLike

Sound = npt.NDArray[np.float64]

LOUDEST = 32767


def to_int16(samples: ArrayLike) -> npt.NDArray[np.int16]:
    """Samples as whole numbers; what lies beyond -1 and 1 is cut off.

    Parameters
    ----------
    samples : float array
        -1..1.

    Returns
    -------
    array of int16, the same shape
        -32767..32767.

    Examples
    --------
    >>> to_int16([0.0, 0.5, -1.0, 2.0])
    array([     0,  16384, -32767,  32767], dtype=int16)
    """
    loud = np.clip(np.asarray(samples, dtype=float), -1, 1) * LOUDEST
    whole: npt.NDArray[np.int16] = np.rint(loud).astype(np.int16)
    return whole


def write_wav(path: str | Path, samples: ArrayLike, rate: int) -> None:
    """Write a sound to a WAV file.

    Parameters
    ----------
    path : path
        Overwritten if it is there.
    samples : array of float, -1..1, or of int16, shape (T,) or (T, channels)
        What is heard.
    rate : int
        Samples per second, in hertz.

    Raises
    ------
    ValueError
        If the shape is another, the rate is not positive or a sample is not a finite number.
    """
    samples = np.asarray(samples)
    if samples.ndim not in (1, 2) or rate < 1:
        raise ValueError(
            f"samples must have shape (T,) or (T, channels), and rate be 1 or more; got {samples.shape} and {rate}. "
            "Write the sounds of a batch one by one."
        )
    if not np.isfinite(samples).all():
        raise ValueError("samples must be finite; there is nan or infinity among them. Look for a division by zero.")
    whole = samples if samples.dtype == np.int16 else to_int16(samples)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1 if samples.ndim == 1 else samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(whole.astype("<i2").tobytes())


def read_wav(path: str | Path) -> tuple[Sound, int]:
    """Read a WAV file.

    Parameters
    ----------
    path : path
        Of a file with 16 bits a sample.

    Returns
    -------
    samples : float array, shape (T,) or (T, channels)
        -1..1.
    rate : int
        Samples per second, in hertz.

    Raises
    ------
    ValueError
        If the file is not WAV, or has another number of bits.
    """
    try:
        with wave.open(str(path), "rb") as file:
            width, channels, rate = file.getsampwidth(), file.getnchannels(), file.getframerate()
            raw = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise ValueError(
            f"{path} is not a WAV file that can be read: {error}. Save it as WAV, PCM, 16 bits."
        ) from error
    if width != 2:
        raise ValueError(f"{path} has {8 * width} bits a sample; 16 are expected. Save it as WAV, PCM, 16 bits.")
    samples = np.frombuffer(raw, dtype="<i2") / float(LOUDEST)
    return (samples if channels == 1 else samples.reshape(-1, channels)), rate
