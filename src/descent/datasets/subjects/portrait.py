"""A drawn face: the numbers that make a person, and the numbers of a moment; how both become a picture.

A person is a row of numbers between 0 and 1; the same row gives the same person under any light, at any turn.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from descent.datasets.render.colours import rgb
from descent.datasets.render.dice import FloatArray
from descent.datasets.render.light import LACQUERS, SKINS, mix, shade
from descent.datasets.render.outlines import column, ellipse, line, melt, polygon, ring, rod
from descent.datasets.render.sheet import Colour, Place, Sheet

HAIRS = tuple(rgb(code) for code in (0x1C1614, 0x3A2618, 0x6A4326, 0x9C6A38, 0xD8B878, 0xA8442A, 0xA8A6A4, 0x2A2A3A))
EYES = tuple(rgb(code) for code in (0x3A2414, 0x5A3A1E, 0x4A7A9A, 0x5A8A5A, 0x6A7078))
TRAITS, SHIRT = 22, 7  # how many numbers make a person; which of them is the colour of the shirt


@dataclass(frozen=True)
class Moment:
    """How a person looks just now; arrays of one number a picture.

    Attributes
    ----------
    turn, nod : array
        Where the face looks: -1 to 1, left or up to right or down.
    tilt : array
        Of the head, in radians.
    smile : array
        1 laughs, 0 is earnest, -1 is unhappy.
    open : array
        How far the mouth is open, 0 to 1.
    lids : array
        How far the eyes are open, 0 to 1.
    """

    turn: FloatArray
    nod: FloatArray
    tilt: FloatArray
    smile: FloatArray
    open: FloatArray
    lids: FloatArray


def _from(palette: tuple[tuple[float, float, float], ...], share: FloatArray) -> FloatArray:
    """The colour at ``share`` of the way through a palette, shape (3, n)."""
    return np.asarray(palette).T[:, np.minimum((share * len(palette)).astype(int), len(palette) - 1)]


def draw_faces(sheet: Sheet, person: FloatArray, now: Moment, x: FloatArray, y: FloatArray, size: FloatArray) -> None:
    """Head and shoulders of one person a picture.

    Parameters
    ----------
    sheet : Sheet
        Painted on.
    person : array, shape (n, TRAITS)
        Between 0 and 1.
    now : Moment
        Pose and expression.
    x, y, size : arrays, shape (n,)
        Middle of the head and half its height, in heights of the picture.
    """
    trait = person.T
    skin, hair = _from(SKINS, trait[0]), _from(HAIRS, trait[1])
    skin = np.clip(skin * (0.94 + 0.12 * trait[2]), 0, 1)
    wide, jaw = 0.68 + 0.2 * trait[3], 0.42 + 0.34 * trait[4]
    head = sheet.place(x, y, size, (-1.7, -1.6, 1.7, 6.0), now.tilt)
    u, v = head.u, head.v
    _body(head, trait, skin, hair, wide)
    face = melt(ellipse(u, v, 0.0, -0.15, wide, 0.86), ellipse(u, v, 0.06 * now.turn, 0.45, jaw, 0.55), 0.3)
    for side in (-1.0, 1.0):
        head.paint(ellipse(u, v, side * wide - 0.1 * now.turn, 0.02, 0.13, 0.2), shade(skin, 0.85))
    head.paint(face, skin, bulge=0.55, depth=0.35)
    _beard(head, trait, hair, now, jaw)
    _features(head, trait, skin, hair, now)
    _fringe(head, trait, hair, wide, now)
    _glasses(head, trait, now)


def _body(head: Place, trait: FloatArray, skin: FloatArray, hair: FloatArray, wide: FloatArray) -> None:
    """What is behind the face: long hair, neck and shoulders."""
    u, v = head.u, head.v
    long = np.where(trait[5] > 0.55, 0.35 + 1.6 * (trait[5] - 0.55), 0.0)
    volume = wide + 0.12 + 0.15 * trait[6]
    back = melt(ellipse(u, v, 0.0, -0.2, volume, 0.95), rod(u, v, (0.0, 0.0), (0.0, 0.4 + long), volume, volume), 0.2)
    head.paint(back, shade(hair, 0.75), alpha=long > 0)
    shirt = _from(LACQUERS, trait[SHIRT])
    head.paint(rod(u, v, (0.0, 0.6), (0.0, 1.5), 0.34, 0.4), shade(skin, 0.72))
    head.paint(
        melt(ellipse(u, v, 0.0, 1.95, 1.35, 0.75), rod(u, v, (0.0, 2.2), (0.0, 6.0), 1.3, 1.3), 0.3), shirt, bulge=0.5
    )
    head.paint(ellipse(u, v, 0.0, 1.2, 0.36, 0.3), shade(skin, 0.8))


def _features(head: Place, trait: FloatArray, skin: FloatArray, hair: FloatArray, now: Moment) -> None:
    """Eyes, brows, nose and mouth; they move across the face as it turns."""
    u, v = head.u, head.v
    mid, down = 0.24 * now.turn, 0.14 * now.nod
    apart, level, big = 0.29 + 0.09 * trait[8], -0.1 + 0.08 * trait[9], 0.1 + 0.045 * trait[10]
    brow, iris = shade(hair, 0.8), _from(EYES, trait[11])
    dark, lift = shade(skin, 0.6), 0.18 + 0.08 * trait[12]
    cheer = np.maximum(now.smile, 0.0)
    for side in (-1.0, 1.0):
        ex = mid + side * apart * (1 - 0.12 * side * now.turn)
        ey = level + down
        open_ = np.maximum(now.lids * (1 - 0.3 * cheer), 0.12) * big
        head.paint(ellipse(u, v, ex, ey, big * 1.45, open_ + 0.035), dark, alpha=0.75)
        head.paint(ellipse(u, v, ex, ey, big * 1.3, open_), (0.96, 0.95, 0.93))
        gaze = ex + 0.05 * now.turn
        head.paint(
            np.maximum(ellipse(u, v, gaze, ey, big * 0.85, big * 0.85), ellipse(u, v, ex, ey, big * 1.3, open_)), iris
        )
        head.paint(
            np.maximum(ellipse(u, v, gaze, ey, big * 0.42, big * 0.42), ellipse(u, v, ex, ey, big * 1.3, open_)),
            (0.03, 0.03, 0.04),
        )
        tip, sad = ey - lift, 0.09 * np.maximum(-now.smile, 0.0)
        points = [(ex - side * 0.17, tip - sad), (ex, tip - 0.05), (ex + side * 0.18, tip + 0.03 + sad)]
        head.paint(line(u, v, points, 0.03 + 0.04 * trait[13], 0.025), brow)
        head.paint(
            ellipse(u, v, mid + side * 0.46, 0.33 + down, 0.2, 0.15),
            (0.9, 0.35, 0.3),
            alpha=0.12 + 0.2 * cheer,
            feather=0.2,
        )
    tip = 0.22 + 0.1 * trait[14] + down
    nose = [(mid * 1.05, level + 0.08), (mid * 1.55, tip), (mid * 1.3 + 0.02, tip + 0.07)]
    head.paint(line(u, v, nose, 0.02, 0.07 + 0.05 * trait[15]), shade(skin, 0.84))
    head.paint(
        ellipse(u, v, mid * 1.55, tip, 0.07 + 0.05 * trait[15], 0.075), shade(skin, 1.08), alpha=0.8, feather=0.08
    )
    _mouth(head, trait, skin, now, mid, 0.58 + 0.05 * trait[16] + down)


def _mouth(head: Place, trait: FloatArray, skin: FloatArray, now: Moment, mid: FloatArray, at: FloatArray) -> None:
    """A curve between two corners; open, it shows teeth."""
    u, v = head.u, head.v
    half = (0.22 + 0.08 * trait[17]) * (1 + 0.25 * np.maximum(now.smile, 0.0))
    bow, gape = 0.2 * now.smile, 0.04 + 0.22 * now.open
    corners = at - 0.55 * bow
    lips = mix(shade(skin, 0.75), (0.75, 0.22, 0.25), 0.45)
    left, right = (mid - half, corners), (mid + half, corners)
    upper, lower = at + 0.3 * bow - 0.15 * gape, at + 0.5 * bow + gape
    hole = polygon(u, v, ring([left, (mid, upper), right, (mid, lower)], 4))
    head.paint(hole - np.float32(0.045), lips)
    head.paint(hole, (0.25, 0.06, 0.07), alpha=now.open > 0.08)
    teeth = np.maximum(hole, v - column(at + 0.45 * bow + 0.3 * gape))
    head.paint(teeth, (0.97, 0.96, 0.93), alpha=(now.open > 0.08) & (now.smile > 0.2))
    closed = line(u, v, [left, (mid, at + 0.45 * bow), right], 0.025, 0.025)
    head.paint(closed, shade(skin, 0.4), alpha=now.open <= 0.08)


def _beard(head: Place, trait: FloatArray, hair: FloatArray, now: Moment, jaw: FloatArray) -> None:
    """A beard on one person in five, none with long hair."""
    u, v = head.u, head.v
    grown = (trait[18] > 0.65) & (trait[5] <= 0.55)
    shape = np.maximum(
        ellipse(u, v, 0.06 * now.turn, 0.5, jaw * 1.02, 0.55), -ellipse(u, v, 0.2 * now.turn, 0.18, jaw * 0.85, 0.32)
    )
    head.paint(shape, shade(hair, 0.9), alpha=grown * 0.9, feather=0.08)


def _fringe(head: Place, trait: FloatArray, hair: FloatArray, wide: FloatArray, now: Moment) -> None:
    """The hair above the forehead: parted left or right, more or less of it, none on a few."""
    u, v = head.u, head.v
    high = 0.06 + 0.2 * trait[6]
    cap = ellipse(u, v, -0.03 * now.turn, -0.25, wide + 0.07, 0.82 + high)
    parting = (trait[19] - 0.5) * 0.55 + 0.2 * now.turn
    brow = ellipse(u, v, parting, 0.35, 0.75 + 0.35 * trait[20], 0.72 + 0.26 * trait[20])
    bald = (trait[5] < 0.08) & (trait[18] > 0.3)
    head.paint(np.maximum(cap, -brow), hair, alpha=~bald, bulge=0.3, depth=0.5)


def _glasses(head: Place, trait: FloatArray, now: Moment) -> None:
    """On one person in four."""
    u, v, worn = head.u, head.v, trait[21] > 0.75
    mid, y = 0.24 * now.turn, -0.1 + 0.08 * trait[9] + 0.14 * now.nod
    frame: Colour = (0.12, 0.1, 0.1)
    for side in (-1.0, 1.0):
        x = mid + side * (0.29 + 0.09 * trait[8])
        rim = np.abs(ellipse(u, v, x, y, 0.24, 0.21)) - np.float32(0.03)
        head.paint(rim, frame, alpha=worn)
    head.paint(rod(u, v, (mid - 0.1, y), (mid + 0.1, y), 0.03, 0.03), frame, alpha=worn)
