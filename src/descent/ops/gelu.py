"""GELU weighs each number by about the chance that a standard normal draw lies below it.

    u = sqrt(2/pi) (z + 0.044715 z^3),  t = tanh(u),  a = z (1 + t) / 2           (1)
    a' = (1 + t) / 2 + z (1 - t^2) sqrt(2/pi) (1 + 3 * 0.044715 z^2) / 2          (2)

Derivation: docs/derivations/activations.md
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, floats, incoming

SLOPE = math.sqrt(2 / math.pi)
CUBIC = 0.044715  # Hendrycks and Gimpel (2016), section 2


class Cache(NamedTuple):
    """What backward needs."""

    z: FloatArray
    t: FloatArray


def gelu(z: ArrayLike) -> FloatArray:
    """Gaussian error linear unit of every entry, in its tanh form.

    Parameters
    ----------
    z : float array, any shape
        Any real value.

    Returns
    -------
    a : float array, shape of z
        Near z for large z, near 0 for very negative z, and lowest, -0.17, at z = -0.75.

    Notes
    -----
    The exact function is z times the normal distribution function of z; this form, which GPT-2 and BERT use, is
    nowhere further from it than 0.0005. PyTorch calls it ``GELU(approximate="tanh")``.

    References
    ----------
    Hendrycks and Gimpel (2016), Gaussian Error Linear Units, section 2.

    Examples
    --------
    >>> gelu([-1.0, 0.0, 1.0]).round(4)
    array([-0.1588,  0.    ,  0.8412])
    """
    return forward(z)[0]


def forward(z: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the values and their cache."""
    z = floats(z, "z")
    t = np.asarray(z * z)
    t *= SLOPE * CUBIC
    t += SLOPE
    t *= z
    np.tanh(t, out=t)
    a = np.asarray(t + 1)
    a *= z
    a *= 0.5  # (1)
    return a, Cache(z, t)


def backward(da: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to z."""
    z, t = cache
    slope = np.asarray(z * z)
    slope *= 1.5 * SLOPE * CUBIC
    slope += 0.5 * SLOPE
    slope *= z
    bend = np.asarray(t * t)
    np.subtract(1, bend, out=bend)
    slope *= bend
    np.multiply(t, 0.5, out=bend)
    slope += bend
    slope += 0.5  # (2)
    slope *= incoming(da, t, "da")
    return slope


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw values of both signs."""
    return {"z": rng.normal(size=(rng.integers(1, 5), 4))}
