"""Clipping moves what is outside an interval to its nearest end, and learns nothing there.

    y = min(max(x, low), high)             (1)
    dx = dy where low <= x <= high, else 0  (2)

Derivation: docs/derivations/elementary.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.shapes import FloatArray, floats, incoming


class Cache(NamedTuple):
    """What backward needs."""

    y: FloatArray
    inside: NDArray[np.bool_]


def clip(x: ArrayLike, *, low: float = -np.inf, high: float = np.inf) -> FloatArray:
    """Every entry, moved into an interval.

    Parameters
    ----------
    x : float array, any shape
        Any real value.
    low : float
        The smallest value that stays.
    high : float
        The largest value that stays.

    Returns
    -------
    y : float array, shape of x
        Between low and high.

    Raises
    ------
    ValueError
        If low is above high.

    Notes
    -----
    The ends belong to the inside: an entry that is exactly low or high has slope 1.

    Examples
    --------
    >>> clip([-2.0, 0.5, 3.0], low=-1, high=1)
    array([-1. ,  0.5,  1. ])
    """
    return forward(x, low=low, high=high)[0]


def forward(x: ArrayLike, *, low: float = -np.inf, high: float = np.inf) -> tuple[FloatArray, Cache]:
    """Compute the values and their cache."""
    x = floats(x, "x")
    if not low <= high:
        raise ValueError(f"low must not be above high; got {low} and {high}. Exchange the two.")
    y = np.clip(x, float(low), float(high))  # (1)
    return y, Cache(y, (x >= low) & (x <= high))


def backward(dy: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to x."""
    return incoming(dy, cache.y, "dy") * cache.inside  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw values at least 0.1 away from both ends."""
    inside, outside = rng.uniform(-0.9, 0.9, size=(2, 4)), rng.choice([-1.0, 1.0], size=(2, 4)) * 1.5
    return {"x": np.where(rng.random((2, 4)) < 0.5, inside, outside), "low": -1.0, "high": 1.0}
