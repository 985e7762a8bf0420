"""Grows a whole forest level by level, so that a level of ten trees costs as few calls as a level of one.

``descent.trees.grow`` says what is computed; this finds the same trees. ``descent.trees.sorted_splits`` prices the
splits of all nodes of a level at once.

Derivation: docs/derivations/decision_tree.md
"""

from __future__ import annotations

from typing import Any

import numpy as np

from descent.shapes import FloatArray
from descent.trees.grow import between
from descent.trees.limits import PURE, ROUNDING, Limits
from descent.trees.nodes import Nodes, side_by_side, table
from descent.trees.samples import Ints, level_of
from descent.trees.sorted_splits import best_splits

BLOCK = 1 << 16
"""Samples that are grown together: few enough that a column of them stays in the cache, enough to fill a call."""


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
    values, ranks = zip(*(np.unique(column, return_inverse=True) for column in X.T), strict=True)
    rank = np.stack(ranks)  # (d, n)
    looks_at = max_features or X.shape[1]
    together = max(1, BLOCK // len(X))
    blocks = [weights[i : i + together] for i in range(0, len(weights), together)]
    grown = [_grow_block(X.dtype, list(values), rank, Y, block, limits, looks_at, rng) for block in blocks]
    return side_by_side(grown)


def _grow_block(
    dtype: Any,
    values: list[FloatArray],
    rank: Ints,
    Y: FloatArray,
    weights: FloatArray,
    limits: Limits,
    looks_at: int,
    rng: np.random.Generator | None,
) -> Nodes:
    one_hot = limits.criterion != "variance"
    tree, row = np.nonzero(weights)
    node, weight = tree, weights[tree, row].astype(np.float64)
    middle = 0.0 if one_hot else Y.mean(axis=0, dtype=np.float64)  # far from 0, digits cancel
    Y = (Y - middle).T.astype(np.float64)  # (k, n)
    columns: list[tuple[Any, ...]] = []
    trees, made, depth = np.arange(len(weights)), 0, 0
    pure = whole_weight = np.zeros(0)
    while len(trees):
        level = level_of(row, node, weight, Y, len(trees), limits.criterion)
        if depth == 0:
            pure, whole_weight = PURE * level.mixed / level.total_weight, level.total_weight
        alive = (level.size >= limits.min_samples_split) & (level.mixed > pure[trees] * level.total_weight)
        alive &= limits.max_depth is None or depth < limits.max_depth
        feature, cut, upper, gain = (np.full(len(trees), -1) for _ in range(4))
        gain = np.full(len(trees), -np.inf)
        if alive.any():
            part = level.only(alive)
            drawn = _draw(len(rank), len(part.size), looks_at, rng)
            found = best_splits(part, rank, drawn, looks_at, limits.criterion, limits.min_samples_leaf, one_hot)
            feature[alive], cut[alive], upper[alive], gain[alive] = found
        least = limits.min_impurity_decrease * whole_weight[trees] * (1 - ROUNDING)
        splits = (feature >= 0) & (gain >= least)
        feature[~splits] = -1
        left = np.where(splits, made + len(trees) + 2 * (np.cumsum(splits) - 1), -1)
        threshold = np.zeros(len(trees), dtype)
        for f in np.unique(feature[splits]):
            at = np.flatnonzero(feature == f)
            threshold[at] = between(values[f][cut[at]], values[f][upper[at]])
        columns.append((feature, threshold, left, level.mean.T + middle, np.where(splits, gain, 0), trees))
        goes_on = splits[level.node]
        row, node, weight = level.row[goes_on], level.node[goes_on], level.weight[goes_on]
        made, depth = made + len(trees), depth + 1
        asked = rank.ravel()[(feature * rank.shape[1])[node] + row]
        node = (left - made)[node] + (asked > cut[node])
        trees = np.repeat(trees[splits], 2)
    return table(columns, dtype)


def _draw(d: int, nodes: int, looks_at: int, rng: np.random.Generator | None) -> Ints:
    """For each node the features in the order in which it asks them, shape (d, nodes)."""
    drawn = np.tile(np.arange(d)[:, np.newaxis], nodes)
    if looks_at < d and rng is not None:
        drawn = rng.permuted(drawn, axis=0)
        drawn[:looks_at].sort(axis=0)  # at equal gain the first feature wins, as without drawing
    return drawn
