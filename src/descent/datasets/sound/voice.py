r"""A voice: pulses of air at the pitch of the voice, each of which makes the mouth ring at its formants.

    h(t) = sum over formants of a exp(-pi b t) sin(2 pi f t)                (1)
    x(t) = sum over pulses at t_j of p_j h_j(t - t_j)                       (2)

f, b and a are frequency, bandwidth and weight of a formant, all of which move while one speaks; h_j is (1) with the
formants at the time of the pulse. Hissing is the same with noise in place of the pulses.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from descent.datasets.render.dice import Dice
from descent.datasets.sound.wav import Sound

VOWELS = {  # the first three formants, in hertz
    "a": (750, 1250, 2550),
    "e": (480, 1850, 2500),
    "i": (300, 2250, 2950),
    "o": (460, 850, 2450),
    "u": (330, 750, 2300),
}
HUMS = {"m": (250, 1000, 2150), "n": (260, 1450, 2400), "l": (340, 1100, 2700)}  # loudness falls to a third
HISSES = {"s": (3400, 0.35), "f": (2700, 0.16), "k": (1900, 0.5), "t": (3000, 0.45)}  # hertz, loudness
STOPS = "kt"  # a silence and a short burst
BANDWIDTHS = np.array([80.0, 110.0, 170.0])  # hertz
WEIGHTS = np.array([1.0, 0.55, 0.3])
RING = 0.02  # seconds after which a pulse has died away


class Speaker(NamedTuple):
    """Who speaks.

    Attributes
    ----------
    pitch : float
        Pulses per second, in hertz.
    size : float
        Of the mouth: formants are divided by it.
    pace : float
        Seconds of a vowel.
    """

    pitch: float
    size: float
    pace: float


def any_speaker(dice: Dice) -> Speaker:
    """Somebody between a low, slow voice and a high, quick one."""
    pitch = dice.between(95, 230)
    return Speaker(pitch, 1.12 - (pitch - 95) / 700 + dice.around(0, 0.06), dice.between(0.1, 0.16))


def speak(dice: Dice, speaker: Speaker, word: str, *, rate: int = 8000) -> Sound:
    """Say a word.

    Parameters
    ----------
    dice : Dice
        No two sounds of a speaker are quite the same.
    speaker : Speaker
        Who says it.
    word : str
        Letters out of ``aeiou mnl sf kt``.
    rate : int
        Samples per second, in hertz.

    Returns
    -------
    float array, shape (T,)
        The loudest sample at 0.9.

    Raises
    ------
    ValueError
        If there is a letter that the voice cannot say, or none.

    Examples
    --------
    >>> dice = Dice(3)
    >>> sound = speak(dice, any_speaker(dice), "malu")
    >>> 0.25 < len(sound) / 8000 < 0.8
    True
    """
    known = {**VOWELS, **HUMS, **HISSES}
    if not word or any(letter not in known for letter in word):
        raise ValueError(f"a word needs at least one letter, all out of {''.join(known)}; got {word!r}.")
    times = [0.0]
    for letter in word:
        share = 1.0 if letter in VOWELS else 0.55 if letter in HUMS else 0.7
        times.append(times[-1] + speaker.pace * share * dice.around(1, 0.25))
    length = round((times[-1] + 2 * RING) * rate)
    x = _voiced(dice, speaker, word, times, rate, length)
    for place, letter in enumerate(word):
        if letter in HISSES:
            x += _hiss(dice, letter, times[place], times[place + 1], rate, length)
    return np.asarray(x * (0.9 / abs(x).max()))


def _voiced(dice: Dice, speaker: Speaker, word: str, times: list[float], rate: int, length: int) -> Sound:
    """Everything that the vocal cords sound in; see (1) and (2)."""
    nearest = [k for k, letter in enumerate(word) if letter not in HISSES] or [0]
    middles, formants, loudness = [], [], []
    for place, letter in enumerate(word):
        like = word[min(nearest, key=lambda k: abs(k - place))]  # during a hiss the mouth is on its way
        middles += [times[place] + share * (times[place + 1] - times[place]) for share in (0.3, 0.7)]
        target = np.array({**VOWELS, **HUMS}.get(like, VOWELS["e"]))
        formants += [target * (1 + 0.04 * (dice.field(3) - 0.5))] * 2
        loudness += [0.0 if letter in HISSES else 0.35 if letter in HUMS else 1.0] * 2
    end = times[-1]
    steps = speaker.pitch * (1.12 - 0.24 * np.linspace(0, 1, 400)) * (1 + 0.03 * np.sin(np.linspace(0, 9, 400)))
    phase = np.cumsum(steps) * end / 400  # the pitch falls towards the end of a word, and trembles
    at = np.interp(np.arange(1, int(phase[-1]) + 1), phase, np.linspace(0, end, 400))
    moving = np.stack([np.interp(at, middles, [f[k] for f in formants]) for k in range(3)], axis=1) / speaker.size
    force = np.interp(at, middles, loudness) * np.minimum(1, np.minimum(at, end - at) / 0.02)
    t = np.arange(round(RING * rate)) / rate
    decay = np.exp(-np.pi * BANDWIDTHS[:, None] * t)  # (3, ring)
    ring = (WEIGHTS[:, None] * decay * np.sin(2 * np.pi * moving[:, :, None] * t)).sum(axis=1)  # (pulses, ring), (1)
    x = np.zeros(length)
    for start, pulse in zip((at * rate).astype(int), force[:, None] * ring, strict=True):
        x[start : start + len(t)] += pulse  # (2)
    return x


def _hiss(dice: Dice, letter: str, start: float, end: float, rate: int, length: int) -> Sound:
    """Noise through one broad formant, or a burst of it after a silence."""
    frequency, loudness = HISSES[letter]
    begin, until = round(start * rate), round(end * rate)
    noise = 2 * dice.field(until - begin) - 1
    if letter in STOPS:
        noise *= np.linspace(-1, 1, len(noise)) > 0.45
    else:
        noise *= np.sin(np.linspace(0, np.pi, len(noise)))
    t = np.arange(round(0.004 * rate)) / rate
    ring = np.exp(-np.pi * 500 * t) * np.sin(2 * np.pi * frequency * t)
    x = np.zeros(length)
    sound = np.convolve(noise, ring)[: length - begin]
    x[begin : begin + len(sound)] = loudness * sound
    return x
