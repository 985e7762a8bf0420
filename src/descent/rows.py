"""Sweeps over a matrix whose rows are normalised each by itself, for layer normalisation.

With x^ = (x - mean) / s and h = gamma g, means going along a row, the way back is (h - mean(h) - x^ mean(h x^)) / s.
Some rows are taken at a time, as many as stay in cache from one operation to the next. ``descent._fast_rows`` holds the
same two functions, compiled.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from descent.shapes import FloatArray

CACHE = 1 << 16
"""Numbers of x at a time: a quarter of a megabyte in float32, and there are up to four such arrays."""


def normalise(x: FloatArray, gamma: FloatArray, beta: FloatArray, eps: float) -> tuple[FloatArray, ...]:
    """Give x^, s of shape (n, 1), and gamma x^ + beta."""
    n, d = x.shape
    x_hat, s, y, share = np.empty_like(x), np.empty((n, 1), x.dtype), np.empty_like(x), np.full((d, 1), 1 / d, x.dtype)
    for some in _some(x):
        part, out = x_hat[some], y[some]
        np.subtract(x[some], x[some] @ share, out=part)  # a product is the fastest sum along rows
        s[some] = np.sqrt(np.vecdot(part, part)[:, None] / d + eps)
        part /= s[some]
        np.multiply(part, gamma, out=out)
        out += beta
    return x_hat, s, y


def way_back(g: FloatArray, x_hat: FloatArray, s: FloatArray, gamma: FloatArray) -> tuple[FloatArray, ...]:
    """Give the derivatives with respect to x, gamma and beta."""
    dx, dgamma, dbeta = np.empty_like(x_hat), np.zeros_like(gamma), np.zeros_like(gamma)
    share = (gamma / g.shape[1])[:, None]  # one product with it is the mean of h, or of h x^
    for some in _some(g):
        back, part, out = g[some], x_hat[some], dx[some]
        along, every = back * part, np.ones(len(back), g.dtype)
        dgamma += every @ along
        dbeta += every @ back
        mean_h, mean_hx = back @ share, along @ share
        np.multiply(back, gamma, out=out)
        out -= mean_h
        out -= np.multiply(part, mean_hx, out=along)
        out /= s[some]
    return dx, dgamma, dbeta


def _some(x: FloatArray) -> Iterator[slice]:
    """Cut the rows into runs that stay in cache."""
    n, each = len(x), max(1, CACHE // x.shape[1])
    return (slice(start, stop) for start, stop in pairwise([*range(0, n, each), n]))
