"""The triplet loss wants each anchor nearer to one like it than to one unlike it, and by a margin.

    loss = mean over rows of max(0, |a - p|^2 - |a - n|^2 + margin)                (1)
    da = 2 (n - p) / rows, dp = 2 (p - a) / rows, dn = 2 (a - n) / rows,
    for the rows above 0                                                           (2)

Derivation: docs/derivations/margin_losses.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.shapes import FloatArray, incoming, matrix, not_empty, same_shape


class Cache(NamedTuple):
    """What backward needs."""

    anchor: FloatArray
    positive: FloatArray
    negative: FloatArray
    active: NDArray[np.bool_]
    loss: FloatArray


def triplet_loss(anchor: ArrayLike, positive: ArrayLike, negative: ArrayLike, *, margin: float = 0.2) -> FloatArray:
    """Mean triplet loss of vectors, with squared distances.

    Parameters
    ----------
    anchor : float array, shape (n, d)
        One vector per sample, for example of a face.
    positive : float array, shape (n, d)
        One like the anchor: the same person.
    negative : float array, shape (n, d)
        One unlike it.
    margin : float
        By how much the squared distances shall differ.

    Returns
    -------
    loss : float
        0 where every anchor is nearer to its positive by the margin; squared units of the vectors.

    Raises
    ------
    ValueError
        If the shapes differ, or there is no row.

    References
    ----------
    Schroff, Kalenichenko and Philbin (2015), FaceNet, section 3.1.

    Examples
    --------
    >>> float(triplet_loss([[0.0, 0.0]], [[0.0, 1.0]], [[2.0, 0.0]], margin=3.5))
    0.5
    """
    return forward(anchor, positive, negative, margin=margin)[0]


def forward(
    anchor: ArrayLike, positive: ArrayLike, negative: ArrayLike, *, margin: float = 0.2
) -> tuple[FloatArray, Cache]:
    """Compute the loss and its cache."""
    a = matrix(anchor, "anchor")
    p, n = matrix(positive, "positive"), matrix(negative, "negative")
    same_shape(a, p, ("anchor", "positive"))
    same_shape(a, n, ("anchor", "negative"))
    not_empty(a, "anchor")
    nearer = ((a - p) ** 2).sum(axis=1) - ((a - n) ** 2).sum(axis=1) + float(margin)  # (n,)
    loss = np.maximum(nearer, 0).mean()  # (1)
    return loss, Cache(a, p, n, nearer > 0, loss)


def backward(dloss: ArrayLike, cache: Cache) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give the derivatives with respect to anchor, positive and negative."""
    a, p, n, active, loss = cache
    g = incoming(dloss, loss, "dloss") * active[:, None] * loss.dtype.type(2 / len(a))
    return g * (n - p), g * (p - a), g * (a - n)  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw triplets, with a margin at which some are active and none is at the kink."""
    a, p, n = rng.normal(size=(3, int(rng.integers(1, 5)), 3))
    p = a + 0.5 * np.sign(p)  # at squared distance 0.75
    n = a + np.where(rng.random((len(a), 1)) < 0.7, 0.6, 1.0) * np.sign(n)  # at 1.08 or 3
    return {"anchor": a, "positive": p, "negative": n, "margin": 1.0}
