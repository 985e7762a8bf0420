"""Convolution slides a small window of weights over a picture and notes how well each place fits.

    C = the windows of x, each written as a row      (1)
    z = C W + b                                      (2)
    dW = C^T g,  db = sum of g,  g = dL/dz           (3)
    dC = g W^T,  dx = dC added back into place       (4)

C is never there as a whole: ``descent.convolving`` computes these sums block by block.

Derivation: docs/derivations/convolution.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.convolving.sums import bias_gradient, input_gradient, weight_gradient, weighted_sums
from descent.shapes import FloatArray, incoming, one_dtype, vector
from descent.windows import Padding, Pair, Windows, grouped, pictures, slide


class Cache(NamedTuple):
    """What backward needs."""

    x: FloatArray
    W: FloatArray
    z: FloatArray
    windows: Windows
    groups: int


def conv2d(
    x: ArrayLike,
    W: ArrayLike,
    b: ArrayLike,
    *,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> FloatArray:
    """Weighted sums over the windows of pictures, plus a bias.

    Parameters
    ----------
    x : float array, shape (n, height, width, channels)
        Pictures, channels last.
    W : float array, shape (window height, window width, channels / groups, k)
        The weights of k filters.
    b : float array, shape (k,)
        One bias per filter.
    stride : int or pair of int
        How far each window lies from the next, down and across.
    padding : int, pair of int or "same"
        How many zeros to put around a picture, above and below, left and right. "same" puts as many as give one window
        for every stride, with the odd one below or on the right.
    dilation : int or pair of int
        How far the pixels of one window lie from each other.
    groups : int
        How many parts channels and filters are divided into, in their order; a filter sees the channels of its part
        alone. As many groups as channels is a depthwise convolution.

    Returns
    -------
    z : float array, shape (n, rows, columns, k)
        rows = (height + 2 padding - dilation (window height - 1) - 1) // stride + 1, and so for columns.

    Raises
    ------
    ValueError
        If the shapes do not fit together, or a window is larger than the padded picture.

    Notes
    -----
    As in every such library the window is not flipped: mathematicians call this cross-correlation.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, sections 9.1 and 9.5.

    Examples
    --------
    >>> x = np.array([0.0, 0.0, 5.0, 5.0]).reshape(1, 1, 4, 1)
    >>> edge = np.array([-1.0, 1.0]).reshape(1, 2, 1, 1)
    >>> conv2d(x, edge, [0.0]).ravel()
    array([0., 5., 0.])
    """
    return forward(x, W, b, stride=stride, padding=padding, dilation=dilation, groups=groups)[0]


def forward(
    x: ArrayLike,
    W: ArrayLike,
    b: ArrayLike,
    *,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> tuple[FloatArray, Cache]:
    """Compute the weighted sums and their cache."""
    x = pictures(x, "x")
    W = grouped(W, groups, x.shape[3])
    b = vector(b, "b", length=W.shape[3], per="bias per filter")
    x, W, b = one_dtype(x, W, b)
    windows = slide(x.shape[1:3], W.shape[:2], stride, padding=padding, dilation=dilation)
    z = weighted_sums(x, W, b, windows, groups)  # (2)
    return z, Cache(x, W, z, windows, groups)


def backward(
    dz: ArrayLike, cache: Cache, needs: tuple[bool, bool, bool] = (True, True, True)
) -> tuple[FloatArray | None, FloatArray | None, FloatArray | None]:
    """Give the derivatives with respect to x, W and b, as far as they are needed."""
    x, W, z, windows, groups = cache
    g = np.ascontiguousarray(incoming(dz, z, "dz"))
    return (
        input_gradient(g, W, windows, groups, x.shape[1:3]) if needs[0] else None,  # (4)
        weight_gradient(x, g, W, windows, groups) if needs[1] else None,  # (3)
        bias_gradient(g) if needs[2] else None,
    )


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw pictures, filters, and a stride and padding that differ down and across."""
    x, W = rng.normal(size=(2, 5, 4, 2)), rng.normal(size=(3, 2, 2, rng.integers(1, 3)))
    return {"x": x, "W": W, "b": rng.normal(size=W.shape[3]), "stride": (2, 1), "padding": (1, 0)}
