"""The contrastive loss pulls like pairs together and pushes unlike pairs apart, as far as a margin.

    loss = mean over rows of d^2 if alike, else max(0, margin - d)^2,  d = |a - b|      (1)
    da = 2 (a - b) / n if alike, else -2 (margin - d)_+ (a - b) / (d n),  db = -da      (2)

Derivation: docs/derivations/margin_losses.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, incoming, indices, matrix, not_empty, same_shape


class Cache(NamedTuple):
    """What backward needs."""

    slope: FloatArray
    loss: FloatArray


def contrastive_loss(a: ArrayLike, b: ArrayLike, alike: ArrayLike, *, margin: float = 1.0) -> FloatArray:
    """Mean contrastive loss of pairs of vectors.

    Parameters
    ----------
    a : float array, shape (n, d)
        One vector of each pair.
    b : float array, shape (n, d)
        The other.
    alike : array of 0 and 1, shape (n,)
        1 for a pair that belongs together.
    margin : float
        How far apart an unlike pair shall be, in units of the vectors.

    Returns
    -------
    loss : float
        0 where like pairs coincide and unlike ones are a margin apart; squared units of the vectors.

    Raises
    ------
    ValueError
        If the shapes differ, there is no row, or alike holds anything but 0 and 1.

    Notes
    -----
    An unlike pair that coincides has no direction in which to part. ``backward`` uses 0 there.

    References
    ----------
    Hadsell, Chopra and LeCun (2006), Dimensionality Reduction by Learning an Invariant Mapping; without its factor 1/2.

    Examples
    --------
    >>> float(contrastive_loss([[0.0, 0.0], [0.0, 0.0]], [[3.0, 4.0], [3.0, 4.0]], [1, 0], margin=7))
    14.5
    """
    return forward(a, b, alike, margin=margin)[0]


def forward(a: ArrayLike, b: ArrayLike, alike: ArrayLike, *, margin: float = 1.0) -> tuple[FloatArray, Cache]:
    """Compute the loss and its cache."""
    a, b = matrix(a, "a"), matrix(b, "b")
    same_shape(a, b, ("a", "b"))
    not_empty(a, "a")
    alike = indices(alike, "alike", below=2, of="kind of pair")
    same_shape(a[:, 0], alike, ("the first column of a", "alike"))
    apart = a - b
    d = np.sqrt((apart**2).sum(axis=1))
    short = np.maximum(float(margin) - d, 0)
    loss = np.where(alike, d**2, short**2).mean()  # (1)
    factor = np.where(alike, 1, -short / np.where(d == 0, np.inf, d)).astype(apart.dtype)
    slope = apart * (2 * factor / len(a))[:, None]
    return loss, Cache(slope.astype(loss.dtype, copy=False), loss)


def backward(dloss: ArrayLike, cache: Cache) -> tuple[FloatArray, FloatArray, None]:
    """Give the derivatives with respect to a, b and alike, which is data."""
    da = incoming(dloss, cache.loss, "dloss") * cache.slope  # (2)
    return da, -da, None


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw pairs, of which unlike ones are nearer than the margin or farther, none at the kink."""
    n = int(rng.integers(1, 5))
    a = rng.normal(size=(n, 3))
    b = a + rng.choice([-1.0, 1.0], size=(n, 3)) * rng.choice([0.3, 0.9], size=(n, 1))  # at distance 0.52 or 1.56
    return {"a": a, "b": b, "alike": rng.integers(0, 2, size=n), "margin": 1.0}
