"""Nearest neighbours: which samples lie closest to a query, by straight-line distance.

    |q - x|^2 = |q|^2 - 2 q x + |x|^2        (1)

Derivation: docs/derivations/nearest_neighbours.md
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from descent.neighbours.leaves import Leaves, search
from descent.neighbours.selecting import smallest
from descent.shapes import FloatArray

BLOCK = 2**20
"""Distances held at a time, so that memory does not grow with the number of queries."""

SPARE = 3
"""Samples looked at beyond the k nearest, when they are looked for in single precision."""

LARGEST = 1e15
"""The squares of features below fit into single precision."""

FEW = 8
"""For fewer queries single precision does not repay the copy of the samples."""


def nearest(
    queries: FloatArray, samples: FloatArray, k: int, index: Leaves | None = None
) -> tuple[FloatArray, NDArray[np.intp]]:
    """Find the k samples nearest to each query.

    Parameters
    ----------
    queries : float array, shape (m, d)
        Where to look from.
    samples : float array, shape (n, d)
        What to look for.
    k : int
        How many, 1..n.
    index : Leaves or None
        What ``descent.leaves.leaves(samples)`` gives; with it, few features are quicker.

    Returns
    -------
    distances : float array, shape (m, k)
        The smallest first, in the unit of the features.
    indices : int array, shape (m, k)
        Rows of samples. Of samples at the same distance, which come in is not promised.

    Examples
    --------
    >>> import numpy as np
    >>> nearest(np.array([[0.0, 0.0]]), np.array([[9.0, 0.0], [3.0, 4.0]]), 1)
    (array([[5.]]), array([[1]]))
    """
    if index is not None and (answer := search(queries, index, k)) is not None:
        return answer
    middle = samples.mean(axis=0)  # with small numbers (1) loses fewer digits
    samples, queries = samples - middle, queries - middle
    columns = np.empty((samples.shape[1] + 1, len(samples)), samples.dtype)
    np.negative(samples.T, out=columns[:-1])
    columns[-1] = np.einsum("ij,ij->i", samples, samples) / 2
    sides = np.column_stack([queries, np.ones(len(queries), queries.dtype)])
    found = np.empty((len(queries), k), np.intp)
    large = max(np.abs(samples).max(), np.abs(queries).max(initial=0)) >= LARGEST
    quick = samples.dtype == np.float64 and len(queries) >= FEW and k + SPARE <= len(samples) and not large
    unsure = _quickly(sides, columns, samples, found) if quick else np.arange(len(queries))
    rows = max(1, BLOCK // len(samples))
    for start in range(0, len(unsure), rows):
        part = unsure[start : start + rows]
        found[part] = smallest(sides[part] @ columns, k)  # (1) less |q|^2, one for all, and halved
    exact = np.sqrt(_squares(queries, samples, found))
    order = np.argsort(exact, axis=1, kind="stable")
    return np.take_along_axis(exact, order, axis=1), np.take_along_axis(found, order, axis=1)


def _quickly(sides: FloatArray, columns: FloatArray, samples: FloatArray, found: NDArray[np.intp]) -> NDArray[np.intp]:
    """Look for the nearest in single precision, which is twice as fast; return the queries for which it is too coarse.

    A few more than k are taken, and their squares worked out in full. If the k-th of these is smaller than what was
    left out can be, however (1) was rounded, nothing is missed.
    """
    k, narrow = found.shape[1], columns.astype(np.float32)
    own = np.einsum("ij,ij->i", sides[:, :-1], sides[:, :-1])
    single = np.finfo(np.float32)
    slack = 4 * len(columns) * (float(single.eps) * (own + columns[-1].max()) + float(single.tiny))
    unsure = []
    rows = max(1, BLOCK // len(samples))
    for start in range(0, len(sides), rows):
        part = slice(start, start + rows)
        costs = sides[part].astype(np.float32) @ narrow
        near = smallest(costs, k + SPARE)
        left_out = np.take_along_axis(costs, near, axis=1).max(axis=1) - slack[part]
        squares = _squares(sides[part, :-1], samples, near)
        best = np.argpartition(squares, k - 1, axis=1)[:, :k]
        found[part] = np.take_along_axis(near, best, axis=1)
        last = np.take_along_axis(squares, best[:, -1:], axis=1)[:, 0]
        unsure.append(start + np.flatnonzero((last - own[part]) / 2 >= left_out))
    return np.concatenate([np.empty(0, np.intp), *unsure])


def _squares(q: FloatArray, samples: FloatArray, places: NDArray[np.intp]) -> FloatArray:
    """Squared distances from each query to some of the samples, from their difference: (1) would round near 0."""
    away = samples[places]
    away -= q[:, np.newaxis]
    squares: FloatArray = np.einsum("mkd,mkd->mk", away, away)
    return squares
