"""Convolution slides a small window of weights over a picture and notes how well each place fits.

    C = the windows of x, each written as a row      (1)
    z = C W + b                                      (2)
    dW = C^T g,  db = sum of g,  g = dL/dz           (3)
    dC = g W^T,  dx = dC added back into place       (4)

Derivation: docs/derivations/convolution.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, floats, incoming, vector
from descent.windows import Pair, Windows, pair, pictures, slide


class Cache(NamedTuple):
    """What backward needs. The rows (1) are made again there: kept, they would take size times the memory of x."""

    padded: FloatArray
    W: FloatArray
    z: FloatArray
    windows: Windows
    padding: tuple[int, int]


def conv2d(x: ArrayLike, W: ArrayLike, b: ArrayLike, *, stride: Pair = 1, padding: Pair = 0) -> FloatArray:
    """Weighted sums over the windows of pictures, plus a bias.

    Parameters
    ----------
    x : float array, shape (n, height, width, channels)
        Pictures, channels last.
    W : float array, shape (window height, window width, channels, k)
        The weights of k filters.
    b : float array, shape (k,)
        One bias per filter.
    stride : int or pair of int
        How far each window lies from the next, down and across.
    padding : int or pair of int
        How many zeros to put around a picture, above and below, left and right.

    Returns
    -------
    z : float array, shape (n, rows, columns, k)
        rows = (height + 2 padding - window height) // stride + 1, and so for columns.

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
    return forward(x, W, b, stride=stride, padding=padding)[0]


def forward(
    x: ArrayLike, W: ArrayLike, b: ArrayLike, *, stride: Pair = 1, padding: Pair = 0
) -> tuple[FloatArray, Cache]:
    """Compute the weighted sums and their cache."""
    x, W = pictures(x, "x"), floats(W, "W")
    if W.ndim != 4 or W.shape[2] != x.shape[3]:
        raise ValueError(
            f"W must have shape (window height, window width, {x.shape[3]}, k), since x has {x.shape[3]} channels; "
            f"got {W.shape}. Put the channels third and the filters last."
        )
    b = vector(b, "b", length=W.shape[3], per="bias per filter")
    up, left = pair(padding, "padding", least=0)
    padded = np.pad(x, ((0, 0), (up, up), (left, left), (0, 0)))
    windows = slide(padded, (W.shape[0], W.shape[1]), stride)
    z = _rows(padded, windows) @ W.reshape(-1, W.shape[3]) + b  # (2), (n rows columns, k)
    z = z.reshape(len(x), *windows.places, W.shape[3])
    return z, Cache(padded, W, z, windows, (up, left))


def backward(dz: ArrayLike, cache: Cache) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give the derivatives with respect to x, W and b."""
    padded, W, z, windows, (up, left) = cache
    g = incoming(dz, z, "dz").reshape(-1, W.shape[3])
    dW = (_rows(padded, windows).T @ g).reshape(W.shape)  # (3)
    dC = (g @ W.reshape(-1, W.shape[3]).T).reshape(*z.shape[:3], *W.shape[:3])
    dx = np.zeros(padded.shape, z.dtype)
    for i, j in np.ndindex(windows.size):
        dx[windows.entry(i, j)] += dC[:, :, :, i, j]  # (4)
    height, width = padded.shape[1:3]
    return dx[:, up : height - up, left : width - left], dW, g.sum(axis=0)


def _rows(padded: FloatArray, windows: Windows) -> FloatArray:
    """Write every window as a row (1), shape (n rows columns, window height * window width * channels)."""
    every = np.lib.stride_tricks.sliding_window_view(padded, windows.size, axis=(1, 2))
    down, across = windows.stride
    chosen = every[:, ::down, ::across].transpose(0, 1, 2, 4, 5, 3)  # (n, rows, columns, window, window, channels)
    n, rows, columns = chosen.shape[:3]
    return chosen.reshape(n * rows * columns, windows.size[0] * windows.size[1] * padded.shape[3])


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw pictures, filters, and a stride and padding that differ down and across."""
    x, W = rng.normal(size=(2, 5, 4, 2)), rng.normal(size=(3, 2, 2, rng.integers(1, 3)))
    return {"x": x, "W": W, "b": rng.normal(size=W.shape[3]), "stride": (2, 1), "padding": (1, 0)}
