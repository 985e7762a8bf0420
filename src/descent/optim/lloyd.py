"""Lloyd's algorithm moves k centres to the middle of the samples nearest to them, again and again.

    label_i = argmin_c (|m_c|^2 - 2 m_c x_i)                      (1)
    m_c     = mean of the x_i whose label is c                    (2)
    inertia = sum_i |x_i - m_label_i|^2                           (3)

Derivation: docs/derivations/k_means.md
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from descent.shapes import FloatArray

COSTS = 2**15
"""Distances, or other numbers, held at a time, so that they stay in the processor's cache."""


MANY = 8
"""If more than one sample in so many moves, all are added up anew."""


class Clusters(NamedTuple):
    """Where the centres came to rest: (k, d), (n,), and how that is as (3), after how many steps."""

    centres: FloatArray
    labels: NDArray[np.intp]
    inertia: float
    steps: int


def lloyd(X: FloatArray, centres: FloatArray, *, max_iter: int = 300, tol: float = 0.0) -> Clusters:
    """Repeat (1) and (2) until the centres rest.

    Parameters
    ----------
    X : float array, shape (n, d)
        The samples; the algorithm loses fewest digits where their mean is near 0.
    centres : float array, shape (k, d)
        Where to start.
    max_iter : int
        Steps at most.
    tol : float
        It rests when the squares of all moves of a step sum to this or less.

    Returns
    -------
    Clusters
        Labels and inertia are those of the centres returned. A centre that no sample is nearest to is put onto the
        sample that lies farthest from its own centre.

    Examples
    --------
    >>> import numpy as np
    >>> lloyd(np.array([[0.0], [2.0], [9.0]]), np.array([[0.0], [2.0]])).centres.tolist()
    [[1.0], [9.0]]
    """
    n, d = X.shape
    k = len(centres)
    columns = _columns(X)
    before, sums = np.zeros((k, n), bool), np.zeros((k, d + 1))  # float64, so that no drift adds up
    steps = 0
    while steps < max_iter:
        steps += 1
        members = _members(centres, columns)
        movers = np.flatnonzero((members != before).any(axis=0))
        if MANY * len(movers) > n:
            sums = np.zeros((k, d + 1))
            for part in _parts(n, k):
                sums += members[:, part].astype(X.dtype) @ columns[:, part].T
        else:  # after some steps most stay where they are: only movers are taken from one sum to another
            change = members.take(movers, axis=1).astype(float) - before.take(movers, axis=1)
            sums += change @ columns.take(movers, axis=1).T
        before = members
        filled = sums if sums[:, -1].all() else _fill_empty(X, assign(X, centres), centres, sums)
        moved = (filled[:, :-1] / filled[:, -1:]).astype(X.dtype)  # (2)
        rest = float(((moved - centres) ** 2).sum()) <= tol
        centres = moved
        if rest:
            break
    labels = _members(centres, columns).argmax(axis=0)
    return Clusters(centres, labels, inertia(X, centres, labels), steps)


def assign(X: FloatArray, centres: FloatArray) -> NDArray[np.intp]:
    """Find the nearest centre of each sample, shape (n,); of several at the same distance the first."""
    labels: NDArray[np.intp] = _members(centres, _columns(X)).argmax(axis=0)
    return labels


def inertia(X: FloatArray, centres: FloatArray, labels: NDArray[np.intp]) -> float:
    """Sum the squared distances from the centres, as (3), without the rounding that (1) would bring."""
    total = 0.0
    for part in _parts(*X.shape):  # so that no second X is needed
        away = X[part] - centres[labels[part]]
        total += float(np.einsum("ij,ij->", away, away))
    return total


def _parts(n: int, width: int) -> Iterator[slice]:
    """Divide n samples so that `width` numbers for each of a part stay in the processor's cache."""
    size = max(512, COSTS // max(1, width))
    return (slice(start, start + size) for start in range(0, n, size))


def _columns(X: FloatArray) -> FloatArray:
    """Give the columns (x, 1), shape (d + 1, n)."""
    columns = np.ones((X.shape[1] + 1, len(X)), X.dtype)
    columns[:-1] = X.T
    return columns


def _members(centres: FloatArray, columns: FloatArray) -> NDArray[np.bool_]:
    """Mark the nearest centre of each column, shape (k, n): (1) as a matrix, which is faster than indices."""
    k, n = len(centres), columns.shape[1]
    sides = np.column_stack([-2 * centres, np.einsum("ij,ij->i", centres, centres)])
    members = np.empty((k, n), bool)
    for part in _parts(n, k):
        costs = sides @ columns[:, part]  # |m - x|^2 less |x|^2, which is one for all centres
        np.equal(costs, costs.min(axis=0), out=members[:, part])
    if np.count_nonzero(members) > n:  # a draw: the first wins
        members &= members.cumsum(axis=0) == 1
    return members


def _fill_empty(X: FloatArray, labels: NDArray[np.intp], centres: FloatArray, sums: FloatArray) -> FloatArray:
    """Move the samples farthest from their centres, one each, to the clusters that have none: give the sums then."""
    sums = sums.copy()
    away = ((X - centres[labels]) ** 2).sum(axis=1)
    empty = np.flatnonzero(sums[:, -1] == 0)
    for cluster, far in zip(empty, np.argsort(-away, kind="stable"), strict=False):
        member = np.append(X[far], 1)
        sums[labels[far]] -= member
        sums[cluster] = member
    return sums
