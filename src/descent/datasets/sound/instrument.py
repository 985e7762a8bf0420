r"""A simple instrument: each note is a sum of harmonics that fade, the higher the sooner.

f(p) = 440 * 2^((p - 69) / 12) hertz                                    (1)
x(t) = e(t) * sum over k of k^-c exp(-d k t) sin(2 pi k f t), k f below half the rate        (2)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from descent.datasets.sound.midi import Note
from descent.datasets.sound.wav import Sound

ATTACK, RELEASE = 0.008, 0.06  # seconds
DARKNESS = 1.4  # c of (2)
FADING = 0.9  # d of (2), per second
HARMONICS = 12


def perform(notes: Sequence[Note], *, tempo: float = 120, rate: int = 16_000) -> Sound:
    """Play notes.

    Parameters
    ----------
    notes : sequence of Note
        In any order.
    tempo : float
        Quarter notes a minute.
    rate : int
        Samples per second, in hertz.

    Returns
    -------
    float array, shape (T,)
        -1..1, the loudest sample at 0.9; empty without notes.

    Raises
    ------
    ValueError
        If tempo or rate is not positive.

    Examples
    --------
    >>> perform([Note(0, 1, 69)], tempo=60, rate=8000).shape
    (8480,)
    """
    if tempo <= 0 or rate <= 0:
        raise ValueError(f"tempo and rate must be positive; got {tempo} and {rate}.")
    second = 60 / tempo  # of a quarter note
    end = max((note.start + note.length for note in notes), default=0.0) * second
    x = np.zeros(round((end + RELEASE) * rate) if notes else 0)
    for note in notes:
        begin = round(note.start * second * rate)
        tone = _tone(note, note.length * second, rate)[: len(x) - begin]
        x[begin : begin + len(tone)] += tone
    loudest = abs(x).max(initial=0.0)
    return x * (0.9 / loudest) if loudest > 0 else x


def _tone(note: Note, seconds: float, rate: int) -> Sound:
    """A single note; see (2)."""
    f = 440 * 2 ** ((note.pitch - 69) / 12)  # (1)
    t = np.arange(round((seconds + RELEASE) * rate)) / rate
    x = np.zeros_like(t)
    for k in range(1, HARMONICS + 1):
        if k * f < rate / 2:
            x += k**-DARKNESS * np.exp(-FADING * k * t) * np.sin(2 * np.pi * k * f * t)  # (2)
    envelope = np.minimum(1, t / ATTACK) * np.clip((seconds + RELEASE - t) / RELEASE, 0, 1)
    return np.asarray(x * envelope * (note.velocity / 127))
