"""Taking along an axis picks, in each row of its own, the entries at given places: the sorted, or the chosen ones.

    y[.., j, ..] = x[.., i[.., j, ..], ..]                        (1)
    dx[.., l, ..] = sum of dy[.., j, ..] over the j with i_j = l  (2)

Derivation: docs/derivations/indexing.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.shapes import FloatArray, axis_of, floats, incoming
from descent.shapes import indices as whole


class Cache(NamedTuple):
    """What backward needs."""

    x: FloatArray
    indices: NDArray[np.int64]
    y: FloatArray
    axis: int


def take_along(x: ArrayLike, indices: ArrayLike, *, axis: int = -1) -> FloatArray:
    """Entries at given places along an axis, other places in every row.

    Parameters
    ----------
    x : float array, any shape
        The array to pick from.
    indices : array of whole numbers, shape of x but for the axis
        Places along the axis, from 0.
    axis : int
        The axis along which to pick.

    Returns
    -------
    y : float array, shape of indices
        The entries.

    Raises
    ------
    ValueError
        If the shapes differ elsewhere than along the axis, or a place is outside it.

    Examples
    --------
    >>> take_along([[1.0, 2.0], [3.0, 4.0]], [[1], [0]])
    array([[2.],
           [3.]])
    """
    return forward(x, indices, axis=axis)[0]


def forward(x: ArrayLike, indices: ArrayLike, *, axis: int = -1) -> tuple[FloatArray, Cache]:
    """Compute the entries and their cache."""
    x = floats(x, "x")
    axis = axis_of(x, axis, "x")
    i = whole(indices, "indices", below=x.shape[axis], of=f"place along axis {axis} of x")
    wanted = (*x.shape[:axis], i.shape[axis] if i.ndim == x.ndim else "any", *x.shape[axis + 1 :])
    if i.shape != wanted:
        raise ValueError(
            f"indices must have shape {wanted}, that of x but for axis {axis}; got {i.shape}. "
            "Use np.expand_dims(indices, axis) for one place in each row."
        )
    y = np.take_along_axis(x, i, axis)  # (1)
    return y, Cache(x, i, y, axis)


def backward(dy: ArrayLike, cache: Cache) -> tuple[FloatArray, None]:
    """Give the derivatives with respect to x and indices; indices are data."""
    x, i, y, axis = cache
    g = np.moveaxis(incoming(dy, y, "dy"), axis, -1)
    rows = int(np.prod(g.shape[:-1]))
    first = x.shape[axis] * np.arange(rows)[:, None]  # where each row begins in a flat array
    place = first + np.moveaxis(i, axis, -1).reshape(rows, g.shape[-1])
    flat = np.bincount(place.ravel(), weights=g.ravel(), minlength=rows * x.shape[axis])  # (2)
    dx = flat.reshape(*g.shape[:-1], x.shape[axis]).astype(x.dtype, copy=False)
    return np.moveaxis(dx, -1, axis), None


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw an array and five places in each column, some twice."""
    n = int(rng.integers(2, 4))
    return {"x": rng.normal(size=(n, 3)), "indices": rng.integers(0, n, size=(5, 3)), "axis": 0}
