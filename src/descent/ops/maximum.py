"""The larger of two numbers, entry by entry: the one that was taken is the one that learns.

    c = max(a, b), after broadcasting                              (1)
    da = dc [a > b], db = dc [b > a], and half each where a = b    (2)

Derivation: docs/derivations/arithmetic.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent.broadcasting import Pair as Cache
from descent.broadcasting import operands, unbroadcast
from descent.shapes import FloatArray, incoming


def maximum(a: ArrayLike, b: ArrayLike) -> FloatArray:
    """Larger of two arrays, entry by entry.

    Parameters
    ----------
    a : float array
        Any shape.
    b : float array
        A shape that broadcasts against that of a.

    Returns
    -------
    c : float array, the broadcast shape
        The larger numbers.

    Notes
    -----
    Where both are equal there is a kink. Half of the derivative goes to each, so that neither side is favoured.

    Examples
    --------
    >>> maximum([1.0, 5.0], 3.0)
    array([3., 5.])
    """
    return forward(a, b)[0]


def forward(a: ArrayLike, b: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the values and their cache."""
    a, b = operands(a, b)
    c = np.maximum(a, b)  # (1)
    return c, Cache(a, b, c)


def backward(
    dc: ArrayLike, cache: Cache, needs: tuple[bool, bool] = (True, True)
) -> tuple[FloatArray | None, FloatArray | None]:
    """Give the derivatives with respect to a and b, or to the one that is needed."""
    a, b, c = cache
    g = incoming(dc, c, "dc")
    da = unbroadcast(larger_share(a, b) * g, a.shape) if needs[0] else None
    db = unbroadcast(larger_share(b, a) * g, b.shape) if needs[1] else None  # (2)
    return da, db


def larger_share(a: FloatArray, b: FloatArray) -> FloatArray:
    """Say what part of the derivative of max(a, b) is a's: 1, 0, or a half."""
    share: FloatArray = ((a > b) + 0.5 * (a == b)).astype(a.dtype)
    return share


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw two arrays that stretch each other, nowhere equal."""
    b = rng.normal(size=(rng.integers(1, 4), 1, 1))
    return {"a": b + rng.choice([-0.3, 0.4], size=(2, 3)), "b": b}
