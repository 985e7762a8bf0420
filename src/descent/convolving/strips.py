"""Windows that lie one line apart, unrolled across only: a third of the copying for 3 x 3, a fifth for 5 x 5.

Stand the pictures on top of each other, zeros between them, and cut the stack into upright strips as wide as a window.
Line after line a strip is one long piece of memory, and so is every window in it: the same number of lines, starting
one line further down. The windows are the rows of a matrix that overlap, which no product of matrices takes; but those
that start at lines t, t + h, t + 2 h, ..., h being the height of a window, do not. So there are h matrices, all of them
views of one copy, and the products of the h interleave to the results line by line. Windows that reach from one picture
into the next are computed as well, and left out.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from descent.convolving.blocks import entries_at_a_time, runs
from descent.shapes import FloatArray
from descent.windows import Windows, look_through

Place = tuple[slice, slice]
"""Which pictures, and which columns of windows in them."""


def fits(windows: Windows, k: int) -> bool:
    """Whether windows follow each other line by line, and k filters are so few that copying is what takes the time."""
    return windows.stride[0] == windows.dilation[0] == 1 < windows.size[0] and k < 32


def weighted_sums(x: FloatArray, M: FloatArray, b: FloatArray, windows: Windows, z: FloatArray) -> None:
    """Write the windows of x times M, which has shape (row of a window, k), plus b, into z."""
    lines = _lines(x, windows)
    for (pictures, columns), C in _strips(x, windows, M.shape[1]):
        results = np.empty((*_stack(C, columns), M.shape[1]), x.dtype)
        np.matmul(C, M, out=_interleaved(results, windows))
        flat = results.reshape(len(results), -1)
        flat += np.tile(b, results.shape[1])
        z[pictures, :, columns] = _pictures(results, lines, pictures)[:, :, : windows.places[0]].transpose(1, 2, 0, 3)


def weight_gradient(x: FloatArray, g: FloatArray, windows: Windows) -> FloatArray:
    """Add up the windows of x times what came back from them: shape (row of a window, k)."""
    lines, k = _lines(x, windows), g.shape[3]
    dM = np.zeros((windows.size[0] * windows.size[1] * x.shape[3], k), x.dtype)
    for (pictures, columns), C in _strips(x, windows, k):
        results = np.zeros((*_stack(C, columns), k), x.dtype)  # nothing comes back from between two pictures
        _pictures(results, lines, pictures)[:, :, : windows.places[0]] = g[pictures, :, columns].transpose(2, 0, 1, 3)
        dM += (C.swapaxes(1, 2) @ _interleaved(results, windows)).sum(axis=0)
    return dM


def _strips(x: FloatArray, windows: Windows, k: int) -> Iterator[tuple[Place, FloatArray]]:
    """Yield matrices of windows, block by block: shape (window height, columns * lines / height, row of a window)."""
    (height, width), channels, item = windows.size, x.shape[3], x.itemsize
    (up, _), (left, right) = windows.padding
    lines, row = _lines(x, windows), width * channels
    entries = entries_at_a_time(k)
    few = max(1, min(len(x), entries // max(1, lines * windows.places[1] * row)))
    most = -(-(up + few * lines) // height) * height  # lines of a stack, a multiple of the height
    wide = min(windows.places[1], max(1, entries // max(1, most * row)))
    frame = np.zeros((1, most, left + x.shape[2] + right, channels), x.dtype)
    space = np.zeros((wide * most + height) * row, x.dtype)
    for pictures in runs(len(x), few):
        count = pictures.stop - pictures.start
        stacked = frame[0, up : up + count * lines].reshape(count, lines, frame.shape[2], channels)
        stacked[:, : x.shape[1], left : left + x.shape[2]] = x[pictures]  # the zeros around it stay
        total = -(-(up + count * lines) // height) * height
        seen = look_through(frame, windows._replace(size=(1, width), places=(total, windows.places[1])))
        for columns in runs(windows.places[1], wide):
            strips = seen[0, :, columns, 0].swapaxes(0, 1)  # (columns, lines, width, channels)
            np.copyto(space[: strips.size].reshape(strips.shape), strips)
            shape, strides = (
                (height, strips.size // row // height, height * row),
                (row * item, height * row * item, item),
            )
            yield (pictures, columns), np.lib.stride_tricks.as_strided(space, shape, strides)


def _lines(x: FloatArray, windows: Windows) -> int:
    """Count the lines from one picture of the stack to the next: two pictures share the zeros between them."""
    below: int = x.shape[1] + max(windows.padding[0])
    return max(below, windows.places[0])


def _stack(C: FloatArray, columns: slice) -> tuple[int, int]:
    """Count the columns and the lines of a block."""
    many, height = int(columns.stop) - int(columns.start), C.shape[0]
    return many, height * C.shape[1] // many


def _interleaved(results: FloatArray, windows: Windows) -> FloatArray:
    """View results, of shape (columns, lines, k), as those of the matrices: every height-th line for each."""
    return results.reshape(-1, windows.size[0], results.shape[2]).swapaxes(0, 1)


def _pictures(results: FloatArray, lines: int, pictures: slice) -> FloatArray:
    """View results, of shape (columns, lines, k), picture by picture: shape (columns, pictures, lines of one, k)."""
    count = pictures.stop - pictures.start
    return results[:, : count * lines].reshape(len(results), count, lines, results.shape[2])
