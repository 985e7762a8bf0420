"""A sum over some axes; on the way back every term gets what the sum gets.

    s = sum of x over the axes                   (1)
    dx = ds, the same for every term             (2)

Derivation: docs/derivations/reductions.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent.reduction import Axes, incoming_kept, reduction
from descent.reduction import Reduction as Cache
from descent.shapes import FloatArray, axes_of, floats


def sum_over(x: ArrayLike, *, axis: Axes = None, keepdims: bool = False) -> FloatArray:
    """Sum over axes.

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
        The sums; 0 where there is nothing to add.

    Raises
    ------
    ValueError
        If an axis does not exist.

    Examples
    --------
    >>> sum_over([[1.0, 2.0], [3.0, 4.0]], axis=0)
    array([4., 6.])
    """
    return forward(x, axis=axis, keepdims=keepdims)[0]


def forward(x: ArrayLike, *, axis: Axes = None, keepdims: bool = False) -> tuple[FloatArray, Cache]:
    """Compute the sums and their cache."""
    x = floats(x, "x")
    axes = axes_of(x, axis, "x")
    return reduction(x, x.sum(axis=axes, keepdims=True), axes, keepdims)  # (1)


def backward(ds: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to x."""
    return np.broadcast_to(incoming_kept(ds, cache), cache.x.shape)  # (2), every entry the same one: nothing is copied


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw an array and two of its axes."""
    return {"x": rng.normal(size=(2, rng.integers(1, 5), 3)), "axis": (0, -1), "keepdims": bool(rng.integers(2))}
