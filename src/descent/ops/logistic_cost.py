"""The cost of a logistic model: its mean cross-entropy over all samples, as a function of weights and bias.

    z = X w + b,  p = sigma(z)                            (1)
    cost = -mean(y log p + (1 - y) log(1 - p))            (2)
    dw = (1/n) X^T (p - y),  db = mean(p - y)             (3)
    H = (1/n) A^T diag(p (1 - p)) A,  A = [X 1]           (4)

Derivation: docs/derivations/logistic_cost.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.ops import binary_cross_entropy_with_logits as cross_entropy
from descent.ops.sigmoid import sigmoid
from descent.shapes import FloatArray, matrix, not_empty, scalar, vector


class Cache(NamedTuple):
    """What backward needs."""

    X: FloatArray
    loss: cross_entropy.Cache


def logistic_cost(X: ArrayLike, w: ArrayLike, b: ArrayLike, y: ArrayLike) -> FloatArray:
    """Mean cross-entropy of the model sigmoid(X w + b).

    Parameters
    ----------
    X : float array, shape (n, d)
        One row per sample.
    w : float array, shape (d,)
        One weight per feature.
    b : float
        The bias.
    y : array, shape (n,)
        Labels 0 or 1.

    Returns
    -------
    cost : float
        Nats; log 2 for w = 0 and b = 0, whatever the data.

    Raises
    ------
    ValueError
        If the shapes do not fit together, there is no sample, or y leaves 0..1.

    Notes
    -----
    The labs keep samples in columns. With their X of shape (d, m), w of shape (d, 1) and Y of shape (1, m), this is
    ``logistic_cost(X.T, w[:, 0], b, Y[0])``.

    Examples
    --------
    >>> round(float(logistic_cost([[1.0], [2.0]], [0.0], 0.0, [0, 1])), 4)
    0.6931
    """
    return forward(X, w, b, y)[0]


def forward(X: ArrayLike, w: ArrayLike, b: ArrayLike, y: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the cost and its cache."""
    X = matrix(X, "X")
    not_empty(X, "X", axis=0)
    w = vector(w, "w", length=X.shape[1], per="weight per column of X")
    b = scalar(b, "b").astype(w.dtype, copy=False)
    y = vector(y, "y", length=X.shape[0], per="label per row of X")
    cost, loss_cache = cross_entropy.forward(X @ w + b, y)  # (1), (2)
    return cost, Cache(X, loss_cache)


def backward(dcost: ArrayLike, cache: Cache) -> tuple[None, FloatArray, FloatArray, None]:
    """Give the derivatives with respect to X, w, b and y; X and y are data."""
    dz, _ = cross_entropy.backward(dcost, cache.loss)  # (n,)
    return None, cache.X.T @ dz, dz.sum(), None  # (3)


def curvature(cache: Cache) -> FloatArray:
    """Give the second derivatives with respect to (w, b), shape (d + 1, d + 1): what Newton's method needs."""
    X, p = cache.X, sigmoid(cache.loss.z)
    A = np.hstack([X, np.ones((len(X), 1), X.dtype)])  # the bias is the weight of a feature that is always 1
    H: FloatArray = (A.T * (p * (1 - p))) @ A / len(A)  # (4)
    return H


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a few labelled samples and a model."""
    n, d = rng.integers(1, 6, size=2)
    return {
        "X": rng.normal(size=(n, d)),
        "w": rng.normal(size=d),
        "b": np.float64(rng.normal()),
        "y": rng.integers(0, 2, size=n).astype(float),
    }
