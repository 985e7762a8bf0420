"""The three sums over windows of which convolutions consist.

    C = the windows of x, each written as a row                  (1)
    z = C W + b                                                  (2)
    dW = C^T g,  db = sum of g                                   (3)
    dC = g W^T,  dx = dC added back into place                   (4)
    dx = (the windows of g, each written as a row) (W turned)    (5)

(5) says the same as (4) for a stride of 1: the way back is itself a convolution, with the filters turned by half a
turn.

Derivation: docs/derivations/convolution.md
"""

from __future__ import annotations

import numpy as np

from descent.convolving import blocks, depthwise, direct, neighbours, strips
from descent.products import is_tall, tall_product
from descent.shapes import FloatArray
from descent.windows import Windows


def weighted_sums(x: FloatArray, W: FloatArray, b: FloatArray, windows: Windows, groups: int) -> FloatArray:
    """Multiply every window of x by W, add up and add b: shape (n, rows, columns, k)."""
    if depthwise.fits(W, groups):
        return depthwise.weighted_sums(x, W, b, windows)
    if direct.fits(x, W, windows, groups):
        return direct.weighted_sums(x, W, b, windows)
    if groups == 1 and neighbours.fits(windows, W.shape[3]):
        pairs = weighted_sums(x, neighbours.twice(W), np.tile(b, 2), neighbours.in_pairs(windows), groups)
        return pairs.reshape(len(x), *windows.places, W.shape[3])
    if groups == 1 and windows.one_pixel and is_tall(pixels := x.reshape(-1, x.shape[3]), W[0, 0]):
        return tall_product(pixels, W[0, 0], b).reshape(*x.shape[:3], W.shape[3])
    z = np.empty((len(x), *windows.places, W.shape[3]), x.dtype)
    M = _matrices(W, groups)
    if groups == 1 and strips.fits(windows, W.shape[3]):
        strips.weighted_sums(x, M[0], b, windows, z)
        return z
    bias = np.tile(b, windows.places[1])  # along a line of windows: k alone may be a short loop
    for place, C in blocks.window_rows(x, windows, groups, W.shape[3] // groups):
        part = z[place]
        np.matmul(C, M, out=blocks.by_group(part, groups))  # (2)
        lines = part.reshape(-1, bias.size)
        lines += bias
    return z


def weight_gradient(x: FloatArray, g: FloatArray, W: FloatArray, windows: Windows, groups: int) -> FloatArray:
    """Give the derivative with respect to W: every window times what came back from it."""
    if depthwise.fits(W, groups):
        return depthwise.weight_gradient(x, g, W, windows)
    if direct.fits(x, W, windows, groups):
        return direct.weight_gradient(x, g, windows)
    if groups == 1 and neighbours.fits(windows, W.shape[3]):
        pairs = neighbours.in_pairs(windows)
        in_pairs = g.reshape(len(g), *pairs.places, 2 * W.shape[3])
        return neighbours.once(weight_gradient(x, in_pairs, neighbours.twice(W), pairs, groups))
    if groups == 1 and strips.fits(windows, W.shape[3]):
        return strips.weight_gradient(x, g, windows).reshape(W.shape)
    dM = np.zeros_like(_matrices(W, groups))
    for place, C in blocks.window_rows(x, windows, groups, W.shape[3] // groups):
        dM += C.swapaxes(1, 2) @ blocks.by_group(g[place], groups)  # (3)
    return dM.swapaxes(0, 1).reshape(W.shape)


def bias_gradient(g: FloatArray) -> FloatArray:
    """Give the derivative with respect to b. A product with ones is quicker than a sum down the columns."""
    return np.ones(g.size // g.shape[-1], g.dtype) @ g.reshape(-1, g.shape[-1])  # (3)


def input_gradient(g: FloatArray, W: FloatArray, windows: Windows, groups: int, shape: tuple[int, int]) -> FloatArray:
    """Give the derivative with respect to pictures of this height and width.

    (5) copies k channels for every pixel and (4) adds up as many as x has: (5) is quicker unless k is twice as large.
    """
    channels = W.shape[2] * groups
    turned = windows.turned(shape)
    if turned and (W.shape[3] <= 2 * channels or turned.one_pixel):
        back = W[::-1, ::-1].reshape(*W.shape[:3], groups, -1).transpose(0, 1, 4, 3, 2)
        back = np.ascontiguousarray(back).reshape(*W.shape[:2], -1, channels)
        return weighted_sums(g, back, np.zeros(channels, g.dtype), turned, groups)  # (5)
    dx = np.empty((len(g), *shape, channels), g.dtype)
    if depthwise.fits(W, groups):
        depthwise.input_gradient(g, W, windows, dx)
    else:
        blocks.add_back(g, np.ascontiguousarray(_matrices(W, groups).swapaxes(1, 2)), windows, dx)  # (4)
    return dx


def _matrices(W: FloatArray, groups: int) -> FloatArray:
    """Write the filters of each group as columns: shape (groups, row of a window, k / groups)."""
    return W.reshape(-1, groups, W.shape[3] // groups).swapaxes(0, 1)
