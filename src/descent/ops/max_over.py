"""The largest entry over some axes: it alone learns.

    s = max of x over the axes                                            (1)
    dx = ds at the first place where x = s, counted row by row, else 0    (2)

Derivation: docs/derivations/reductions.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent.reduction import Axes, incoming_kept, reduction
from descent.reduction import Reduction as Cache
from descent.shapes import FloatArray, axes_of, floats, not_empty


def max_over(x: ArrayLike, *, axis: Axes = None, keepdims: bool = False) -> FloatArray:
    """Maximum over axes.

    Parameters
    ----------
    x : float array, any shape
        The entries to choose from.
    axis : int or tuple of int or None
        The axes to go over; None goes over all.
    keepdims : bool
        Whether those axes stay, with length 1.

    Returns
    -------
    s : float array, shape of x without those axes
        The largest entries.

    Raises
    ------
    ValueError
        If an axis does not exist, or there is nothing to choose from.

    Notes
    -----
    Of several equal entries the first gets the whole derivative, as if the others were a little smaller.

    Examples
    --------
    >>> max_over([[1.0, 2.0], [3.0, 4.0]], axis=1)
    array([2., 4.])
    """
    return forward(x, axis=axis, keepdims=keepdims)[0]


def forward(x: ArrayLike, *, axis: Axes = None, keepdims: bool = False) -> tuple[FloatArray, Cache]:
    """Compute the maxima and their cache."""
    x = floats(x, "x")
    axes = axes_of(x, axis, "x")
    not_empty(x, "x", what="a maximum")
    return reduction(x, x.max(axis=axes, keepdims=True), axes, keepdims)  # (1)


def backward(ds: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to x."""
    x, kept, _ = cache
    over = tuple(i for i in range(x.ndim) if kept.shape[i] != x.shape[i])
    stay = tuple(i for i in range(x.ndim) if i not in over)
    rows = x.transpose(stay + over).reshape(kept.size, -1)  # one row for each maximum
    dx = np.zeros(rows.shape, x.dtype)
    dx[np.arange(len(rows)), rows.argmax(axis=1)] = incoming_kept(ds, cache).ravel()  # (2), argmax finds the first
    shape = tuple(x.shape[i] for i in stay + over)
    return dx.reshape(shape).transpose(np.argsort(stay + over))


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw an array without equal entries, and two of its axes."""
    shape = (2, int(rng.integers(1, 5)), 3)
    x = 0.3 * rng.permutation(np.prod(shape)).reshape(shape)
    return {"x": x - 1, "axis": (0, -1), "keepdims": bool(rng.integers(2))}
