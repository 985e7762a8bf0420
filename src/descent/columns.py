"""Arithmetic down the columns of tall arrays of shape (..., d), quickly whatever d is.

Two things make it slow when it is written as it is meant: every step of a formula goes through the whole array, which
no cache holds, and for a small d the loop along a row is over before it gets going. So the array is taken in blocks of
rows that stay in cache, all steps one after the other for each, and several rows are laid end to end as one long row.

``descent._fast_columns`` holds ``moments`` and what follows, compiled.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from descent.shapes import FloatArray

BLOCK = 1 << 17
"""Bytes of one array at a time; three or four of them are to stay in the second-level cache together."""

LONG = 1024
"""Entries of a row that is long enough."""


def row_blocks(*arrays: FloatArray) -> Iterator[tuple[FloatArray, ...]]:
    """Yield the same few rows of every array as matrices, each row of which is one row of the array or several."""
    d = arrays[0].shape[-1]
    n, several = arrays[0].size // d, _rows_in_one(d)
    rows = several * max(1, BLOCK // (several * d * arrays[0].itemsize))
    flat = [array.reshape(n, d) for array in arrays]
    whole = n - n % several
    for start, stop in pairwise([*range(0, whole, rows), whole]):
        yield tuple(array[start:stop].reshape(-1, several * d) for array in flat)
    if whole < n:
        yield tuple(array[whole:] for array in flat)


def repeated(values: FloatArray) -> FloatArray:
    """Lay d values end to end as often as a row of a block has them; for a narrower block, take the beginning."""
    return np.tile(values, _rows_in_one(len(values)))


def column_sums(block: FloatArray, d: int) -> FloatArray:
    """Add up the d columns of a block. A product with ones is quicker than a sum down the columns."""
    sums: FloatArray = np.ones(len(block), block.dtype) @ block
    return np.asarray(sums.reshape(-1, d).sum(axis=0))


def moments(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Mean and variance of every column, adding up the blocks in float64."""
    n, d = x.shape
    mean = (sum(column_sums(rows, d).astype(np.float64) for (rows,) in row_blocks(x)) / n).astype(x.dtype)
    centre, squares = repeated(mean), np.zeros(d)
    for (rows,) in row_blocks(x):
        centred = rows - centre[: rows.shape[1]]
        squares += column_sums(centred * centred, d)
    return mean, squares / n


def stretch(x: FloatArray, centre: FloatArray, factor: FloatArray, shift: FloatArray, y: FloatArray) -> None:
    """Write (x - centre) factor + shift into y."""
    centre, factor, shift = repeated(centre), repeated(factor), repeated(shift)
    for rows, out in row_blocks(x, y):
        width = out.shape[1]
        np.subtract(rows, centre[:width], out=out)
        out *= factor[:width]
        out += shift[:width]


def sums(x: FloatArray, g: FloatArray, centre: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Add up g, and (x - centre) g, down every column."""
    d, centre = x.shape[1], repeated(centre)
    plain, along = np.zeros(d), np.zeros(d)
    for rows, back in row_blocks(x, g):
        plain += column_sums(back, d)
        along += column_sums((rows - centre[: rows.shape[1]]) * back, d)
    return plain, along


def way_back(
    x: FloatArray, g: FloatArray, centre: FloatArray, slope: FloatArray, level: FloatArray, factor: FloatArray,
    dx: FloatArray,
) -> None:  # fmt: skip
    """Write ((centre - x) slope + g - level) factor into dx."""
    centre, slope, level, factor = repeated(centre), repeated(slope), repeated(level), repeated(factor)
    for rows, back, out in row_blocks(x, g, dx):
        width = out.shape[1]
        np.subtract(centre[:width], rows, out=out)
        out *= slope[:width]
        out += back
        out -= level[:width]
        out *= factor[:width]


def _rows_in_one(d: int) -> int:
    return max(1, LONG // d)
