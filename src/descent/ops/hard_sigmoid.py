"""The hard sigmoid: three straight lines instead of an exponential.

    p = min(max(z / 6 + 1/2, 0), 1)       (1)
    p' = 1/6 where |z| < 3, else 0        (2)

Derivation: docs/derivations/activations.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, floats, incoming


class Cache(NamedTuple):
    """What backward needs."""

    p: FloatArray


def hard_sigmoid(z: ArrayLike) -> FloatArray:
    """Hard sigmoid of every entry.

    Parameters
    ----------
    z : float array, any shape
        Any real value.

    Returns
    -------
    p : float array, shape of z
        0 up to -3, 1 from 3 on, a straight line between.

    References
    ----------
    Howard et al. (2019), Searching for MobileNetV3, section 5.2.

    Examples
    --------
    >>> hard_sigmoid([-4.0, 0.0, 1.5])
    array([0.  , 0.5 , 0.75])
    """
    return forward(z)[0]


def forward(z: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the values and their cache."""
    p = np.clip(floats(z, "z") / 6 + 0.5, 0, 1)  # (1)
    return np.asarray(p), Cache(p)


def backward(dp: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to z."""
    p = cache.p
    dz: FloatArray = incoming(dp, p, "dp") * ((p > 0) & (p < 1)) / 6  # (2)
    return dz


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw values at least 0.2 away from the corners at -3 and 3."""
    size = (rng.integers(1, 5), 4)
    return {
        "z": rng.choice([-1.0, 1.0], size=size) * rng.choice([rng.uniform(0.1, 2.8), rng.uniform(3.2, 5)], size=size)
    }
