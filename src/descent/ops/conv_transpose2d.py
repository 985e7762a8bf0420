"""A transposed convolution paints with the filters: every pixel adds a window of weights to a larger picture.

    dC = x W^T                                           (1)
    z = dC added into place, plus b                      (2)
    C = the windows of g, each written as a row          (3)
    dx = C W,  dW = C^T x,  db = sum of g,  g = dL/dz    (4)

It is what ``conv2d`` does on its way back, made an operation of its own; so its way back is ``conv2d``.

Derivation: docs/derivations/convolution.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.convolving.sums import bias_gradient, input_gradient, weight_gradient, weighted_sums
from descent.shapes import FloatArray, check_groups, floats, incoming, one_dtype, vector
from descent.windows import Pair, Windows, pair, pictures, slide


class Cache(NamedTuple):
    """What backward needs."""

    x: FloatArray
    W: FloatArray
    z: FloatArray
    windows: Windows
    groups: int


def conv_transpose2d(
    x: ArrayLike,
    W: ArrayLike,
    b: ArrayLike,
    *,
    stride: Pair = 1,
    padding: Pair = 0,
    output_padding: Pair = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> FloatArray:
    """Windows of weights, as strong as the pixels say, added up to larger pictures.

    Parameters
    ----------
    x : float array, shape (n, rows, columns, channels)
        Pictures, channels last.
    W : float array, shape (window height, window width, k / groups, channels)
        The filters of the convolution from k channels to ``channels`` that this one goes back on.
    b : float array, shape (k,)
        One bias per channel of the result.
    stride : int or pair of int
        How far the windows of neighbouring pixels lie from each other, down and across.
    padding : int or pair of int
        How much to cut off the result, above and below, left and right.
    output_padding : int or pair of int
        How much to add below and on the right, less than the stride: several sizes have results of one size.
    dilation : int or pair of int
        How far the pixels of one window lie from each other.
    groups : int
        How many parts the channels are divided into, in their order, each for itself.

    Returns
    -------
    z : float array, shape (n, height, width, k)
        height = (rows - 1) stride - 2 padding + dilation (window height - 1) + 1 + output_padding, and so for width.

    Raises
    ------
    ValueError
        If the shapes do not fit together, or nothing is left after the cut.

    References
    ----------
    Dumoulin and Visin (2016), A guide to convolution arithmetic for deep learning, chapter 4.

    Examples
    --------
    >>> x = np.array([1.0, 10.0]).reshape(1, 1, 2, 1)
    >>> conv_transpose2d(x, np.array([1.0, 2.0, 3.0]).reshape(1, 3, 1, 1), [0.0], stride=2).ravel()
    array([ 1.,  2., 13., 20., 30.])
    """
    given = {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation}
    return forward(x, W, b, groups=groups, **given)[0]


def forward(
    x: ArrayLike,
    W: ArrayLike,
    b: ArrayLike,
    *,
    stride: Pair = 1,
    padding: Pair = 0,
    output_padding: Pair = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> tuple[FloatArray, Cache]:
    """Compute the larger pictures and their cache."""
    x, W = pictures(x, "x"), floats(W, "W")
    if W.ndim != 4 or W.shape[3] != x.shape[3]:
        raise ValueError(
            f"W must have shape (window height, window width, k / groups, {x.shape[3]}), since x has {x.shape[3]} "
            f"channels; got {W.shape}. Put the channels of x last."
        )
    check_groups(groups, x.shape[3])
    b = vector(b, "b", length=W.shape[2] * groups, per="bias per channel of the result")
    x, W, b = one_dtype(x, W, b)
    windows = _windows_of_result(x.shape[1:3], (W.shape[0], W.shape[1]), stride, padding, output_padding, dilation)
    z = input_gradient(x, W, windows[1], groups, windows[0])  # (1), (2)
    z += b
    return z, Cache(x, W, z, windows[1], groups)


def backward(
    dz: ArrayLike, cache: Cache, needs: tuple[bool, bool, bool] = (True, True, True)
) -> tuple[FloatArray | None, FloatArray | None, FloatArray | None]:
    """Give the derivatives with respect to x, W and b, as far as they are needed."""
    x, W, z, windows, groups = cache
    g = np.ascontiguousarray(incoming(dz, z, "dz"))
    return (
        weighted_sums(g, W, np.zeros(W.shape[3], g.dtype), windows, groups) if needs[0] else None,  # (4)
        weight_gradient(g, x, W, windows, groups) if needs[1] else None,
        bias_gradient(g) if needs[2] else None,
    )


def _windows_of_result(
    places: tuple[int, ...], size: tuple[int, int], stride: Pair, padding: Pair, output_padding: Pair, dilation: Pair
) -> tuple[tuple[int, int], Windows]:
    """Find the height and width of the result, and the window in it of every pixel of x."""
    steps, gaps = pair(stride, "stride", least=1), pair(dilation, "dilation", least=1)
    cut, more = pair(padding, "padding", least=0), pair(output_padding, "output_padding", least=0)
    if more[0] >= steps[0] or more[1] >= steps[1]:
        raise ValueError(f"output_padding must be less than the stride, {steps}; got {more}. More would stay empty.")
    full = [(p - 1) * s + g * (k - 1) + 1 + m for p, s, g, k, m in zip(places, steps, gaps, size, more, strict=True)]
    shape = full[0] - 2 * cut[0], full[1] - 2 * cut[1]
    if min(shape) < 1:
        raise ValueError(f"padding must leave something of the result, {tuple(full)}; got {cut}. Cut off less.")
    return shape, slide(shape, size, steps, padding=cut, dilation=gaps)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw pictures, filters, and a stride, padding and output padding that differ down and across."""
    x, W = rng.normal(size=(2, 3, 4, 2)), rng.normal(size=(3, 2, rng.integers(1, 3), 2))
    more = {"stride": (2, 1), "padding": (1, 0), "output_padding": (1, 0)}
    return {"x": x, "W": W, "b": rng.normal(size=W.shape[2]), **more}
