"""Windows that slide over pictures of shape (n, height, width, channels), for convolution and pooling."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np

from descent.shapes import FloatArray, check_groups, floats

Pair = int | tuple[int, int]
Padding = Pair | Literal["same"]


class Windows(NamedTuple):
    """Where the windows lie. Every pair is (down, across)."""

    size: tuple[int, int]
    """Height and width of a window: how many of its pixels count."""
    stride: tuple[int, int]
    """How far each window lies from the next."""
    places: tuple[int, int]
    """How many windows there are."""
    dilation: tuple[int, int] = (1, 1)
    """How far the pixels of a window lie from each other."""
    padding: tuple[tuple[int, int], tuple[int, int]] = ((0, 0), (0, 0))
    """How many zeros stand around a picture: (above, below), (left, right)."""

    def entry(self, i: int, j: int) -> tuple[slice, ...]:
        """Index the pixels, in padded pictures, that are at place (i, j) of their window: (n, *places, channels)."""
        return (*self.line(0, i), self.line(1, j)[2])

    def line(self, axis: int, i: int) -> tuple[slice, ...]:
        """Index the rows (axis 0) or columns (axis 1), in padded pictures, that are i-th in their window."""
        start, step = i * self.dilation[axis], self.stride[axis]
        chosen = slice(start, start + step * (self.places[axis] - 1) + 1, step)
        return (slice(None), chosen) if axis == 0 else (slice(None), slice(None), chosen)

    def centre(self, height: int, width: int) -> tuple[slice, slice, slice]:
        """Index the pictures themselves in padded pictures."""
        (up, _), (left, _) = self.padding
        return slice(None), slice(up, up + height), slice(left, left + width)

    @property
    def padded(self) -> bool:
        """Whether there are zeros around the pictures at all."""
        return any(map(any, self.padding))

    @property
    def one_pixel(self) -> bool:
        """Whether every window is one pixel and every pixel a window."""
        return self.size == self.stride == (1, 1) and not self.padded

    def turned(self, shape: tuple[int, int]) -> Windows | None:
        """Place windows of the same size over the results such that each sees what one pixel of a picture acted on.

        There are as many as a picture of this shape has pixels; None where the stride leaves gaps.
        """
        around = []
        for (before, after), gap, length in zip(self.padding, self.dilation, self.size, strict=True):
            around.append((gap * (length - 1) - before, gap * (length - 1) - after))
        if self.stride != (1, 1) or min(map(min, around)) < 0:
            return None
        return Windows(self.size, (1, 1), shape, self.dilation, (around[0], around[1]))

    @property
    def apart(self) -> bool:
        """Whether no pixel lies in two windows."""
        return self.dilation == (1, 1) and self.stride[0] >= self.size[0] and self.stride[1] >= self.size[1]


def slide(
    shape: tuple[int, ...], size: tuple[int, int], stride: Pair, *, padding: Padding = 0, dilation: Pair = 1
) -> Windows:
    """Place windows over pictures of this height and width, as many as fit; "same" makes one per stride fit."""
    steps, gaps = pair(stride, "stride", least=1), pair(dilation, "dilation", least=1)
    reach = [gap * (length - 1) + 1 for gap, length in zip(gaps, size, strict=True)]
    if padding == "same":
        missing = [max(0, (-(-a // s) - 1) * s + r - a) for a, s, r in zip(shape, steps, reach, strict=True)]
        (up, down), (left, right) = [(m // 2, m - m // 2) for m in missing]
    else:
        (up, left) = (down, right) = pair(padding, "padding", least=0)
    height, width = shape[0] + up + down, shape[1] + left + right
    if reach[0] > height or reach[1] > width:
        raise ValueError(
            f"x must be at least as large as a window, {tuple(reach)}; got pictures of {(height, width)}, padding "
            "included. Take a smaller window or more padding."
        )
    places = (height - reach[0]) // steps[0] + 1, (width - reach[1]) // steps[1] + 1
    return Windows(size, steps, places, gaps, ((up, down), (left, right)))


def look_through(padded: FloatArray, windows: Windows) -> FloatArray:
    """View padded pictures as their windows, without a copy: shape (n, rows, columns, *size, channels)."""
    n, down, across, channel = padded.strides
    (step_down, step_across), (gap_down, gap_across) = windows.stride, windows.dilation
    return np.lib.stride_tricks.as_strided(
        padded,
        (len(padded), *windows.places, *windows.size, padded.shape[3]),
        (n, down * step_down, across * step_across, down * gap_down, across * gap_across, channel),
    )


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


def grouped(value: Any, groups: int, channels: int, window: str = "window height, window width") -> FloatArray:
    """Turn a value into the weights of filters in groups: shape (window, channels / groups, k)."""
    W = floats(value, "W")
    check_groups(groups, channels)
    each = channels // groups
    if W.ndim != window.count(",") + 3 or W.shape[-2] != each:
        part = f"{channels} channels" + (f" in {groups} groups" if groups > 1 else "")
        raise ValueError(
            f"W must have shape ({window}, {each}, k), since x has {part}; got {W.shape}. "
            "Put the channels last but one and the filters last."
        )
    if W.shape[-1] % groups:
        raise ValueError(f"groups must divide the number of filters, {W.shape[-1]}, as well; got {groups}.")
    return W
