"""Batch normalisation gives every feature a learnt mean and spread over the samples of a batch.

    x^ = (x - mean) / s,  s = sqrt(variance + eps),  y = gamma x^ + beta      (1)
    dx = (h - mean(h) - x^ mean(h x^)) / s,  h = gamma dL/dy                  (2)
    dgamma = sum of x^ dL/dy,  dbeta = sum of dL/dy                           (3)

Mean and variance go over the leading axes, for each feature.

Derivation: docs/derivations/normalisation.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, floats, incoming, not_empty, scalar, vector


class Cache(NamedTuple):
    """What backward needs and, for running means, what was measured."""

    x_hat: FloatArray
    s: FloatArray
    gamma: FloatArray
    y: FloatArray
    mean: FloatArray
    variance: FloatArray


def batch_norm(x: ArrayLike, gamma: ArrayLike, beta: ArrayLike, *, eps: float = 1e-5) -> FloatArray:
    """Normalise each feature over the batch, as in training.

    Parameters
    ----------
    x : float array, shape (..., d)
        Samples, and for pictures their rows and columns, along the leading axes; features along the last.
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
    The variance divides by the number of samples, not by one less. The cache holds ``mean`` and ``variance``, each of
    shape (d,): a network that is used after training takes their running means instead of those of a batch.

    References
    ----------
    Ioffe and Szegedy (2015), Batch Normalization, algorithm 1.

    Examples
    --------
    >>> batch_norm([[1.0, 10.0], [3.0, 30.0]], [1.0, 1.0], [0.0, 5.0], eps=0.0)
    array([[-1.,  4.],
           [ 1.,  6.]])
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
    axes = tuple(range(x.ndim - 1))
    mean = x.mean(axis=axes, keepdims=True)
    centred = x - mean
    variance = (centred * centred).mean(axis=axes, keepdims=True)
    s = np.sqrt(variance + float(scalar(eps, "eps")))
    x_hat = centred / s
    y = gamma * x_hat + beta  # (1)
    return y, Cache(x_hat, s, gamma, y, mean.ravel(), variance.ravel())


def backward(dy: ArrayLike, cache: Cache) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give the derivatives with respect to x, gamma and beta."""
    x_hat, s, gamma, y, _, _ = cache
    g = incoming(dy, y, "dy")
    features = tuple(range(y.ndim - 1))
    axes = features
    h = gamma * g
    dx = (h - h.mean(axis=axes, keepdims=True) - x_hat * (h * x_hat).mean(axis=axes, keepdims=True)) / s  # (2)
    return dx, (g * x_hat).sum(axis=features), g.sum(axis=features)  # (3)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw enough samples for their mean and variance to mean something."""
    d = int(rng.integers(1, 4))
    x = rng.normal(loc=1, scale=2, size=(rng.integers(3, 6), 2, d))
    return {"x": x, "gamma": rng.normal(size=d), "beta": rng.normal(size=d), "eps": 0.01}
