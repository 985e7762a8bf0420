"""Binary cross-entropy straight from logits: the sigmoid and the logarithm in one step that cannot overflow.

    loss = mean(log(1 + exp(z)) - y z)
         = mean(max(z, 0) - y z + log(1 + exp(-|z|)))    (1)
    d loss / d z = (sigma(z) - y) / n                    (2)

With weights the mean is weighted, and w / sum(w) takes the place of 1 / n.

Derivation: docs/derivations/binary_cross_entropy.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.ops.sigmoid import sigmoid
from descent.shapes import FloatArray, floats, in_unit_interval, incoming, not_empty, same_shape, shares


class Cache(NamedTuple):
    """What backward needs."""

    z: FloatArray
    y: FloatArray
    share: FloatArray
    loss: FloatArray


def binary_cross_entropy_with_logits(z: ArrayLike, y: ArrayLike, *, weights: ArrayLike | None = None) -> FloatArray:
    """Mean binary cross-entropy of sigmoid(z).

    Parameters
    ----------
    z : float array, any shape
        Logits, any real value.
    y : array, shape of z
        Labels 0 or 1, or probabilities in between.
    weights : array, shape of z, or None
        How much each entry counts; 0 leaves it out. None counts all alike.

    Returns
    -------
    loss : float
        Nats; 0 is certain and right, log 2 a blind guess. Certain and wrong costs about abs(z).

    Raises
    ------
    ValueError
        If the shapes differ, nothing is given, y leaves 0..1, or the weights are all 0.

    Notes
    -----
    The mean is over all entries.

    Examples
    --------
    >>> round(float(binary_cross_entropy_with_logits([0.0, 0.0], [0, 1])), 4)
    0.6931
    >>> float(binary_cross_entropy_with_logits(10_000.0, 0))
    10000.0
    """
    return forward(z, y, weights=weights)[0]


def forward(z: ArrayLike, y: ArrayLike, *, weights: ArrayLike | None = None) -> tuple[FloatArray, Cache]:
    """Compute the loss and its cache."""
    z = floats(z, "z")
    y = floats(y, "y").astype(z.dtype, copy=False)
    same_shape(z, y, ("z", "y"))
    not_empty(z, "z")
    in_unit_interval(y, "y", "labels")
    share = shares(weights, z, "entry of z")
    losses = np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))
    loss = losses.mean() if weights is None else (losses * share).sum()  # (1)
    return loss, Cache(z, y, share, loss)


def backward(dloss: ArrayLike, cache: Cache) -> tuple[FloatArray, None]:
    """Give the derivatives with respect to z and y; labels are data."""
    z, y, share, loss = cache
    return incoming(dloss, loss, "dloss") * (sigmoid(z) - y) * share, None  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw logits on both sides, and labels, of which one is soft."""
    n = int(rng.integers(1, 6))
    y = rng.integers(0, 2, size=(n, 2)).astype(float)
    y[0, 0] = 0.3
    options = {"weights": rng.uniform(0.5, 2, size=(n, 2))} if rng.random() < 0.5 else {}
    return {"z": rng.normal(scale=3, size=(n, 2)), "y": y, **options}
