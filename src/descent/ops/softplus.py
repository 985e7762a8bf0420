"""Softplus is a smooth ReLU: the logarithm of 1 + e^z.

    a = log(1 + e^z) = max(z, 0) + log(1 + e^-|z|)     (1)
    a' = sigma(z)                                      (2)

Derivation: docs/derivations/activations.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.ops.sigmoid import sigmoid
from descent.shapes import FloatArray, floats, incoming


class Cache(NamedTuple):
    """What backward needs."""

    z: FloatArray


def softplus(z: ArrayLike) -> FloatArray:
    """Softplus of every entry.

    Parameters
    ----------
    z : float array, any shape
        Any real value.

    Returns
    -------
    a : float array, shape of z
        Positive, as log 2 at 0; z itself for large z, e^z for very negative ones, to the last digit.

    Examples
    --------
    >>> softplus([-10_000.0, 0.0, 10_000.0]).round(4)
    array([0.000e+00, 6.931e-01, 1.000e+04])
    """
    return forward(z)[0]


def forward(z: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the values and their cache."""
    z = floats(z, "z")
    a = np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))  # (1), no exp above 1
    return np.asarray(a), Cache(z)


def backward(da: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to z."""
    return incoming(da, cache.z, "da") * sigmoid(cache.z)  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw values of both signs."""
    return {"z": rng.normal(size=(rng.integers(1, 5), 4))}
