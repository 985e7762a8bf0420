"""ReLU keeps what is positive and replaces the rest by 0: the bend from which networks build curves.

    relu(z)  = max(0, z)              (1)
    relu'(z) = 1 if z > 0 else 0      (2)

Derivation: docs/derivations/relu.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent import fast
from descent.shapes import FloatArray, floats, incoming


class Cache(NamedTuple):
    """What backward needs."""

    a: FloatArray


def relu(z: ArrayLike) -> FloatArray:
    """Rectified linear unit of every entry.

    Parameters
    ----------
    z : float array, any shape
        Any real value.

    Returns
    -------
    a : float array, shape of z
        z where z > 0, else 0.

    Notes
    -----
    At z = 0 there is no derivative, since the slope is 0 on the left and 1 on the right. ``backward`` uses 0 there.

    Examples
    --------
    >>> relu([-1.5, 0.0, 2.0])
    array([0., 0., 2.])
    """
    return forward(z)[0]


def forward(z: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute rectified values and their cache."""
    a = np.maximum(floats(z, "z"), 0)  # (1)
    return a, Cache(a)


def backward(da: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to z."""
    g, a = incoming(da, cache.a, "da"), cache.a
    if not fast.worth_it(a.size):
        return g * (a > 0)  # (2)
    from descent import _fast_relu  # it brings Numba, which not everybody has

    dz = np.empty(a.shape, g.dtype)
    _fast_relu.way_back(np.ravel(g), np.ravel(a), np.ravel(dz))
    return dz


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw values at least 0.1 away from the kink at 0."""
    size = (rng.integers(1, 5), 4)
    return {"z": rng.choice([-1.0, 1.0], size=size) * rng.uniform(0.1, 2, size=size)}
