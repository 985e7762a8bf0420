"""Softmax turns k logits into k probabilities that sum to 1.

    p_j = exp(z_j) / sum_i exp(z_i)          (1)
    dL/dz_j = p_j (g_j - sum_i g_i p_i),  g = dL/dp    (2)

Derivation: docs/derivations/softmax.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, axis_of, floats, incoming, not_empty


class Cache(NamedTuple):
    """What backward needs."""

    p: FloatArray
    axis: int


def softmax(z: ArrayLike, *, axis: int = -1) -> FloatArray:
    """Probabilities in proportion to exp(z) along an axis.

    Parameters
    ----------
    z : float array, shape (..., k, ...)
        Logits, any real value; -inf gives probability 0.
    axis : int
        The axis with the k classes. By default the last one, so that each row of an (n, k) array sums to 1.

    Returns
    -------
    p : float array, shape of z
        Each in 0..1; along the axis they sum to 1.

    Raises
    ------
    ValueError
        If the axis does not exist, or has no entry.

    Notes
    -----
    The largest logit is subtracted first. That changes nothing in (1), and exp cannot overflow.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, sections 4.1 and 6.2.2.3.

    Examples
    --------
    >>> softmax([[0.0, 0.0], [1000.0, 0.0]])
    array([[0.5, 0.5],
           [1. , 0. ]])
    """
    return forward(z, axis=axis)[0]


def forward(z: ArrayLike, *, axis: int = -1) -> tuple[FloatArray, Cache]:
    """Compute probabilities and their cache."""
    z = floats(z, "z")
    axis = axis_of(z, axis, "z")
    not_empty(z, "z", axis=axis, what="the softmax")
    p = np.asarray(z - z.max(axis=axis, keepdims=True))
    np.exp(p, out=p)
    p /= p.sum(axis=axis, keepdims=True)  # (1)
    return p, Cache(p, axis)


def backward(dp: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to z."""
    p, axis = cache
    g = incoming(dp, p, "dp")
    inner = np.vecdot(np.moveaxis(g, axis, -1), np.moveaxis(p, axis, -1))
    dz: FloatArray = g - np.expand_dims(inner, axis)
    dz *= p  # (2)
    return dz


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a small array and one of its axes."""
    return {"z": rng.normal(scale=2, size=(3, rng.integers(1, 5))), "axis": int(rng.integers(-1, 1))}
