"""The Kullback-Leibler divergence: how many nats it costs to forecast q where p is the truth, over knowing p.

    loss = mean over rows of sum_j p_j (log p_j - log q_j),  p = softmax(z_p), q = softmax(z_q)      (1)
    dz_p = p (log p - log q - its row's loss) / n,  dz_q = (q - p) / n                               (2)

Derivation: docs/derivations/kl_divergence.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.ops.log_softmax import log_softmax
from descent.shapes import FloatArray, incoming, matrix, not_empty, same_shape


class Cache(NamedTuple):
    """What backward needs."""

    log_p: FloatArray
    log_q: FloatArray
    rows: FloatArray
    loss: FloatArray


def kl_divergence(z_p: ArrayLike, z_q: ArrayLike) -> FloatArray:
    """Mean Kullback-Leibler divergence of softmax(z_q) from softmax(z_p).

    Parameters
    ----------
    z_p : float array, shape (n, k)
        Logits of the truth, any real value; one row per sample.
    z_q : float array, shape (n, k)
        Logits of the forecast.

    Returns
    -------
    loss : float
        Nats; 0 if and only if both forecast the same. Not the same the other way round.

    Raises
    ------
    ValueError
        If the shapes differ, or there is no row or no class.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, section 3.13.

    Examples
    --------
    >>> round(float(kl_divergence([[1000.0, 0.0]], [[0.0, 0.0]])), 4)
    0.6931
    """
    return forward(z_p, z_q)[0]


def forward(z_p: ArrayLike, z_q: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the loss and its cache."""
    z_p, z_q = matrix(z_p, "z_p"), matrix(z_q, "z_q")
    same_shape(z_p, z_q, ("z_p", "z_q"))
    not_empty(z_p, "z_p")
    log_p, log_q = log_softmax(z_p), log_softmax(z_q)  # (n, k)
    rows = (np.exp(log_p) * (log_p - log_q)).sum(axis=1)
    loss = rows.mean()  # (1)
    return loss, Cache(log_p, log_q, rows, loss)


def backward(dloss: ArrayLike, cache: Cache) -> tuple[FloatArray, FloatArray]:
    """Give the derivatives with respect to z_p and z_q."""
    log_p, log_q, rows, loss = cache
    share = incoming(dloss, loss, "dloss") / len(rows)
    p, q = np.exp(log_p), np.exp(log_q)
    return share * p * (log_p - log_q - rows[:, None]), share * (q - p)  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw two rows of logits for each of a few samples."""
    z_p, z_q = rng.normal(size=(2, int(rng.integers(1, 5)), 3))
    return {"z_p": z_p, "z_q": z_q}
