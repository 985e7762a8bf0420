"""The cost of logistic regression: how surprised its probabilities are by the right classes, and how long its weights.

    Z = W X^T + b,  one row per class; for two classes, one row           (1)
    p = softmax(z), column by column; or p_c = sigma(z_c) alone           (2)
    cost = -mean log p_y, or the mean cross-entropy of each row,
           summed, + (alpha / 2) |W|^2                                    (3)
    dW = (1/n) (P - Y) X + alpha W,  db = mean of the columns of P - Y    (4)
    H_ab = (1/n) A^T diag(p_a ([a = b] - p_b)) A + alpha [a = b],
           A = (X, 1); with sigmas the blocks a = b alone                 (5)

Derivation: docs/derivations/softmax_regression.md
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from descent.ops import binary_cross_entropy_with_logits as sigmoid_loss
from descent.ops.log_softmax import log_softmax
from descent.ops.sigmoid import sigmoid
from descent.shapes import FloatArray

Objective = Callable[[FloatArray], tuple[FloatArray, FloatArray, Callable[[], FloatArray]]]
"""Takes (W, b), shape (k, d + 1), as one vector; gives cost, gradient, and a way to the second derivatives."""


def softmax_objective(X: FloatArray, codes: NDArray[np.intp], alpha: float) -> Objective:
    """Classes that exclude each other: k rows whose probabilities sum to 1; `codes` are classes in 0..k-1."""
    right = codes, np.arange(len(X))

    def objective(theta: FloatArray) -> tuple[FloatArray, FloatArray, Callable[[], FloatArray]]:
        log_p = log_softmax(_scores(X, theta), axis=0)  # (k, n): short sums run across long rows
        loss = -log_p[right].mean()
        P = np.exp(log_p)
        dZ = P.copy()
        dZ[right] -= 1
        cost, gradient = _penalised(loss, dZ / len(X), X, theta, alpha)
        return cost, gradient, lambda: _curvature(X, P, alpha, together=True)

    return objective


def sigmoid_objective(X: FloatArray, Y: FloatArray, alpha: float) -> Objective:
    """Questions that are answered each alone: one row of 0 and 1 in Y, shape (k, n), for each."""

    def objective(theta: FloatArray) -> tuple[FloatArray, FloatArray, Callable[[], FloatArray]]:
        Z = _scores(X, theta)
        loss, cache = sigmoid_loss.forward(Z, Y)  # a mean over all entries; k times that is the sum over rows
        dZ, _ = sigmoid_loss.backward(float(len(Y)), cache)
        cost, gradient = _penalised(len(Y) * loss, dZ, X, theta, alpha)
        return cost, gradient, lambda: _curvature(X, sigmoid(Z), alpha, together=False)

    return objective


def _scores(X: FloatArray, theta: FloatArray) -> FloatArray:
    table = theta.reshape(-1, X.shape[1] + 1)
    Z: FloatArray = table[:, :-1] @ X.T  # (k, n)
    Z += table[:, -1:]  # (1)
    return Z


def _penalised(
    loss: FloatArray, dZ: FloatArray, X: FloatArray, theta: FloatArray, alpha: float
) -> tuple[FloatArray, FloatArray]:
    """Add the penalty to the loss, and give the gradient of both; b has no price."""
    W = theta.reshape(-1, X.shape[1] + 1)[:, :-1]
    gradient = np.empty((len(W), X.shape[1] + 1), X.dtype)
    gradient[:, :-1] = dZ @ X + alpha * W  # (4)
    gradient[:, -1] = dZ.sum(axis=1)
    return loss + alpha / 2 * np.einsum("kd,kd->", W, W), gradient.ravel()  # (3)


def _curvature(X: FloatArray, P: FloatArray, alpha: float, *, together: bool) -> FloatArray:
    """Give (5): entry ((a, i), (b, j)) for classes a, b and features i, j."""
    k, n = P.shape
    A = np.hstack([X, np.ones((n, 1), X.dtype)])  # b is the weight of a feature that is always 1
    price = np.append(np.full(X.shape[1], alpha, X.dtype), X.dtype.type(0))
    H = np.zeros((k, len(price), k, len(price)), X.dtype)
    for a in range(k):
        for b in range(k) if together else [a]:
            H[a, :, b] = (A.T * (P[a] * ((a == b) - P[b]))) @ A / n
        H[a, :, a] += np.diag(price)
    return H.reshape(k * len(price), -1)
