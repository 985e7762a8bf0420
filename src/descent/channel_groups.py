"""Sweeps over samples whose channels are normalised group by group; every x has shape (samples, places, channels).

With x^ = (x - mean) / s and h = gamma g, means going over the places and channels of a group, the way back is
(h - mean(h) - x^ mean(h x^)) / s. A few samples are taken at a time, as many as stay in cache from one operation to the
next. ``descent._fast_channel_groups`` holds the same two functions, compiled.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from descent.shapes import FloatArray

CACHE = 1 << 16
"""Numbers of x at a time: a quarter of a megabyte in float32, and there are up to four such arrays."""


def normalise(x: FloatArray, gamma: FloatArray, beta: FloatArray, groups: int, eps: float) -> tuple[FloatArray, ...]:
    """Give x^, s of shape (samples, 1, channels), and gamma x^ + beta."""
    x_hat, y, s = np.empty_like(x), np.empty_like(x), np.empty((len(x), 1, x.shape[2]), x.dtype)
    for few in _few(x):
        part, out = x_hat[few], y[few]
        np.subtract(x[few], _group_means(x[few], groups), out=part)
        np.multiply(part, part, out=out)
        s[few] = np.sqrt(_group_means(out, groups) + eps)
        part /= s[few]
        np.multiply(part, gamma, out=out)
        out += beta
    return x_hat, s, y


def way_back(
    g: FloatArray, x_hat: FloatArray, s: FloatArray, gamma: FloatArray, groups: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give the derivatives with respect to x, gamma and beta."""
    dx, dgamma, dbeta = np.empty_like(x_hat), np.zeros_like(gamma), np.zeros_like(gamma)
    for few in _few(x_hat):
        back, part, out = g[few], x_hat[few], dx[few]
        np.multiply(back, part, out=out)
        along, plain = _place_sums(out), _place_sums(back)
        dgamma += along.sum(axis=0)
        dbeta += plain.sum(axis=0)
        count = out.shape[1]
        np.multiply(part, _by_group(gamma * along, groups, count), out=out)
        np.subtract(back * gamma, out, out=out)
        out -= _by_group(gamma * plain, groups, count)
        out /= s[few]
    return dx, dgamma, dbeta


def _few(x: FloatArray) -> Iterator[slice]:
    """Cut the samples into runs that stay in cache."""
    n, each = len(x), max(1, CACHE // (x.shape[1] * x.shape[2]))
    return (slice(start, stop) for start, stop in pairwise([*range(0, n, each), n]))


def _place_sums(values: FloatArray) -> FloatArray:
    """Add up over places: shape (samples, channels). A product with ones is quicker than a sum with a stride."""
    sums: FloatArray = np.ones(values.shape[1], values.dtype) @ values
    return sums


def _group_means(values: FloatArray, groups: int) -> FloatArray:
    return _by_group(_place_sums(values), groups, values.shape[1])


def _by_group(sums: FloatArray, groups: int, places: int) -> FloatArray:
    """Turn sums over places into means over groups as well, repeated by channel: shape (samples, 1, channels)."""
    n, d = sums.shape
    means = sums.reshape(n, groups, d // groups).mean(axis=2) / places
    return np.repeat(means, d // groups, axis=1)[:, np.newaxis]
