"""Binary cross-entropy straight from logits: the sigmoid and the logarithm in one step that cannot overflow.

    loss = mean(log(1 + exp(z)) - y z)
         = mean(max(z, 0) - y z + log(1 + exp(-|z|)))    (1)
    d loss / d z = (sigma(z) - y) / n                    (2)

Derivation: docs/derivations/binary_cross_entropy.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.ops.sigmoid import sigmoid
from descent.shapes import FloatArray, floats, in_unit_interval, incoming, not_empty, same_shape


class Cache(NamedTuple):
    """What backward needs."""

    z: FloatArray
    y: FloatArray
    loss: FloatArray


def binary_cross_entropy_with_logits(z: ArrayLike, y: ArrayLike) -> FloatArray:
    """Mean binary cross-entropy of sigmoid(z).

    Parameters
    ----------
    z : float array, any shape
        Logits, any real value.
    y : array, shape of z
        Labels 0 or 1, or probabilities in between.

    Returns
    -------
    loss : float
        Nats; 0 is certain and right, log 2 a blind guess. Certain and wrong costs about abs(z).

    Raises
    ------
    ValueError
        If the shapes differ, nothing is given, or y leaves 0..1.

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
    return forward(z, y)[0]


def forward(z: ArrayLike, y: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the loss and its cache."""
    z = floats(z, "z")
    y = floats(y, "y").astype(z.dtype, copy=False)
    same_shape(z, y, ("z", "y"))
    not_empty(z, "z")
    in_unit_interval(y, "y", "labels")
    loss = (np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))).mean()  # (1)
    return loss, Cache(z, y, loss)


def backward(dloss: ArrayLike, cache: Cache) -> tuple[FloatArray, None]:
    """Give the derivatives with respect to z and y; labels are data."""
    z, y, loss = cache
    return incoming(dloss, loss, "dloss") * (sigmoid(z) - y) / z.size, None  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw logits on both sides, and labels, of which one is soft."""
    n = int(rng.integers(1, 6))
    y = rng.integers(0, 2, size=(n, 2)).astype(float)
    y[0, 0] = 0.3
    return {"z": rng.normal(scale=3, size=(n, 2)), "y": y}
