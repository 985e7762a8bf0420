"""Principal directions: along which a cloud of points spreads most, found in three ways.

    X = U S V^T                                          (1) exact
    X^T X = V S^2 V^T                                    (2) by the covariance, for many rows and few columns
    X ~ (X Q) Q^T,  Q = an orthonormal basis of (X^T X)^q times random numbers       (3) a few directions of many

Derivation: docs/derivations/pca.md
"""

from __future__ import annotations

import numpy as np

from descent.shapes import FloatArray

OVERSAMPLES = 10
"""Directions looked for beyond those wanted, since the last ones found are the least exact."""


def exact(X: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Find all singular values of X and their directions by (1).

    Parameters
    ----------
    X : float array, shape (n, d)
        One point a row.

    Returns
    -------
    values : float array, shape (min(n, d),)
        Singular values, the largest first.
    directions : float array, shape (min(n, d), d)
        Orthonormal rows.

    Examples
    --------
    >>> exact(np.array([[3.0, 0.0], [0.0, 4.0]]))[0].tolist()
    [4.0, 3.0]
    """
    _, values, directions = np.linalg.svd(X, full_matrices=False)
    return values, directions


def by_covariance(X: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Find the same as `exact` by (2); singular values below sqrt(eps) of the largest drown in rounding.

    Parameters
    ----------
    X : float array, shape (n, d)
        One point a row.

    Returns
    -------
    values : float array, shape (min(n, d),)
        Singular values, the largest first.
    directions : float array, shape (min(n, d), d)
        Orthonormal rows.
    """
    squares, V = np.linalg.eigh(X.T @ X)
    kept = slice(None, -min(X.shape) - 1, -1)
    return np.sqrt(np.maximum(squares[kept], 0)), np.ascontiguousarray(V[:, kept].T)


def randomized(X: FloatArray, k: int, rng: np.random.Generator, rounds: int) -> tuple[FloatArray, FloatArray]:
    """Find the k largest singular values and their directions by (3), nearly.

    Parameters
    ----------
    X : float array, shape (n, d)
        One point a row.
    k : int
        How many, 1..min(n, d).
    rng : np.random.Generator
        Where the random numbers come from.
    rounds : int
        The q of (3), 0 or more: each round separates large from small singular values by their squares.

    Returns
    -------
    values : float array, shape (k,)
        Singular values, the largest first.
    directions : float array, shape (k, d)
        Orthonormal rows.
    """
    width = min(k + OVERSAMPLES, *X.shape)
    Q = rng.standard_normal((X.shape[1], width)).astype(X.dtype)
    for _ in range(rounds + 1):
        Q = np.linalg.qr(X.T @ (X @ Q))[0]  # without orthonormal columns all would turn to the first direction
    _, values, inner = np.linalg.svd(X @ Q, full_matrices=False)  # of a thin matrix
    return values[:k], inner[:k] @ Q.T


def settle_signs(directions: FloatArray) -> FloatArray:
    """Turn each row so that its largest entry in size is positive: v and -v are the same direction.

    Parameters
    ----------
    directions : float array, shape (k, d)
        One direction a row.

    Returns
    -------
    settled : float array, shape (k, d)
        The same directions; of entries of the same size the first decides.

    Examples
    --------
    >>> settle_signs(np.array([[0.6, -0.8]])).tolist()
    [[-0.6, 0.8]]
    """
    largest = directions[np.arange(len(directions)), np.abs(directions).argmax(axis=1)]
    return np.where(largest[:, np.newaxis] < 0, -directions, directions)
