"""Sweeps over a matrix whose rows are normalised each by itself, for layer normalisation.

With x^ = (x - mean) / s and h = gamma g, means going along a row, the way back is (h - mean(h) - x^ mean(h x^)) / s.
``descent._fast_rows`` holds the same two functions, compiled.
"""

from __future__ import annotations

import numpy as np

from descent.shapes import FloatArray


def normalise(x: FloatArray, gamma: FloatArray, beta: FloatArray, eps: float) -> tuple[FloatArray, ...]:
    """Give x^, s of shape (n, 1), and gamma x^ + beta."""
    d = x.shape[1]
    x_hat = x - x @ np.full((d, 1), 1 / d, x.dtype)  # a product is the fastest sum along rows
    s = np.sqrt(np.vecdot(x_hat, x_hat)[:, None] / d + eps)
    x_hat /= s
    y = x_hat * gamma
    y += beta
    return x_hat, s, y


def way_back(g: FloatArray, x_hat: FloatArray, s: FloatArray, gamma: FloatArray) -> tuple[FloatArray, ...]:
    """Give the derivatives with respect to x, gamma and beta."""
    n, d = g.shape
    share = (gamma / d)[:, None]  # one product with it is the mean of h, or of h x^
    along = g * x_hat
    every = np.ones(n, g.dtype)
    dgamma, dbeta = every @ along, every @ g
    mean_h, mean_hx = g @ share, along @ share
    dx = np.multiply(g, gamma, out=along)
    dx -= mean_h
    dx -= x_hat * mean_hx
    dx /= s
    return dx, dgamma, dbeta
