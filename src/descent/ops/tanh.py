"""The hyperbolic tangent bends any number smoothly into -1..1.

    a = tanh(z) = (e^z - e^-z) / (e^z + e^-z)    (1)
    tanh'(z) = 1 - a^2                           (2)

Derivation: docs/derivations/activations.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, floats, incoming


class Cache(NamedTuple):
    """What backward needs."""

    a: FloatArray


def tanh(z: ArrayLike) -> FloatArray:
    """Hyperbolic tangent of every entry.

    Parameters
    ----------
    z : float array, any shape
        Any real value.

    Returns
    -------
    a : float array, shape of z
        Between -1 and 1, with the sign of z.

    Examples
    --------
    >>> tanh([-1000.0, 0.0, 0.5]).round(4)
    array([-1.    ,  0.    ,  0.4621])
    """
    return forward(z)[0]


def forward(z: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the values and their cache."""
    a = np.asarray(np.tanh(floats(z, "z")))  # (1)
    return a, Cache(a)


def backward(da: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to z."""
    dz: FloatArray = incoming(da, cache.a, "da") * (1 - cache.a**2)  # (2)
    return dz


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw values of both signs."""
    return {"z": rng.normal(size=(rng.integers(1, 5), 4))}
