"""Digits written by hand that nobody wrote: curves through points that shake, slant, stretch and thicken."""

from __future__ import annotations

import numpy as np

from descent.datasets.card import Card
from descent.datasets.pictures import Bytes, LabelledPictures, Labels, make_labelled
from descent.datasets.render.dice import FloatArray
from descent.datasets.render.lots import Lots
from descent.datasets.render.outlines import rod
from descent.datasets.render.sheet import Sheet
from descent.datasets.subjects.numerals import CONTROLS, FIRST, KINDS, MOVES, SEGMENTS

SEED = 28
NAMES = tuple("0123456789")
SHAKE = 0.5  # how far a point of a digit strays, where a digit is 10 high
BEND = 1.1  # how far a whole digit is bent out of shape, on the same scale
SLANT, TURN, STRETCH = 0.58, 0.2, 0.3
SMUDGE = 1.0  # pixels over which ink fades into paper, of 28


def make_digits(seed: int = SEED, *, train: int = 5000, test: int = 1000, size: int = 28) -> LabelledPictures:
    """Write a data set of digits.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same pictures.
    train, test : int
        How many pictures; the ten classes are equally common.
    size : int
        Pixels in each direction. At 28 the digit fills 20 and has a margin; at 20 there is next to none.

    Returns
    -------
    LabelledPictures
        In grey, shape (n, size, size): ink is 255, paper 0.

    Raises
    ------
    ValueError
        If ``size`` is below 12.

    Examples
    --------
    >>> digits = make_digits(3, train=20, test=10)
    >>> digits.train_x.shape, digits.train_x.dtype.name, sorted(digits.test_y.tolist())
    ((20, 28, 28), 'uint8', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    """
    if size < 12:
        raise ValueError(f"A digit cannot be told on {size} by {size} pixels; pass size=12 or more.")
    return make_labelled(seed, train, test, NAMES, lambda lots, labels: _write(lots, labels, size))


def _write(lots: Lots, labels: Labels, size: int) -> Bytes:
    """One digit for each label, shape (n, size, size)."""
    starts, ends = _strokes(lots, labels)
    fill = 20 / 28 if size >= 24 else 0.9  # share of the picture that the longer side of a digit takes
    thick = np.minimum(lots.between(0.032, 0.075), lots.between(0.032, 0.09))
    starts, ends = _centred(starts, ends, lots.around(fill, 0.08) - 2 * thick)
    sheet = Sheet(lots, size, size, channels=1)
    page = sheet.everywhere()
    fade, distance = lots.between(0.6, 1.4) * SMUDGE / size, np.full(page.u.shape, np.inf, dtype=np.float32)
    swell = lots.between(0.75, 1.25)  # pressure grows or falls towards the end of the writing
    for k in range(SEGMENTS):
        pressure = thick * (1 + (swell - 1) * (2 * k / SEGMENTS - 1))
        (ax, ay), (bx, by) = starts[:, k].T, ends[:, k].T
        distance = np.minimum(distance, rod(page.u, page.v, (ax, ay), (bx, by), pressure, pressure))
    ink = np.minimum(lots.between(0.8, 1.3), 1.0)
    page.paint(distance, [ink], feather=fade + 0.02)
    return sheet.develop(lots)


def _strokes(lots: Lots, labels: Labels) -> tuple[FloatArray, FloatArray]:
    """Both ends of every segment of every digit, shape (n, segments, 2), in the units of ``numerals``."""
    kind = FIRST[labels] + np.minimum((lots.field() * KINDS[labels]).astype(np.int64), KINDS[labels] - 1)
    points = CONTROLS[kind] + (SHAKE / 2) * lots.bells(CONTROLS.shape[1], 2)
    starts, ends = np.zeros((2, lots.count, SEGMENTS, 2))
    for p in range(points.shape[1]):  # a loop, for a matrix product may add in another order elsewhere
        starts += MOVES[kind, 0, :, p, None] * points[:, None, p]
        ends += MOVES[kind, 1, :, p, None] * points[:, None, p]
    slant, turn = lots.around(-0.12, SLANT)[:, None], lots.around(0.0, 2 * TURN)[:, None]
    wide, tall = (1 + lots.around(0.0, 2 * STRETCH)[:, None] for _ in range(2))
    bends = lots.bells(6)[:, :, None] * (BEND / 2)
    bent = []
    for ends_ in (starts, ends):
        x, y = ends_[..., 0] / 3.5 - 1, ends_[..., 1] / 5 - 1  # from -1 to 1
        x, y = (
            3.5 * x + bends[:, 0] * y * y + bends[:, 1] * x * y + bends[:, 2] * x * x,
            5 * y + bends[:, 3] * y * y + bends[:, 4] * x * y + bends[:, 5] * x * x,
        )
        x, y = wide * (x + slant * y), tall * (y + turn * x)
        bent.append(np.stack([x, y], axis=-1))
    return bent[0], bent[1]


def _centred(starts: FloatArray, ends: FloatArray, reach: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The digits with their longer side ``reach`` and their ink about the middle of the picture."""
    every = np.concatenate([starts, ends], axis=1)
    longest = (every.max(axis=1) - every.min(axis=1)).max(axis=1)
    scale = (reach / longest)[:, None, None]
    along = ends - starts
    ink = np.sqrt(along[..., 0] ** 2 + along[..., 1] ** 2)
    middle, total = np.zeros((len(ink), 2)), np.zeros((len(ink), 1))
    for k in range(SEGMENTS):
        middle += ink[:, k, None] * (starts[:, k] + ends[:, k]) / 2
        total += ink[:, k, None]
    shift = 0.5 - scale[:, 0] * middle / total
    return starts * scale + shift[:, None], ends * scale + shift[:, None]


CARD = Card(
    name="digits",
    title="digits in one hand's many moods, 28 by 28 (or any size), in grey",
    make=make_digits,
    seed=SEED,
    recipe=(
        "Twenty-odd ways to write the ten digits, each a smooth curve through some ten points. The points shake, the "
        "curve is slanted, turned, stretched and bent, and drawn with a pen of varying width; the ink is centred."
    ),
    replaces="MNIST and the 5000 digits of 20 by 20 pixels cut from it (size=20)",
    difficulty=(
        "logistic regression 92 %, one hidden layer of 100 units 97 % of the test pictures; at 20 by 20 pixels 93 % "
        "and, with 25 units, 96 %"
    ),
    checksum="bf06da77d4fef911a02aa25a5aacc1e1b299ebed75276e56b026bd50abeef675",
)
