"""Convolution straight from the pictures, where there is a compiler: no window is ever written as a row of a matrix.

NumPy alone has products of matrices, and so the other modules here copy every pixel as often as windows see it. The
compiled twin takes a few neighbouring windows and a vector or two of filters at a time, keeps these sums in registers,
and reads what the windows see where it lies. All that is done here is to put zeros around the pictures.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from descent import fast
from descent.convolving.blocks import runs
from descent.convolving.steps import Steps
from descent.shapes import FloatArray
from descent.windows import Windows

CACHE = 1 << 17
"""Entries of padded pictures at a time: half a megabyte in float32, and the results take as much again."""

FILTERS = 1 << 18
"""Weights up to which it pays: a megabyte in float32. All of them are read again for every line of a picture, and from
beyond the second-level cache that takes longer than the products of matrices that the other modules make."""


def fits(x: FloatArray, W: FloatArray, windows: Windows, groups: int) -> bool:
    """Whether there is a compiled twin and it takes these windows and filters."""
    if groups > 1 or windows.one_pixel or windows.dilation[1] > 1 or x.dtype != np.float32:
        return False
    if W.size > FILTERS or not fast.worth_it(x.size):
        return False
    from descent._fast_tiles import LANES, PIXELS  # it brings Numba, which not everybody has, and which takes its time

    return W.shape[3] % LANES == 0 and windows.places[1] >= PIXELS


def weighted_sums(x: FloatArray, W: FloatArray, b: FloatArray, windows: Windows) -> FloatArray:
    """Multiply every window of x by W, add up and add b: shape (n, rows, columns, k)."""
    from descent.convolving import _fast_direct

    z = np.empty((len(x), *windows.places, W.shape[3]), x.dtype)
    weights = np.ascontiguousarray(W).reshape(-1, W.shape[3])
    for few, padded, steps in _framed(x, windows, 0):
        _fast_direct.weighted_sums(padded, weights, b, steps, z[few])
    return z


def weight_gradient(x: FloatArray, g: FloatArray, windows: Windows) -> FloatArray:
    """Add up the windows of x times what came back from them: shape (height, width, channels, k)."""
    from descent._fast_tiles import PIXELS
    from descent.convolving import _fast_direct

    height, row = windows.size[0], windows.size[1] * x.shape[3]
    whole = -(-row // PIXELS) * PIXELS  # tiles are whole; what they look at beyond a window's line is left out at last
    dM = np.zeros((height, whole, g.shape[3]), x.dtype)
    for few, padded, steps in _framed(x, windows, whole - row):
        _fast_direct.weight_gradient(padded, g[few], steps, dM)
    return dM[:, :row].reshape(*windows.size, x.shape[3], -1)


def _framed(x: FloatArray, windows: Windows, more: int) -> Iterator[tuple[slice, FloatArray, Steps]]:
    """Yield a few pictures after the other with their zeros around them, flat and with so many numbers more behind."""
    (up, down), (left, right) = windows.padding
    height, width, channels = up + x.shape[1] + down, left + x.shape[2] + right, x.shape[3]
    line, picture = width * channels, height * width * channels
    at_a_time = min(len(x), max(1, CACHE // picture))
    flat = np.zeros(at_a_time * picture + more, x.dtype)
    frame = flat[: at_a_time * picture].reshape(at_a_time, height, width, channels)
    steps = Steps(
        *windows.places, windows.size[0], windows.size[1] * channels, picture, windows.stride[0] * line,
        windows.stride[1] * channels, windows.dilation[0] * line,
    )  # fmt: skip
    for few in runs(len(x), at_a_time):
        frame[: few.stop - few.start][windows.centre(*x.shape[1:3])] = x[few]  # the zeros around it stay
        yield few, flat, steps
