"""A variance over some axes: the mean squared distance from the mean.

    s = mean of (x - m)^2, m the mean of x over the axes     (1)
    dx = 2 ds (x - m) / number of terms                      (2)

Derivation: docs/derivations/reductions.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent.reduction import Axes, incoming_kept, reduction
from descent.reduction import Reduction as Cache
from descent.shapes import FloatArray, axes_of, floats, not_empty


def variance_over(x: ArrayLike, *, axis: Axes = None, keepdims: bool = False) -> FloatArray:
    """Variance over axes.

    Parameters
    ----------
    x : float array, any shape
        The terms.
    axis : int or tuple of int or None
        The axes to go over; None goes over all.
    keepdims : bool
        Whether those axes stay, with length 1.

    Returns
    -------
    s : float array, shape of x without those axes
        The variances, in squared units of x: the mean over all terms, not over one less.

    Raises
    ------
    ValueError
        If an axis does not exist, or there is nothing to take the variance of.

    Notes
    -----
    The mean is taken away before squaring. The mean of squares less the square of the mean is the same number on paper,
    and keeps no digit of it when the mean is large.

    Examples
    --------
    >>> variance_over([[1.0, 3.0], [3.0, 9.0]], axis=1)
    array([1., 9.])
    """
    return forward(x, axis=axis, keepdims=keepdims)[0]


def forward(x: ArrayLike, *, axis: Axes = None, keepdims: bool = False) -> tuple[FloatArray, Cache]:
    """Compute the variances and their cache."""
    x = floats(x, "x")
    axes = axes_of(x, axis, "x")
    not_empty(x, "x", what="a variance")
    return reduction(x, x.var(axis=axes, keepdims=True), axes, keepdims)  # (1)


def backward(ds: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to x."""
    x, kept, _ = cache
    axes = tuple(i for i in range(x.ndim) if kept.shape[i] != x.shape[i])
    share = incoming_kept(ds, cache) * (2 * kept.size / x.size)
    dx: FloatArray = share * (x - x.mean(axis=axes, keepdims=True))  # (2)
    return dx


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw an array and two of its axes."""
    return {"x": rng.normal(size=(2, rng.integers(1, 5), 3)), "axis": (0, -1), "keepdims": bool(rng.integers(2))}
