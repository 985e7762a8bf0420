"""Resizing draws a picture with more or fewer pixels, along its height and then along its width.

    y_i = (1 - w_i) x_l(i) + w_i x_l(i)+1 along each axis, w_i = 0 for the nearest pixel     (2)
    dx_j = sum over the i that drew on j of their part of dy_i                               (3)

Derivation: docs/derivations/resampling.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.resampling import Taps, resample, resample_back, taps
from descent.shapes import FloatArray, floats, incoming, not_empty


class Cache(NamedTuple):
    """What backward needs."""

    y: FloatArray
    at: tuple[Taps, ...]
    shape: tuple[int, ...]


def resize2d(
    x: ArrayLike, *, size: tuple[int, int] | None = None, scale: float = 2.0, mode: str = "bilinear"
) -> FloatArray:
    """Pictures with another number of pixels.

    Parameters
    ----------
    x : float array, shape (n, h, w, c)
        Pictures; each of the c channels is resized alone.
    size : pair of int or None
        The new size. By default the old one times scale, rounded down.
    scale : float
        What to multiply the old size by, where no size is given.
    mode : {"bilinear", "nearest"}
        Whether to draw straight lines between the old entries, or to copy the nearest.

    Returns
    -------
    y : float array, shape (n, new h, new w, c)
        The values at the new places.

    Raises
    ------
    ValueError
        If x has another number of axes or nothing to draw from, or the new size is not positive.

    Examples
    --------
    >>> resize2d([[[[0.0], [4.0]]]], size=(1, 4))[0, 0, :, 0]
    array([0., 1., 3., 4.])
    """
    return forward(x, size=size, scale=scale, mode=mode)[0]


def forward(
    x: ArrayLike, *, size: tuple[int, int] | None = None, scale: float = 2.0, mode: str = "bilinear"
) -> tuple[FloatArray, Cache]:
    """Compute the values at the new places and their cache."""
    x = floats(x, "x")
    if x.ndim != 4:
        raise ValueError(f"x must have shape (n, h, w, c); got {x.shape}. Use np.expand_dims for one picture.")
    for axis in (1, 2):
        not_empty(x, "x", axis=axis, what="a resized picture")
    new = size if size is not None else (int(x.shape[1] * scale), int(x.shape[2] * scale))
    if mode not in ("bilinear", "nearest") or np.shape(new) != (2,) or min(new) < 1:
        raise ValueError(
            f"size must be two positive numbers and mode 'bilinear' or 'nearest'; got {new} and {mode!r}. "
            "Give size=(height, width), or a larger scale."
        )
    at = tuple(taps(old, n, smooth=mode == "bilinear") for old, n in zip(x.shape[1:3], new, strict=True))
    y = resample(resample(x, 1, at[0]), 2, at[1])  # (2), rows first
    return y, Cache(y, at, x.shape)


def backward(dy: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to x."""
    y, at, shape = cache
    g = incoming(dy, y, "dy")
    return resample_back(resample_back(g, 2, at[1], shape[2]), 1, at[0], shape[1])  # (3), columns first


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a small picture to be made larger or smaller."""
    size = (int(rng.integers(1, 8)), int(rng.integers(1, 8)))
    return {"x": rng.normal(size=(2, 3, 4, 2)), "size": size, "mode": ["bilinear", "nearest"][rng.integers(2)]}
