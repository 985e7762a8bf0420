"""How near points are to each other, as probabilities, and what pulls a map of them towards the same.

    p_j|i = exp(-b_i |x_i - x_j|^2) / sum over k != i of the same, where exp(entropy of p_.|i) = perplexity     (1)
    p_ij  = (p_j|i + p_i|j) / (2 n)                                                                             (2)
    q_ij  = w_ij / Z,   w_ij = 1 / (1 + |y_i - y_j|^2),   Z = sum of w_ij over i != j                           (3)

Derivation: docs/derivations/tsne.md
"""

from __future__ import annotations

import numpy as np

from descent.shapes import FloatArray

BLOCK = 2**17
"""Pairs at a time, so that they stay in the processor's cache."""

HALVINGS = 64
"""Steps of the bisection: then the width b_i is known to the last digit."""


def joint(X: FloatArray, perplexity: float) -> FloatArray:
    """Find the p of (2).

    Parameters
    ----------
    X : float array, shape (n, d)
        The points.
    perplexity : float
        About how many neighbours a point heeds, above 1 and below n.

    Returns
    -------
    P : float array, shape (n, n)
        Symmetric, with sum 1 and a diagonal of 0.

    Examples
    --------
    >>> joint(np.array([[0.0], [1.0], [2.0]]), 1.9).sum().round(6)
    np.float64(1.0)
    """
    n = len(X)
    centred = X.astype(np.float64) - X.mean(axis=0)
    lengths = np.einsum("ij,ij->i", centred, centred)
    D = np.maximum(lengths[:, np.newaxis] + lengths - 2 * centred @ centred.T, 0)
    np.fill_diagonal(D, np.inf)
    D -= D.min(axis=1, keepdims=True)  # (1) does not change, and its largest term is exp(0)
    scale = np.maximum(np.where(np.isfinite(D), D, 0).sum(axis=1, keepdims=True) / max(n - 1, 1), 1e-300)
    D /= scale  # of about 1, so that all points begin the search at b = 1
    b, low, high = np.ones((n, 1)), np.zeros((n, 1)), np.full((n, 1), np.inf)
    finite = np.where(np.isfinite(D), D, 0)
    for _ in range(HALVINGS):
        P = np.exp(-b * D)
        total = P.sum(axis=1, keepdims=True)
        entropy = np.log(total) + b * np.einsum("ij,ij->i", P, finite)[:, np.newaxis] / total
        if np.abs(entropy - np.log(perplexity)).max() < 1e-7:
            break
        wide = entropy > np.log(perplexity)  # too many neighbours: b must grow
        low, high = np.where(wide, b, low), np.where(wide, high, b)
        b = np.where(np.isinf(high), 2 * b, (low + high) / 2)
    P /= P.sum(axis=1, keepdims=True)
    symmetric: FloatArray = ((P + P.T) / (2 * n)).astype(X.dtype)  # (2)
    return symmetric


def forces(P: FloatArray, Y: FloatArray, exaggeration: float) -> FloatArray:
    """Compute the gradient 4 sum_j (exaggeration p_ij - q_ij) w_ij (y_i - y_j) of each point.

    Parameters
    ----------
    P : float array, shape (n, n)
        As `joint` gives it.
    Y : float array, shape (n, k)
        The map.
    exaggeration : float
        What p is multiplied by.

    Returns
    -------
    slope : float array, shape (n, k)
        The gradient of the divergence where exaggeration is 1.
    """
    n, k = Y.shape
    one = np.ones((n, 1), Y.dtype)
    lengths = np.einsum("ij,ij->i", Y, Y)[:, np.newaxis]
    left = np.concatenate([-2 * Y, lengths + 1, one], axis=1)
    right = np.concatenate([Y, one, lengths], axis=1).T.copy()
    points = np.concatenate([Y, one], axis=1)
    pull, push, Z = np.empty((n, k + 1), Y.dtype), np.empty((n, k + 1), Y.dtype), 0.0
    rows = max(1, BLOCK // n)
    for start in range(0, n, rows):
        part = slice(start, min(start + rows, n))
        W = left[part] @ right  # 1 + |y_i - y_j|^2
        np.maximum(W, 1, out=W)  # where rounding went below
        np.reciprocal(W, out=W)  # (3)
        W[np.arange(len(W)), np.arange(part.start, part.stop)] = 0
        Z += float(W.sum(dtype=np.float64))
        pull[part] = (P[part] * W) @ points  # sums of p w y_j, and of p w
        W *= W
        push[part] = W @ points  # Z is known only at the end
    pull *= exaggeration
    pull -= push / Z
    slope: FloatArray = 4 * (pull[:, k:] * Y - pull[:, :k])
    return slope


def kl_divergence(P: FloatArray, Y: FloatArray) -> float:
    """Sum p_ij log(p_ij / q_ij) over all pairs, in nats, computed in float64."""
    wide = Y.astype(np.float64)
    W = 1 / (1 + sum((column[:, np.newaxis] - column) ** 2 for column in wide.T))
    np.fill_diagonal(W, 0)
    heeded = P > 0
    p, q = P[heeded].astype(np.float64), W[heeded] / W.sum()
    return float((p * np.log(p / np.maximum(q, 1e-300))).sum())
