"""Lloyd's algorithm moves k centres to the middle of the samples nearest to them, again and again.

    label_i = argmin_c (|m_c|^2 - 2 m_c x_i)                      (1)
    m_c     = mean of the x_i whose label is c                    (2)
    inertia = sum_i |x_i - m_label_i|^2                           (3)
    p(next centre is x_i) in proportion to its squared distance from the nearest centre so far     (4)

Derivation: docs/derivations/k_means.md
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from descent.shapes import FloatArray

COSTS = 2**15
"""Distances held at a time, so that they stay in the processor's cache."""


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
    columns = np.ascontiguousarray(np.column_stack([X, np.ones(n, X.dtype)]).T)  # (d + 1, n): a 1 below every sample
    size, steps = max(512, COSTS // k), 0
    while steps < max_iter:
        steps += 1
        sums = np.zeros((k, d + 1), X.dtype)
        for start in range(0, n, size):
            block = columns[:, start : start + size]
            sums += _members(_costs(centres, block)) @ block.T  # (k, d + 1): the 1s count the members
        if not sums[:, -1].all():
            _fill_empty(X, assign(X, centres), centres, sums)
        moved = sums[:, :-1] / sums[:, -1:]  # (2)
        rest = float(((moved - centres) ** 2).sum()) <= tol
        centres = moved
        if rest:
            break
    labels = assign(X, centres)
    return Clusters(centres, labels, inertia(X, centres, labels), steps)


def assign(X: FloatArray, centres: FloatArray) -> NDArray[np.intp]:
    """Find the nearest centre of each sample, shape (n,); of several at the same distance the first."""
    labels = np.empty(len(X), np.intp)
    size = max(512, COSTS // len(centres))
    for start in range(0, len(X), size):
        rows = X[start : start + size]
        columns = np.concatenate([rows.T, np.ones((1, len(rows)), X.dtype)])
        labels[start : start + size] = _costs(centres, columns).argmin(axis=0)
    return labels


def inertia(X: FloatArray, centres: FloatArray, labels: NDArray[np.intp]) -> float:
    """Sum the squared distances from the centres, as (3), without the rounding that (1) would bring."""
    away = X - centres[labels]
    return float(np.einsum("ij,ij->", away, away))


def spread_out(X: FloatArray, k: int, rng: np.random.Generator) -> FloatArray:
    """Draw k samples far from each other to start from: k-means++, the best of a few draws for each centre.

    Parameters
    ----------
    X : float array, shape (n, d)
        The samples.
    k : int
        How many to draw, 1..n.
    rng : np.random.Generator
        Where the draws come from.

    Returns
    -------
    centres : float array, shape (k, d)
        Rows of X.
    """
    tries = 2 + int(np.log(k))
    squares = np.einsum("ij,ij->i", X, X)
    chosen = [int(rng.integers(len(X)))]
    distances = _to(X, squares, chosen)[0]
    while len(chosen) < k:
        reach = np.cumsum(distances, dtype=np.float64)
        drawn = np.searchsorted(reach, rng.random(tries) * reach[-1], side="right").clip(max=len(X) - 1)  # (4)
        closer = np.minimum(distances, _to(X, squares, drawn))  # (tries, n)
        best = int(closer.sum(axis=1).argmin())
        chosen.append(int(drawn[best]))
        distances = closer[best]
    return X[chosen].copy()


def _to(X: FloatArray, squares: FloatArray, rows: list[int] | NDArray[np.intp]) -> FloatArray:
    """Squared distances from some of the samples to all, shape (len(rows), n)."""
    picked = X[rows]
    distances = picked @ X.T
    distances *= -2
    distances += squares
    distances += squares[rows][:, np.newaxis]
    away: FloatArray = np.maximum(distances, 0, out=distances)
    return away


def _costs(centres: FloatArray, columns: FloatArray) -> FloatArray:
    """Squared distances less |x|^2, which is one for all centres, by one product: shape (k, columns)."""
    lengths = np.einsum("ij,ij->i", centres, centres)
    costs: FloatArray = np.column_stack([-2 * centres, lengths]) @ columns
    return costs


def _members(costs: FloatArray) -> FloatArray:
    """Mark the cheapest centre of each column by 1, the others by 0: (1) as a matrix, which is faster than indices."""
    members = costs == costs.min(axis=0)
    if np.count_nonzero(members) > costs.shape[1]:  # a draw: the first wins
        members = np.arange(len(costs))[:, np.newaxis] == costs.argmin(axis=0)
    marks: FloatArray = members.astype(costs.dtype)
    return marks


def _fill_empty(X: FloatArray, labels: NDArray[np.intp], centres: FloatArray, sums: FloatArray) -> None:
    """Move the samples farthest from their centres, one each, to the clusters that have none."""
    away = ((X - centres[labels]) ** 2).sum(axis=1)
    empty = np.flatnonzero(sums[:, -1] == 0)
    for cluster, far in zip(empty, np.argsort(-away, kind="stable"), strict=False):
        member = np.append(X[far], 1)
        sums[labels[far]] -= member
        sums[cluster] = member
