"""The sweeps of ``descent.channel_groups``, compiled: all channels of a place at once, and no array in between.

Sums are taken in the dtype of the numbers over a few places, and over all places in float64.
"""

from __future__ import annotations

import numpy as np

from descent._fast_compiled import compiled
from descent.shapes import FloatArray

FEW = 64
"""Places that are added up before the sum goes into float64."""


@compiled
def _by_group(sums: FloatArray, groups: int, places: int, out: FloatArray) -> None:
    """Turn sums over places into means over groups as well, repeated by channel."""
    each = len(sums) // groups
    for first in range(0, len(sums), each):
        total = 0.0
        for j in range(first, first + each):
            total += sums[j]
        for j in range(first, first + each):
            out[j] = total / (each * places)


@compiled
def normalise(x: FloatArray, gamma: FloatArray, beta: FloatArray, groups: int, eps: float) -> tuple[FloatArray, ...]:
    """Give x^, s of shape (samples, 1, channels), and gamma x^ + beta."""
    n, places, d = x.shape
    x_hat, y, s = np.empty_like(x), np.empty_like(x), np.empty((n, 1, d), x.dtype)
    part, mean, total, squares = np.empty_like(gamma), np.empty_like(gamma), np.empty(d), np.empty(d)
    for i in range(n):
        total[:] = 0
        for start in range(0, places, FEW):
            part[:] = 0
            for p in range(start, min(start + FEW, places)):
                for j in range(d):
                    part[j] += x[i, p, j]
            for j in range(d):
                total[j] += part[j]
        _by_group(total, groups, places, mean)
        squares[:] = 0
        for start in range(0, places, FEW):
            part[:] = 0
            for p in range(start, min(start + FEW, places)):
                for j in range(d):
                    part[j] += (x[i, p, j] - mean[j]) * (x[i, p, j] - mean[j])
            for j in range(d):
                squares[j] += part[j]
        spread = s[i, 0]
        _by_group(squares, groups, places, spread)
        for j in range(d):
            spread[j] = np.sqrt(spread[j] + eps)
            part[j] = 1 / spread[j]
        for p in range(places):
            row, out = x_hat[i, p], y[i, p]
            for j in range(d):
                row[j] = (x[i, p, j] - mean[j]) * part[j]
                out[j] = row[j] * gamma[j] + beta[j]
    return x_hat, s, y


@compiled
def way_back(
    g: FloatArray, x_hat: FloatArray, s: FloatArray, gamma: FloatArray, groups: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give the derivatives with respect to x, gamma and beta."""
    n, places, d = g.shape
    dx, dgamma, dbeta, along, plain = np.empty_like(x_hat), np.zeros(d), np.zeros(d), np.empty(d), np.empty(d)
    some, other, mean_h, mean_hx = (
        np.empty_like(gamma), np.empty_like(gamma), np.empty_like(gamma), np.empty_like(gamma)
    )  # fmt: skip
    for i in range(n):
        along[:] = 0
        plain[:] = 0
        for start in range(0, places, FEW):
            some[:] = 0
            other[:] = 0
            for p in range(start, min(start + FEW, places)):
                for j in range(d):
                    some[j] += g[i, p, j] * x_hat[i, p, j]
                    other[j] += g[i, p, j]
            for j in range(d):
                along[j] += some[j]
                plain[j] += other[j]
        for j in range(d):
            dgamma[j] += along[j]
            dbeta[j] += plain[j]
            along[j] *= gamma[j]
            plain[j] *= gamma[j]
        _by_group(along, groups, places, mean_hx)
        _by_group(plain, groups, places, mean_h)
        for j in range(d):
            some[j] = 1 / s[i, 0, j]
        for p in range(places):
            out = dx[i, p]
            for j in range(d):
                out[j] = (g[i, p, j] * gamma[j] - mean_h[j] - x_hat[i, p, j] * mean_hx[j]) * some[j]
    return dx, dgamma.astype(g.dtype), dbeta.astype(g.dtype)
