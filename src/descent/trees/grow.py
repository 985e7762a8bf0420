"""A decision tree asks, in every node, the one question after which the targets are least mixed.

Try every feature and every threshold between two neighbouring values; keep the split of the largest gain; do the same
with both halves, until a node is pure or a limit is reached. This is the version to read. It takes time in proportion
to n^2 d for every level of the tree, so models use ``descent.trees.grow_fast``, which finds the same tree.

Derivation: docs/derivations/decision_tree.md
"""

from __future__ import annotations

from collections import deque
from typing import Any, NamedTuple

import numpy as np

from descent.shapes import FloatArray
from descent.trees.impurity import table_impurity
from descent.trees.limits import PURE, ROUNDING, Limits
from descent.trees.nodes import Nodes, table


class Split(NamedTuple):
    """A question and how much weight * impurity it takes away."""

    feature: int
    threshold: float
    gain: float


def grow(X: FloatArray, Y: FloatArray, weight: FloatArray, limits: Limits) -> Nodes:
    """Grow one tree, breadth first.

    Parameters
    ----------
    X : float array, shape (n, d)
        Features.
    Y : float array, shape (n, k)
        Targets: one-hot rows, or one column of numbers.
    weight : float array, shape (n,)
        How much each row counts; rows of weight 0 are not seen at all.
    limits : Limits
        The criterion, and where to stop.

    Returns
    -------
    Nodes
        The tree.
    """
    queue = deque([(np.flatnonzero(weight), 0)])  # rows of a node, and its depth
    columns: list[tuple[Any, ...]] = []
    made = 1
    pure = PURE * table_impurity(Y[weight > 0], weight[weight > 0], limits.criterion)
    while queue:
        rows, depth = queue.popleft()
        value = weight[rows] @ Y[rows] / weight[rows].sum()
        full = limits.max_depth is not None and depth >= limits.max_depth
        impurity = table_impurity(Y[rows], weight[rows], limits.criterion)
        split = None
        if not full and len(rows) >= limits.min_samples_split and impurity > pure:
            split = best_split(X[rows], Y[rows], weight[rows], limits)
        if split is None or split.gain < limits.min_impurity_decrease * weight.sum() * (1 - ROUNDING):
            columns.append(([-1], [0.0], [-1], [value], [0.0], [0]))
            continue
        columns.append(([split.feature], [split.threshold], [made], [value], [split.gain], [0]))
        goes_left = X[rows, split.feature] <= split.threshold
        queue.append((rows[goes_left], depth + 1))
        queue.append((rows[~goes_left], depth + 1))
        made += 2
    return table(columns, X.dtype)


def best_split(X: FloatArray, Y: FloatArray, weight: FloatArray, limits: Limits) -> Split | None:
    """Try every question; None if all features are constant or the halves would be too small."""
    before = weight.sum() * table_impurity(Y, weight, limits.criterion)
    best = None
    for feature in range(X.shape[1]):
        values = np.unique(X[:, feature])
        for low, high in zip(values[:-1], values[1:], strict=True):
            threshold = between(low, high)
            left = X[:, feature] <= threshold
            if min(left.sum(), (~left).sum()) < limits.min_samples_leaf:
                continue
            after = sum(weight[s].sum() * table_impurity(Y[s], weight[s], limits.criterion) for s in (left, ~left))
            if best is None or before - after > best.gain + ROUNDING * before:
                best = Split(feature, threshold, before - after)  # (4), times the weight
    return best


def between(low: Any, high: Any) -> Any:
    """Halfway from low to high, where the split errs least; low if rounding would reach high."""
    middle = low / 2 + high / 2  # halves first: the sum of two large numbers may overflow
    return np.where((middle >= low) & (middle < high), middle, low)[()]
