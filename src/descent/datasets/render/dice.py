"""Chance that replays: every choice of a picture comes from one stream of uniform numbers.

Only ``Generator.random`` is called. NumPy may change how the other methods of a generator use the stream from one
release to the next; uniform doubles follow directly from the bit generator, whose stream it keeps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
T = TypeVar("T")


class Dice:
    """Random choices that depend on the key alone: the same key gives the same picture."""

    def __init__(self, *key: int) -> None:
        self._generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(key)))

    def between(self, low: float, high: float) -> float:
        """A number between ``low`` and ``high``, all equally likely."""
        return low + (high - low) * float(self._generator.random())

    def chance(self, share: float) -> bool:
        """True in ``share`` of all throws."""
        return float(self._generator.random()) < share

    def sign(self) -> int:
        """Minus one or plus one."""
        return -1 if self.chance(0.5) else 1

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self._generator.random() * (high - low + 1))

    def around(self, centre: float, spread: float) -> float:
        """A number near ``centre``: the mean of three throws, never further off than ``spread``."""
        return centre + spread * (2.0 * float(self._generator.random(3).mean()) - 1.0)

    def pick(self, options: Sequence[T], weights: Sequence[float] | None = None) -> T:
        """One of ``options``; ``weights`` say how likely each is."""
        if weights is None:
            return options[self.whole(0, len(options) - 1)]
        throw = float(self._generator.random()) * sum(weights)
        for option, weight in zip(options, weights, strict=True):
            throw -= weight
            if throw < 0:
                return option
        return options[-1]

    def order(self, count: int) -> list[int]:
        """The numbers 0 to ``count - 1`` in random order."""
        return [int(i) for i in np.argsort(self._generator.random(count), kind="stable")]

    def field(self, *shape: int) -> FloatArray:
        """An array of numbers between 0 and 1."""
        return self._generator.random(shape)
