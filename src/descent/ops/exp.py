"""The exponential grows by its own size: it is its own slope.

    y = e^x        (1)
    dx = dy y      (2)

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


def exp(x: ArrayLike) -> FloatArray:
    """Exponential of every entry.

    Parameters
    ----------
    x : float array, any shape
        Any real value.

    Returns
    -------
    y : float array, shape of x
        Positive; inf, with a warning from NumPy, above 88.7 in float32 and 709.7 in float64.

    Notes
    -----
    Most overflows are avoided by another formula: see ``softmax``, ``logsumexp``, ``softplus``.

    Examples
    --------
    >>> exp([0.0, 1.0]).round(4)
    array([1.    , 2.7183])
    """
    return forward(x)[0]


def forward(x: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the values and their cache."""
    y = np.asarray(np.exp(floats(x, "x")))  # (1)
    return y, Cache(y)


def backward(dy: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to x."""
    return incoming(dy, cache.y, "dy") * cache.y  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw values of both signs."""
    return {"x": rng.normal(size=(rng.integers(1, 5), 4))}
