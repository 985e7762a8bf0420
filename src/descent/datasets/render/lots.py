"""Chance for many pictures at once: every throw gives one number for each of them.

What follows from the throws uses sums, products, quotients and square roots only. IEEE 754 fixes the last bit of
those, not of a sine, so a seed gives the same bytes on every processor. ``circle`` makes the sines from products.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from descent.datasets.render.dice import FloatArray

_SERIES = 8  # terms of the power series: more than enough for the last digit up to an angle of pi / 4


class Lots:
    """Random choices for ``count`` pictures that depend on the key alone."""

    def __init__(self, count: int, *key: int) -> None:
        self.count = count
        self._generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(key)))

    def between(self, low: float, high: float) -> FloatArray:
        """A number between ``low`` and ``high`` for each, all equally likely."""
        return low + (high - low) * self._generator.random(self.count)

    def around(self, centre: float, spread: float) -> FloatArray:
        """A number near ``centre``: the mean of three throws, never further off than ``spread``."""
        a, b, c = self._generator.random((3, self.count))
        return np.asarray(centre + spread * (2.0 * ((a + b + c) / 3.0) - 1.0))

    def chance(self, share: float) -> npt.NDArray[np.bool_]:
        """True for about ``share`` of the pictures."""
        return np.asarray(self._generator.random(self.count) < share)

    def sign(self) -> FloatArray:
        """Minus one or plus one."""
        return np.where(self.chance(0.5), -1.0, 1.0)

    def whole(self, low: int, high: int) -> npt.NDArray[np.int64]:
        """A whole number from ``low`` to ``high``, both included."""
        return low + (self._generator.random(self.count) * (high - low + 1)).astype(np.int64)

    def pick(self, options: Sequence[Sequence[float]]) -> FloatArray:
        """One of ``options`` for each, as columns: shape (values of an option, count)."""
        return np.asarray(options, dtype=float).T[:, self.whole(0, len(options) - 1)]

    def field(self, *shape: int) -> FloatArray:
        """Numbers between 0 and 1, an array of ``shape`` for each picture."""
        return self._generator.random((self.count, *shape))

    def bells(self, *shape: int) -> FloatArray:
        """Numbers about 0 that are nearly normal, of spread 1 and never beyond 3, an array of ``shape`` for each."""
        a, b, c = (self._generator.random((self.count, *shape)) for _ in range(3))
        return np.asarray(2.0 * (a + b + c) - 3.0)

    def order(self, count: int) -> npt.NDArray[np.int64]:
        """The numbers 0 to ``count - 1`` in random order."""
        return np.argsort(self._generator.random(count), kind="stable")


def circle(angle: float | FloatArray) -> tuple[FloatArray, FloatArray]:
    """Cosine and sine, the same to the last bit everywhere."""
    angle = np.asarray(angle, dtype=float)
    quarter = (angle - 2 * np.pi * np.floor(angle / (2 * np.pi) + 0.5)) / 4
    square = quarter * quarter
    cos, sin = np.ones_like(quarter), np.ones_like(quarter)
    for k in range(_SERIES, 0, -1):
        cos = 1 - cos * square / ((2 * k - 1) * (2 * k))
        sin = 1 - sin * square / ((2 * k) * (2 * k + 1))
    sin = sin * quarter
    for _ in range(2):
        cos, sin = cos * cos - sin * sin, 2 * cos * sin
    return cos, sin
