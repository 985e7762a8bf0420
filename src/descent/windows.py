"""Windows that slide over pictures of shape (n, height, width, channels), for convolution and pooling."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from descent.shapes import FloatArray, floats

Pair = int | tuple[int, int]


class Windows(NamedTuple):
    """Where the windows lie."""

    size: tuple[int, int]
    """Height and width of a window."""
    stride: tuple[int, int]
    """How far each lies from the next, down and across."""
    places: tuple[int, int]
    """How many there are, down and across."""

    def entry(self, i: int, j: int) -> tuple[slice, slice, slice]:
        """Index the pixels that are at place (i, j) of their window: shape (n, *places, channels)."""
        (down, across), (rows, columns) = self.stride, self.places
        return (
            slice(None),
            slice(i, i + down * (rows - 1) + 1, down),
            slice(j, j + across * (columns - 1) + 1, across),
        )


def slide(x: FloatArray, size: tuple[int, int], stride: Pair) -> Windows:
    """Place windows of a size over pictures x, as many as fit."""
    down, across = pair(stride, "stride", least=1)
    height, width = x.shape[1:3]
    if size[0] > height or size[1] > width:
        raise ValueError(
            f"x must be at least as large as a window, {size}; got pictures of {(height, width)}, padding included. "
            "Take a smaller window or more padding."
        )
    return Windows(size, (down, across), ((height - size[0]) // down + 1, (width - size[1]) // across + 1))


def pictures(value: object, name: str) -> FloatArray:
    """Turn a value into a float array of shape (n, height, width, channels)."""
    array = floats(value, name)
    if array.ndim != 4:
        raise ValueError(
            f"{name} must have shape (n, height, width, channels); got {array.shape}. "
            f"Use {name}[np.newaxis] for one picture, {name}[..., np.newaxis] for grey ones."
        )
    return array


def pair(value: Any, name: str, *, least: int) -> tuple[int, int]:
    """Turn one whole number, or one for down and one for across, into two."""
    both = value if isinstance(value, tuple) else (value, value)
    if len(both) != 2 or not all(isinstance(v, int | np.integer) and v >= least for v in both):
        raise ValueError(f"{name} must be a whole number, {least} or more, or a pair of them; got {value!r}.")
    return int(both[0]), int(both[1])
