"""An embedding looks up a row of a table for each index: a learnt vector for every word.

    e = T[i]                                                (1)
    dT[j] = sum of g over the places where i = j, g = dL/de    (2)

Derivation: docs/derivations/embedding.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.scatter import add_at
from descent.shapes import FloatArray, incoming, matrix
from descent.shapes import indices as whole

FEW = 64
"""Up to so many rows, the derivative is fastest as a product with a one-hot matrix."""


class Cache(NamedTuple):
    """What backward needs."""

    table: FloatArray
    indices: NDArray[np.int64]
    e: FloatArray


def embedding(table: ArrayLike, indices: ArrayLike) -> FloatArray:
    """Row of a table for each index.

    Parameters
    ----------
    table : float array, shape (v, d)
        One vector of d numbers for each of v words.
    indices : array of whole numbers, any shape
        Which row to take, in 0..v-1.

    Returns
    -------
    e : float array, shape of indices and then d
        The rows.

    Raises
    ------
    ValueError
        If the table is no matrix, or an index is outside 0..v-1.

    Examples
    --------
    >>> embedding([[1.0, 2.0], [3.0, 4.0]], [1, 0, 1])
    array([[3., 4.],
           [1., 2.],
           [3., 4.]])
    """
    return forward(table, indices)[0]


def forward(table: ArrayLike, indices: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the rows and their cache."""
    table = matrix(table, "table")
    i = whole(indices, "indices", below=len(table), of="row of table")
    e = table[i]  # (1), (..., d)
    return e, Cache(table, i, e)


def backward(de: ArrayLike, cache: Cache) -> tuple[FloatArray, None]:
    """Give the derivatives with respect to table and indices; indices are data."""
    table, i, e = cache
    g = incoming(de, e, "de").reshape(-1, table.shape[1])  # (places, d)
    if len(table) <= FEW:
        one_hot = (np.arange(len(table))[:, None] == i.ravel()).astype(g.dtype)
        return one_hot @ g, None  # (2)
    dtable = np.zeros(table.shape, e.dtype)
    add_at(dtable, i.ravel(), g)  # (2)
    return dtable, None


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a table of four rows and six places, so that some row is used twice."""
    return {"table": rng.normal(size=(4, rng.integers(1, 4))), "indices": rng.integers(0, 4, size=(2, 3))}
