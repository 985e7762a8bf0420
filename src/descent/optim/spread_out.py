"""Samples to start k-means from are drawn by k-means++ far from each other: each cloud is likely to get one.

    p(next centre is x_i) in proportion to its squared distance from the nearest centre so far     (4)

Derivation: docs/derivations/k_means.md
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from descent.shapes import FloatArray


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
