"""Flipping turns the order along some axes round; flipping again turns it back.

    y[i] = x[size - 1 - i] along each axis     (1)
    dx = dy, flipped                           (2)

Derivation: docs/derivations/indexing.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, axes_of, floats, incoming


class Cache(NamedTuple):
    """What backward needs."""

    y: FloatArray
    axes: tuple[int, ...]


def flip(x: ArrayLike, *, axis: int | tuple[int, ...] | None = None) -> FloatArray:
    """Entries in reversed order along axes.

    Parameters
    ----------
    x : float array, any shape
        The entries.
    axis : int or tuple of int or None
        The axes to reverse; None reverses all.

    Returns
    -------
    y : float array, shape of x
        A copy, with the last first.

    Raises
    ------
    ValueError
        If an axis does not exist.

    Examples
    --------
    >>> flip([[1.0, 2.0], [3.0, 4.0]], axis=1)
    array([[2., 1.],
           [4., 3.]])
    """
    return forward(x, axis=axis)[0]


def forward(x: ArrayLike, *, axis: int | tuple[int, ...] | None = None) -> tuple[FloatArray, Cache]:
    """Compute the reversed array and its cache."""
    x = floats(x, "x")
    axes = axes_of(x, axis, "x")
    y = np.flip(x, axes).copy()  # (1)
    return y, Cache(y, axes)


def backward(dy: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to x."""
    return np.flip(incoming(dy, cache.y, "dy"), cache.axes).copy()  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw an array and one or all of its axes."""
    return {"x": rng.normal(size=(rng.integers(1, 4), 3)), "axis": [0, 1, None][rng.integers(3)]}
