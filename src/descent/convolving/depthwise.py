"""Convolution with one filter per channel, which keeps the channels apart.

A matrix for each channel would have one column: products that small are slow. Instead the whole picture, moved by (i, j),
is multiplied with the weights at (i, j) and added: as many steps as a window has pixels, each as long as the picture.
The weights are repeated along a line of pixels, so that one loop of the processor runs over the whole line.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from descent.convolving.blocks import runs
from descent.shapes import FloatArray
from descent.windows import Windows

CACHE = 1 << 18
"""Bytes of padded pictures at a time: they, their result and one product more are to stay in cache together."""


def weighted_sums(x: FloatArray, W: FloatArray, b: FloatArray, windows: Windows) -> FloatArray:
    """Multiply every window of x by W, channel by channel, and add up."""
    z = np.empty((len(x), *windows.places, x.shape[3]), x.dtype)
    bias = np.tile(b, windows.places[1])
    for few, padded in _framed(x, windows):
        part = z[few].reshape(-1, windows.places[0], bias.size)
        part[...] = bias
        moved = np.empty_like(part)
        for i, j in np.ndindex(windows.size):
            part += np.multiply(_moved(padded, windows, i, j), _along_a_line(W, windows, i, j), out=moved)
    return z


def weight_gradient(x: FloatArray, g: FloatArray, W: FloatArray, windows: Windows) -> FloatArray:
    """Add up every pixel times what came back from the windows that it lies in."""
    width = windows.places[1] * x.shape[3]
    dW = np.zeros((*windows.size, width), x.dtype)
    for few, padded in _framed(x, windows):
        part = g[few].reshape(-1, windows.places[0], width)
        product = np.empty_like(part)
        ones = np.ones(part.shape[0] * part.shape[1], x.dtype)
        for i, j in np.ndindex(windows.size):
            np.multiply(_moved(padded, windows, i, j), part, out=product)
            dW[i, j] += ones @ product.reshape(len(ones), width)
    return dW.reshape(*windows.size, windows.places[1], x.shape[3]).sum(axis=2).reshape(W.shape)


def input_gradient(g: FloatArray, W: FloatArray, windows: Windows, dx: FloatArray) -> None:
    """Write into dx what comes back to every pixel."""
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
    at_a_time = min(len(x), max(1, CACHE // (shape[0] * shape[1] * shape[2] * x.itemsize)))
    frame = np.zeros((at_a_time, *shape), x.dtype)
    for few in runs(len(x), at_a_time):
        padded = frame[: few.stop - few.start]
        padded[windows.centre(*x.shape[1:3])] = x[few]
        yield few, padded


def _moved(padded: FloatArray, windows: Windows, i: int, j: int) -> FloatArray:
    """Take the pixels that are at (i, j) of their window, each line as one row: a view, for a stride of 1 across."""
    seen = padded[windows.entry(i, j)]
    return seen.reshape(len(seen), windows.places[0], -1)


def _along_a_line(W: FloatArray, windows: Windows, i: int, j: int) -> FloatArray:
    return np.tile(W[i, j, 0], windows.places[1])
