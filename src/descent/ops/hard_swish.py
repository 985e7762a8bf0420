"""The hard swish lets a number pass as far as its own hard sigmoid opens.

    a = z h(z), h the hard sigmoid               (1)
    a' = h(z) + z h'(z), h' = 1/6 where |z| < 3  (2)

Derivation: docs/derivations/activations.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.ops.hard_sigmoid import hard_sigmoid
from descent.shapes import FloatArray, floats, incoming


class Cache(NamedTuple):
    """What backward needs."""

    z: FloatArray
    p: FloatArray


def hard_swish(z: ArrayLike) -> FloatArray:
    """Hard swish of every entry.

    Parameters
    ----------
    z : float array, any shape
        Any real value.

    Returns
    -------
    a : float array, shape of z
        0 up to -3, z from 3 on, a parabola between.

    References
    ----------
    Howard et al. (2019), Searching for MobileNetV3, section 5.2.

    Examples
    --------
    >>> hard_swish([-1.5, 1.5, 4.0])
    array([-0.375,  1.125,  4.   ])
    """
    return forward(z)[0]


def forward(z: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the values and their cache."""
    z = floats(z, "z")
    p = hard_sigmoid(z)
    return np.asarray(z * p), Cache(z, p)  # (1)


def backward(da: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to z."""
    z, p = cache
    dz: FloatArray = incoming(da, z, "da") * (p + z * ((p > 0) & (p < 1)) / 6)  # (2)
    return dz


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw values at least 0.2 away from the corners at -3 and 3."""
    size = (rng.integers(1, 5), 4)
    return {
        "z": rng.choice([-1.0, 1.0], size=size) * rng.choice([rng.uniform(0.1, 2.8), rng.uniform(3.2, 5)], size=size)
    }
