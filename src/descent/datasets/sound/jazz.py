"""Jazz by a grammar: solos over the twelve bars of a blues, or over chords that lead home.

Half a bar is four eighth notes. A rule says what each is: a tone of the chord (C), of its scale (S), a step below the
tone that follows (A), the last note held (H) or silence (R). The nearest tone in the direction of travel is taken, so
lines run up and down as a player's fingers would.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from descent.datasets.card import Card
from descent.datasets.render.dice import Dice
from descent.datasets.sound.midi import Note
from descent.datasets.words.grammar import Texts, words

SEED = 58
BARS, EIGHTHS = 12, 8
LOWEST, HIGHEST = 55, 84  # keys of the solo, as MIDI counts them
REST, HOLD, FIRST = 0, 1, 2  # tokens; FIRST is the lowest key
TOKENS = FIRST + HIGHEST - LOWEST + 1
QUALITIES = ("7", "maj7", "m7")
CHORD_TONES = ((0, 4, 7, 10), (0, 4, 7, 11), (0, 3, 7, 10))  # semitones above the root
SCALES = ((0, 2, 4, 5, 7, 9, 10), (0, 2, 4, 6, 7, 9, 11), (0, 2, 3, 5, 7, 9, 10))
KEYS = words("C Db D Eb E F Gb G Ab A Bb B")
FORMS = (  # root above the key and quality, bar by bar
    "0:7 5:7 0:7 0:7 5:7 5:7 0:7 9:7 2:m7 7:7 0:7 7:7",
    "0:7 0:7 0:7 0:7 5:7 5:7 0:7 0:7 7:7 5:7 0:7 0:7",
    "2:m7 7:7 0:maj7 0:maj7 7:m7 0:7 5:maj7 5:maj7 2:m7 7:7 0:maj7 0:maj7",
    "0:maj7 9:m7 2:m7 7:7 4:m7 9:7 2:m7 7:7 0:maj7 9:7 2:m7 7:7",
)
RHYTHMS = words("CSCS CSSC CHSC SCSC ACSC CACS CHCH RSCS CSAC CHHS RRSC SSCH CHHH RHHH CSCH ACHH")
LIKELY = (6, 5, 3, 5, 4, 3, 2, 2, 4, 1, 1, 3, 1, 1, 2, 2)
SWING = 2 / 3  # of a quarter note goes to the first of its two eighths


class Jazz(NamedTuple):
    """Solos as sequences of tokens, an eighth note each.

    Attributes
    ----------
    tokens : array of int64, shape (n, 96)
        0 is silence, 1 the last note held, 2 the key 55 and so on up to 31, the key 84.
    chords : array of int64, shape (n, 96)
        The chord under each token: 3 * root + quality, root 0 to 11 from C, quality 0 to 2.
    qualities : array of str, shape (3,)
        What is written behind the root.
    """

    tokens: npt.NDArray[np.int64]
    chords: npt.NDArray[np.int64]
    qualities: Texts


def make_jazz(seed: int = SEED, *, count: int = 240, keys: tuple[int, ...] = (0, 5, 10)) -> Jazz:
    """Improvise.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same solos.
    count : int
        How many. A longer list begins with the shorter one.
    keys : tuple of int
        Home keys to choose from, in semitones above C.

    Returns
    -------
    Jazz
        The solos.

    Examples
    --------
    >>> one = make_jazz(count=1)
    >>> one.tokens.shape, one.tokens[0, :16].tolist()
    ((1, 96), [21, 23, 19, 1, 17, 13, 14, 12, 10, 7, 5, 7, 10, 1, 1, 1])
    """
    solos = [_improvise(Dice(seed, number), keys) for number in range(count)]
    both = np.array(solos, dtype=np.int64).reshape(count, 2, BARS * EIGHTHS)
    return Jazz(both[:, 0], both[:, 1], np.array(QUALITIES))


def solo_notes(tokens: npt.NDArray[np.int64], *, swing: float = SWING) -> list[Note]:
    """The notes of a solo.

    Parameters
    ----------
    tokens : int array, shape (T,)
        As in ``Jazz.tokens``.
    swing : float
        Share of a quarter note that its first eighth takes; 0.5 is even.

    Returns
    -------
    list of Note
        In order. A held silence is silence.

    Raises
    ------
    ValueError
        If there is a token that has no meaning.

    Examples
    --------
    >>> solo_notes(np.array([7, 1, 0, 9]), swing=0.5)
    [Note(start=0.0, length=1.0, pitch=60, velocity=84), Note(start=1.5, length=0.5, pitch=62, velocity=76)]
    """
    tokens = np.asarray(tokens)
    if tokens.ndim != 1 or ((tokens < 0) | (tokens >= TOKENS)).any():
        raise ValueError(f"tokens must have shape (T,) and be 0 to {TOKENS - 1}; got {tokens.shape}. Pass one solo.")
    notes: list[Note] = []
    sounding = False
    for place, token in enumerate(tokens.tolist()):
        start, end = (step // 2 + swing * (step % 2) for step in (place, place + 1))
        if token >= FIRST:
            notes.append(Note(start, end - start, token - FIRST + LOWEST, 76 if place % 2 else 84))
        elif token == HOLD and sounding:
            notes[-1] = notes[-1]._replace(length=end - notes[-1].start)
        sounding = token >= FIRST or (token == HOLD and sounding)
    return notes


def chord_notes(chords: npt.NDArray[np.int64]) -> list[Note]:
    """An accompaniment: the chord twice a bar, and its root in the bass.

    Parameters
    ----------
    chords : int array, shape (T,)
        As in ``Jazz.chords``.

    Returns
    -------
    list of Note
        In order.

    Examples
    --------
    >>> [note.pitch for note in chord_notes(np.zeros(8, dtype=int))]
    [36, 52, 55, 58, 52, 55, 58]
    """
    notes = []
    for place in range(0, len(chords), EIGHTHS // 2):
        root, quality = divmod(int(chords[place]), len(QUALITIES))
        if place % EIGHTHS == 0:
            notes.append(Note(place / 2, 3.8, 36 + root, 70))
        notes += [Note(place / 2, 1.4, 48 + root + tone, 46) for tone in CHORD_TONES[quality][1:]]
    return notes


def chord_name(chord: int) -> str:
    """What a chord is called.

    Examples
    --------
    >>> chord_name(3 * 10 + 2)
    'Bbm7'
    """
    root, quality = divmod(chord, len(QUALITIES))
    return KEYS[root] + QUALITIES[quality]


def _improvise(dice: Dice, keys: tuple[int, ...]) -> tuple[list[int], list[int]]:
    """Tokens and chords of a solo."""
    key = dice.pick(keys)
    tokens: list[int] = []
    chords: list[int] = []
    pitch, way = dice.whole(62, 74), dice.sign()
    for root, quality in (bar.split(":") for bar in dice.pick(FORMS).split()):
        base, kind = (int(root) + key) % 12, QUALITIES.index(quality)
        chords += [3 * base + kind] * EIGHTHS
        for _ in range(2):
            rule = dice.pick(RHYTHMS, LIKELY)
            for place, what in enumerate(rule):
                if what in "RH":
                    tokens.append(REST if what == "R" else HOLD)
                    continue
                if pitch <= LOWEST + 4 or pitch >= HIGHEST - 4 or dice.chance(0.15):
                    way = 1 if pitch <= LOWEST + 4 else -1 if pitch >= HIGHEST - 4 else -way
                tones = (SCALES if what == "S" else CHORD_TONES)[kind]
                if place and rule[place - 1] == "A":  # the step below has been played: now the tone itself
                    pitch += 1
                else:
                    pitch = _next(pitch, way, base, tones)
                tokens.append(FIRST + pitch - LOWEST - (what == "A"))
                pitch -= what == "A"
    return tokens, chords


def _next(pitch: int, way: int, root: int, tones: tuple[int, ...]) -> int:
    """The nearest key in the direction of travel that is one of the tones."""
    pitch += way
    while (pitch - root) % 12 not in tones:
        pitch += way
    return pitch


CARD = Card(
    name="jazz",
    title="240 solos over twelve bars",
    make=make_jazz,
    seed=SEED,
    recipe=(
        "Half bars by 16 rules (chord tone, scale tone, approach, hold, rest) over four forms in three keys; "
        "lines run on in one direction until they turn."
    ),
    replaces="the tune of the exercise on improvising jazz",
    difficulty="a token costs 3.1 nats without context, 2.0 knowing the one before",
    checksum="3e0309862e2d4ca70eba4cb609b13b11f85b4cd9ddda1ccc2f722d3b0c27dcb4",
)
