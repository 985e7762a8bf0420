"""Summed, averaged or normalised along the other axis."""

from __future__ import annotations

import numpy as np

from gradus.grading.compare import close
from gradus.grading.evidence import Evidence

RANK = 25


def explain(evidence: Evidence) -> str | None:
    pairs = evidence.all_arrays()
    if pairs is None:
        return None
    return _by_shape(evidence, pairs) or _by_totals(evidence, pairs)


def _by_shape(evidence: Evidence, pairs: list[tuple[np.ndarray, np.ndarray]]) -> str | None:
    """The result is as long as the axis that should have been summed away."""
    axes = set()
    for miss, (got, want) in zip(evidence.misses, pairs, strict=True):
        tables = [value for value in miss.inputs.values() if isinstance(value, np.ndarray) and value.ndim == 2]
        fits = {
            axis
            for table in tables
            for axis in (0, 1)
            if table.shape[0] != table.shape[1]
            and want.shape in _reduced(table.shape, axis)
            and got.shape in _reduced(table.shape, 1 - axis)
        }
        if len(fits) != 1:
            return None
        axes |= fits
    if len(axes) != 1:
        return None
    axis = axes.pop()
    got, want = pairs[0]
    return (
        f"{evidence.subject} has shape {got.shape} and should have {want.shape}: "
        f"this reduces along axis {1 - axis} instead of axis {axis}."
    )


def _by_totals(evidence: Evidence, pairs: list[tuple[np.ndarray, np.ndarray]]) -> str | None:
    """Rows should have total or length 1, and the columns have it, or the other way round."""
    if any(got.ndim != 2 or got.shape != want.shape or 1 in got.shape for got, want in pairs):
        return None
    for word, power in (("sum", 1), ("length", 2)):
        for axis in (0, 1):
            if all(
                _all_one(np.sum(want**power, axis=axis)) and _all_one(np.sum(got**power, axis=1 - axis))
                for got, want in pairs
            ):
                right, wrong = ("rows", "columns") if axis == 1 else ("columns", "rows")
                return f"The {wrong} have {word} 1, but the {right} should: use axis={axis}."
    return None


def _reduced(shape: tuple[int, ...], axis: int) -> tuple[tuple[int, ...], ...]:
    kept = tuple(1 if place == axis else length for place, length in enumerate(shape))
    return kept, tuple(length for place, length in enumerate(shape) if place != axis)


def _all_one(totals: np.ndarray) -> bool:
    return bool(np.all(close(totals, np.ones_like(totals, dtype=float), 1e-6, 1e-6)))
