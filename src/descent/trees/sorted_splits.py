"""Finds the best split of every node of a level from sorted running sums: one sort per feature for all nodes.

A split between two neighbours in a sorted column sends a prefix of it left, so running sums along the column are the
sums of the left halves, for every split at once. Let l be the running sum of the targets minus their node's mean, w the
weight on the left and W the node's. Then, with the c of a table's columns,

    gain of gini or variance = sum_c l_c^2 W / (w (W - w))                                       (5)

Since l is 0 again where a node ends, one running sum over all nodes serves them all.

What makes it fast: values are replaced by their ranks once, so that a sort is one of whole numbers that hold node, rank
and place side by side in their bits (NumPy sorts those with vector instructions); a running sum of complex numbers
carries target and weight at once; and of one-hot targets the last column is what the others leave.

Derivation: docs/derivations/decision_tree.md
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from descent.shapes import FloatArray
from descent.trees.impurity import purity
from descent.trees.limits import ROUNDING
from descent.trees.samples import Ints, Level


class Splits(NamedTuple):
    """For each node: the feature or -1, the ranks just below and above the cut, the gain."""

    feature: Ints
    below: Ints
    above: Ints
    gain: FloatArray


def best_splits(
    level: Level, rank: Ints, drawn: Ints, sure: int, criterion: str, min_samples_leaf: int, one_hot: bool
) -> Splits:
    """Ask drawn[0], drawn[1], ..., features for each node, shape (d, q): `sure` of them, more while none can be split.

    rank : shape (d, n), the rank of each value in its column.
    """
    nodes = len(level.size)
    found = Splits(np.full(nodes, -1), np.full(nodes, -1), np.full(nodes, -1), np.full(nodes, -np.inf))
    part, looks, search = level, np.ones(nodes, dtype=bool), None
    for turn, feature in enumerate(drawn):
        if turn >= sure:
            looks = found.feature < 0
            if not looks.any():
                break
            part, search = level.only(looks), None
        if search is None:
            search = _Search(part, criterion, min_samples_leaf, one_hot)
        at = np.flatnonzero(looks)
        below, above, gain = search.price(rank, feature[at])
        better = (gain >= 0) & (gain > found.gain[at] + ROUNDING * part.mixed)
        at = at[better]
        found.feature[at], found.gain[at] = feature[at], gain[better]
        found.below[at], found.above[at] = below[better], above[better]
    return found


class _Search:
    """What all features of a level have in common, worked out once."""

    def __init__(self, level: Level, criterion: str, min_samples_leaf: int, one_hot: bool) -> None:
        self.level, self.criterion, self.one_hot = level, criterion, one_hot
        m, size = len(level.node), level.size
        end = np.cumsum(size)
        self.start, self.last = end - size, end - 1
        summed = np.cumsum(level.total_weight)
        self.before = np.repeat(summed - level.total_weight, size)  # weight of the nodes before
        self.whole = np.repeat(level.total_weight, size)
        position = np.arange(1, m + 1) - np.repeat(self.start, size)
        self.shut = (position < min_samples_leaf) | (np.repeat(size, size) - position < max(min_samples_leaf, 1))
        self.pair = level.centred[0] + 1j * level.weight
        self.others = level.centred[1:-1] if one_hot else level.centred[1:]

    def price(self, rank: Ints, feature: Ints) -> tuple[Ints, Ints, FloatArray]:
        """Find the best split of each node on its feature: the ranks below and above, the gain or -1."""
        level = self.level
        if (feature == feature[0]).all():
            ranks = rank[feature[0]][level.row]
        else:
            ranks = rank.ravel()[(feature * rank.shape[1])[level.node] + level.row]
        order, value, bits = by_node_and_rank(level.node, ranks, rank.shape[1])
        running = np.cumsum(self.pair[order])
        left = [running.real, *(np.cumsum(column[order]) for column in self.others)]
        if self.one_hot:
            left.append(-sum(left[1:], left[0]))
        weight = running.imag - self.before
        gain = self._gain(left, weight)
        shut = self.shut.copy()
        shut[:-1] |= value[1:] == value[:-1]
        gain[shut] = -1.0
        best = np.maximum.reduceat(gain, self.start)
        near = np.flatnonzero(gain >= np.repeat(best - ROUNDING * level.mixed, level.size))
        first = near[np.searchsorted(near, self.start)]  # the lowest threshold among equals
        rank_of = (1 << bits) - 1
        return value[first] & rank_of, value[np.minimum(first + 1, len(value) - 1)] & rank_of, best

    def _gain(self, left: list[FloatArray], weight: FloatArray) -> FloatArray:
        level, other = self.level, self.whole - weight
        other[self.last] = 1.0  # no split ends here, and nothing is divided by 0
        if self.criterion != "entropy":
            gain: FloatArray = left[0] * left[0]
            for column in left[1:]:
                gain += column * column
            gain *= self.whole
            weight *= other
            gain /= weight
            return gain  # (5)
        mean = np.repeat(level.mean, level.size, axis=1)
        sums = np.stack(left) + mean * weight
        gain = purity(sums, weight, "entropy") + purity(mean * self.whole - sums, other, "entropy")
        gain += np.repeat(level.mixed, level.size)
        return gain


def by_node_and_rank(node: Ints, rank: Ints, n: int) -> tuple[Ints, Ints, int]:
    """Order samples by node, then rank, then place: the order, node * 2^bits + rank in that order, and the bits."""
    places, high = max(len(node) - 1, 1).bit_length(), max(n - 1, 1).bit_length()
    if places + high + int(node[-1]).bit_length() > 63:  # too many to stand side by side in 64 bits
        order = np.lexsort((rank, node))
        return order, (node << high | rank)[order], high
    key = (node << high | rank) << places | np.arange(len(node))
    key.sort()
    return key & ((1 << places) - 1), key >> places, high
