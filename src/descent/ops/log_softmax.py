"""Log-softmax gives the logarithms of softmax's probabilities, exact even where those round to 0.

    l_j = z_j - lse(z)                                    (1)
    dL/dz_j = g_j - softmax(z)_j sum_i g_i,  g = dL/dl    (2)

Derivation: docs/derivations/softmax.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.ops.logsumexp import logsumexp
from descent.shapes import FloatArray, axis_of, floats, incoming


class Cache(NamedTuple):
    """What backward needs."""

    log_p: FloatArray
    axis: int


def log_softmax(z: ArrayLike, *, axis: int = -1) -> FloatArray:
    """Logarithms of the softmax probabilities along an axis.

    Parameters
    ----------
    z : float array, shape (..., k, ...)
        Logits, any real value.
    axis : int
        The axis with the k classes. By default the last one.

    Returns
    -------
    log_p : float array, shape of z
        Natural logarithms, never positive.

    Raises
    ------
    ValueError
        If the axis does not exist, or has no entry.

    Examples
    --------
    >>> log_softmax([[0.0, -1000.0]])
    array([[    0., -1000.]])
    """
    return forward(z, axis=axis)[0]


def forward(z: ArrayLike, *, axis: int = -1) -> tuple[FloatArray, Cache]:
    """Compute log-probabilities and their cache."""
    z = floats(z, "z")
    axis = axis_of(z, axis, "z")
    z = z - z.max(axis=axis, keepdims=True, initial=-np.inf)  # so that (1) never subtracts two large numbers
    log_p = z - np.expand_dims(logsumexp(z, axis=axis), axis)  # (1)
    return log_p, Cache(log_p, axis)


def backward(dlog_p: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to z."""
    log_p, axis = cache
    g = incoming(dlog_p, log_p, "dlog_p")
    dz: FloatArray = np.exp(log_p)
    dz *= g.sum(axis=axis, keepdims=True)
    return np.subtract(g, dz, out=dz)  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a small array and one of its axes."""
    return {"z": rng.normal(scale=2, size=(3, rng.integers(1, 5))), "axis": int(rng.integers(-1, 1))}
