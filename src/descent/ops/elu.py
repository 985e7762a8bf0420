"""ELU keeps what is positive and lets the rest fall smoothly towards a floor.

    a = z if z > 0 else alpha (e^z - 1)           (1)
    a' = 1 if z > 0 else alpha e^z = a + alpha    (2)

Derivation: docs/derivations/activations.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.shapes import FloatArray, floats, incoming, scalar


class Cache(NamedTuple):
    """What backward needs."""

    a: FloatArray
    positive: NDArray[np.bool_]
    alpha: float


def elu(z: ArrayLike, *, alpha: float = 1.0) -> FloatArray:
    """Exponential linear unit of every entry.

    Parameters
    ----------
    z : float array, any shape
        Any real value.
    alpha : float
        How far below 0 the floor lies.

    Returns
    -------
    a : float array, shape of z
        z where z > 0, else a value between -alpha and 0.

    Notes
    -----
    With alpha = 1 the slope has no jump at 0. ``expm1`` keeps the digits of e^z - 1 near 0.

    References
    ----------
    Clevert, Unterthiner and Hochreiter (2016), Fast and Accurate Deep Network Learning by Exponential Linear Units.

    Examples
    --------
    >>> elu([-1000.0, -1.0, 2.0]).round(4)
    array([-1.    , -0.6321,  2.    ])
    """
    return forward(z, alpha=alpha)[0]


def forward(z: ArrayLike, *, alpha: float = 1.0) -> tuple[FloatArray, Cache]:
    """Compute the values and their cache."""
    z = floats(z, "z")
    alpha = float(scalar(alpha, "alpha"))
    positive = np.asarray(z > 0)
    a = np.where(positive, z, alpha * np.expm1(np.minimum(z, 0)))  # (1); the minimum, since expm1 overflows above 709
    return a, Cache(a, positive, alpha)


def backward(da: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to z."""
    a, positive, alpha = cache
    return incoming(da, a, "da") * np.where(positive, 1, a + alpha)  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw values at least 0.1 away from 0, where the slope may jump."""
    size = (rng.integers(1, 5), 4)
    return {"z": rng.choice([-1.0, 1.0], size=size) * rng.uniform(0.1, 2, size=size), "alpha": 0.7}
