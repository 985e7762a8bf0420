"""Softmax cross-entropy is how surprised a forecast of k classes, given as logits, is by the right class, on average.

    loss = mean over i of (logsumexp(z_i) - z_i,y_i)     (1)
    dz = (softmax(z) - onehot(y)) / n                    (2)

Derivation: docs/derivations/softmax_cross_entropy.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.ops.log_softmax import log_softmax
from descent.shapes import FloatArray, incoming, indices, matrix, not_empty


class Cache(NamedTuple):
    """What backward needs."""

    log_p: FloatArray
    labels: NDArray[np.int64]
    loss: FloatArray


def softmax_cross_entropy(z: ArrayLike, labels: ArrayLike) -> FloatArray:
    """Mean cross-entropy of softmax(z).

    Parameters
    ----------
    z : float array, shape (n, k)
        Logits, any real value; one row per sample.
    labels : array of whole numbers, shape (n,)
        The right class of each row, in 0..k-1.

    Returns
    -------
    loss : float
        Nats; 0 is certain and right, log k a blind guess.

    Raises
    ------
    ValueError
        If there is no row or no class, the shapes differ, or a label is outside 0..k-1.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.2.2.3.

    Examples
    --------
    >>> round(float(softmax_cross_entropy([[0.0, 0.0, 0.0, 0.0]], [2])), 4)
    1.3863
    """
    return forward(z, labels)[0]


def forward(z: ArrayLike, labels: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the loss and its cache."""
    z = matrix(z, "z")
    not_empty(z, "z")
    n, k = z.shape
    y = indices(labels, "labels", below=k, of="class")
    if y.shape != (n,):
        raise ValueError(
            f"labels must have shape ({n},), one per row of z; got {y.shape}. Pass class indices, not one-hot rows."
        )
    log_p = log_softmax(z)  # (n, k)
    loss = 0 - log_p[np.arange(n), y].mean()  # (1); 0 - 0 is 0, while -(0) prints as -0
    return loss, Cache(log_p, y, loss)


def backward(dloss: ArrayLike, cache: Cache) -> tuple[FloatArray, None]:
    """Give the derivatives with respect to z and labels; labels are data."""
    log_p, y, loss = cache
    share = incoming(dloss, loss, "dloss") / len(y)
    dz = np.exp(log_p)
    dz[np.arange(len(y)), y] -= 1
    return dz * share, None  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw logits of a few samples, and their classes."""
    n = int(rng.integers(1, 5))
    return {"z": rng.normal(scale=2, size=(n, 3)), "labels": rng.integers(0, 3, size=n)}
