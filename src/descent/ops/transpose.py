"""Transposing puts the axes in another order; on the way back they are put back.

    b = a with axis p_i of a as axis i of b                          (1)
    da = db with the order undone: axis i of db as axis p_i of da    (2)

Derivation: docs/derivations/reshaping.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, axis_of, floats, incoming


class Cache(NamedTuple):
    """What backward needs."""

    b: FloatArray
    axes: tuple[int, ...]


def transpose(a: ArrayLike, *, axes: tuple[int, ...] | None = None) -> FloatArray:
    """Same entries with the axes in another order.

    Parameters
    ----------
    a : float array, any shape
        The entries.
    axes : tuple of int or None
        Entry i says which axis of a becomes axis i. None reverses all axes.

    Returns
    -------
    b : float array
        A copy: writing into it leaves a alone.

    Raises
    ------
    ValueError
        If axes does not name every axis of a once.

    Examples
    --------
    >>> transpose([[1.0, 2.0, 3.0]])
    array([[1.],
           [2.],
           [3.]])
    """
    return forward(a, axes=axes)[0].copy()


def forward(a: ArrayLike, *, axes: tuple[int, ...] | None = None) -> tuple[FloatArray, Cache]:
    """Compute the transposed array and its cache."""
    a = floats(a, "a")
    order = tuple(reversed(range(a.ndim))) if axes is None else tuple(axis_of(a, axis, "a") for axis in axes)
    if sorted(order) != list(range(a.ndim)):
        raise ValueError(f"axes must name each of the {a.ndim} axes of a once; got {axes}. Leave none out.")
    b = a.transpose(order)  # (1), a view: on a tape nothing writes into it
    return b, Cache(b, order)


def backward(db: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to a."""
    undone = np.argsort(cache.axes)
    return incoming(db, cache.b, "db").transpose(undone)  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw an array and an order of its axes that is not its own reverse."""
    return {"a": rng.normal(size=(2, rng.integers(1, 4), 3)), "axes": (1, -1, 0)}
