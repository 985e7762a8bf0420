"""The natural logarithm turns products into sums.

    y = log x       (1)
    dx = dy / x     (2)

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
    y: FloatArray


def log(x: ArrayLike) -> FloatArray:
    """Natural logarithm of every entry.

    Parameters
    ----------
    x : float array, any shape
        Positive.

    Returns
    -------
    y : float array, shape of x
        -inf at 0 and NaN below, with a warning from NumPy.

    Notes
    -----
    For x = 1 + t with a tiny t the digits of t are lost before the logarithm is taken: 1 + 1e-17 is 1. Compute such a
    value in another way, as ``softplus`` and the losses from logits do.

    Examples
    --------
    >>> log([1.0, 10.0]).round(4)
    array([0.    , 2.3026])
    """
    return forward(x)[0]


def forward(x: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the values and their cache."""
    x = floats(x, "x")
    y = np.asarray(np.log(x))  # (1)
    return y, Cache(x, y)


def backward(dy: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to x."""
    return incoming(dy, cache.y, "dy") / cache.x  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw positive values away from 0."""
    return {"x": rng.uniform(0.5, 2, size=(rng.integers(1, 5), 4))}
