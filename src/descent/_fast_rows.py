"""The sweeps of ``descent.rows``, compiled: a row is read and written while it lies in the nearest cache."""

from __future__ import annotations

import numpy as np

from descent._fast_compiled import compiled, compiled_sums
from descent.shapes import FloatArray

FEW = 64
"""Rows that are added up before the sum goes into float64."""


@compiled_sums
def _centre(row: FloatArray, out: FloatArray) -> float:
    """Write a row less its mean; give the mean of the squares of what is left."""
    d, total = len(row), row[0] * 0
    for j in range(d):
        total += row[j]
    mean, squares = total / row.dtype.type(d), row[0] * 0
    for j in range(d):
        out[j] = row[j] - mean
        squares += out[j] * out[j]
    return squares / row.dtype.type(d)  # type: ignore[no-any-return]


@compiled_sums
def _means(g: FloatArray, x_hat: FloatArray, gamma: FloatArray) -> tuple[float, float]:
    """Mean of h = gamma g, and of h x^, along a row."""
    plain, along, d = g[0] * 0, g[0] * 0, g.dtype.type(len(g))
    for j in range(len(g)):
        h = gamma[j] * g[j]
        plain += h
        along += h * x_hat[j]
    return plain / d, along / d


@compiled
def normalise(x: FloatArray, gamma: FloatArray, beta: FloatArray, eps: float) -> tuple[FloatArray, ...]:
    """Give x^, s of shape (n, 1), and gamma x^ + beta."""
    n, d = x.shape
    x_hat, s, y = np.empty_like(x), np.empty((n, 1), x.dtype), np.empty_like(x)
    for i in range(n):
        row, out = x_hat[i], y[i]
        s[i, 0] = np.sqrt(_centre(x[i], row) + eps)
        factor = x.dtype.type(1) / s[i, 0]
        for j in range(d):
            row[j] *= factor
            out[j] = row[j] * gamma[j] + beta[j]
    return x_hat, s, y


@compiled
def way_back(g: FloatArray, x_hat: FloatArray, s: FloatArray, gamma: FloatArray) -> tuple[FloatArray, ...]:
    """Give the derivatives with respect to x, gamma and beta."""
    n, d = g.shape
    dx, dgamma, dbeta = np.empty_like(g), np.zeros(d), np.zeros(d)
    along, plain = np.empty_like(gamma), np.empty_like(gamma)
    for start in range(0, n, FEW):
        along[:] = 0
        plain[:] = 0
        for i in range(start, min(start + FEW, n)):
            back, row, out = g[i], x_hat[i], dx[i]
            mean_h, mean_hx = _means(back, row, gamma)
            factor = g.dtype.type(1) / s[i, 0]
            for j in range(d):
                along[j] += back[j] * row[j]
                plain[j] += back[j]
                out[j] = (back[j] * gamma[j] - mean_h - row[j] * mean_hx) * factor
        for j in range(d):
            dgamma[j] += along[j]
            dbeta[j] += plain[j]
    return dx, dgamma.astype(g.dtype), dbeta.astype(g.dtype)
