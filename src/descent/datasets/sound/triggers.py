"""A word to wait for: clips in which somebody speaks over noise, and the moments at which the word has just been said.

The trigger is "maluki". The other words are made of the same syllables in other orders, and of parts of it, so no
single moment tells them apart: a model has to remember.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from descent.datasets.card import Card
from descent.datasets.render.dice import Dice
from descent.datasets.sound.voice import any_speaker, speak
from descent.datasets.sound.wav import Sound, to_int16
from descent.datasets.words.grammar import words

SEED = 59
RATE = 8000  # samples per second
TRIGGER = "maluki"
OTHERS = words("kimalu lukima malu luki kima makilu kiluma lumaki manuki malusi seloti nofa tikena")
MOST = 3  # times that the trigger is said in a clip, at most
GAP = 0.12  # seconds of silence between words, at least
PARTS = {"train": 0, "test": 1, "words": 2}

Samples = npt.NDArray[np.int16]
Places = npt.NDArray[np.int64]


class Triggers(NamedTuple):
    """Clips with a trigger word, in two parts.

    Attributes
    ----------
    train_x : array of int16, shape (n_train, T)
        Samples, 8000 a second.
    train_ends : array of int64, shape (n_train, 3)
        The samples at which the trigger has just been said, in order; -1 where there are fewer.
    test_x, test_ends : arrays
        As ``train_x`` and ``train_ends``; other clips.
    """

    train_x: Samples
    train_ends: Places
    test_x: Samples
    test_ends: Places


class TriggerParts(NamedTuple):
    """What clips are put together from.

    Attributes
    ----------
    positives : array of int16, shape (n, L)
        The trigger, each time by another voice, with zeros behind it.
    positive_lengths : array of int64, shape (n,)
        How many samples each has without the zeros.
    negatives, negative_lengths : arrays
        The same of other words.
    backgrounds : array of int16, shape (m, T)
        Noise without words.
    """

    positives: Samples
    positive_lengths: Places
    negatives: Samples
    negative_lengths: Places
    backgrounds: Samples


def make_triggers(seed: int = SEED, *, train: int = 240, test: int = 80, seconds: float = 4.0) -> Triggers:
    """Record clips.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same clips.
    train, test : int
        How many.
    seconds : float
        How long each is, 2 or more.

    Returns
    -------
    Triggers
        The trigger is said 0 to 3 times in each, other words fill the time.

    Raises
    ------
    ValueError
        If the clips are too short for the words.

    Examples
    --------
    >>> few = make_triggers(1, train=2, test=0, seconds=3)
    >>> few.train_x.shape, (few.train_ends > 0).sum(axis=1).tolist()
    ((2, 24000), [1, 1])
    """
    if seconds < 2:
        raise ValueError(f"a clip must last 2 seconds or more, so that words fit; got {seconds}.")
    length = round(seconds * RATE)
    clips = [_clips(seed, part, count, length) for part, count in (("train", train), ("test", test))]
    return Triggers(*clips[0], *clips[1])


def make_trigger_parts(
    seed: int = SEED, *, positives: int = 10, negatives: int = 10, backgrounds: int = 2, seconds: float = 10.0
) -> TriggerParts:
    """Record words and noises one by one, for a learner to put together.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same sounds.
    positives, negatives, backgrounds : int
        How many of each, 1 or more.
    seconds : float
        How long a background is.

    Returns
    -------
    TriggerParts
        The sounds, 8000 samples a second.

    Examples
    --------
    >>> parts = make_trigger_parts(seconds=1)
    >>> parts.backgrounds.shape, len(parts.positives), int(parts.positive_lengths.min()) > 3000
    ((2, 8000), 10, True)
    """
    dice = Dice(seed, PARTS["words"])
    said = [_say(dice, TRIGGER) for _ in range(positives)]
    other = [_say(dice, OTHERS[k % len(OTHERS)]) for k in range(negatives)]
    noises = [to_int16(0.4 * _noise(dice, round(seconds * RATE))) for _ in range(backgrounds)]
    return TriggerParts(*_padded(said), *_padded(other), np.stack(noises))


def label_frames(ends: Places, frames: int, hop: float, *, width: int) -> Places:
    """Labels for a network that decides at every frame: 1 for some frames after the trigger, else 0.

    Parameters
    ----------
    ends : int array, shape (n, k)
        As in ``Triggers``: samples, -1 for none.
    frames : int
        How many frames a clip has.
    hop : float
        Samples from one frame to the next.
    width : int
        How many frames count as "just said".

    Returns
    -------
    int array, shape (n, frames)
        0 or 1.

    Examples
    --------
    >>> label_frames(np.array([[250, -1]]), 6, 100, width=2)
    array([[0, 0, 0, 1, 1, 0]])
    """
    since = np.arange(frames) * hop - np.asarray(ends)[:, :, np.newaxis]  # (n, k, frames)
    just = (since > 0) & (since <= width * hop) & (np.asarray(ends)[:, :, np.newaxis] >= 0)
    return np.asarray(just.any(axis=1), dtype=np.int64)


def _clips(seed: int, part: str, count: int, length: int) -> tuple[Samples, Places]:
    """Clips and the ends of the triggers in them."""
    x, ends = np.zeros((count, length), dtype=np.int16), np.full((count, MOST), -1, dtype=np.int64)
    for number in range(count):
        dice = Dice(seed, PARTS[part], number)
        clip = _noise(dice, length) * dice.between(0.05, 0.2)
        place, found = round(dice.between(0, 0.6) * RATE), 0
        while True:
            trigger = found < MOST and dice.chance(0.4)
            sound = _say(dice, TRIGGER if trigger else dice.pick(OTHERS))
            if place + len(sound) > length - RATE // 10:  # leave time to notice
                break
            clip[place : place + len(sound)] += dice.between(0.35, 0.75) * sound
            place += len(sound)
            if trigger:
                ends[number, found] = place
                found += 1
            place += round(dice.between(GAP, 0.5) * RATE)
        x[number] = to_int16(clip)
    return x, ends


def _say(dice: Dice, word: str) -> Sound:
    """A word by somebody."""
    return speak(dice, any_speaker(dice), word, rate=RATE)


def _noise(dice: Dice, length: int) -> Sound:
    """A place that is not quite silent: air that rushes, a hum, things that click. The loudest sample is at 1."""
    white = 2 * dice.field(length) - 1
    spectrum = np.fft.rfft(white)
    hertz = np.fft.rfftfreq(length, 1 / RATE)
    x = np.fft.irfft(spectrum * np.maximum(hertz, 40) ** -dice.between(0.3, 1.0), n=length)
    x /= abs(x).max()
    t = np.arange(length) / RATE
    x += dice.between(0, 0.4) * np.sin(2 * np.pi * dice.between(50, 120) * t + dice.between(0, 6))
    for _ in range(dice.whole(0, length // RATE)):
        place, width = dice.whole(0, length - 1), dice.whole(40, 400)
        click = np.exp(-np.arange(width) / (width / 6)) * (2 * dice.field(width) - 1)
        x[place : place + width] += dice.between(0.5, 2) * click[: length - place]
    return np.asarray(x / abs(x).max())


def _padded(sounds: list[Sound]) -> tuple[Samples, Places]:
    """Sounds of different lengths as rows, and their lengths."""
    lengths = np.array([len(sound) for sound in sounds], dtype=np.int64)
    rows = np.zeros((len(sounds), lengths.max()), dtype=np.int16)
    for row, sound in zip(rows, sounds, strict=True):
        row[: len(sound)] = to_int16(sound)
    return rows, lengths


CARD = Card(
    name="triggers",
    title="clips of 4 seconds with a word to wait for",
    make=make_triggers,
    seed=SEED,
    recipe=("A synthetic voice, low or high, says the trigger or words of the same syllables over noise."),
    replaces="the synthesised clips of the exercise on trigger words",
    difficulty="average precision over frames: logistic regression 0.18, a GRU with 32 units 0.98",
    checksum="933a29afcef0f6f3b33d3dcf1a7f8a4a9cb5f96bc1fb9e0dc60655deb60f02a4",
    exact=False,
)

WORDS_CARD = Card(
    name="trigger-words",
    title="ten times the trigger word, ten other words, two backgrounds",
    make=make_trigger_parts,
    seed=SEED,
    recipe="The voices and the noises of the clips, one by one.",
    replaces="the recordings of the exercise on trigger words, to be put together by the learner",
    difficulty="as the clips",
    checksum="065e8f2dfe2e8ce2fed26c1a25ae0333d19185b93f43bdfe9501d5c3fc188856",
    exact=False,
)
