"""Stacking lays arrays of one shape side by side along a new axis; each gets its own layer of the derivative.

    y = x_1, x_2, ... along a new axis          (1)
    dx_i = layer i of dy                        (2)

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


def stack(*arrays: ArrayLike, axis: int = 0) -> FloatArray:
    """Arrays of one shape, along a new axis.

    Parameters
    ----------
    *arrays : float array
        One or more. One float64 among them makes the result float64.
    axis : int
        Where the new axis stands in the result. By default it is the first.

    Returns
    -------
    y : float array, shape of the arrays with one axis more
        Layer i is array i.

    Raises
    ------
    ValueError
        If no array is given, or the shapes differ.

    Examples
    --------
    >>> stack([1.0, 2.0], [3.0, 4.0], axis=1)
    array([[1., 3.],
           [2., 4.]])
    """
    return forward(*arrays, axis=axis)[0]


def forward(*arrays: ArrayLike, axis: int = 0) -> tuple[FloatArray, Cache]:
    """Compute the joined array and its cache."""
    if not arrays:
        raise ValueError("arrays must be at least one; got none. Give them one by one: stack(a, b), not in a list.")
    parts = tuple(floats(array, f"array {i}") for i, array in enumerate(arrays))
    if len({part.shape for part in parts}) > 1:
        raise ValueError(
            f"arrays must have one shape; got {', '.join(str(part.shape) for part in parts)}. "
            "Pad the smaller ones, or use concatenate."
        )
    axis = axis_of(parts[0][np.newaxis], axis, "the result")
    y = np.stack(parts, axis=axis)  # (1)
    return y, Cache(parts, y, axis)


def backward(dy: ArrayLike, cache: Cache) -> tuple[FloatArray, ...]:
    """Give the derivative with respect to each array."""
    _, y, axis = cache
    g = incoming(dy, y, "dy")
    return tuple(layer.copy() for layer in np.moveaxis(g, axis, 0))  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw three arrays and an axis."""
    return {"arrays": tuple(rng.normal(size=(3, rng.integers(1, 4), 2))), "axis": int(rng.integers(-3, 3))}
