"""The way back of ``descent.ops.max_pool2d`` for the windows that nearly all networks have, compiled in one sweep.

Derivation: docs/derivations/pooling.md
"""

from __future__ import annotations

from descent._fast_compiled import compiled
from descent.shapes import FloatArray


@compiled
def to_largest_of_four(g: FloatArray, x: FloatArray, a: FloatArray, dx: FloatArray) -> None:
    """Give g to the first that is the largest of its window, 2 x 2 and apart; the last gets it if none before does."""
    nothing = a.dtype.type(0)
    pictures, rows, columns, channels = a.shape
    for n in range(pictures):
        for r in range(rows):
            for q in range(columns):
                i, j = 2 * r, 2 * q
                for c in range(channels):
                    given, largest = g[n, r, q, c], a[n, r, q, c]
                    first = x[n, i, j, c] == largest
                    second = (x[n, i, j + 1, c] == largest) and not first
                    third = (x[n, i + 1, j, c] == largest) and not first and not second
                    dx[n, i, j, c] = given if first else nothing
                    dx[n, i, j + 1, c] = given if second else nothing
                    dx[n, i + 1, j, c] = given if third else nothing
                    dx[n, i + 1, j + 1, c] = nothing if first or second or third else given
