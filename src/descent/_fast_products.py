"""Products of matrices with few columns, and with many rows, compiled: see ``descent.products``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from descent._fast_compiled import compiled
from descent._fast_tiles import LANES, PIXELS, add_products, load, save
from descent.shapes import FloatArray

DEEP = 256
"""Rows of B at a time: with two vectors of columns they stay in the nearest cache, while A is gone through."""


def _columns(vectors: int) -> Callable[..., Any]:
    """Compile the product for so many vectors of columns."""

    @compiled
    def some(
        A: FloatArray, B: FloatArray, out: FloatArray, depth: int, n: int, first: int, nothing: FloatArray
    ) -> None:
        rows = len(out) // n
        whole = rows - rows % PIXELS
        for near in range(0, depth, DEEP):
            far = min(near + DEEP, depth)
            for m in range(0, whole, PIXELS):
                at = m * n + first
                tile = load(out, at, n, vectors) if near else load(nothing, 0, 0, vectors)
                for k in range(near, far):
                    tile = add_products(tile, A, m * depth + k, depth, B, k * n + first)
                save(tile, out, at, n)
        if whole < rows:  # the last tile overlaps the one before
            m, tile = rows - PIXELS, load(nothing, 0, 0, vectors)
            for k in range(depth):
                tile = add_products(tile, A, m * depth + k, depth, B, k * n + first)
            save(tile, out, m * n + first, n)

    return some


_two, _one = _columns(2), _columns(1)


@compiled
def product(A: FloatArray, B: FloatArray, out: FloatArray) -> None:
    """Write A B into out."""
    depth, n = B.shape
    nothing, first = np.zeros(2 * LANES, A.dtype), 0
    a, b, c = A.reshape(-1), B.reshape(-1), out.reshape(-1)
    while first + 2 * LANES <= n:
        _two(a, b, c, depth, n, first, nothing)
        first += 2 * LANES
    if first < n:
        _one(a, b, c, depth, n, first, nothing)


@compiled
def tall(A: FloatArray, B: FloatArray, b: FloatArray, out: FloatArray) -> None:
    """Write A B + b into out; B has a multiple of two vectors of columns, and so few rows that these two stay near.

    Such a panel is copied into one piece of memory, and then all rows of A are gone through.
    """
    depth, n = B.shape
    panel = np.empty(depth * 2 * LANES, A.dtype)
    a, c, rows = A.reshape(-1), out.reshape(-1), len(A)
    for first in range(0, n, 2 * LANES):
        for k in range(depth):
            for j in range(2 * LANES):
                panel[k * 2 * LANES + j] = B[k, first + j]
        for some in range(0, rows, PIXELS):
            m = min(some, rows - PIXELS)  # the last tile overlaps the one before
            tile, at = load(b, first, 0, 2), m * depth
            for k in range(depth):
                tile = add_products(tile, a, at + k, depth, panel, k * 2 * LANES)
            save(tile, c, m * n + first, n)
