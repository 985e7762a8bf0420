"""Average pooling replaces every window by its mean.

    a = sum of x over the window / m, m pixels each     (1)
    dx = sum of g / m over the windows of a pixel       (2)

The sum over a window is the sum of its lines' sums: two sweeps, first down and then across.

Derivation: docs/derivations/pooling.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, incoming
from descent.windows import Pair, Windows, pair, pictures, slide


class Cache(NamedTuple):
    """What backward needs."""

    x: FloatArray
    a: FloatArray
    windows: Windows


def avg_pool2d(x: ArrayLike, *, size: Pair = 2, stride: Pair | None = None) -> FloatArray:
    """Mean of every window, channel by channel.

    Parameters
    ----------
    x : float array, shape (n, height, width, channels)
        Pictures, channels last.
    size : int or pair of int
        Height and width of a window.
    stride : int or pair of int or None
        How far each window lies from the next; None means the size, so that windows touch and do not overlap.

    Returns
    -------
    a : float array, shape (n, rows, columns, channels)
        rows = (height - window height) // stride + 1, and so for columns. Pixels beyond the last window are left out.

    Raises
    ------
    ValueError
        If x holds no pictures, or a window is larger than a picture.

    Examples
    --------
    >>> avg_pool2d(np.array([1.0, 5.0, 2.0, 4.0]).reshape(1, 1, 4, 1), size=(1, 2)).ravel()
    array([3., 3.])
    """
    return forward(x, size=size, stride=stride)[0]


def forward(x: ArrayLike, *, size: Pair = 2, stride: Pair | None = None) -> tuple[FloatArray, Cache]:
    """Compute the pooled pictures and their cache."""
    x = pictures(x, "x")
    window = pair(size, "size", least=1)
    windows = slide(x.shape[1:3], window, window if stride is None else stride)
    a = _sums(_sums(x, windows, axis=0), windows, axis=1)
    a *= 1 / (window[0] * window[1])  # (1)
    return a, Cache(x, a, windows)


def backward(da: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to x."""
    x, a, windows = cache
    share = incoming(da, a, "da") * (1 / (windows.size[0] * windows.size[1]))
    lines = np.zeros((len(x), windows.places[0], *x.shape[2:]), a.dtype)
    return _back(_back(share, lines, windows, axis=1), np.zeros(x.shape, a.dtype), windows, axis=0)  # (2)


def _sums(x: FloatArray, windows: Windows, axis: int) -> FloatArray:
    """Add up along one side of the windows, one place of all windows at a time."""
    total = x[windows.line(axis, 0)].copy()
    for i in range(1, windows.size[axis]):
        total += x[windows.line(axis, i)]
    return total


def _back(g: FloatArray, dx: FloatArray, windows: Windows, axis: int) -> FloatArray:
    """Add g to every place of its window along one side."""
    for i in range(windows.size[axis]):
        dx[windows.line(axis, i)] += g
    return dx


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw pictures, and windows that overlap."""
    return {"x": rng.normal(size=(2, 4, 5, 2)), "size": (2, 3), "stride": (2, 1)}
