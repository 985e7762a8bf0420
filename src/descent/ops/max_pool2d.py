"""Max pooling keeps the largest value of every window: that something was there, not where.

    a = max of x over the window                              (1)
    dx = g where x is the largest of its window, else 0       (2)

The largest of a window is the largest of its lines' largest: two sweeps, first across and then down, each as many steps
as a window is wide or high.

Derivation: docs/derivations/pooling.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent import fast
from descent.shapes import FloatArray, incoming
from descent.windows import Pair, Windows, pair, pictures, slide


class Cache(NamedTuple):
    """What backward needs."""

    x: FloatArray
    across: FloatArray
    """The largest of every line of a window."""
    a: FloatArray
    windows: Windows


def max_pool2d(x: ArrayLike, *, size: Pair = 2, stride: Pair | None = None) -> FloatArray:
    """Largest value of every window, channel by channel.

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

    Notes
    -----
    Where several values of a window are equally large there is no derivative; ``backward`` gives all to the first.

    Examples
    --------
    >>> max_pool2d(np.array([1.0, 5.0, 2.0, 4.0]).reshape(1, 1, 4, 1), size=(1, 2)).ravel()
    array([5., 4.])
    """
    return forward(x, size=size, stride=stride)[0]


def forward(x: ArrayLike, *, size: Pair = 2, stride: Pair | None = None) -> tuple[FloatArray, Cache]:
    """Compute the pooled pictures and their cache."""
    x = pictures(x, "x")
    window = pair(size, "size", least=1)
    windows = slide(x.shape[1:3], window, window if stride is None else stride)
    across = _largest(x, windows, axis=1)
    a = _largest(across, windows, axis=0)  # (1)
    return a, Cache(x, across, a, windows)


def backward(da: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to x."""
    x, across, a, windows = cache
    g = incoming(da, a, "da")
    if windows.size == windows.stride == (2, 2) and fast.worth_it(x.size):
        from descent import _fast_max_pool2d  # it brings Numba, which not everybody has

        dx = np.zeros(x.shape, x.dtype) if x.shape[1] % 2 or x.shape[2] % 2 else np.empty(x.shape, x.dtype)
        _fast_max_pool2d.to_largest_of_four(np.ascontiguousarray(g), np.ascontiguousarray(x), a, dx)
        return dx
    return _to_largest(_to_largest(g, across, a, windows, axis=0), x, across, windows, axis=1)  # (2)


def _largest(x: FloatArray, windows: Windows, axis: int) -> FloatArray:
    """Take the largest along one side of the windows, one place of all windows at a time."""
    largest = x[windows.line(axis, 0)].copy()
    for i in range(1, windows.size[axis]):
        np.maximum(largest, x[windows.line(axis, i)], out=largest)
    return largest


def _to_largest(g: FloatArray, x: FloatArray, largest: FloatArray, windows: Windows, axis: int) -> FloatArray:
    """Give g to the first that is the largest; who is none gets nothing, and the last place all that is left."""
    if windows.stride[axis] < windows.size[axis]:  # one may be the largest of several windows
        return _summed_to_largest(g, x, largest, windows, axis)
    dx = np.empty(x.shape, x.dtype)
    if windows.stride[axis] * windows.places[axis] != x.shape[1 + axis] or windows.stride[axis] > windows.size[axis]:
        dx[...] = 0  # what lies in no window
    for i in range(windows.size[axis] - 1):
        place = windows.line(axis, i)
        left = np.multiply(g, x[place] != largest, out=dx[windows.line(axis, i + 1)])  # for the next place to find
        np.subtract(g, left, out=dx[place])
        g = left
    if windows.size[axis] == 1:
        dx[windows.line(axis, 0)] = g
    return dx


def _summed_to_largest(g: FloatArray, x: FloatArray, largest: FloatArray, windows: Windows, axis: int) -> FloatArray:
    """The same where windows overlap, so that everything given to one place has to be added up."""
    dx = np.zeros(x.shape, x.dtype)
    for i in range(windows.size[axis] - 1):
        place = windows.line(axis, i)
        given = g * (x[place] == largest)
        dx[place] += given
        g = g - given
    dx[windows.line(axis, windows.size[axis] - 1)] += g
    return dx


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw pictures without two equal values, whose maximum would be a kink, and windows that overlap."""
    return {"x": rng.permutation(80).reshape(2, 4, 5, 2) / 10, "size": (2, 3), "stride": (2, 1)}
