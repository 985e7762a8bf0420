"""Concatenating lays arrays one after another along an axis; each gets its own part of the derivative.

    y = x_1, x_2, ... one after another along the axis      (1)
    dx_i = the part of dy at the places of x_i              (2)

Derivation: docs/derivations/indexing.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, axis_of, floats, incoming


class Cache(NamedTuple):
    """What backward needs."""

    parts: tuple[FloatArray, ...]
    y: FloatArray
    axis: int


def concatenate(*arrays: ArrayLike, axis: int = 0) -> FloatArray:
    """Arrays, one after another along an axis.

    Parameters
    ----------
    *arrays : float array
        One or more. One float64 among them makes the result float64.
    axis : int
        The axis that grows. By default the first: rows after rows.

    Returns
    -------
    y : float array, shape of the arrays but for the axis
        All entries, in the order of the arrays.

    Raises
    ------
    ValueError
        If no array is given, or the shapes differ elsewhere than along the axis.

    Examples
    --------
    >>> concatenate([[1.0, 2.0]], [[3.0, 4.0]], axis=1)
    array([[1., 2., 3., 4.]])
    """
    return forward(*arrays, axis=axis)[0]


def forward(*arrays: ArrayLike, axis: int = 0) -> tuple[FloatArray, Cache]:
    """Compute the joined array and its cache."""
    if not arrays:
        raise ValueError(
            "arrays must be at least one; got none. Give them one by one: concatenate(a, b), not in a list."
        )
    parts = tuple(floats(array, f"array {i}") for i, array in enumerate(arrays))
    axis = axis_of(parts[0], axis, "array 0")
    others = {(*part.shape[:axis], *part.shape[axis + 1 :]) for part in parts}
    if len(others) > 1 or len({part.ndim for part in parts}) > 1:
        raise ValueError(
            f"arrays must have equal shapes but for axis {axis}; got {', '.join(str(part.shape) for part in parts)}. "
            "Transpose or reshape what differs."
        )
    y = np.concatenate(parts, axis=axis)  # (1)
    return y, Cache(parts, y, axis)


def backward(dy: ArrayLike, cache: Cache) -> tuple[FloatArray, ...]:
    """Give the derivative with respect to each array."""
    parts, y, axis = cache
    g = incoming(dy, y, "dy")
    cuts = np.cumsum([part.shape[axis] for part in parts])[:-1]
    return tuple(piece.copy() for piece in np.split(g, cuts, axis=axis))  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw three arrays and an axis."""
    sizes = rng.integers(1, 4, size=3)
    return {"arrays": tuple(rng.normal(size=(2, size)) for size in sizes), "axis": 1}
