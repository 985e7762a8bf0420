"""The smaller of two numbers, entry by entry: the one that was taken is the one that learns.

    c = min(a, b), after broadcasting                              (1)
    da = dc [a < b], db = dc [b < a], and half each where a = b    (2)

Derivation: docs/derivations/arithmetic.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent.broadcasting import Pair as Cache
from descent.broadcasting import operands, unbroadcast
from descent.ops.maximum import larger_share
from descent.shapes import FloatArray, incoming


def minimum(a: ArrayLike, b: ArrayLike) -> FloatArray:
    """Smaller of two arrays, entry by entry.

    Parameters
    ----------
    a : float array
        Any shape.
    b : float array
        A shape that broadcasts against that of a.

    Returns
    -------
    c : float array, the broadcast shape
        The smaller numbers; ties share the derivative, as in ``maximum``.

    Examples
    --------
    >>> minimum([1.0, 5.0], 3.0)
    array([1., 3.])
    """
    return forward(a, b)[0]


def forward(a: ArrayLike, b: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the values and their cache."""
    a, b = operands(a, b)
    c = np.minimum(a, b)  # (1)
    return c, Cache(a, b, c)


def backward(
    dc: ArrayLike, cache: Cache, needs: tuple[bool, bool] = (True, True)
) -> tuple[FloatArray | None, FloatArray | None]:
    """Give the derivatives with respect to a and b, or to the one that is needed."""
    a, b, c = cache
    g = incoming(dc, c, "dc")
    da = unbroadcast(larger_share(b, a) * g, a.shape) if needs[0] else None
    db = unbroadcast(larger_share(a, b) * g, b.shape) if needs[1] else None  # (2)
    return da, db


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw two arrays that stretch each other, nowhere equal."""
    b = rng.normal(size=(rng.integers(1, 4), 1, 1))
    return {"a": b + rng.choice([-0.3, 0.4], size=(2, 3)), "b": b}
