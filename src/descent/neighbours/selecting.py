"""The smallest of many numbers, found by looking at groups first.

Derivation: docs/derivations/nearest_neighbours.md
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from descent.shapes import FloatArray


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
