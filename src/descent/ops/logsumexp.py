"""Log-sum-exp is a smooth maximum: the logarithm of a sum of exponentials.

    lse(z) = log(sum_j exp(z_j)) = m + log(sum_j exp(z_j - m)),  m = max_j z_j    (1)
    d lse / d z_j = exp(z_j - lse(z)) = softmax(z)_j                              (2)

Derivation: docs/derivations/logsumexp.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, axis_of, floats, incoming, not_empty


class Cache(NamedTuple):
    """What backward needs."""

    z: FloatArray
    lse: FloatArray
    axis: int


def logsumexp(z: ArrayLike, *, axis: int = -1) -> FloatArray:
    """Logarithm of the sum of the exponentials along an axis.

    Parameters
    ----------
    z : float array, shape (..., k, ...)
        Any real value; -inf stands for a term that is left out.
    axis : int
        The axis with the k terms; it disappears. By default the last one.

    Returns
    -------
    lse : float array, shape of z without the axis
        Between max z and max z + log k.

    Raises
    ------
    ValueError
        If the axis does not exist, or has no entry.

    Notes
    -----
    The largest term is taken out first (1), so that exp never overflows.

    Examples
    --------
    >>> logsumexp([[1000.0, 1000.0], [0.0, 0.0]]).round(4)
    array([1.0006931e+03, 6.9310000e-01])
    """
    return forward(z, axis=axis)[0]


def forward(z: ArrayLike, *, axis: int = -1) -> tuple[FloatArray, Cache]:
    """Compute the logarithms and their cache."""
    z = floats(z, "z")
    axis = axis_of(z, axis, "z")
    not_empty(z, "z", axis=axis, what="the log-sum-exp")
    m = z.max(axis=axis, keepdims=True)
    m = np.where(np.isinf(m), 0, m)  # inf - inf would be NaN where the answer is known: inf or -inf
    with np.errstate(divide="ignore", over="ignore"):
        lse = np.log(np.exp(z - m).sum(axis=axis)) + m.squeeze(axis)  # (1)
    return lse, Cache(z, lse, axis)


def backward(dlse: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to z."""
    z, lse, axis = cache
    dlse = incoming(dlse, lse, "dlse")
    dz: FloatArray = np.expand_dims(dlse, axis) * np.exp(z - np.expand_dims(lse, axis))  # (2)
    return dz


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a small array and one of its axes."""
    return {"z": rng.normal(scale=2, size=(3, rng.integers(1, 5))), "axis": int(rng.integers(-1, 1))}
