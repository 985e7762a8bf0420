"""Drawing on an array of pixels: polygons and lines with hard edges, for pictures of environments."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Point = tuple[float, float]
Colour = tuple[int, int, int]


def blank(height: int, width: int, colour: Colour) -> Picture:
    """Give a picture (height, width, 3) of one colour."""
    return np.full((height, width, 3), colour, np.uint8)


def polygon(picture: Picture, corners: Sequence[Point], colour: Colour) -> None:
    """Fill a polygon; a pixel is inside if a line from its centre to the left meets the edges an odd number of times.

    Parameters
    ----------
    picture : uint8 array, shape (height, width, 3)
        Changed in place.
    corners : sequence of (x, y)
        In pixels, from the top left.
    colour : three whole numbers from 0 to 255
        Red, green and blue.

    Examples
    --------
    >>> picture = blank(3, 4, (0, 0, 0))
    >>> polygon(picture, [(1, 1), (3, 1), (3, 3), (1, 3)], (9, 9, 9))
    >>> picture[:, :, 0]
    array([[0, 0, 0, 0],
           [0, 9, 9, 0],
           [0, 9, 9, 0]], dtype=uint8)
    """
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    height, width = picture.shape[:2]
    left, right = max(0, math.floor(min(xs))), min(width, math.ceil(max(xs)) + 1)
    top, bottom = max(0, math.floor(min(ys))), min(height, math.ceil(max(ys)) + 1)
    if left >= right or top >= bottom:
        return
    x = np.arange(left, right) + 0.5
    y = (np.arange(top, bottom) + 0.5)[:, None]
    inside = np.zeros((bottom - top, right - left), bool)
    for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if y0 != y1:
            crossed = (y0 <= y) != (y1 <= y)
            inside ^= crossed & (x > x0 + (y - y0) * ((x1 - x0) / (y1 - y0)))
    picture[top:bottom, left:right][inside] = colour


def line(picture: Picture, begin: Point, end: Point, colour: Colour, *, thick: float = 2.0) -> None:
    """Draw a line of some thickness, in pixels, as a thin polygon."""
    dx, dy = end[0] - begin[0], end[1] - begin[1]
    length = math.hypot(dx, dy) or 1.0
    u, v = -dy / length * thick / 2, dx / length * thick / 2
    (x0, y0), (x1, y1) = begin, end
    polygon(picture, [(x0 + u, y0 + v), (x1 + u, y1 + v), (x1 - u, y1 - v), (x0 - u, y0 - v)], colour)


def disc(picture: Picture, centre: Point, radius: float, colour: Colour) -> None:
    """Draw a filled circle, as a polygon of 24 corners."""
    turns = [2 * math.pi * k / 24 for k in range(24)]
    polygon(picture, [(centre[0] + radius * math.cos(t), centre[1] + radius * math.sin(t)) for t in turns], colour)
