"""Adding rows up at places that may repeat: the way back from every operation that picks.

Derivation: docs/derivations/indexing.md
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from descent import fast
from descent.shapes import FloatArray

OFTEN = 32
"""A place with more rows than this is added up by itself."""


def add_at(target: FloatArray, places: NDArray[np.int64], rows: FloatArray, *, axis: int = 0) -> None:
    """Add row i of `rows` to row places[i] of `target`, for every i; rows are counted along the axis.

    ``target[places] += rows`` would keep only the last of several rows for one place. So the first rows of all places
    are added at once, then the second ones, and so on: each layer has every place at most once. This is the fastest
    way in NumPy: ``np.add.at`` takes 6 times as long, ``np.add.reduceat`` over sorted rows 15 times. A place that comes
    very often would need as many layers; its rows are added up by themselves.
    """
    if axis == 0 and target.ndim == rows.ndim == 2 and fast.worth_it(rows.size):
        from descent import _fast_scatter  # it brings Numba, which not everybody has

        _fast_scatter.add_rows(target, places, rows)
        return
    order = np.argsort(_narrow(places), kind="stable")
    different, starts, counts = _runs(places[order])
    target, rows = np.moveaxis(target, axis, 0), np.moveaxis(rows, axis, 0)
    often = counts > OFTEN
    for place, start, count in zip(different[often], starts[often], counts[often], strict=True):
        target[place] += rows[order[start : start + count]].sum(axis=0)
    counts[often] = 0
    for layer in range(counts.max(initial=0)):
        there = np.flatnonzero(counts > layer)
        target[different[there]] += rows[order[starts[there] + layer]]


def _narrow(places: NDArray[np.int64]) -> NDArray[np.int64] | NDArray[np.int16]:
    """Small numbers in 16 bits: NumPy sorts those without comparisons, five times as fast."""
    return places.astype(np.int16) if places.size and 0 <= places.min() and places.max() < 1 << 15 else places


def _runs(values: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Give the different values of a sorted row, where each begins, and how often it comes."""
    first = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=first[1:])
    starts = np.flatnonzero(first)
    return values[starts], starts, np.diff(starts, append=len(values))
