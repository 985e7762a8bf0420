"""The absolute value: how far from 0, whatever the direction.

    y = |x|               (1)
    dx = dy sign(x)       (2)

Derivation: docs/derivations/elementary.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, floats, incoming


class Cache(NamedTuple):
    """What backward needs."""

    x: FloatArray


def absolute(x: ArrayLike) -> FloatArray:
    """Absolute value of every entry.

    Parameters
    ----------
    x : float array, any shape
        Any real value.

    Returns
    -------
    y : float array, shape of x
        Not negative.

    Notes
    -----
    At x = 0 there is a kink, with slope -1 on its left and 1 on its right. ``backward`` uses 0 there.

    Examples
    --------
    >>> absolute([-2.0, 3.0])
    array([2., 3.])
    """
    return forward(x)[0]


def forward(x: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the values and their cache."""
    x = floats(x, "x")
    return np.asarray(np.abs(x)), Cache(x)  # (1)


def backward(dy: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to x."""
    return incoming(dy, cache.x, "dy") * np.sign(cache.x)  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw values at least 0.1 away from the kink at 0."""
    size = (rng.integers(1, 5), 4)
    return {"x": rng.choice([-1.0, 1.0], size=size) * rng.uniform(0.1, 2, size=size)}
