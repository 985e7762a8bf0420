"""Softmax cross-entropy is how surprised a forecast of k classes, given as logits, is by the right class, on average.

    loss = mean over i of (logsumexp(z_i) - q_i . z_i)     (1)
    dz = (softmax(z) - q) / n                              (2)

q_i is what should have been forecast: 1 for the right class y_i and 0 for the others, or smoothed, 1 - s + s / k and
s / k.

Derivation: docs/derivations/softmax_cross_entropy.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.shapes import FloatArray, floats, incoming, indices, matrix, not_empty, shares

TALL = 1024
"""Rows that are turned into columns at a time, so that these stay in cache."""


class Cache(NamedTuple):
    """What backward needs."""

    e: FloatArray
    sums: FloatArray
    labels: NDArray[np.int64]
    share: FloatArray | float
    smoothing: float
    loss: FloatArray
    shape: tuple[int, ...]


def softmax_cross_entropy(
    z: ArrayLike, labels: ArrayLike, *, weights: ArrayLike | None = None, smoothing: float = 0.0
) -> FloatArray:
    """Mean cross-entropy of softmax(z).

    Parameters
    ----------
    z : float array, shape (n, k) or (..., k)
        Logits, any real value; one row per sample, or per place of a sequence.
    labels : array of whole numbers, shape of z without its last axis
        The right class of each row, in 0..k-1.
    weights : array, shape of labels, or None
        How much each row counts, for a mean weighted by them; 0 leaves a row out. None counts all alike.
    smoothing : float
        The part s of each forecast that is to be spread over all classes alike, in 0..1.

    Returns
    -------
    loss : float
        Nats; 0 is certain and right, log k a blind guess.

    Raises
    ------
    ValueError
        If there is no row or no class, the shapes differ, a label is outside 0..k-1, or the weights are all 0.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, sections 6.2.2.3 and 7.5.1.

    Examples
    --------
    >>> round(float(softmax_cross_entropy([[0.0, 0.0, 0.0, 0.0]], [2])), 4)
    1.3863
    """
    return forward(z, labels, weights=weights, smoothing=smoothing)[0]


def forward(
    z: ArrayLike, labels: ArrayLike, *, weights: ArrayLike | None = None, smoothing: float = 0.0
) -> tuple[FloatArray, Cache]:
    """Compute the loss and its cache."""
    z = floats(z, "z")
    not_empty(z, "z")
    rows = z.reshape(-1, z.shape[-1]) if z.ndim > 2 else matrix(z, "z")
    n, k = rows.shape
    y = indices(labels, "labels", below=k, of="class")
    if y.shape != z.shape[:-1]:
        raise ValueError(
            f"labels must have shape {z.shape[:-1]}, one per row of z; got {y.shape}. "
            "Pass class indices, not one-hot rows."
        )
    if not 0 <= smoothing <= 1:
        raise ValueError(f"smoothing must lie in 0..1; got {smoothing}. Leave it out for none.")
    y = y.ravel()
    e = rows - _largest(rows)[:, None]  # (n, k), never positive: exp cannot overflow
    expected = e[np.arange(n), y]  # q . z, less the largest logit as well
    if smoothing:
        expected = (1 - smoothing) * expected + smoothing * e.mean(axis=1)
    np.exp(e, out=e)
    sums = e @ np.ones(k, e.dtype)  # faster than e.sum(axis=1)
    losses = np.log(sums) - expected
    share = 1 / n if weights is None else shares(weights, z[..., 0], "row of z").ravel()
    loss = np.add.reduce(losses) / n if weights is None else (losses * share).sum()  # (1); mean() takes 2 us more
    return loss, Cache(e, sums, y, share, float(smoothing), loss, z.shape)


def backward(dloss: ArrayLike, cache: Cache) -> tuple[FloatArray, None]:
    """Give the derivatives with respect to z and labels; labels are data."""
    e, sums, y, share, smoothing, loss, shape = cache
    g = incoming(dloss, loss, "dloss") * share  # 1 / n each, times what comes in
    dz = e * (g / sums)[:, None]
    dz[np.arange(len(y)), y] -= (1 - smoothing) * g
    if smoothing:
        dz -= np.reshape(smoothing / e.shape[1] * g, (-1, 1))
    return dz.reshape(shape), None  # (2)


def _largest(rows: FloatArray) -> FloatArray:
    """Largest entry of each row. NumPy goes down long columns ten times faster than along many short rows."""
    if rows.shape[1] > 64:
        return np.asarray(rows.max(axis=1))
    largest = np.empty(len(rows), rows.dtype)
    for start in range(0, len(rows), TALL):
        some = slice(start, start + TALL)
        rows[some].T.copy().max(axis=0, out=largest[some])
    return largest


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw logits of a few samples, and their classes; weighted and smoothed half of the time."""
    n = int(rng.integers(1, 5))
    z, labels = rng.normal(scale=2, size=(n, 3)), rng.integers(0, 3, size=n)
    options = {"weights": rng.uniform(0.5, 2, size=n), "smoothing": 0.1} if rng.random() < 0.5 else {}
    return {"z": z, "labels": labels, **options}
