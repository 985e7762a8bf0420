"""Resampling along one axis: which old entries each new one is made of, there and back.

    position of new entry i on the old axis = (i + 1/2) old / new - 1/2, not below 0     (1)

Derivation: docs/derivations/resampling.md
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from descent.scatter import add_at
from descent.shapes import FloatArray


class Taps(NamedTuple):
    """For each new entry, the two old ones around it and how much the right one counts."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    weight: FloatArray


def taps(old: int, new: int, *, smooth: bool) -> Taps:
    """Find where `new` entries lie among `old` ones; not smooth, each copies the one in whose stretch it begins."""
    if not smooth:
        left = np.arange(new) * old // new
        return Taps(left, left, np.zeros(new))
    position = np.maximum((np.arange(new) + 0.5) * (old / new) - 0.5, 0)  # (1)
    left = np.minimum(position.astype(np.int64), old - 1)
    return Taps(left, np.minimum(left + 1, old - 1), position - left)


def resample(x: FloatArray, axis: int, at: Taps) -> FloatArray:
    """Compute the new entries along an axis."""
    y = x.take(at.left, axis)
    if at.weight.any():
        rise = x.take(at.right, axis)
        rise -= y
        rise *= _along(at.weight, axis, y)
        y += rise
    return y


def resample_back(g: FloatArray, axis: int, at: Taps, old: int) -> FloatArray:
    """Add up, for each old entry, what comes back from the new ones that were made of it."""
    dx = np.zeros((*g.shape[:axis], old, *g.shape[axis + 1 :]), g.dtype)
    if not at.weight.any():
        add_at(dx, at.left, g, axis=axis)
        return dx
    to_the_right = g * _along(at.weight, axis, g)
    add_at(dx, at.left, g - to_the_right, axis=axis)
    add_at(dx, at.right, to_the_right, axis=axis)
    return dx


def _along(weight: FloatArray, axis: int, like: FloatArray) -> FloatArray:
    return weight.astype(like.dtype).reshape(-1, *[1] * (like.ndim - axis - 1))
