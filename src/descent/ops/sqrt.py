"""The square root undoes squaring.

    y = sqrt(x)          (1)
    dx = dy / (2 y)      (2)

Derivation: docs/derivations/elementary.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, floats, incoming


class Cache(NamedTuple):
    """What backward needs."""

    y: FloatArray


def sqrt(x: ArrayLike) -> FloatArray:
    """Square root of every entry.

    Parameters
    ----------
    x : float array, any shape
        Not negative.

    Returns
    -------
    y : float array, shape of x
        Not negative; NaN below 0, with a warning from NumPy.

    Notes
    -----
    The slope grows without bound towards 0, and at 0 it is inf. Add a small number first where 0 can come.

    Examples
    --------
    >>> sqrt([4.0, 9.0])
    array([2., 3.])
    """
    return forward(x)[0]


def forward(x: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the values and their cache."""
    y = np.asarray(np.sqrt(floats(x, "x")))  # (1)
    return y, Cache(y)


def backward(dy: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to x."""
    return incoming(dy, cache.y, "dy") * 0.5 / cache.y  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw positive values away from 0."""
    return {"x": rng.uniform(0.5, 2, size=(rng.integers(1, 5), 4))}
