"""Checks of single numbers that a caller may set: counts, shares, rates. Each error says what may be asked for."""

from __future__ import annotations

from typing import Any

import numpy as np


def whole(value: Any, name: str, least: int, why: str = "") -> int:
    """Refuse what is not a whole number of at least `least`; `why` says why not less."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise ValueError(f"{name} must be a whole number, {least} or more{why and f': {why}'}; got {value!r}.")
    return int(value)


def number(value: Any, name: str, least: float, most: float, *, above: bool = False) -> float:
    """Refuse what is not a finite number from `least` to `most`; `above`: not `least` itself."""
    real = isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
    if not real or not least <= value <= most or not np.isfinite(value) or (above and value == least):
        edge = f"above {least:g}" if above else f"{least:g} or more"
        top = "" if most == np.inf else f" and at most {most:g}"
        raise ValueError(f"{name} must be a finite number, {edge}{top}; got {value!r}.")
    return float(value)
