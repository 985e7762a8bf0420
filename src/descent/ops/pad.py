"""Padding puts a border round an array: zeros, or a mirror image of what is inside.

    y = x with a border                                          (1)
    dx = dy inside; a mirrored entry adds what its images get    (2)

Derivation: docs/derivations/indexing.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, floats, incoming


class Cache(NamedTuple):
    """What backward needs."""

    y: FloatArray
    widths: tuple[tuple[int, int], ...]
    mode: str


def pad(x: ArrayLike, *, widths: int | tuple[tuple[int, int], ...] = 0, mode: str = "zeros") -> FloatArray:
    """Array with a border.

    Parameters
    ----------
    x : float array, any shape
        What stands inside.
    widths : int, or one pair of int per axis
        How many entries to put before and after, along each axis. One number is for all.
    mode : {"zeros", "reflect"}
        What the border holds. "reflect" mirrors at the outermost entry, which is not repeated: 3 2 [1 2 3] 2 1.

    Returns
    -------
    y : float array, larger by the widths
        A copy.

    Raises
    ------
    ValueError
        If widths are negative or not one pair per axis, or a mirror would need more entries than there are.

    Examples
    --------
    >>> pad([1.0, 2.0, 3.0], widths=2, mode="reflect")
    array([3., 2., 1., 2., 3., 2., 1.])
    """
    return forward(x, widths=widths, mode=mode)[0]


def forward(
    x: ArrayLike, *, widths: int | tuple[tuple[int, int], ...] = 0, mode: str = "zeros"
) -> tuple[FloatArray, Cache]:
    """Compute the padded array and its cache."""
    x = floats(x, "x")
    pairs = ((widths, widths),) * x.ndim if isinstance(widths, int) else tuple((a, b) for a, b in widths)
    if len(pairs) != x.ndim or min((width for pair in pairs for width in pair), default=0) < 0:
        raise ValueError(
            f"widths must be a number or one pair for each of the {x.ndim} axes of x, none negative; got {widths}. "
            "Write (0, 0) for an axis without a border."
        )
    if mode not in ("zeros", "reflect"):
        raise ValueError(f"mode must be 'zeros' or 'reflect'; got {mode!r}. Choose one of the two.")
    if mode == "reflect" and any(max(pair) >= size for pair, size in zip(pairs, x.shape, strict=True) if max(pair)):
        raise ValueError(
            f"widths must be smaller than the axes that are mirrored, {x.shape}; got {widths}. Pad less, or with zeros."
        )
    y = np.pad(x, pairs, mode="constant" if mode == "zeros" else "reflect") if x.ndim else x.copy()  # (1)
    return y, Cache(y, pairs, mode)


def backward(dy: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to x."""
    g = incoming(dy, cache.y, "dy")
    for axis, (before, after) in enumerate(cache.widths):
        line = np.moveaxis(g, axis, 0)  # (before + size + after, ...)
        end = len(line) - after
        inside = line[before:end].copy()
        if cache.mode == "reflect":  # (2): the border, read backwards, lies beside its mirror
            inside[1 : before + 1] += line[:before][::-1]
            inside[len(inside) - 1 - after : -1] += line[end:][::-1]
        g = np.moveaxis(inside, 0, axis)
    return g


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw an array with two borders, mirrored or of zeros."""
    mode = ["zeros", "reflect"][rng.integers(2)]
    return {"x": rng.normal(size=(4, 3)), "widths": ((3, int(rng.integers(0, 4))), (1, 2)), "mode": mode}
