"""Reductions: what it takes to go over some axes of an array and, in the derivative, to come back.

Derivation: docs/derivations/reductions.md
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, incoming

Axes = int | tuple[int, ...] | None
"""The axes to go over: one, several, or None for all."""


class Reduction(NamedTuple):
    """What backward needs: the array, the result with axes of length 1, and the result as it was returned."""

    x: FloatArray
    kept: FloatArray
    s: FloatArray


def reduction(x: FloatArray, kept: FloatArray, axes: tuple[int, ...], keepdims: bool) -> tuple[FloatArray, Reduction]:
    """Return a result computed with keepdims=True as the caller wants it, and its cache."""
    kept = np.asarray(kept)
    s = kept if keepdims else kept.squeeze(axis=axes)
    return s, Reduction(x, kept, s)


def incoming_kept(ds: ArrayLike, cache: Reduction) -> FloatArray:
    """Check the derivative that comes back, and give it axes of length 1, so that it broadcasts against x."""
    return incoming(ds, cache.s, "ds").reshape(cache.kept.shape)
