"""Convolution with one filter per channel, which keeps the channels apart.

A matrix for each channel would have one column: products that small are slow. Instead every pixel of a window is
multiplied with its weights and added, all channels at once. ``einsum`` multiplies and adds in one step, without an
array of products in between, straight from the windows as they are seen in the pictures.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from descent.convolving.blocks import runs
from descent.shapes import FloatArray
from descent.windows import Windows, look_through

CACHE = 1 << 17
"""Entries of padded pictures at a time: half a megabyte in float32, and the results take as much again."""


def fits(W: FloatArray, groups: int) -> bool:
    """Whether there is one filter for each of several channels."""
    return groups > 1 and W.shape[2:] == (1, groups)


def weighted_sums(x: FloatArray, W: FloatArray, b: FloatArray, windows: Windows) -> FloatArray:
    """Multiply every window of x by W, channel by channel, add up and add b."""
    z = np.empty((len(x), *windows.places, x.shape[3]), x.dtype)
    longer = windows.places[1] if windows.stride[1] == 1 else 1  # neighbours, and so one loop for a whole line
    weights, bias = np.tile(W[:, :, 0], longer), np.tile(b, longer)
    for few, padded in _framed(x, windows):
        seen = look_through(padded, windows).transpose(0, 1, 3, 4, 2, 5)  # (n, rows, *size, columns, channels)
        seen = seen.reshape(*seen.shape[:4], -1, bias.size)
        out = z[few].reshape(*seen.shape[:2], -1, bias.size)
        np.einsum("nrijcw,ijw->nrcw", seen, weights, out=out)
        out += bias
    return z


def weight_gradient(x: FloatArray, g: FloatArray, W: FloatArray, windows: Windows) -> FloatArray:
    """Add up every pixel times what came back from the windows that it lies in."""
    dW = np.zeros((*windows.size, x.shape[3]), x.dtype)
    for few, padded in _framed(x, windows):
        dW += np.einsum("nrcijw,nrcw->ijw", look_through(padded, windows), g[few])
    return dW.reshape(W.shape)


def input_gradient(g: FloatArray, W: FloatArray, windows: Windows, dx: FloatArray) -> None:
    """Write into dx what comes back to every pixel, one place of all windows at a time."""
    (up, down), (left, right) = windows.padding
    frame = np.zeros((1, up + dx.shape[1] + down, left + dx.shape[2] + right, dx.shape[3]), dx.dtype)
    for picture in runs(len(dx), 1):
        frame[...] = 0
        for i, j in np.ndindex(windows.size):
            frame[windows.entry(i, j)] += g[picture] * W[i, j, 0]
        dx[picture] = frame[windows.centre(*dx.shape[1:3])]


def _framed(x: FloatArray, windows: Windows) -> Iterator[tuple[slice, FloatArray]]:
    """Yield a few pictures after the other with their zeros around them."""
    (up, down), (left, right) = windows.padding
    shape = up + x.shape[1] + down, left + x.shape[2] + right, x.shape[3]
    at_a_time = min(len(x), max(1, CACHE // (shape[0] * shape[1] * shape[2])))
    frame = np.zeros((at_a_time, *shape), x.dtype)
    for few in runs(len(x), max(1, at_a_time)):
        padded = frame[: few.stop - few.start]
        padded[windows.centre(*x.shape[1:3])] = x[few]  # the zeros around it stay
        yield few, padded
