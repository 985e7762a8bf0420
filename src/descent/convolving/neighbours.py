"""Two windows side by side seen as one, where filters are few.

A product of matrices with few columns is slow: with 8 it reaches half of the speed that it has with 16. Two windows
next to each other share all but one column of pixels. So they are taken as one window, one pixel wider, with every
filter there twice: once for its left part and once for its right. That is a sixth to a third more arithmetic, half of
the copying, and twice as many columns.
"""

from __future__ import annotations

import numpy as np

from descent.shapes import FloatArray
from descent.windows import Windows

FEW = 8
"""Up to so many filters it pays."""


def fits(windows: Windows, k: int) -> bool:
    """Whether k filters are so few, and windows lie side by side in pairs."""
    side_by_side = windows.stride[1] == windows.dilation[1] == 1 < windows.size[1]
    return k <= FEW and side_by_side and windows.places[1] % 2 == 0


def in_pairs(windows: Windows) -> Windows:
    """Make one window of every two neighbours."""
    return windows._replace(
        size=(windows.size[0], windows.size[1] + 1),
        stride=(windows.stride[0], 2),
        places=(windows.places[0], windows.places[1] // 2),
    )


def twice(W: FloatArray) -> FloatArray:
    """Put every filter into the left part and the right part of a pair: shape (height, width + 1, channels, 2 k)."""
    height, width, channels, k = W.shape
    both = np.zeros((height, width + 1, channels, 2, k), W.dtype)
    both[:, :-1, :, 0] = W
    both[:, 1:, :, 1] = W
    return both.reshape(height, width + 1, channels, 2 * k)


def once(dboth: FloatArray) -> FloatArray:
    """Add up the derivatives of a filter's two copies."""
    parts = dboth.reshape(*dboth.shape[:3], 2, -1)
    total: FloatArray = parts[:, :-1, :, 0] + parts[:, 1:, :, 1]
    return total
