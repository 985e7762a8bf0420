"""Grows a whole forest level by level: one sort per feature prices all splits of all nodes of all trees.

``descent.trees.grow`` says what is computed; this computes the same from sorted prefix sums. A split between two
neighbours in a sorted column sends a prefix of it left, so running sums of Y along the column are the sums of the left
halves, for every split at once; the right halves are the node's sums minus these. A sample is a row in a tree.

What makes it fast: values are replaced by their ranks once, so that a sort is one of whole numbers that hold node, rank
and sample side by side in their bits (NumPy sorts those with vector instructions), and a level of a hundred trees costs
as few calls as a level of one.

Derivation: docs/derivations/decision_tree.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from descent.shapes import FloatArray
from descent.trees.grow import between
from descent.trees.impurity import purity
from descent.trees.limits import PURE, ROUNDING, Limits
from descent.trees.nodes import Nodes, table

Ints = NDArray[np.intp]


class Level(NamedTuple):
    """The samples of the nodes that may still be split, ordered by node."""

    row: Ints  # (m,)
    node: Ints  # (m,), 0..q-1, ascending
    weight: FloatArray  # (m,)
    target: FloatArray  # (k, m), weighted
    start: Ints  # (q,), where each node begins
    size: Ints  # (q,), samples
    total: FloatArray  # (k, q)
    total_weight: FloatArray  # (q,)


def grow_forest(
    X: FloatArray,
    Y: FloatArray,
    weights: FloatArray,
    limits: Limits,
    *,
    max_features: int | None = None,
    rng: np.random.Generator | None = None,
) -> Nodes:
    """Grow one tree per row of weights, shape (trees, n).

    Each node looks at max_features columns, drawn by rng, and at more only until one of them can be split.
    """
    n_trees, d = len(weights), X.shape[1]
    values, ranks = zip(*(np.unique(column, return_inverse=True) for column in X.T), strict=True)
    rank = np.stack(ranks)  # (d, n)
    tree, row = np.nonzero(weights)
    node, weight = tree, weights[tree, row].astype(np.float64)
    middle = Y.mean(axis=0, dtype=np.float64) if limits.criterion == "variance" else 0.0  # far from 0, digits cancel
    Y = (Y - middle).T.astype(np.float64)  # (k, n)
    columns: list[tuple[Any, ...]] = []
    trees, made, depth = np.arange(n_trees), 0, 0
    pure = whole_weight = np.zeros(0)
    while len(trees):
        level = _level(row, node, weight, Y, len(trees))
        mixed = _impurity(level, Y, limits.criterion)
        if depth == 0:
            pure, whole_weight = PURE * mixed / level.total_weight, level.total_weight
        alive = (level.size >= limits.min_samples_split) & (mixed > pure[trees] * level.total_weight)
        alive &= limits.max_depth is None or depth < limits.max_depth
        feature, cut, upper, gain = _best_splits(level, rank, alive, mixed, limits, max_features or d, rng)
        least = limits.min_impurity_decrease * whole_weight[trees] * (1 - ROUNDING)
        splits = (feature >= 0) & (gain >= least)
        feature[~splits] = -1
        left = np.where(splits, made + len(trees) + 2 * (np.cumsum(splits) - 1), -1)
        threshold = np.zeros(len(trees), X.dtype)
        for f in np.unique(feature[splits]):
            at = np.flatnonzero(feature == f)
            threshold[at] = between(values[f][cut[at]], values[f][upper[at]])
        columns.append(
            (feature, threshold, left, (level.total / level.total_weight).T + middle, np.where(splits, gain, 0), trees)
        )
        goes_on = splits[level.node]
        row, node, weight = level.row[goes_on], level.node[goes_on], level.weight[goes_on]
        made, depth = made + len(trees), depth + 1
        node = left[node] - made + (rank[feature[node], row] > cut[node])
        trees = np.repeat(trees[splits], 2)
    return table(columns, X.dtype)


def _level(row: Ints, node: Ints, weight: FloatArray, Y: FloatArray, nodes: int) -> Level:
    order = np.argsort(node, kind="stable")
    row, node, weight = row[order], node[order], weight[order]
    target = Y[:, row] * weight
    count = np.bincount(node, minlength=nodes)
    start = np.cumsum(count) - count
    total = np.stack([np.bincount(node, column, nodes) for column in target])
    return Level(row, node, weight, target, start, count, total, np.bincount(node, weight, nodes))


def _impurity(level: Level, Y: FloatArray, criterion: str) -> FloatArray:
    """Weight * impurity of every node."""
    good = purity(level.total, level.total_weight, criterion)
    if criterion == "entropy":
        return -good
    squares = (level.target * Y[:, level.row]).sum(axis=0)  # with one-hot Y these add up to the weight, as gini wants
    mixed: FloatArray = np.bincount(level.node, squares, len(good)) - good
    return mixed


def _best_splits(
    level: Level,
    rank: Ints,
    alive: NDArray[np.bool_],
    mixed: FloatArray,
    limits: Limits,
    max_features: int,
    rng: np.random.Generator | None,
) -> tuple[Ints, Ints, Ints, FloatArray]:
    """For every node: the feature or -1, the ranks just below and above the cut, the gain."""
    d, nodes = len(rank), len(alive)
    feature, cut, upper = (np.full(nodes, -1) for _ in range(3))
    best = np.full(nodes, -np.inf)
    drawn = np.tile(np.arange(d)[:, np.newaxis], nodes)  # (d, nodes)
    if max_features < d and rng is not None:
        drawn = rng.permuted(drawn, axis=0)
        drawn[:max_features].sort(axis=0)  # at equal gain the first feature wins, as without drawing
    for turn in range(d):
        looks = alive if turn < max_features else alive & (feature < 0)
        if not looks.any():
            break
        asked, gain, below, above = _price(level, rank, drawn[turn], looks, mixed, limits)
        better = gain > best[asked] + ROUNDING * mixed[asked]
        at = asked[better]
        best[at], cut[at], upper[at], feature[at] = gain[better], below[better], above[better], drawn[turn, at]
    return feature, cut, upper, best


def _price(
    level: Level, rank: Ints, feature: Ints, looks: NDArray[np.bool_], mixed: FloatArray, limits: Limits
) -> tuple[Ints, FloatArray, Ints, Ints]:
    """Find the best split of each node that looks, on one feature each: the nodes, gains, ranks below and above."""
    asked = np.flatnonzero(looks)
    sample = np.flatnonzero(looks[level.node])
    count = level.size[asked]
    start = np.cumsum(count) - count
    node = np.repeat(np.arange(len(asked)), count)  # (m,), ascending
    own_rank = rank[feature[level.node[sample]], level.row[sample]]
    order, own_rank = _sorted(node, own_rank, rank.shape[1])
    order = sample[order]
    total, total_weight = level.total[:, asked], level.total_weight[asked]
    left = np.cumsum(level.target[:, order], axis=1)
    left -= (np.cumsum(total, axis=1) - total)[:, node]  # what the nodes before it hold
    left_weight = np.cumsum(level.weight[order]) - (np.cumsum(total_weight) - total_weight)[node]
    position = np.arange(1, len(node) + 1) - start[node]
    open_ = np.zeros(len(node), dtype=bool)
    open_[:-1] = (own_rank[1:] != own_rank[:-1]) & (node[1:] == node[:-1])
    open_ &= (position >= limits.min_samples_leaf) & (count[node] - position >= limits.min_samples_leaf)
    at = np.flatnonzero(open_)  # places between two different values, with enough rows on both sides
    node, left, left_weight = node[at], left[:, at], left_weight[at]
    score = purity(left, left_weight, limits.criterion)
    score += purity(total[:, node] - left, total_weight[node] - left_weight, limits.criterion)
    score -= purity(total, total_weight, limits.criterion)[node]  # now a gain
    first = np.flatnonzero(np.diff(node, prepend=-1))  # where a node's places begin
    if not len(first):
        return asked[:0], score, own_rank[:0], own_rank[:0]
    highest = np.maximum.reduceat(score, first)
    enough = highest - ROUNDING * mixed[asked[node[first]]]
    near = np.flatnonzero(score >= np.repeat(enough, np.diff(first, append=len(at))))
    chosen = near[np.flatnonzero(np.diff(node[near], prepend=-1))]  # the lowest threshold among equals
    where = at[chosen]
    return asked[node[chosen]], score[chosen], own_rank[where], own_rank[where + 1]


def _sorted(node: Ints, rank: Ints, n: int) -> tuple[Ints, Ints]:
    """Order samples by node, then rank, then place; the order, and the ranks in it."""
    places, high = (len(node) - 1).bit_length(), (n - 1).bit_length()
    if places + high + int(node[-1]).bit_length() > 63:  # too many to stand side by side in 64 bits
        order = np.lexsort((rank, node))
        return order, rank[order]
    key = (((node << high) | rank) << places) | np.arange(len(node))
    key.sort()
    return key & ((1 << places) - 1), (key >> places) & ((1 << high) - 1)
