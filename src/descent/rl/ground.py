"""Ground made of straight pieces, with a flat pad in the middle.

The heights of evenly spaced corners are drawn at random and smoothed; the corners at the pad share one height.
"""

from __future__ import annotations

import math

import numpy as np

from descent.shapes import FloatArray, vector


class Ground:
    """A line of straight pieces over evenly spaced corners.

    Parameters
    ----------
    heights : array-like, shape (n,)
        Height of every corner, two or more, in metres.
    spacing : float
        Distance from one corner to the next, in metres.

    Examples
    --------
    >>> slope = Ground([0.0, 1.0, 1.0], spacing=1.0)
    >>> slope.height(0.25), slope.height(1.5)
    (0.25, 1.0)
    """

    def __init__(self, heights: FloatArray | list[float], spacing: float) -> None:
        corners = vector(heights, "heights").astype(np.float64)
        if len(corners) < 2 or not spacing > 0:
            raise ValueError(
                f"ground needs two corners or more, a positive spacing apart; got {len(corners)} and {spacing}."
            )
        self.heights: list[float] = corners.tolist()
        self.spacing = spacing
        slopes = np.diff(corners) / spacing
        self.slopes: list[float] = slopes.tolist()
        self.normals = [(-slope / math.hypot(1, slope), 1 / math.hypot(1, slope)) for slope in self.slopes]
        pieces = np.maximum(corners[1:], corners[:-1])
        around = np.pad(pieces, 1, mode="edge")
        self.tops: list[float] = np.maximum(pieces, np.maximum(around[2:], around[:-2])).tolist()

    def piece(self, x: float) -> int:
        """Say which piece is below x; the outermost ones go on for ever."""
        return min(max(int(x // self.spacing), 0), len(self.slopes) - 1)

    def height(self, x: float) -> float:
        """Give the height of the ground at x."""
        i = self.piece(x)
        return self.heights[i] + (x - i * self.spacing) * self.slopes[i]


def moon(width: float, roof: float, pad: float, rng: np.random.Generator, *, corners: int = 11) -> Ground:
    """Draw a landscape whose middle, from the corner before the centre to the one after, is flat.

    Parameters
    ----------
    width : float
        In metres.
    roof : float
        Heights are drawn between 0 and this, then each becomes the mean of itself and its neighbours.
    pad : float
        Height of the flat middle.
    rng : numpy.random.Generator
        Draws the heights.
    corners : int
        How many, an odd number.

    Returns
    -------
    Ground
        The landscape.

    Examples
    --------
    >>> ground = moon(20.0, 6.0, 3.0, np.random.default_rng(0))
    >>> round(ground.height(8.0), 9), round(ground.height(11.9), 9)
    (3.0, 3.0)
    """
    rough = rng.uniform(0.0, roof, corners + 2)
    middle = (corners + 2) // 2
    rough[middle - 2 : middle + 3] = pad  # two to each side, so that smoothing leaves three corners as they are
    return Ground(np.convolve(rough, np.full(3, 1 / 3), mode="valid"), width / (corners - 1))
