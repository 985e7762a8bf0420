"""Swish, also called SiLU, lets a number pass as far as its own sigmoid opens.

    a = z sigma(z)                        (1)
    a' = sigma(z) + a (1 - sigma(z))      (2)

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

    a: FloatArray
    p: FloatArray


def swish(z: ArrayLike) -> FloatArray:
    """Swish of every entry.

    Parameters
    ----------
    z : float array, any shape
        Any real value.

    Returns
    -------
    a : float array, shape of z
        At least -0.2785; near z for large z and near 0 for very negative ones.

    References
    ----------
    Ramachandran, Zoph and Le (2017), Searching for Activation Functions.

    Examples
    --------
    >>> swish([-1.0, 0.0, 1.0]).round(4)
    array([-0.2689,  0.    ,  0.7311])
    """
    return forward(z)[0]


def forward(z: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the values and their cache."""
    z = floats(z, "z")
    p = sigmoid(z)
    a = z * p  # (1)
    return a, Cache(a, p)


def backward(da: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to z."""
    a, p = cache
    dz: FloatArray = incoming(da, a, "da") * (p + a * (1 - p))  # (2)
    return dz


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw values of both signs."""
    return {"z": rng.normal(size=(rng.integers(1, 5), 4))}
