"""Nearest neighbours: which samples lie closest to a query, by straight-line distance.

    |q - x|^2 = |q|^2 - 2 q x + |x|^2        (1)

Derivation: docs/derivations/nearest_neighbours.md
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from descent.shapes import FloatArray

BLOCK = 2**20
"""Distances held at a time, so that memory does not grow with the number of queries."""

WEIGHTS = ("uniform", "distance")


def nearest(queries: FloatArray, samples: FloatArray, k: int) -> tuple[FloatArray, NDArray[np.intp]]:
    """Find the k samples nearest to each query.

    Parameters
    ----------
    queries : float array, shape (m, d)
        Where to look from.
    samples : float array, shape (n, d)
        What to look for.
    k : int
        How many, 1..n.

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
    middle = samples.mean(axis=0)  # with small numbers (1) loses fewer digits
    samples, queries = samples - middle, queries - middle
    n, m = len(samples), len(queries)
    half = np.einsum("ij,ij->i", samples, samples) / 2
    columns = np.concatenate([-samples.T, half[np.newaxis]])  # (d + 1, n)
    distances, indices = np.empty((m, k), queries.dtype), np.empty((m, k), np.intp)
    rows = max(1, BLOCK // n)
    for start in range(0, m, rows):
        q = queries[start : start + rows]
        costs = np.column_stack([q, np.ones(len(q), q.dtype)]) @ columns  # (1) less |q|^2, one for all, and halved
        found = smallest(costs, k)
        exact = np.sqrt(((q[:, np.newaxis] - samples[found]) ** 2).sum(axis=2))  # (rows, k): (1) would round near 0
        order = np.argsort(exact, axis=1, kind="stable")
        distances[start : start + rows] = np.take_along_axis(exact, order, axis=1)
        indices[start : start + rows] = np.take_along_axis(found, order, axis=1)
    return distances, indices


def smallest(values: FloatArray, k: int) -> NDArray[np.intp]:
    """Find the places of the k smallest values of each row, in any order.

    Parameters
    ----------
    values : float array, shape (m, n)
        What to look through.
    k : int
        How many, 1..n.

    Returns
    -------
    places : int array, shape (m, k)
        Columns of values.

    Notes
    -----
    Columns are dealt into groups. The k groups of smallest minimum hold k values that no other group can beat, so that
    the rest need not be looked at again: one pass of minima, which is fast, and two partitions of short rows.

    Examples
    --------
    >>> import numpy as np
    >>> smallest(np.array([[5.0, 1.0, 4.0]]), 1)
    array([[1]])
    """
    n = values.shape[1]
    size = int((n / k) ** 0.5)  # of a group: then both partitions are of about sqrt(n k) values
    if size < 3:
        return np.argpartition(values, k - 1, axis=1)[:, :k]
    groups = n // size
    minima = values[:, : size * groups].reshape(-1, size, groups).min(axis=1)  # group j: columns j, j + groups, ...
    best = np.argpartition(minima, k - 1, axis=1)[:, :k]
    members = (best[:, np.newaxis] + groups * np.arange(size)[:, np.newaxis]).reshape(len(values), size * k)
    left_over = np.broadcast_to(np.arange(size * groups, n), (len(values), n - size * groups))
    candidates = np.concatenate([members, left_over], axis=1)
    chosen = np.argpartition(np.take_along_axis(values, candidates, axis=1), k - 1, axis=1)[:, :k]
    return np.take_along_axis(candidates, chosen, axis=1)


def votes(distances: FloatArray, weights: str) -> FloatArray:
    """Give each neighbour's share of its query's answer; the shares of a row sum to 1.

    Parameters
    ----------
    distances : float array, shape (m, k)
        How far each neighbour is.
    weights : str
        ``uniform``: all alike. ``distance``: in proportion to 1 / distance; neighbours at distance 0 share it all.

    Returns
    -------
    shares : float array, shape (m, k)
        Each in 0..1.

    Examples
    --------
    >>> import numpy as np
    >>> votes(np.array([[1.0, 3.0]]), "distance")
    array([[0.75, 0.25]])
    """
    if weights == "uniform":
        return np.full_like(distances, 1 / distances.shape[1])
    first = distances.min(axis=1, keepdims=True)
    # The nearest gets 1 before scaling, so that 1 / distance cannot overflow; at distance 0 others get 0.
    share = np.where(distances == first, 1, first / np.where(distances > 0, distances, 1)).astype(distances.dtype)
    shares: FloatArray = share / share.sum(axis=1, keepdims=True)
    return shares


def check_neighbours(n_neighbors: object, weights: object, n: int) -> None:
    """Refuse a number of neighbours that is not there, and unknown weights."""
    if not isinstance(n_neighbors, int | np.integer) or not 1 <= n_neighbors <= n:
        raise ValueError(
            f"n_neighbors must be an integer in 1..{n}, since X has n_samples = {n}; got {n_neighbors!r}. "
            "Ask for fewer neighbours, or give more samples."
        )
    if weights not in WEIGHTS:
        raise ValueError(f"weights must be one of {', '.join(WEIGHTS)}; got {weights!r}.")
