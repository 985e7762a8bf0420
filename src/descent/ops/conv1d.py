"""Convolution over time slides a window of weights along sequences: a picture of one column.

    z_t = sum over i of x_(t s + i) W_i + b      (1)

Derivation: docs/derivations/convolution.md
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.ops import conv2d
from descent.shapes import FloatArray, floats, incoming
from descent.windows import grouped


class Cache(NamedTuple):
    """What backward needs."""

    z: FloatArray
    of_pictures: conv2d.Cache


def conv1d(
    x: ArrayLike,
    W: ArrayLike,
    b: ArrayLike,
    *,
    stride: int = 1,
    padding: int | Literal["same"] = 0,
    dilation: int = 1,
    groups: int = 1,
) -> FloatArray:
    """Weighted sums over the windows of sequences, plus a bias.

    Parameters
    ----------
    x : float array, shape (n, T, d)
        Sequences of T steps with d features each.
    W : float array, shape (window, d / groups, k)
        The weights of k filters.
    b : float array, shape (k,)
        One bias per filter.
    stride : int
        How many steps each window lies after the one before.
    padding : int or "same"
        How many zeros to put before and after a sequence. "same" puts as many as give one window for every stride, with
        the odd one after.
    dilation : int
        How many steps the entries of one window lie from each other.
    groups : int
        How many parts features and filters are divided into, in their order; a filter sees those of its part alone.

    Returns
    -------
    z : float array, shape (n, steps, k)
        steps = (T + 2 padding - dilation (window - 1) - 1) // stride + 1.

    Raises
    ------
    ValueError
        If the shapes do not fit together, or a window is longer than the padded sequence.

    Examples
    --------
    >>> conv1d([[[1.0], [2.0], [4.0], [8.0]]], [[[-1.0]], [[1.0]]], [0.0]).ravel()
    array([1., 2., 4.])
    """
    return forward(x, W, b, stride=stride, padding=padding, dilation=dilation, groups=groups)[0]


def forward(
    x: ArrayLike,
    W: ArrayLike,
    b: ArrayLike,
    *,
    stride: int = 1,
    padding: int | Literal["same"] = 0,
    dilation: int = 1,
    groups: int = 1,
) -> tuple[FloatArray, Cache]:
    """Compute the weighted sums and their cache."""
    x = floats(x, "x")
    if x.ndim != 3:
        raise ValueError(
            f"x must have shape (n, T, d); got {x.shape}. "
            "Use x[np.newaxis] for one sequence, x[..., np.newaxis] for one feature."
        )
    W = grouped(W, groups, x.shape[2], window="window")
    around: Any = padding if padding == "same" else (padding, 0)
    z, cache = conv2d.forward(
        x[:, :, np.newaxis],
        W[:, np.newaxis],
        b,
        stride=(stride, 1),
        padding=around,
        dilation=(dilation, 1),
        groups=groups,
    )
    return z[:, :, 0], Cache(z[:, :, 0], cache)


def backward(
    dz: ArrayLike, cache: Cache, needs: tuple[bool, bool, bool] = (True, True, True)
) -> tuple[FloatArray | None, FloatArray | None, FloatArray | None]:
    """Give the derivatives with respect to x, W and b, as far as they are needed."""
    g = incoming(dz, cache.z, "dz")
    dx, dW, db = conv2d.backward(g[:, :, np.newaxis], cache.of_pictures, needs)
    return None if dx is None else dx[:, :, 0], None if dW is None else dW[:, 0], db


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw sequences, filters, a stride and gaps in the windows."""
    x, W = rng.normal(size=(2, 7, 2)), rng.normal(size=(3, 2, rng.integers(1, 3)))
    return {"x": x, "W": W, "b": rng.normal(size=W.shape[2]), "stride": 2, "padding": 1, "dilation": 2}
