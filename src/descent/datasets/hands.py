"""Hands that show the numbers 0 to 5, in front of a wall: 64 by 64 pixels, in colour."""

from __future__ import annotations

from functools import reduce

import numpy as np

from descent.datasets.card import Card
from descent.datasets.pictures import Bytes, LabelledPictures, Labels, make_labelled
from descent.datasets.render.colours import rgb
from descent.datasets.render.dice import FloatArray
from descent.datasets.render.light import LACQUERS, SKINS, backdrop, expose, mix, shade, vary
from descent.datasets.render.lots import Lots, circle
from descent.datasets.render.outlines import Pixels, ellipse, line, melt, rod
from descent.datasets.render.sheet import Place, Sheet

SEED = 6
NAMES = ("0", "1", "2", "3", "4", "5")
WALLS = tuple(rgb(code) for code in (0xD6D2C8, 0xC9CED2, 0xDED6C6, 0xC2CCC8, 0xCCC4BC, 0xB4BEC8, 0xE0DEDA))
TURN, STRAY = 0.35, 0.08  # how far a hand is turned (radians), how far it is off the middle
SIZES = (0.15, 0.18)  # half a palm's width, in heights of the picture
LEFT = 0.5  # the share of left hands
LIGHT = 0.18

# thumb, index, middle, ring, little: which are stretched out; some numbers are shown in two ways
SHOWN = (
    ((0, 0, 0, 0, 0), (0, 0, 0, 0, 0)),
    ((0, 1, 0, 0, 0), (0, 1, 0, 0, 0)),
    ((0, 1, 1, 0, 0), (0, 1, 1, 0, 0)),
    ((0, 1, 1, 1, 0), (1, 1, 1, 0, 0)),
    ((0, 1, 1, 1, 1), (0, 1, 1, 1, 1)),
    ((1, 1, 1, 1, 1), (1, 1, 1, 1, 1)),
)
# where each finger begins, how long and thick it is, how it leans; half a palm's width is 1 and up is negative
FINGERS = (
    (-0.72, 0.45, 1.35, 0.27, -0.95),
    (-0.72, -0.75, 1.62, 0.235, -0.16),
    (-0.24, -0.9, 1.82, 0.245, -0.04),
    (0.26, -0.86, 1.66, 0.235, 0.07),
    (0.72, -0.66, 1.28, 0.205, 0.22),
)


def make_hands(seed: int = SEED, *, train: int = 1080, test: int = 120, size: int = 64) -> LabelledPictures:
    """Paint a data set of hands.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same pictures.
    train, test : int
        How many pictures; the six numbers are equally common.
    size : int
        Pixels in each direction.

    Returns
    -------
    LabelledPictures
        In colour, shape (n, size, size, 3); the label is the number shown.

    Examples
    --------
    >>> hands = make_hands(1, train=6, test=0)
    >>> hands.train_x.shape, sorted(hands.train_y.tolist())
    ((6, 64, 64, 3), [0, 1, 2, 3, 4, 5])
    """
    return make_labelled(seed, train, test, NAMES, lambda lots, labels: _paint(lots, labels, size))


def _paint(lots: Lots, labels: Labels, size: int) -> Bytes:
    """One hand for each label, shape (n, size, size, 3)."""
    sheet = Sheet(lots, size, size)
    backdrop(sheet, lots, WALLS, rough=0.3)
    out = np.asarray(SHOWN)[labels, (lots.chance(0.3)).astype(int)].T.astype(float)  # (finger, n)
    skin = vary(lots, SKINS, 0.05)
    x, y = 0.5 + lots.around(0.0, 2 * STRAY), 0.58 + lots.around(0.0, 1.4 * STRAY)
    side, turn = np.where(lots.chance(LEFT), -1.0, 1.0), lots.around(0.0, 2 * TURN)
    hand = sheet.place(x, y, lots.between(*SIZES), (-2.6, -3.4, 2.6, 8.0), turn, side)
    fingers = [_finger(lots, k, out[k]) for k in range(5)]
    outline = _outline(hand, lots, fingers)
    hand.paint(outline - np.float32(0.15), (0.0, 0.0, 0.0), alpha=lots.between(0.1, 0.45), feather=0.9)
    hand.paint(outline, skin, bulge=0.42, depth=0.6)
    _details(hand, lots, out, fingers, skin)
    sleeve = vary(lots, LACQUERS)
    cuff = lots.between(1.7, 3.5)
    hand.paint(rod(hand.u, hand.v, (0.0, cuff + 1.0), (0.0, cuff + 9.0), 1.0, 1.4), sleeve, bulge=0.6)
    expose(sheet, lots, light=LIGHT, contrast=0.1, tint=0.06)
    return sheet.develop(lots, grain=lots.between(0.5, 3.0))


def _finger(lots: Lots, k: int, out: FloatArray) -> list[tuple[FloatArray, FloatArray]]:
    """The three points of a finger, from its root to its tip; a folded one hides in the palm."""
    x, y, length, _, lean = FINGERS[k]
    lean_here = lean + lots.around(0.0, 0.16) + (0.0 if k == 0 else lean * lots.between(0.0, 1.2))
    reach, bend = (0.05 + 0.95 * out) * length * lots.between(0.9, 1.08), lots.around(0.0, 0.2)
    points, at, angle = [(x + 0 * reach, y + 0 * reach)], (x + 0 * reach, y + 0 * reach), lean_here
    for share in (0.55, 0.45):
        cos, sin = circle(angle)
        at = (at[0] + share * reach * sin, at[1] - share * reach * cos)
        points.append(at)
        angle = angle + bend
    return points


def _outline(hand: Place, lots: Lots, fingers: list[list[tuple[FloatArray, FloatArray]]]) -> Pixels:
    """Palm, wrist and the fingers that are stretched out, as one shape."""
    u, v = hand.u, hand.v
    palm = melt(ellipse(u, v, 0.0, 0.0, 0.98, 1.08), ellipse(u, v, -0.45, 0.55, 0.55, 0.75, 0.4), 0.3)
    wrist = rod(u, v, (0.0, 0.7), (0.0, 9.0), lots.between(0.62, 0.76), 1.0)
    arms = [line(u, v, fingers[k], FINGERS[k][3] * 1.05, FINGERS[k][3] * 0.82) for k in range(5)]
    return melt(melt(palm, wrist, 0.5), reduce(np.minimum, arms), 0.14)


def _details(
    hand: Place, lots: Lots, out: FloatArray, fingers: list[list[tuple[FloatArray, FloatArray]]], skin: FloatArray
) -> None:
    """Folded fingers and thumb, nails or the lines of the palm."""
    u, v = hand.u, hand.v
    dark, pale = shade(skin, 0.62), mix(skin, (1.0, 0.85, 0.8), 0.3)
    for cx, cy, rx, ry, turn in ((-0.5, 0.35, 0.5, 0.72, 0.5), (0.5, 0.3, 0.3, 0.6, -0.1)):  # balls of the hand
        hand.paint(ellipse(u, v, cx, cy, rx, ry, turn), pale, alpha=0.5, feather=0.5)
    for a, b in (((-0.7, -0.2), (0.65, -0.3)), ((-0.75, -0.1), (0.05, 0.75)), ((-0.7, -0.15), (0.5, 0.2))):
        hand.paint(rod(u, v, a, b, 0.015, 0.03), dark, alpha=0.45, feather=0.08)
    for k in range(1, 5):
        x, y, _, thick, _ = FINGERS[k]
        folded = rod(u, v, (x * 0.95, y - 0.12), (x * 0.85, y + 0.55), thick * 1.12, thick)
        hand.paint(folded - np.float32(0.05), dark, alpha=0.8 * (1 - out[k]), feather=0.16)
        hand.paint(folded, skin, alpha=1 - out[k], bulge=0.2, depth=0.7)
        hand.paint(ellipse(u, v, x * 0.85, y + 0.6, 0.12, 0.1), pale, alpha=0.7 * (1 - out[k]), feather=0.08)
        (_, _), (mx, my), (tx, ty) = fingers[k]
        for px, py in ((mx, my), ((mx + tx) / 2, (my + ty) / 2)):  # creases at the joints
            hand.paint(ellipse(u, v, px, py, thick * 0.8, 0.035), dark, alpha=0.4 * out[k], feather=0.06)
    thumb = line(u, v, [(-0.85, 0.35), (-0.45, -0.02), (lots.between(0.0, 0.35), -0.05)], 0.29, 0.22)
    hand.paint(thumb - np.float32(0.05), dark, alpha=0.8 * (1 - out[0]), feather=0.16)
    hand.paint(thumb, skin, alpha=1 - out[0], bulge=0.24, depth=0.7)


CARD = Card(
    name="hands",
    title="hands that show 0 to 5, 64 by 64, in colour",
    make=make_hands,
    seed=SEED,
    recipe=(
        "Palm, wrist and five fingers as rods that melt together; those that count are stretched out, the others are "
        "folded over the palm. Skin, sleeve, wall, light, size, turn and which hand it is are drawn at random."
    ),
    replaces="SIGNS (1080 and 120 photographs of six hand signs)",
    difficulty=(
        "logistic regression 50 to 60 %, a network 25-12-6 about 80 %, a small convolutional one (two layers, 20 "
        "epochs) about 85 % of the test pictures; all but the first fit the training part nearly perfectly"
    ),
    checksum="d03ee74e65f958fe3e7d4fb26d99b51cb87a81060ddab91dbdfa45020d66394b",
)
