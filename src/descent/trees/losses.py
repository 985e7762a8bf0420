"""The losses that boosting steps down, each with its first and second derivative, row by row.

    squared:   (z - y)^2 / 2,               g = z - y,   h = 1                (5)
    logistic:  log(1 + e^z) - y z,          g = p - y,   h = p (1 - p)        (6)
    softmax:   log sum_c e^z_c - y z,       g = p - y,   h = 2 p (1 - p)      (7)

Scores z and targets y have shape (n, k), one column per score; y is one-hot for softmax. Each function returns g and h,
shape (n, k), and the losses, shape (n,).

Derivation: docs/derivations/gradient_boosting.md
"""

from __future__ import annotations

import numpy as np

from descent.shapes import FloatArray

Derivatives = tuple[FloatArray, FloatArray, FloatArray]

LEAST_CURVE = 1e-16
"""XGBoost's floor under h: a row whose class is certain keeps a say, if hardly any."""


def squared(z: FloatArray, y: FloatArray) -> Derivatives:
    """Half the squared error."""
    g = z - y
    return g, np.ones_like(g), (g * g).sum(axis=1) / 2  # (5)


def logistic(z: FloatArray, y: FloatArray) -> Derivatives:
    """Logistic loss of a logit, in nats; y is 0 or 1."""
    e = np.exp(-np.abs(z))  # in 0..1, so that nothing overflows
    q = 1 / (1 + e)
    p = np.where(z >= 0, 1.0, e) * q
    loss = np.maximum(z, 0) - y * z - np.log(q)
    return p - y, np.maximum(e * q * q, LEAST_CURVE), loss.sum(axis=1)  # (6)


def softmax(z: FloatArray, y: FloatArray) -> Derivatives:
    """Cross-entropy of softmax(z), in nats."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = np.log(e.sum(axis=1)) + z.max(axis=1) - (y * z).sum(axis=1)
    return p - y, np.maximum(2 * p * (1 - p), LEAST_CURVE), loss  # (7)
