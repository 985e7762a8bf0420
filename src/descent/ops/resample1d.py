"""Resampling draws a sequence with more or fewer steps, by straight lines between the old ones.

    y_i = (1 - w_i) x_l(i) + w_i x_l(i)+1                              (2)
    dx_j = sum over the i that drew on j of their part of dy_i        (3)

Derivation: docs/derivations/resampling.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.resampling import Taps, resample, resample_back, taps
from descent.shapes import FloatArray, floats, incoming, not_empty


class Cache(NamedTuple):
    """What backward needs."""

    y: FloatArray
    at: tuple[Taps, ...]
    shape: tuple[int, ...]


def resample1d(x: ArrayLike, *, size: int | None = None, scale: float = 2.0) -> FloatArray:
    """Sequences with another number of steps.

    Parameters
    ----------
    x : float array, shape (n, T, d)
        Sequences; each of the d features is resampled alone.
    size : int or None
        The new size. By default the old one times scale, rounded down.
    scale : float
        What to multiply the old size by, where no size is given.

    Returns
    -------
    y : float array, shape (n, new T, d)
        The values at the new places.

    Raises
    ------
    ValueError
        If x has another number of axes or nothing to draw from, or the new size is not positive.

    Examples
    --------
    >>> resample1d([[[0.0], [4.0]]], size=4)[0, :, 0]
    array([0., 1., 3., 4.])
    """
    return forward(x, size=size, scale=scale)[0]


def forward(x: ArrayLike, *, size: int | None = None, scale: float = 2.0) -> tuple[FloatArray, Cache]:
    """Compute the values at the new places and their cache."""
    x = floats(x, "x")
    if x.ndim != 3:
        raise ValueError(f"x must have shape (n, T, d); got {x.shape}. Use np.expand_dims for one sequence.")
    not_empty(x, "x", axis=1, what="a resampled sequence")
    new = size if size is not None else int(x.shape[1] * scale)
    if new < 1:
        raise ValueError(f"size must be a positive number; got {new}. Give a size, or a larger scale.")
    at = taps(x.shape[1], new, smooth=True)
    y = resample(x, 1, at)  # (2)
    return y, Cache(y, (at,), x.shape)


def backward(dy: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to x."""
    y, at, shape = cache
    g = incoming(dy, y, "dy")
    return resample_back(g, 1, at[0], shape[1])  # (3)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a short sequence to be made longer or shorter."""
    return {"x": rng.normal(size=(2, 4, 3)), "size": int(rng.integers(1, 9))}
