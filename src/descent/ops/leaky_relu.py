"""Leaky ReLU keeps what is positive and shrinks the rest, so that a unit never stops learning.

    a = z if z > 0 else s z             (1)
    a' = 1 if z > 0 else s              (2)

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
    negative_slope: float


def leaky_relu(z: ArrayLike, *, negative_slope: float = 0.01) -> FloatArray:
    """Rectified linear unit with a leak.

    Parameters
    ----------
    z : float array, any shape
        Any real value.
    negative_slope : float
        The slope s left of 0.

    Returns
    -------
    a : float array, shape of z
        z where z > 0, else s z.

    Notes
    -----
    At z = 0 there is no derivative. ``backward`` uses s there.

    References
    ----------
    Maas, Hannun and Ng (2013), Rectifier Nonlinearities Improve Neural Network Acoustic Models, section 2.

    Examples
    --------
    >>> leaky_relu([-2.0, 3.0], negative_slope=0.1)
    array([-0.2,  3. ])
    """
    return forward(z, negative_slope=negative_slope)[0]


def forward(z: ArrayLike, *, negative_slope: float = 0.01) -> tuple[FloatArray, Cache]:
    """Compute the values and their cache."""
    z = floats(z, "z")
    s = float(scalar(negative_slope, "negative_slope"))
    positive = np.asarray(z > 0)
    a = np.asarray(z * _slopes(positive, s, z))  # (1)
    return a, Cache(a, positive, s)


def backward(da: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to z."""
    a, positive, s = cache
    g = incoming(da, a, "da")
    return np.asarray(g * _slopes(positive, s, g))  # (2)


def _slopes(positive: NDArray[np.bool_], s: float, like: FloatArray) -> FloatArray:
    """1 or s. A maximum takes a tenth of the time of a choice whose outcomes no processor can guess."""
    if s <= 1:
        return np.maximum(positive, s, dtype=like.dtype)
    return np.where(positive, 1, s).astype(like.dtype)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw values at least 0.1 away from the kink at 0."""
    size = (rng.integers(1, 5), 4)
    return {"z": rng.choice([-1.0, 1.0], size=size) * rng.uniform(0.1, 2, size=size), "negative_slope": 0.2}
