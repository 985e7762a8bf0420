"""Layer normalisation gives the features of every sample a learnt mean and spread, whatever the batch.

    x^ = (x - mean) / s,  s = sqrt(variance + eps),  y = gamma x^ + beta      (1)
    dx = (h - mean(h) - x^ mean(h x^)) / s,  h = gamma dL/dy                  (2)
    dgamma = sum of x^ dL/dy,  dbeta = sum of dL/dy                           (3)

Mean and variance go over the last axis, for each sample. ``descent.rows`` makes it quick.

Derivation: docs/derivations/normalisation.md
"""

from __future__ import annotations

from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent import fast, rows
from descent.shapes import FloatArray, floats, incoming, not_empty, one_dtype, scalar, vector


class Cache(NamedTuple):
    """What backward needs."""

    x_hat: FloatArray
    s: FloatArray
    gamma: FloatArray
    y: FloatArray


def layer_norm(x: ArrayLike, gamma: ArrayLike, beta: ArrayLike, *, eps: float = 1e-5) -> FloatArray:
    """Normalise each sample over its features.

    Parameters
    ----------
    x : float array, shape (..., d)
        Features along the last axis; each place along the others is normalised by itself.
    gamma : float array, shape (d,)
        The new standard deviation of each feature.
    beta : float array, shape (d,)
        The new mean of each feature.
    eps : float
        Added to the variance, so that a constant does not divide by 0.

    Returns
    -------
    y : float array, shape of x
        The normalised values, stretched by gamma and moved by beta.

    Raises
    ------
    ValueError
        If there is nothing to normalise, or gamma or beta does not have one entry per feature.

    Notes
    -----
    No sample depends on another, so that training and use are the same.

    References
    ----------
    Ba, Kiros and Hinton (2016), Layer Normalization, section 3.

    Examples
    --------
    >>> layer_norm([[1.0, 3.0], [10.0, 30.0]], [1.0, 1.0], [0.0, 5.0], eps=0.0)
    array([[-1.,  6.],
           [-1.,  6.]])
    """
    return forward(x, gamma, beta, eps=eps)[0]


def forward(x: ArrayLike, gamma: ArrayLike, beta: ArrayLike, *, eps: float = 1e-5) -> tuple[FloatArray, Cache]:
    """Compute normalised values and their cache."""
    x = floats(x, "x")
    if x.ndim < 2:
        raise ValueError(
            f"x must have shape (..., d), samples and then features; got {x.shape}. Use np.reshape(x, (1, -1))."
        )
    not_empty(x, "x")
    gamma = vector(gamma, "gamma", length=x.shape[-1], per="factor per feature")
    beta = vector(beta, "beta", length=x.shape[-1], per="shift per feature")
    x, gamma, beta = one_dtype(x, gamma, beta)
    x_hat, s, y = _sweeps(x).normalise(_rows(x), gamma, beta, float(scalar(eps, "eps")))  # (1)
    y = y.reshape(x.shape)
    return y, Cache(x_hat, s, gamma, y)


def backward(dy: ArrayLike, cache: Cache) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give the derivatives with respect to x, gamma and beta."""
    x_hat, s, gamma, y = cache
    g = incoming(dy, y, "dy")
    dx, dgamma, dbeta = _sweeps(y).way_back(_rows(g), x_hat, s, gamma)  # (2), (3)
    return dx.reshape(y.shape), dgamma, dbeta


def _rows(x: FloatArray) -> FloatArray:
    """View x as a matrix whose rows are the samples and places."""
    return np.ascontiguousarray(x).reshape(-1, x.shape[-1])


def _sweeps(x: FloatArray) -> ModuleType:
    """Choose the readable sweeps or, for many numbers, their compiled twins."""
    if not fast.worth_it(x.size):
        return rows
    from descent import _fast_rows  # it brings Numba, which not everybody has, and which takes its time

    return _fast_rows


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a few samples of several features."""
    d = int(rng.integers(3, 6))
    x = rng.normal(loc=1, scale=2, size=(rng.integers(1, 4), 2, d))
    return {"x": x, "gamma": rng.normal(size=d), "beta": rng.normal(size=d), "eps": 0.01}
