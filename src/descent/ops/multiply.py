"""Multiplication entry by entry, where a smaller array multiplies every part of a larger one.

    c = a b, after broadcasting                         (1)
    da = dc b, db = dc a, each summed over its copies   (2)

Derivation: docs/derivations/arithmetic.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent.broadcasting import Pair as Cache
from descent.broadcasting import operands, unbroadcast
from descent.shapes import FloatArray, incoming


def multiply(a: ArrayLike, b: ArrayLike) -> FloatArray:
    """Product of two arrays, entry by entry.

    Parameters
    ----------
    a : float array
        Any shape.
    b : float array
        A shape that broadcasts against that of a.

    Returns
    -------
    c : float array, the broadcast shape
        The products.

    Examples
    --------
    >>> multiply([[1.0], [2.0]], [10.0, 20.0])
    array([[10., 20.],
           [20., 40.]])
    """
    return forward(a, b)[0]


def forward(a: ArrayLike, b: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the values and their cache."""
    a, b = operands(a, b)
    c = np.asarray(a * b)  # (1)
    return c, Cache(a, b, c)


def backward(
    dc: ArrayLike, cache: Cache, needs: tuple[bool, bool] = (True, True)
) -> tuple[FloatArray | None, FloatArray | None]:
    """Give the derivatives with respect to a and b, or to the one that is needed."""
    a, b, c = cache
    g = incoming(dc, c, "dc")
    da = unbroadcast(g * b, a.shape) if needs[0] else None
    db = unbroadcast(g * a, b.shape) if needs[1] else None  # (2)
    return da, db


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw two arrays that stretch each other."""
    n = rng.integers(1, 4)
    return {"a": rng.normal(size=(2, 3)), "b": rng.normal(size=(n, 1, 3))}
