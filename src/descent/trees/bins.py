"""Bins put the values of a feature into at most 256 drawers once, so that later steps handle small whole numbers.

A threshold then lies between two bins, and what a split needs to know is a sum per bin.

Derivation: docs/derivations/gradient_boosting.md
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from descent.shapes import FloatArray
from descent.trees.grow import between

Ints = NDArray[np.intp]


class Bins(NamedTuple):
    """All features, binned.

    ``edges``: for each feature its thresholds, ascending; bin b holds the values above edge b - 1 and up to edge b.
    ``place``: shape (d, n), the bin of each value. ``width``: the bins of the feature that has most.
    """

    edges: list[FloatArray]
    place: Ints
    width: int


def cut_into_bins(X: FloatArray, learn_from: Ints, max_bins: int) -> Bins:
    """Find the edges from the rows learn_from of X, shape (n, d), and put all rows into bins."""
    edges = [_edges(np.sort(column), max_bins) for column in X[learn_from].T]
    place = np.empty(X.shape[::-1], np.intp)
    for edge, column, bin_of in zip(edges, X.T, place, strict=True):
        order = np.argsort(column)  # in order of size, each search begins where the last one ended
        bin_of[order] = np.searchsorted(edge, column[order])
    return Bins(edges, place, 1 + max(len(edge) for edge in edges))


def _edges(column: FloatArray, max_bins: int) -> FloatArray:
    """Upper edges of the bins, between values: a bin for each value if they are few, else of equal shares of rows."""
    last = np.flatnonzero(column[1:] != column[:-1])  # column is sorted: here one value ends and the next begins
    if len(last) >= max_bins:
        share = np.arange(1, max_bins) * (len(column) - 1) // max_bins
        last = last[np.unique(np.minimum(np.searchsorted(last, share), len(last) - 1))]
    edges: FloatArray = np.atleast_1d(between(column[last], column[last + 1]))
    return edges
