"""The sum of ``descent.scatter``, compiled: row after row, as one would write it."""

from __future__ import annotations

from descent._fast_compiled import compiled
from descent.shapes import FloatArray


@compiled
def add_rows(target: FloatArray, places: FloatArray, rows: FloatArray) -> None:
    """Add row i of ``rows`` to row places[i] of ``target``, for every i."""
    for i in range(len(places)):
        at = places[i]
        for j in range(target.shape[1]):
            target[at, j] += rows[i, j]
