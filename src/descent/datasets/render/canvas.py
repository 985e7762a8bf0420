"""The canvas: paints shapes with colour, light and fur onto an array of pixels.

A canvas is drawn several times larger than the picture it becomes; ``lens.develop`` averages it down, so edges are
smooth. World coordinates run from (0, 0) at the top left to (width / height, 1) at the bottom right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from descent.datasets.render.colours import BLACK, Colour, flat
from descent.datasets.render.dice import Dice, FloatArray
from descent.datasets.render.noise import Noise
from descent.datasets.render.shapes import Shape

Paint = Colour | Callable[[FloatArray, FloatArray], FloatArray]


@dataclass(frozen=True)
class Frame:
    """Where a subject stands: its own origin, size, turn and side, seen from the world."""

    x: float = 0.0
    y: float = 0.0
    size: float = 1.0
    angle: float = 0.0
    flip: int = 1

    def inside(self, x: float, y: float, size: float = 1.0, angle: float = 0.0, flip: int = 1) -> Frame:
        """A frame placed at (x, y) of this one: the head within the body."""
        world_x, world_y = self.to_world(np.asarray(x), np.asarray(y))
        return Frame(float(world_x), float(world_y), self.size * size, self.angle + self.flip * angle, self.flip * flip)

    def to_world(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """World coordinates of own points."""
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        u, v = x * self.flip * self.size, y * self.size
        return self.x + u * cos - v * sin, self.y + u * sin + v * cos

    def to_own(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Own coordinates of points of the world."""
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        u, v = x - self.x, y - self.y
        return (u * cos + v * sin) / (self.size * self.flip), (v * cos - u * sin) / self.size


WORLD = Frame()


class Canvas:
    """A picture in the making: ``rgb`` (h, w, 3), floats from 0 to 1, with a light that shines on what is painted.

    Parameters
    ----------
    width, height : int
        Size of the finished picture, in pixels.
    dice : Dice
        Gives the texture of fur and the direction of the light.
    over : int
        How many times larger, in both directions, the canvas is drawn.
    """

    def __init__(self, width: int, height: int, dice: Dice, over: int = 4) -> None:
        self.over = over
        self.scale = height * over  # pixels per unit of the world
        self.width = width / height
        self.rgb = np.zeros((height * over, width * over, 3))
        self.x, self.y = np.meshgrid(
            (np.arange(width * over) + 0.5) / self.scale, (np.arange(height * over) + 0.5) / self.scale
        )
        self.noise = Noise(dice)
        slant = dice.between(-2.3, -0.8)  # from the upper left to the upper right
        self.light = (0.65 * float(np.cos(slant)), 0.65 * float(np.sin(slant)), 0.76)

    def fill(self, colour: FloatArray) -> None:
        """Cover the whole canvas."""
        self.rgb[:] = colour

    def paint(
        self,
        shape: Shape,
        colour: Paint,
        frame: Frame = WORLD,
        *,
        bulge: float = 0.0,
        fur: float = 0.0,
        alpha: float = 1.0,
        feather: float = 0.0,
        depth: float = 0.55,
    ) -> None:
        """Lay ``shape`` over what is there.

        Parameters
        ----------
        shape : Shape
            Its lengths are in units of ``frame``.
        colour : colour, or function of own coordinates (x, y) that returns an array (h, w, 3)
            The paint.
        frame : Frame
            Where the shape stands.
        bulge : float
            How far the surface curves inwards from the edge, in units of the frame; 0 paints it flat.
        fur : float
            How far the edge frays, in units of the frame; the coat gets a grain, too.
        alpha : float
            1 covers, 0 leaves what was there.
        feather : float
            Width of a soft edge, in units of the frame: shadows and glows.
        depth : float
            How dark the side that faces away from the light becomes.
        """
        window = self._window(shape, frame, fur + feather)
        if window is None:
            return
        x, y = frame.to_own(self.x[window], self.y[window])
        distance = shape.distance(x, y)
        light = self._lit(distance, bulge, frame, depth) if bulge else None
        grain = None
        if fur:
            grain = self.noise.cloudy(x / fur * 0.9, y / fur * 0.6, 2)
            distance = distance + fur * (grain - 0.5)
        if feather:
            t = np.clip(0.5 - distance / feather, 0.0, 1.0)
            cover = alpha * t * t * (3 - 2 * t)
        else:
            cover = alpha * np.clip(0.5 - distance * (frame.size * self.scale), 0.0, 1.0)
        pigment = colour(x, y) if callable(colour) else flat(colour, x)
        if grain is not None:
            pigment = pigment * (0.86 + 0.28 * grain)[..., None]
        if light is not None:
            pigment = pigment * light[..., None]
        target = self.rgb[window]
        target += (np.clip(pigment, 0.0, 1.0) - target) * cover[..., None]

    def shadow(self, shape: Shape, frame: Frame = WORLD, *, alpha: float = 0.4, feather: float = 0.3) -> None:
        """Darken what lies under ``shape``, with a soft edge."""
        self.paint(shape, BLACK, frame, alpha=alpha, feather=feather)

    def _window(self, shape: Shape, frame: Frame, margin: float) -> tuple[slice, slice] | None:
        """The pixels that the shape can touch, or None if it lies outside the canvas."""
        left, top, right, bottom = shape.box
        corners_x = np.asarray([left - margin, right + margin, right + margin, left - margin])
        corners_y = np.asarray([top - margin, top - margin, bottom + margin, bottom + margin])
        x, y = frame.to_world(corners_x, corners_y)
        height, width = self.x.shape
        i0, i1 = max(0, int(y.min() * self.scale) - 2), min(height, int(y.max() * self.scale) + 3)
        j0, j1 = max(0, int(x.min() * self.scale) - 2), min(width, int(x.max() * self.scale) + 3)
        if i1 - i0 < 2 or j1 - j0 < 2:  # a slope needs two pixels
            return None
        return slice(i0, i1), slice(j0, j1)

    def _lit(self, distance: FloatArray, bulge: float, frame: Frame, depth: float) -> FloatArray:
        """Brightness of a surface that rises from its edge like a quarter circle of radius ``bulge``."""
        down, right = np.gradient(distance * (frame.size * self.scale))  # of length about 1, pointing outwards
        lean = 1 - np.clip(-distance / bulge, 0.0, 1.0)
        up = np.sqrt(np.maximum(1 - lean * lean, 0.0))
        lx, ly, lz = self.light
        facing = lean * (right * lx + down * ly) + up * lz
        return np.asarray(1 - depth + depth * (0.25 + np.clip(facing, -0.2, 1.0)) / (0.25 + lz))
