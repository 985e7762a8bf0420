"""Addition, where a smaller array is added to every part of a larger one.

    c = a + b, after broadcasting                       (1)
    da = dc, db = dc, each summed over its copies       (2)

Derivation: docs/derivations/arithmetic.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.broadcasting import operands, unbroadcast
from descent.shapes import FloatArray, incoming


class Cache(NamedTuple):
    """What backward needs."""

    a: FloatArray
    b: FloatArray
    c: FloatArray


def add(a: ArrayLike, b: ArrayLike) -> FloatArray:
    """Sum of two arrays, entry by entry.

    Parameters
    ----------
    a : float array
        Any shape.
    b : float array
        A shape that broadcasts against that of a.

    Returns
    -------
    c : float array, the broadcast shape
        The sums.

    Raises
    ------
    ValueError
        If the shapes do not fit together.

    Examples
    --------
    >>> add([[1.0], [2.0]], [10.0, 20.0])
    array([[11., 21.],
           [12., 22.]])
    """
    return forward(a, b)[0]


def forward(a: ArrayLike, b: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the values and their cache."""
    a, b = operands(a, b)
    c = np.asarray(a + b)  # (1)
    return c, Cache(a, b, c)


def backward(dc: ArrayLike, cache: Cache) -> tuple[FloatArray, FloatArray]:
    """Give the derivatives with respect to a and b."""
    a, b, c = cache
    g = incoming(dc, c, "dc")
    return unbroadcast(g, a.shape), unbroadcast(g, b.shape)  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw two arrays that stretch each other."""
    n = rng.integers(1, 4)
    return {"a": rng.normal(size=(2, 3)), "b": rng.normal(size=(n, 1, 3))}
