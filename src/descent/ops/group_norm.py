"""Group normalisation gives groups of channels a mean and spread within every picture, whatever the batch.

    x^ = (x - mean) / s,  s = sqrt(variance + eps),  y = gamma x^ + beta      (1)
    dx = (h - mean(h) - x^ mean(h x^)) / s,  h = gamma dL/dy                  (2)
    dgamma = sum of x^ dL/dy,  dbeta = sum of dL/dy                           (3)

Mean and variance go over all places and the channels of a group, for each sample.
``descent.channel_groups`` makes it quick.

Derivation: docs/derivations/normalisation.md
"""

from __future__ import annotations

from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent import channel_groups, fast
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
    x_hat, s, y = _sweeps(x).normalise(_places(x), gamma, beta, groups, float(scalar(eps, "eps")))  # (1)
    y = y.reshape(x.shape)
    return y, Cache(x_hat, s, gamma, y, groups)


def backward(dy: ArrayLike, cache: Cache) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give the derivatives with respect to x, gamma and beta."""
    x_hat, s, gamma, y, groups = cache
    dx, dgamma, dbeta = _sweeps(y).way_back(_places(incoming(dy, y, "dy")), x_hat, s, gamma, groups)  # (2), (3)
    return dx.reshape(y.shape), dgamma, dbeta


def _places(x: FloatArray) -> FloatArray:
    """View x as samples, places, channels."""
    return np.ascontiguousarray(x).reshape(len(x), -1, x.shape[-1])


def _sweeps(x: FloatArray) -> ModuleType:
    """Choose the readable sweeps or, for many numbers, their compiled twins."""
    if not fast.worth_it(x.size):
        return channel_groups
    from descent import _fast_channel_groups  # it brings Numba, which not everybody has, and which takes its time

    return _fast_channel_groups


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a few samples with several places, and channels in two groups."""
    x = rng.normal(loc=1, scale=2, size=(rng.integers(1, 4), 2, 3, 4))
    return {"x": x, "gamma": rng.normal(size=4), "beta": rng.normal(size=4), "groups": 2, "eps": 0.01}
