"""Where a search draws an argument from: evenly between two ends, or evenly in the logarithm."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Range:
    """All numbers between two ends.

    Parameters
    ----------
    low, high : float
        The ends, low < high.
    log : bool
        Whether every power of ten is equally likely: for learning rates and penalties, which matter by factors.
    whole : bool
        Whether to draw whole numbers, both ends included.

    Examples
    --------
    >>> rate = Range(1e-4, 1.0, log=True)
    >>> 1e-4 <= rate.sample(np.random.default_rng(0)) <= 1
    True
    >>> rate.around(0.01, 0.5)
    Range(low=0.001, high=0.1, log=True, whole=False)
    """

    low: float
    high: float
    log: bool = False
    whole: bool = False

    def __post_init__(self) -> None:
        ordered = math.isfinite(self.low) and self.low < self.high < math.inf
        if not ordered or (self.log and self.low <= self.whole / 2):
            need = "0 < low < high, since it is drawn by factors" if self.log else "low < high"
            raise ValueError(f"a range needs finite ends with {need}; got {self.low} and {self.high}.")

    def sample(self, rng: np.random.Generator) -> float:
        """Draw one number."""
        half = 0.5 if self.whole else 0.0  # the first and the last whole number get their full share
        value = self._back(float(rng.uniform(self._flat(self.low - half), self._flat(self.high + half))))
        return int(min(max(round(value), self.low), self.high)) if self.whole else value

    def around(self, centre: float, share: float) -> Range:
        """Make a range of `share` times the width, with `centre` in the middle unless that leads over an end."""
        low, high, middle = self._flat(self.low), self._flat(self.high), self._flat(centre)
        width = share * (high - low)
        start = min(max(middle - width / 2, low), high - width)
        ends = [float(f"{self._back(end):.12g}") for end in (start, start + width)]
        if self.whole:
            ends = [math.floor(ends[0]), math.ceil(ends[1])]
        return replace(self, low=max(ends[0], self.low), high=min(ends[1], self.high))

    def _flat(self, value: float) -> float:
        return math.log10(value) if self.log else value

    def _back(self, value: float) -> float:
        return float(10**value) if self.log else value
