"""Windows written as the rows of a matrix, a block at a time, and added back from there.

The whole matrix holds every pixel as often as a window has places: 25 times for 5 x 5. Written out it would leave the
processor's cache, and then the copy costs more than the product. So a block is copied out, used while it is there, and
overwritten by the next one. Zeros around the pictures are put on block by block as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from descent.shapes import FloatArray
from descent.windows import Windows, look_through

BLOCK = 1 << 18
"""Entries of window rows at a time: a megabyte in float32, half of a core's second-level cache today."""

SMALL = 1_000_000
"""NumPy's BLAS takes matrices of up to so many products as they lie, and repacks larger ones first, which costs up to
half of the speed where there are few columns (measured with OpenBLAS 0.3.31, AVX-512)."""


def entries_at_a_time(k: int) -> int:
    """Choose the size of a block that is to be multiplied with k columns."""
    return SMALL // k if k <= 16 else BLOCK


Place = tuple[slice, slice]
"""Which pictures, and which lines of windows in them. Several pictures, or several lines of one: never part of both, so
that what belongs to a place is one piece of memory."""


def window_rows(x: FloatArray, windows: Windows, groups: int, k: int) -> Iterator[tuple[Place, FloatArray]]:
    """Yield the windows of x as rows, shape (groups, windows of the block, pixels of a window * channels of a group).

    Each block will be multiplied with k columns.
    """
    each = x.shape[3] // groups
    pixels = windows.size[0] * windows.size[1]
    few, lines = _block(windows, x.shape[3], k)
    frame = _frame(few, x, windows)
    space = np.empty(0, x.dtype)
    for pictures in runs(len(x), few):
        padded = x[pictures]
        if windows.padded:
            padded = frame[: len(padded)]
            padded[windows.centre(*x.shape[1:3])] = x[pictures]  # the zeros around it stay
        seen = look_through(padded, windows)
        for rows in runs(windows.places[0], lines):
            chosen = seen[:, rows]
            if windows.one_pixel and groups == 1:  # the pixels are the rows
                yield (pictures, rows), chosen.reshape(1, -1, each)
                continue
            chosen = chosen.reshape(*chosen.shape[:5], groups, each).transpose(5, 0, 1, 2, 3, 4, 6)
            space = space if space.size >= chosen.size else np.empty(chosen.size, x.dtype)
            C = space[: chosen.size].reshape(chosen.shape)
            np.copyto(C, chosen)
            yield (pictures, rows), C.reshape(groups, -1, pixels * each)


def add_back(g: FloatArray, M: FloatArray, windows: Windows, dx: FloatArray) -> None:
    """Write into dx, for every pixel, the sum of g M over the windows that it lies in; M has shape (groups, k, row)."""
    groups = len(M)
    few, lines = _block(windows, dx.shape[3], M.shape[1])
    frame = _frame(few, dx, windows)
    for pictures in runs(len(dx), few):
        padded = frame[: pictures.stop - pictures.start]
        padded[...] = 0
        for rows in runs(windows.places[0], lines):
            part = windows._replace(places=(rows.stop - rows.start, windows.places[1]))
            below = padded[:, rows.start * windows.stride[0] :]
            dC = by_group(g[pictures, rows], groups) @ M
            dC = dC.reshape(groups, len(padded), *part.places, *part.size, -1).transpose(1, 2, 3, 4, 5, 0, 6)
            if windows.apart:
                look_through(below, part)[...] = dC.reshape(*dC.shape[:5], -1)
                continue
            for i, j in np.ndindex(windows.size):
                below[part.entry(i, j)] += dC[:, :, :, i, j].reshape(len(padded), *part.places, -1)
        dx[pictures] = padded[windows.centre(*dx.shape[1:3])]


def by_group(values: FloatArray, groups: int) -> FloatArray:
    """View the last axis, k, as groups, and put them first: shape (groups, all other axes in one, k / groups)."""
    return values.reshape(-1, groups, values.shape[-1] // groups).swapaxes(0, 1)


def runs(n: int, length: int) -> Iterator[slice]:
    """Cut n things into runs of this length and a shorter last one."""
    return (slice(start, stop) for start, stop in pairwise([*range(0, n, length), n]))


def _block(windows: Windows, channels: int, k: int) -> tuple[int, int]:
    """Choose how many pictures to take at a time, and how many lines of windows of them."""
    line = windows.places[1] * windows.size[0] * windows.size[1] * channels
    lines = max(1, entries_at_a_time(k) // max(1, line))
    return max(1, lines // windows.places[0]), min(lines, windows.places[0])


def _frame(few: int, x: FloatArray, windows: Windows) -> FloatArray:
    """Make room for a few pictures with zeros around them."""
    (up, down), (left, right) = windows.padding
    return np.zeros((min(few, len(x)), up + x.shape[1] + down, left + x.shape[2] + right, x.shape[3]), x.dtype)
