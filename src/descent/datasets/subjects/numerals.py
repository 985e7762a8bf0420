"""The ways to write a digit, as points that a pen passes through; x runs from 0 to 7, y from 0 to 10 downwards.

A stroke is a smooth curve (Catmull-Rom) through its points, cut into straight segments. A point of the curve is a sum
of control points with fixed weights, so ``MOVES`` holds these weights once and for all: the segments of a digit are
``MOVES[kind] @ points``, however the points shake.
"""

from __future__ import annotations

import numpy as np

from descent.datasets.render.dice import FloatArray

SEGMENTS = 26  # of every digit
Stroke = tuple[tuple[float, float], ...]

WAYS = (
    (
        "3.6,0.2 1.4,1.6 0.5,5 1.5,8.8 3.6,9.8 6,8.4 6.6,5 5.7,1.5 3.9,0.2",
        "4.6,0.4 2.2,0.9 0.9,4 1.2,8.3 3,9.7 5.3,8.4 6.2,4.6 5.6,1.2 3.3,0.9",
    ),
    (
        "3.5,0 3.5,3.3 3.5,6.6 3.5,10",
        "3.7,0 3.6,3.3 3.4,6.6 3.3,10",
        "1.9,2.4 3.6,0.2 / 3.6,0.2 3.6,3.5 3.5,6.8 3.5,10",
        "1.9,2.2 3.6,0.2 / 3.6,0.2 3.5,5 3.5,9.8 / 1.3,9.9 5.7,9.8",
    ),
    (
        "0.7,2.4 2,0.5 4.5,0.2 6,2.1 5,4.7 2.7,7.3 0.6,9.7 / 0.6,9.7 6.8,9.6",
        "0.8,2 3,0.1 5.8,1.6 5,5 2.4,8.4 0.7,9.3 0.8,7.9 2.6,8.2 4.6,9.5 6.9,9",
    ),
    (
        "0.8,1.4 2.8,0.1 5.4,1 5.3,3.3 2.7,4.6 / 2.7,4.6 5.8,5.6 6.2,8 4,9.9 1.6,9.6 0.4,8.2",
        "0.9,0.5 5.6,0.4 / 5.6,0.4 3,4 / 3,4 5.7,5.1 6.3,7.8 4,9.8 1.6,9.6 0.5,8.4",
    ),
    (
        "1.6,0 0.9,3.2 0.9,5.3 3,5.7 5.5,5 / 5.6,0 5.3,5 4.9,10",
        "4.8,0.2 0.4,6.5 / 0.4,6.5 6.8,6.3 / 4.8,0.2 4.7,5 4.6,10",
        "1.2,0.6 0.8,3 1.4,4.9 3.6,4.9 5.6,3.4 / 5.9,0.2 5.5,4 5.1,7 5,10",
    ),
    (
        "6,0.3 1.7,0.4 / 1.7,0.4 1.2,4.2 / 1.2,4.2 3.7,3.7 6,5.2 6.1,7.9 4,9.8 1.8,9.7 0.5,8.6",
        "6.3,0.2 2,0.7 / 2,0.7 1.6,3.9 / 1.6,3.9 4.6,5 5.4,7.3 3.9,9.5 0.7,9.4",
    ),
    (
        "5.3,0.3 2.6,2.2 0.9,5.6 1.1,8.6 3.2,9.9 5.8,8.8 6.1,6.6 4.3,5.3 2.2,5.9 1.1,7.8",
        "3.4,0 1.6,3.4 1,7 2,9.6 4.4,9.7 5.7,7.9 4.6,6.1 2.6,6.6 1.3,8",
    ),
    (
        "0.5,0.6 6.4,0.4 / 6.4,0.4 4.6,3.6 3,10",
        "0.5,1.4 1.2,0.5 6.2,0.4 / 6.2,0.4 4.9,4 4.2,10",
        "0.6,0.6 6.2,0.5 / 6.2,0.5 4.4,4 2.8,10 / 2,5.1 5.9,4.9",
    ),
    (
        "5.6,1.7 3.5,0.1 1.3,1.4 1.9,3.6 4.4,5.2 6.1,7.6 4,9.9 1.4,9.2 0.9,7.2 3,4.9 5.2,3.2 5.5,1.7",
        "3.6,4.6 1.6,3.4 1.7,1.2 3.6,0.1 5.4,1.3 5.3,3.4 3.4,4.7 1.2,6.4 1.4,8.9 3.6,9.9 5.8,8.8 5.8,6.3 3.6,4.7",
    ),
    (
        "6,2 4,0.2 1.4,1 0.9,3.6 2.8,5 5.2,4 6,1.7 / 6,1.7 5.8,4 5.3,7 4.8,10",
        "5.6,1.4 3.4,0.2 1.3,1.7 1.7,4.3 3.9,4.5 5.7,2.2 / 5.7,2.2 6.1,5.4 5,8.9 2.9,9.9 1.2,9.1",
    ),
)
"""For each digit, the ways to write it: points "x,y", and " / " where the pen is lifted or turns sharply."""


def _strokes(way: str) -> tuple[Stroke, ...]:
    """A way to write a digit as points."""
    pairs = [[point.split(",") for point in stroke.split()] for stroke in way.split(" / ")]
    return tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in pairs)


def _curve(count: int, steps: int) -> FloatArray:
    """Weights of ``count`` control points in the ``steps + 1`` points of the curve through them."""
    weights = np.zeros((steps + 1, count))
    for row in range(steps + 1):
        at = row * (count - 1) / steps
        k = min(int(at), count - 2)
        t = at - k
        parts = (
            (-t + 2 * t**2 - t**3) / 2,
            (2 - 5 * t**2 + 3 * t**3) / 2,
            (t + 4 * t**2 - 3 * t**3) / 2,
            (-(t**2) + t**3) / 2,
        )
        for j, part in zip(range(k - 1, k + 3), parts, strict=True):
            weights[row, min(max(j, 0), count - 1)] += part
    return weights


def _moves(way: tuple[Stroke, ...]) -> FloatArray:
    """Weights of the points of a way in the starts and the ends of its segments, shape (2, segments, points)."""
    points = sum(len(stroke) for stroke in way)
    moves, first, row = np.zeros((2, SEGMENTS, points)), 0, 0
    for number, stroke in enumerate(way):
        left = SEGMENTS - row
        share = (len(stroke) - 1) / sum(len(other) - 1 for other in way[number:])
        steps = left if number == len(way) - 1 else max(1, int(left * share + 0.5))
        weights = _curve(len(stroke), steps)
        moves[0, row : row + steps, first : first + len(stroke)] = weights[:-1]
        moves[1, row : row + steps, first : first + len(stroke)] = weights[1:]
        first, row = first + len(stroke), row + steps
    return moves


_EVERY = [_strokes(way) for ways in WAYS for way in ways]
_POINTS = max(sum(len(stroke) for stroke in way) for way in _EVERY)

KINDS = np.array([len(ways) for ways in WAYS])  # how many ways there are to write each digit
FIRST = np.cumsum(KINDS) - KINDS  # the number of the first of them
CONTROLS = np.zeros((len(_EVERY), _POINTS, 2))  # (way, point, x and y)
MOVES = np.zeros((len(_EVERY), 2, SEGMENTS, _POINTS))  # (way, start or end, segment, weight of each point)
for _number, _way in enumerate(_EVERY):
    _flat = [point for stroke in _way for point in stroke]
    CONTROLS[_number, : len(_flat)] = _flat
    MOVES[_number, :, :, : len(_flat)] = _moves(_way)
