"""A boosted tree is grown level by level from histograms of the first and second derivative of the loss.

    v_l = -lr G_l / (H_l + reg_lambda)                                                           (2)
    histogram of a node = histogram of its left child + histogram of its right child             (4)

G and H are the sums of the derivatives over a node, v what a leaf adds. What makes it fast: by (4) only the smaller
child of a split is counted, the larger is what it leaves of its parent; and all nodes of a level take a step at once.

Derivation: docs/derivations/gradient_boosting.md
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from descent import fast
from descent.trees import boosted_level
from descent.trees.bins import Bins, Ints
from descent.trees.boosted_level import TINY, Objective, Splits, Sums
from descent.trees.nodes import Nodes, table


def grow_boosted(bins: Bins, features: Ints, gh: Sums, goal: Objective, dtype: Any) -> tuple[Nodes, Ints]:
    """Grow one tree; rows with g = h = 0 have no say, but are led to a leaf as well.

    Parameters
    ----------
    bins : Bins
        All rows, binned.
    features : int array
        The features that may be asked about, ascending.
    gh : complex array, shape (n,)
        g + h i of every row.
    goal : Objective
        The penalties and limits.
    dtype : dtype
        Of thresholds, values and gains.

    Returns
    -------
    tree : Nodes
        The tree.
    leaf : int array, shape (n,)
        Where each row ends.
    """
    steps = _steps()
    n, place = len(gh), bins.place if len(features) == len(bins.place) else bins.place[features]
    rows, node, leaf = np.arange(n), np.zeros(n, np.intp), np.empty(n, np.intp)  # node: among those of the level
    total, made, hist, columns = np.array([gh.sum()]), 0, np.zeros((0, 0, 0), np.complex128), []
    for depth in range(goal.max_depth + 1):
        nodes = len(total)
        value = -goal.learning_rate * total.real / np.maximum(total.imag + goal.reg_lambda, TINY)  # (2)
        split = Splits.none(nodes)
        if depth < goal.max_depth:
            hist = _histograms(steps, place, rows, node, gh, hist, bins.width)
            split = steps.best_splits(hist, total, goal)
        at = np.flatnonzero(split.gain)
        feature, threshold, left = np.full(nodes, -1), np.zeros(nodes), np.full(nodes, -1)
        feature[at] = features[split.column[at]]
        threshold[at] = [bins.edges[f][b] for f, b in zip(feature[at], split.bin[at], strict=True)]
        left[at] = made + nodes + 2 * np.arange(len(at))
        columns.append((feature, threshold, left, value[:, np.newaxis], split.gain, np.zeros(nodes, np.intp)))
        if not len(at):
            leaf[rows] = made + node
            break
        if len(at) < nodes:
            stays = feature[node] < 0
            leaf[rows[stays]] = made + node[stays]
            rows, node, hist = rows[~stays], node[~stays], hist[:, at]
        made += nodes
        node = steps.descend(place, rows, node, split.column, split.bin, left - made)
        total = np.stack([split.left, total - split.left], axis=1)[at].ravel()
    return table(columns, dtype), leaf


def _histograms(steps: Any, place: Ints, rows: Ints, node: Ints, gh: Sums, parents: Sums, width: int) -> Sums:
    """Sum up the bins of each node, shape (d, nodes, width); parents: those of their parents, none for the root."""
    d, pairs = parents.shape[:2]
    if not d:
        root: Sums = steps.histograms(place, rows, node, gh, 1, width)
        return root
    smaller = np.bincount(node, minlength=2 * pairs).reshape(-1, 2).argmin(axis=1)
    small = np.arange(2) == smaller[:, np.newaxis]  # (pairs, 2)
    counted = np.flatnonzero(small.ravel()[node])
    fewer = steps.histograms(place, rows[counted], node[counted] >> 1, gh, pairs, width)
    both = np.empty((d, pairs, 2, width), np.complex128)
    both[:, small] = fewer
    both[:, ~small] = parents - fewer  # (4)
    return both.reshape(d, -1, width)


def _steps() -> ModuleType:
    """Choose the readable steps or their compiled twins."""
    if not fast.enabled():
        return boosted_level
    from descent.trees import _fast_boosted_level  # it brings Numba, which not everybody has, and which takes its time

    return _fast_boosted_level
