"""An affine map weighs the features of each sample and adds a bias: what a layer does before it bends.

    Z = X W + b                                     (1)
    dX = dZ W^T,  dW = X^T dZ,  db = sum over rows of dZ    (2)

Derivation: docs/derivations/affine.md
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, floats, incoming, matrix, vector


class Cache(NamedTuple):
    """What backward needs."""

    X: FloatArray
    W: FloatArray
    Z: FloatArray


def affine(X: ArrayLike, W: ArrayLike, b: ArrayLike) -> FloatArray:
    """Weighted sums of each row, plus a bias.

    Parameters
    ----------
    X : float array, shape (n, d) or (..., d)
        One row per sample, or per place of a sequence or picture.
    W : float array, shape (d, k)
        One column of weights per output.
    b : float array, shape (k,)
        One bias per output.

    Returns
    -------
    Z : float array, shape (n, k) or (..., k)
        Row i belongs to sample i.

    Raises
    ------
    ValueError
        If the shapes do not fit together.

    Notes
    -----
    Rows are samples, as in most libraries. The labs of the deep-learning courses keep samples in columns and write
    Z = W X + b; there X, W and Z are the transposes of the ones here.

    Examples
    --------
    >>> affine([[1.0, 2.0]], [[10.0], [100.0]], [3.0])
    array([[213.]])
    """
    return forward(X, W, b)[0]


def forward(X: ArrayLike, W: ArrayLike, b: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute weighted sums and their cache."""
    X, W = floats(X, "X"), matrix(W, "W")
    rows = X if X.ndim == 2 else _rows(X)
    if W.shape[0] != rows.shape[1]:
        fix = "Transpose W with W.T." if W.shape[1] == rows.shape[1] else "Look at which columns X has."
        raise ValueError(
            f"W must have shape ({rows.shape[1]}, k), one row of weights per column of X; got {W.shape}. {fix}"
        )
    b = vector(b, "b", length=W.shape[1], per="bias per column of W")
    Z = _product(rows, W)  # (n, k): one product, also for stacked rows
    if b.dtype != Z.dtype:
        Z = Z.astype(np.result_type(Z, b), copy=False)
    Z += b  # (1)
    if X.ndim > 2:
        Z = Z.reshape(*X.shape[:-1], W.shape[1])
    return Z, Cache(X, W, Z)


def backward(
    dZ: ArrayLike, cache: Cache, needs: tuple[bool, bool, bool] = (True, True, True)
) -> tuple[FloatArray | None, ...]:
    """Give the derivatives with respect to X, W and b, or to those that are needed."""
    X, W, Z = cache
    G = incoming(dZ, Z, "dZ")
    if X.ndim > 2:
        G = G.reshape(math.prod(X.shape[:-1]), W.shape[1])
    rows = X if X.ndim == 2 else X.reshape(len(G), W.shape[0])
    dX = _way_back(G, W) if needs[0] else None
    if dX is not None and X.ndim > 2:
        dX = dX.reshape(X.shape)
    dW = rows.T @ G if needs[1] else None
    db = np.ones(len(G), G.dtype) @ G if needs[2] else None  # (2); a sum over rows as a product is twice as fast
    return dX, dW, db


def _rows(X: FloatArray) -> FloatArray:
    """Put the rows of a sequence or picture below each other."""
    return X.reshape(math.prod(X.shape[:-1]), X.shape[-1]) if X.ndim > 2 else matrix(X, "X")


def _product(X: FloatArray, W: FloatArray) -> FloatArray:
    """X W. With one output it is a product with a vector, which NumPy's BLAS does in half the time."""
    return (X @ W[:, 0])[:, np.newaxis] if W.shape[1] == 1 else X @ W


def _way_back(G: FloatArray, W: FloatArray) -> FloatArray:
    """G W^T. With one output no sum is left."""
    return G * W[:, 0] if W.shape[1] == 1 else G @ W.T


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a few samples of three features, into a few outputs."""
    n, k = rng.integers(1, 5, size=2)
    return {"X": rng.normal(size=(n, 3)), "W": rng.normal(size=(3, k)), "b": rng.normal(size=k)}
