"""The sheet: many pictures in the making, painted by the same strokes with other numbers.

One stroke of ``canvas`` costs the calls of some forty array functions, whatever the size of the picture. For small
pictures by the thousand that is most of the time, so here a stroke is laid on all pictures of a batch at once. Edges
are smooth because the share of a pixel that a shape covers follows from its distance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from descent.datasets.render.dice import FloatArray
from descent.datasets.render.lots import Lots, circle
from descent.datasets.render.outlines import Numbers, Pixels, column

Box = tuple[float, float, float, float]
Colour = Sequence[Any] | FloatArray  # a number a channel, or an array (channels, n)


class Sheet:
    """``count`` pictures: ``rgb`` (channels, count, height, width), floats from 0 to 1.

    Heights are one unit: coordinates run from (0, 0) at the top left to (width / height, 1).

    Parameters
    ----------
    lots : Lots
        One throw for each picture; gives the direction of the light.
    height, width : int
        Size of the pictures, in pixels.
    channels : int
        3 for colour, 1 for grey.
    """

    def __init__(self, lots: Lots, height: int, width: int, channels: int = 3) -> None:
        self.count, self.height, self.width = lots.count, height, width
        self.rgb: Pixels = np.zeros((channels, lots.count, height, width), dtype=np.float32)
        self.labels = np.zeros((lots.count, height, width), dtype=np.uint8)
        self.label: int | None = None  # what the brush marks the pixels it covers with, if anything
        self.x = ((np.arange(width, dtype=np.float32) + np.float32(0.5)) / np.float32(height))[None, None, :]
        self.y = ((np.arange(height, dtype=np.float32) + np.float32(0.5)) / np.float32(height))[None, :, None]
        slant = circle(lots.between(-2.5, -0.6))  # from the upper left to the upper right
        self.light = [column(0.8 * part) for part in slant]

    def fill(self, colour: Colour) -> None:
        """Cover the pictures; each channel a number, one a picture, or pixels (n, h, w)."""
        for plane, part in zip(self.rgb, colour, strict=True):
            plane[:] = _spread(part)

    def place(
        self, x: Numbers, y: Numbers, size: Numbers, box: Box, angle: Numbers = 0.0, flip: Numbers = 1.0
    ) -> Place:
        """Where a subject stands: its origin at (x, y), its unit ``size`` long; it does not paint outside ``box``."""
        upright = _is_zero(angle)
        x, y, size, flip = (np.asarray(part, dtype=float) * np.ones(self.count) for part in (x, y, size, flip))
        cos, sin = (np.ones(1), np.zeros(1)) if upright else circle(angle)
        left, top, right, bottom = box
        corners = [(a, b) for a in (left, right) for b in (top, bottom)]
        xs = [x + size * (flip * a * cos - b * sin) for a, b in corners]
        ys = [y + size * (flip * a * sin + b * cos) for a, b in corners]
        rows, columns = _reach(ys, self.height, self.height), _reach(xs, self.height, self.width)
        du, dv = self.x[..., columns] - column(x), self.y[:, rows] - column(y)
        if not upright:
            du, dv = du * column(cos) + dv * column(sin), dv * column(cos) - du * column(sin)
        u, v = np.broadcast_arrays(du * column(flip / size), dv * column(1 / size))
        return Place(self, (rows, columns), u, v, column(size * self.height))

    def everywhere(self) -> Place:
        """The whole of every picture, in its own coordinates."""
        return self.place(0.0, 0.0, 1.0, (0.0, 0.0, self.width / self.height, 1.0))

    def mist(self, lots: Lots, cells: int, octaves: int = 2) -> Pixels:
        """A smooth random texture, 0 to 1, with about ``cells`` hills down the picture; shape (n, h, w)."""
        total, share = np.zeros(self.rgb.shape[1:], dtype=np.float32), 1 / (1 - 0.5**octaves)
        for octave in range(octaves):
            share /= 2
            fine = cells * 2**octave
            across = fine * self.width // self.height + 2
            heights = lots.field(fine + 2, across).astype(np.float32)
            for axis, at in ((1, self.y[0, :, 0]), (2, self.x[0, 0])):
                heights = _between(heights, at * np.float32(fine), axis)
            total += heights * np.float32(share)
        return total

    def develop(self, lots: Lots, *, grain: Numbers = 0.0) -> npt.NDArray[np.uint8]:
        """The finished pictures, bytes, shape (n, h, w, channels), or (n, h, w) where there is one channel.

        ``grain`` is the spread of the noise, in levels of 255.
        """
        speckle = lots.bells(self.height, self.width).astype(np.float32) * column(grain)
        planes = [np.clip(plane * np.float32(255) + speckle, 0, 255) + np.float32(0.5) for plane in self.rgb]
        return (np.stack(planes, axis=-1) if len(planes) > 1 else planes[0]).astype(np.uint8)


@dataclass(frozen=True)
class Place:
    """Own coordinates ``u`` and ``v`` of the pixels in a window of a sheet, shape (n, h, w)."""

    sheet: Sheet
    window: tuple[slice, slice]
    u: Pixels
    v: Pixels
    unit: Pixels  # pixels per own unit, shape (n, 1, 1)

    def paint(
        self,
        distance: Pixels,
        colour: Colour,
        *,
        alpha: Numbers | npt.NDArray[np.bool_] = 1.0,
        feather: Numbers = 0.0,
        bulge: Numbers = 0.0,
        depth: Numbers = 0.5,
    ) -> None:
        """Lay a shape over what is there.

        Parameters
        ----------
        distance : float array, shape (n, h, w)
            From the edge of the shape, at each pixel of the window.
        colour : three (or, in grey, one) numbers, arrays (n,) or pixels (n, h, w)
            The paint.
        alpha : float or bool
            1 covers, 0 leaves what was there.
        feather : float
            Width of a soft edge, in own units: shadows and glows.
        bulge : float
            How far the surface curves inwards from the edge, in own units; 0 paints it flat.
        depth : float
            How dark the side that faces away from the light becomes.
        """
        if self.u.size == 0:
            return
        if not _is_zero(feather):
            t = np.clip(np.float32(0.5) - distance / column(feather), np.float32(0), np.float32(1))
            cover = t * t * (3 - 2 * t) * column(alpha)
        else:
            cover = np.clip(np.float32(0.5) - distance * self.unit, np.float32(0), np.float32(1)) * column(alpha)
        light = self._lit(distance, bulge, depth) if not _is_zero(bulge) else None
        rows, columns = self.window
        for plane, part in zip(self.sheet.rgb, colour, strict=True):
            target = plane[:, rows, columns]
            pigment = _spread(part)
            if light is not None:
                pigment = np.minimum(pigment * light, np.float32(1))
            target += (pigment - target) * cover
        if self.sheet.label is not None:
            self.sheet.labels[:, rows, columns][cover > 0.5] = self.sheet.label

    def _lit(self, distance: Pixels, bulge: Numbers, depth: Numbers) -> Pixels:
        """Brightness of a surface that falls towards its edge over a width of ``bulge``."""
        lean = 1 - np.clip(-distance / column(bulge), np.float32(0), np.float32(1))
        lx, ly = self.sheet.light
        facing = (_slope(distance, 2) * lx + _slope(distance, 1) * ly) * self.unit
        return np.asarray(
            1 + column(depth) * lean * np.clip(facing - np.float32(0.25), np.float32(-1), np.float32(0.5))
        )


def _is_zero(value: Numbers) -> bool:
    return isinstance(value, float) and value == 0.0


def _spread(part: Any) -> Pixels:
    """A channel of a colour in the shape of pixels."""
    array = np.asarray(part, dtype=np.float32)
    return array if array.ndim == 3 else column(array)


def _reach(edges: list[FloatArray], scale: int, size: int) -> slice:
    """The pixels of one axis that any of the points can touch."""
    low, high = min(float(e.min()) for e in edges), max(float(e.max()) for e in edges)
    start = min(size, max(0, int(low * scale) - 1))
    return slice(start, max(start, min(size, int(high * scale) + 2)))


def _slope(distance: Pixels, axis: int) -> Pixels:
    """Difference of neighbours along an axis, per pixel."""
    d = np.moveaxis(distance, axis, 0)
    out = np.zeros_like(d)
    if len(d) < 3:
        return np.moveaxis(out, 0, axis)
    out[1:-1] = (d[2:] - d[:-2]) * np.float32(0.5)
    out[:1], out[-1:] = out[1:2], out[-2:-1]
    return np.moveaxis(out, 0, axis)


def _between(heights: Pixels, at: Pixels, axis: int) -> Pixels:
    """Heights at the points ``at`` along one axis, smooth between whole numbers."""
    low = at.astype(np.int64)
    t = at - low.astype(np.float32)
    t = (t * t * (3 - 2 * t)).reshape([-1 if a == axis else 1 for a in range(3)])
    return np.asarray(np.take(heights, low, axis) * (1 - t) + np.take(heights, low + 1, axis) * t)
