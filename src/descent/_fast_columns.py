"""The sweeps of ``descent.columns`` over the rows of a matrix, compiled: each goes once through every number.

Sums are taken in the dtype of the numbers over a few rows, and over all rows in float64, as with NumPy.
"""

from __future__ import annotations

import numpy as np

from descent._fast_compiled import compiled
from descent.shapes import FloatArray

FEW = 64
"""Rows that are added up before the sum goes into float64."""


@compiled
def moments(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Mean and variance of every column."""
    n, d = x.shape
    total, squares, mean, part = np.zeros(d), np.zeros(d), np.empty_like(x[0]), np.zeros_like(x[0])
    for start in range(0, n, FEW):
        part[:] = 0
        for i in range(start, min(start + FEW, n)):
            for j in range(d):
                part[j] += x[i, j]
        for j in range(d):
            total[j] += part[j]
    for j in range(d):
        mean[j] = total[j] / n
    for start in range(0, n, FEW):
        part[:] = 0
        for i in range(start, min(start + FEW, n)):
            for j in range(d):
                part[j] += (x[i, j] - mean[j]) * (x[i, j] - mean[j])
        for j in range(d):
            squares[j] += part[j]
    return mean, squares / n


@compiled
def stretch(x: FloatArray, centre: FloatArray, factor: FloatArray, shift: FloatArray, y: FloatArray) -> None:
    """Write (x - centre) factor + shift into y."""
    for i in range(len(x)):
        for j in range(x.shape[1]):
            y[i, j] = (x[i, j] - centre[j]) * factor[j] + shift[j]


@compiled
def sums(x: FloatArray, g: FloatArray, centre: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Add up g, and (x - centre) g, down every column."""
    n, d = x.shape
    plain, along, part, other = np.zeros(d), np.zeros(d), np.zeros_like(x[0]), np.zeros_like(x[0])
    for start in range(0, n, FEW):
        part[:] = 0
        other[:] = 0
        for i in range(start, min(start + FEW, n)):
            for j in range(d):
                part[j] += g[i, j]
                other[j] += (x[i, j] - centre[j]) * g[i, j]
        for j in range(d):
            plain[j] += part[j]
            along[j] += other[j]
    return plain, along


@compiled
def way_back(
    x: FloatArray, g: FloatArray, centre: FloatArray, slope: FloatArray, level: FloatArray, factor: FloatArray,
    dx: FloatArray,
) -> None:  # fmt: skip
    """Write ((centre - x) slope + g - level) factor into dx."""
    for i in range(len(x)):
        for j in range(x.shape[1]):
            dx[i, j] = ((centre[j] - x[i, j]) * slope[j] + g[i, j] - level[j]) * factor[j]
