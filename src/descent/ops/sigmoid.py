"""The sigmoid turns any real number into a probability.

    sigma(z)  = 1 / (1 + exp(-z))           (1)
    sigma'(z) = sigma(z) * (1 - sigma(z))   (2)

Derivation: docs/derivations/sigmoid.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, floats, incoming


class Cache(NamedTuple):
    """What backward needs."""

    p: FloatArray


def sigmoid(z: ArrayLike) -> FloatArray:
    """Logistic sigmoid of every entry.

    Parameters
    ----------
    z : float array, any shape
        Logits, any real value.

    Returns
    -------
    p : float array, shape of z
        Probabilities; 0.5 at z = 0.

    Notes
    -----
    Where exp(-z) is too large for the dtype it is inf, and p is 0, as it should be but for numbers below 1e-307 (1e-38
    in float32). A small p keeps all its digits: sigmoid(-50) is 1.93e-22. The form with tanh gives 0 there; it would
    be faster by a third, in float32.

    Examples
    --------
    >>> sigmoid([-2.0, 0.0, 2.0]).round(4)
    array([0.1192, 0.5   , 0.8808])
    """
    return forward(z)[0]


def forward(z: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute probabilities and their cache."""
    z = floats(z, "z")
    with np.errstate(over="ignore"):
        p = 1 / (1 + np.exp(-z))  # (1)
    return p, Cache(p)


def backward(dp: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to z."""
    p = cache.p
    dz: FloatArray = incoming(dp, p, "dp") * p * (1 - p)  # (2)
    return dz


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw logits around 0, where the slope is."""
    return {"z": rng.normal(scale=3, size=(rng.integers(1, 5), 3))}
