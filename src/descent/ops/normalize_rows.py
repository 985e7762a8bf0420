"""Normalising the rows makes every sample a vector of length 1: only its direction is left.

    u = x / |x|,  |x| = sqrt(sum_j x_j^2)             (1)
    dL/dx = (g - u (g . u)) / |x|,  g = dL/du         (2)

Derivation: docs/derivations/normalize_rows.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, incoming, matrix


class Cache(NamedTuple):
    """What backward needs."""

    U: FloatArray
    length: FloatArray


def normalize_rows(X: ArrayLike) -> FloatArray:
    """Divide each row by its Euclidean length.

    Parameters
    ----------
    X : float array, shape (n, d)
        One row per sample.

    Returns
    -------
    U : float array, shape (n, d)
        Rows of length 1. A row of zeros has no direction and stays as it is.

    Notes
    -----
    Each row is first divided by its largest entry, so that its squares neither overflow nor vanish. For a row of
    zeros, where there is no derivative, ``backward`` gives 0.

    Examples
    --------
    >>> normalize_rows([[3.0, 4.0], [0.0, 0.0]])
    array([[0.6, 0.8],
           [0. , 0. ]])
    """
    return forward(X)[0]


def forward(X: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute unit rows and their cache."""
    X = matrix(X, "X")
    largest = np.abs(X).max(axis=1, keepdims=True, initial=0)  # (n, 1)
    largest = np.where(largest == 0, 1, largest)
    scaled = X / largest
    length = np.sqrt((scaled**2).sum(axis=1, keepdims=True))  # (n, 1), between 1 and sqrt(d), or 0
    U = scaled / np.where(length == 0, 1, length)  # (1)
    return U, Cache(U, length * largest)


def backward(dU: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to X."""
    U, length = cache
    g = incoming(dU, U, "dU")
    across = g - U * (g * U).sum(axis=1, keepdims=True)  # what of g is at right angles to u
    return np.where(length == 0, 0, across / np.where(length == 0, 1, length))  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a few rows, each about one long or longer."""
    X = rng.normal(size=(rng.integers(1, 5), 3))
    X[:, 0] += np.where(X[:, 0] < 0, -1, 1)
    return {"X": X}
