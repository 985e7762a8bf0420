"""A power entry by entry; both the base and the exponent may be learnt.

    c = a ** b, after broadcasting                                         (1)
    da = dc b a ** (b - 1), db = dc c log(a), each summed over its copies   (2)

Derivation: docs/derivations/arithmetic.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent.broadcasting import Pair as Cache
from descent.broadcasting import operands, unbroadcast
from descent.shapes import FloatArray, incoming


def power(a: ArrayLike, b: ArrayLike) -> FloatArray:
    """Power of two arrays, entry by entry.

    Parameters
    ----------
    a : float array
        Bases, any shape.
    b : float array
        Exponents, a shape that broadcasts against that of a. A plain number is the common case.

    Returns
    -------
    c : float array, the broadcast shape
        The powers. A negative base has them for whole exponents only and gives NaN for others; 0 to a negative power is
        inf; so is what is too large for the dtype. NumPy warns of all three.

    Notes
    -----
    The slope in b exists for a > 0, and is 0 for a = 0 < b. For a negative base it is NaN: between whole exponents
    there is no value to have a slope.

    Examples
    --------
    >>> power([2.0, 3.0], 2)
    array([4., 9.])
    """
    return forward(a, b)[0]


def forward(a: ArrayLike, b: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the values and their cache."""
    a, b = operands(a, b)
    c = np.asarray(a ** (b.item() if b.ndim == 0 else b))  # (1); squares and roots of a plain exponent are fast
    return c, Cache(a, b, c)


def backward(
    dc: ArrayLike, cache: Cache, needs: tuple[bool, bool] = (True, True)
) -> tuple[FloatArray | None, FloatArray | None]:
    """Give the derivatives with respect to a and b, or to the one that is needed."""
    a, b, c = cache
    g = incoming(dc, c, "dc")
    da = unbroadcast(_slope_in_a(a, b) * g, a.shape) if needs[0] else None
    db = unbroadcast(_slope_in_b(a, b, c) * g, b.shape) if needs[1] else None  # (2)
    return da, db


def _slope_in_a(a: FloatArray, b: FloatArray) -> FloatArray:
    if b.ndim == 0 and b == 2:
        return 2 * a
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.where(b == 0, 0, b * a ** (b - 1))  # a ** 0 is 1 everywhere, at a = 0 too


def _slope_in_b(a: FloatArray, b: FloatArray, c: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((a == 0) & (b > 0), 0, c * np.log(a))


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw positive bases and exponents of both signs."""
    n = rng.integers(1, 4)
    return {"a": rng.uniform(0.5, 2, size=(2, 3)), "b": rng.normal(size=(n, 1, 3))}
