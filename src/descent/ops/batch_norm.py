"""Batch normalisation gives every feature a learnt mean and spread over the samples of a batch.

    x^ = (x - mean) / s,  s = sqrt(variance + eps),  y = gamma x^ + beta      (1)
    dx = (h - mean(h) - x^ mean(h x^)) / s,  h = gamma dL/dy                  (2)
    dgamma = sum of x^ dL/dy,  dbeta = sum of dL/dy                           (3)

Mean and variance go over the leading axes, for each feature. When they are given, as after training, they are
constants, and dx = h / s. ``descent.columns`` makes it quick.

Derivation: docs/derivations/normalisation.md
"""

from __future__ import annotations

from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent import columns, fast
from descent.shapes import FloatArray, floats, incoming, not_empty, one_dtype, scalar, vector


class Cache(NamedTuple):
    """What backward needs and, for running means, what was measured."""

    x: FloatArray
    s: FloatArray
    gamma: FloatArray
    y: FloatArray
    mean: FloatArray
    variance: FloatArray
    measured: bool
    """Whether mean and variance are those of x."""


def batch_norm(
    x: ArrayLike,
    gamma: ArrayLike,
    beta: ArrayLike,
    *,
    mean: ArrayLike | None = None,
    variance: ArrayLike | None = None,
    eps: float = 1e-5,
) -> FloatArray:
    """Normalise each feature over the batch, or by a mean and a variance that are known.

    Parameters
    ----------
    x : float array, shape (..., d)
        Samples, and for pictures their rows and columns, along the leading axes; features along the last.
    gamma : float array, shape (d,)
        The new standard deviation of each feature.
    beta : float array, shape (d,)
        The new mean of each feature.
    mean : float array, shape (d,), or None
        None, as in training: that of x. Otherwise such as the running mean of training.
    variance : float array, shape (d,), or None
        Given if and only if the mean is.
    eps : float
        Added to the variance, so that a constant does not divide by 0.

    Returns
    -------
    y : float array, shape of x
        The normalised values, stretched by gamma and moved by beta.

    Raises
    ------
    ValueError
        If there is nothing to normalise, something does not have one entry per feature, or mean comes without
        variance.

    Notes
    -----
    The variance divides by the number of samples, not by one less. The cache holds ``mean`` and ``variance``, each of
    shape (d,): training keeps running means of them, for use afterwards.

    References
    ----------
    Ioffe and Szegedy (2015), Batch Normalization, algorithm 1.

    Examples
    --------
    >>> batch_norm([[1.0, 10.0], [3.0, 30.0]], [1.0, 1.0], [0.0, 5.0], eps=0.0)
    array([[-1.,  4.],
           [ 1.,  6.]])
    """
    return forward(x, gamma, beta, mean=mean, variance=variance, eps=eps)[0]


def forward(
    x: ArrayLike,
    gamma: ArrayLike,
    beta: ArrayLike,
    *,
    mean: ArrayLike | None = None,
    variance: ArrayLike | None = None,
    eps: float = 1e-5,
) -> tuple[FloatArray, Cache]:
    """Compute normalised values and their cache."""
    x = floats(x, "x")
    if x.ndim < 2:
        raise ValueError(
            f"x must have shape (..., d), samples and then features; got {x.shape}. Use np.reshape(x, (1, -1))."
        )
    not_empty(x, "x")
    d = x.shape[-1]
    gamma = vector(gamma, "gamma", length=d, per="factor per feature")
    beta = vector(beta, "beta", length=d, per="shift per feature")
    x, gamma, beta = one_dtype(x, gamma, beta)
    if mean is None and variance is None:
        m, v = _sweeps(x).moments(_rows(x))
        v = v.astype(x.dtype)
    elif mean is None or variance is None:
        raise ValueError("mean and variance must be given together; got one alone. Pass both, or neither.")
    else:
        m = vector(mean, "mean", length=d, per="mean per feature").astype(x.dtype)
        v = vector(variance, "variance", length=d, per="variance per feature").astype(x.dtype)
    s = np.sqrt(v + float(scalar(eps, "eps")))
    y = np.empty(x.shape, x.dtype)
    _sweeps(x).stretch(_rows(x), m, gamma / s, beta, _rows(y))  # (1)
    return y, Cache(x, s, gamma, y, m, v, mean is None)


def backward(dy: ArrayLike, cache: Cache) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give the derivatives with respect to x, gamma and beta."""
    x, s, gamma, y, mean, _, measured = cache
    g, sweeps = incoming(dy, y, "dy"), _sweeps(x)
    rows, back, factor = _rows(x), _rows(g), gamma / s
    dbeta, along = sweeps.sums(rows, back, mean)
    dgamma, n = along / s, len(rows)  # (3)
    dbeta_out, dgamma_out = dbeta.astype(x.dtype), dgamma.astype(x.dtype)
    if not measured:
        return g * factor, dgamma_out, dbeta_out
    dx = np.empty(x.shape, x.dtype)
    # (2): h - mean(h) - x^ mean(h x^) = gamma (g - dbeta / n - (x - mean) dgamma / (n s))
    slope, level = (dgamma / (n * s)).astype(x.dtype), (dbeta / n).astype(x.dtype)
    sweeps.way_back(rows, back, mean, slope, level, factor, _rows(dx))
    return dx, dgamma_out, dbeta_out


def _rows(x: FloatArray) -> FloatArray:
    """View x as a matrix whose rows are the samples and places."""
    return np.ascontiguousarray(x).reshape(-1, x.shape[-1])


def _sweeps(x: FloatArray) -> ModuleType:
    """Choose the readable sweeps or, for many numbers, their compiled twins."""
    if not fast.worth_it(x.size):
        return columns
    from descent import _fast_columns  # it brings Numba, which not everybody has, and which takes its time

    return _fast_columns


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw enough samples for their mean and variance to mean something."""
    d = int(rng.integers(1, 4))
    x = rng.normal(loc=1, scale=2, size=(rng.integers(3, 6), 2, d))
    return {"x": x, "gamma": rng.normal(size=d), "beta": rng.normal(size=d), "eps": 0.01}
