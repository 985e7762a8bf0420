"""Group normalisation gives groups of channels a mean and spread within every picture, whatever the batch.

    x^ = (x - mean) / s,  s = sqrt(variance + eps),  y = gamma x^ + beta      (1)
    dx = (h - mean(h) - x^ mean(h x^)) / s,  h = gamma dL/dy                  (2)
    dgamma = sum of x^ dL/dy,  dbeta = sum of dL/dy                           (3)

Mean and variance go over all places and the channels of a group, for each sample.

Derivation: docs/derivations/normalisation.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, check_groups, floats, incoming, not_empty, one_dtype, scalar, vector


class Cache(NamedTuple):
    """What backward needs."""

    x_hat: FloatArray
    s: FloatArray
    gamma: FloatArray
    y: FloatArray
    groups: int


def group_norm(x: ArrayLike, gamma: ArrayLike, beta: ArrayLike, *, groups: int = 1, eps: float = 1e-5) -> FloatArray:
    """Normalise groups of channels, sample by sample.

    Parameters
    ----------
    x : float array, shape (n, ..., d)
        Samples; their places, such as rows and columns; channels along the last axis.
    gamma : float array, shape (d,)
        The new standard deviation of each channel.
    beta : float array, shape (d,)
        The new mean of each channel.
    groups : int
        How many groups the channels are divided into, in their order. As many as channels is instance normalisation.
    eps : float
        Added to the variance, so that a constant does not divide by 0.

    Returns
    -------
    y : float array, shape of x
        The normalised values, stretched by gamma and moved by beta.

    Raises
    ------
    ValueError
        If there is nothing to normalise, the groups do not divide the channels, or gamma or beta does not have one
        entry per channel.

    References
    ----------
    Wu and He (2018), Group Normalization, section 3. Ulyanov, Vedaldi and Lempitsky (2016), Instance Normalization.

    Examples
    --------
    >>> group_norm([[1.0, 3.0, 10.0, 30.0]], np.ones(4), np.zeros(4), groups=2, eps=0.0)
    array([[-1.,  1., -1.,  1.]])
    """
    return forward(x, gamma, beta, groups=groups, eps=eps)[0]


def forward(
    x: ArrayLike, gamma: ArrayLike, beta: ArrayLike, *, groups: int = 1, eps: float = 1e-5
) -> tuple[FloatArray, Cache]:
    """Compute normalised values and their cache."""
    x = floats(x, "x")
    if x.ndim < 2:
        raise ValueError(f"x must have shape (n, ..., d), samples first, channels last; got {x.shape}.")
    not_empty(x, "x")
    d = x.shape[-1]
    gamma = vector(gamma, "gamma", length=d, per="factor per channel")
    beta = vector(beta, "beta", length=d, per="shift per channel")
    check_groups(groups, d)
    x, gamma, beta = one_dtype(x, gamma, beta)
    places = x.reshape(len(x), -1, d)
    x_hat = places - _group_means(places, groups)
    s = np.sqrt(_group_means(x_hat * x_hat, groups) + float(scalar(eps, "eps")))  # (n, 1, d)
    x_hat /= s
    y = (gamma * x_hat + beta).reshape(x.shape)  # (1)
    return y, Cache(x_hat, s, gamma, y, groups)


def backward(dy: ArrayLike, cache: Cache) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give the derivatives with respect to x, gamma and beta."""
    x_hat, s, gamma, y, groups = cache
    g = incoming(dy, y, "dy").reshape(x_hat.shape)
    h, stretched = gamma * g, g * x_hat
    dx = h - _group_means(h, groups)
    dx -= x_hat * _group_means(gamma * stretched, groups)
    dx /= s  # (2)
    return dx.reshape(y.shape), stretched.sum(axis=(0, 1)), g.sum(axis=(0, 1))  # (3)


def _group_means(values: FloatArray, groups: int) -> FloatArray:
    """Take means over places and the channels of a group, of (n, places, d), and repeat them by channel: (n, 1, d)."""
    n, places, d = values.shape
    sums = np.ones(places, values.dtype) @ values  # (n, d); quicker than a sum with a stride
    means = sums.reshape(n, groups, d // groups).mean(axis=2) / places
    return np.repeat(means, d // groups, axis=1)[:, np.newaxis]


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a few samples with several places, and channels in two groups."""
    x = rng.normal(loc=1, scale=2, size=(rng.integers(1, 4), 2, 3, 4))
    return {"x": x, "gamma": rng.normal(size=4), "beta": rng.normal(size=4), "groups": 2, "eps": 0.01}
