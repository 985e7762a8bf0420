"""Smooth random texture: value noise, the ingredient of fur, grass, clouds and patches.

A small table holds random heights at whole-number points; between them the surface is interpolated smoothly.
"""

from __future__ import annotations

import numpy as np

from descent.datasets.render.dice import Dice, FloatArray

SIZE = 64  # the texture repeats after this many units; a power of two, so that wrapping is one bitwise and


class Noise:
    """A texture that may be asked for its height, 0 to 1, at any points of the plane."""

    def __init__(self, dice: Dice) -> None:
        self._table = dice.field(SIZE, SIZE)

    def __call__(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """Heights at (x, y); hills are about one unit wide."""
        left, top = np.floor(x), np.floor(y)
        u, v = x - left, y - top
        u, v = u * u * (3 - 2 * u), v * v * (3 - 2 * v)  # flat at the lattice, so no creases show
        i, j = left.astype(np.int64) & (SIZE - 1), top.astype(np.int64) & (SIZE - 1)
        i_next, j_next = (i + 1) & (SIZE - 1), (j + 1) & (SIZE - 1)
        table = self._table
        upper = table[j, i] * (1 - u) + table[j, i_next] * u
        lower = table[j_next, i] * (1 - u) + table[j_next, i_next] * u
        return np.asarray(upper * (1 - v) + lower * v)

    def cloudy(self, x: FloatArray, y: FloatArray, octaves: int = 3) -> FloatArray:
        """Hills on hills: each octave is twice as fine and half as high."""
        total, height = np.zeros_like(x), 0.5
        for octave in range(octaves):
            total += height * self(x * 2**octave + 17.0 * octave, y * 2**octave + 5.0 * octave)
            height /= 2
        return np.asarray(total / (1 - 0.5**octaves))
