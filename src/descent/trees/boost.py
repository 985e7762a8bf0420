"""Gradient boosting adds small trees, each a Newton step down the loss of those before it.

    objective = sum_i (g_i v_i + h_i v_i^2 / 2) + gamma leaves + (reg_lambda / 2) sum_l v_l^2    (1)
    v_l = -G_l / (H_l + reg_lambda)                                                              (2)
    gain = (s_L + s_R - s) / 2 - gamma, where s = G^2 / (H + reg_lambda)                         (3)

g and h are the first and second derivative of a row's loss, G and H their sums over a node, v what a leaf adds. Values
are put into at most max_bins bins once, so that splits are found in histograms of g and h.

Derivation: docs/derivations/gradient_boosting.md
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from descent.shapes import FloatArray
from descent.trees.grow import between
from descent.trees.limits import number, whole
from descent.trees.nodes import Nodes, table

Ints = NDArray[np.intp]
Loss = Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray, float]]
"""From scores z and targets y, each (n,): g, h and the mean loss."""


@dataclass(frozen=True)
class Boosted:
    """The trees, and the mean loss before the first, after the first, and so on."""

    trees: list[Nodes]
    losses: list[float]

    def score(self, X: FloatArray, start: Any) -> FloatArray:
        """Add up what the trees say, shape (n,)."""
        z = np.full(len(X), start, X.dtype)
        for tree in self.trees:
            z += tree.value[tree.leaves(X), 0]
        return z


def boost(model: Any, X: FloatArray, y: FloatArray, start: float, loss: Loss) -> Boosted:
    """Add trees to the constant score `start`, with the parameters of model."""
    _check(model)
    rng = np.random.default_rng(model.random_state)
    n, d = X.shape
    patience = model.early_stopping_rounds
    rows_of = rng.permutation(n) if patience is not None else np.arange(n)
    kept = max(1, round(n * (1 - model.validation_fraction))) if patience is not None else n
    train, judge = np.sort(rows_of[:kept]), rows_of[kept:] if kept < n else rows_of
    edges = [_edges(column, model.max_bins) for column in X[train].T]
    bins = np.stack([np.searchsorted(edge, column) for edge, column in zip(edges, X.T, strict=True)], axis=1)
    z, y = np.full(n, start, np.float64), y.astype(np.float64)
    trees: list[Nodes] = []
    losses = [loss(z[judge], y[judge])[2]]
    for _ in range(model.n_estimators):
        rows, features = _share(train, model.subsample, rng), _share(np.arange(d), model.colsample_bytree, rng)
        g, h, _mean = loss(z, y)
        tree = _grow(model, bins, edges, rows, features, g, h, X.dtype)
        trees.append(tree)
        z += tree.value[tree.leaves(X), 0]
        losses.append(loss(z[judge], y[judge])[2])
        if patience is not None and len(trees) - int(np.argmin(losses)) >= patience:
            best = int(np.argmin(losses))
            return Boosted(trees[:best], losses[: best + 1])
    return Boosted(trees, losses)


def _grow(
    model: Any, bins: Ints, edges: list[Any], rows: Ints, features: Ints, g: FloatArray, h: FloatArray, dtype: Any
) -> Nodes:
    """Grow one tree, level by level: the histograms of all nodes of a level are one count."""
    width, lam = model.max_bins, float(model.reg_lambda)
    bins, g, h = bins[np.ix_(rows, features)], g[rows], h[rows]
    cell = bins + np.arange(len(features)) * width
    node, nodes, made = np.zeros(len(rows), dtype=np.intp), 1, 0
    columns: list[tuple[Any, ...]] = []
    for depth in range(model.max_depth + 1):
        G, H = np.bincount(node, g, nodes), np.bincount(node, h, nodes)
        value = -model.learning_rate * G / np.maximum(H + lam, np.finfo(np.float64).tiny)  # (2)
        feature, threshold, left = np.full(nodes, -1), np.zeros(nodes), np.full(nodes, -1)
        cut, gain = np.zeros(nodes, dtype=np.intp), np.zeros(nodes)
        if depth < model.max_depth:
            where = (cell + (node * len(features) * width)[:, np.newaxis]).ravel()
            shape = (nodes, len(features), width)
            left_G, left_H = (
                np.bincount(where, np.repeat(v, len(features)), np.prod(shape)).reshape(shape).cumsum(axis=2)
                for v in (g, h)
            )
            count = np.bincount(where, minlength=np.prod(shape)).reshape(shape).cumsum(axis=2)
            gains = _gains(left_G, left_H, count, G, H, model).reshape(nodes, -1)
            best = gains.argmax(axis=1)
            gain = gains[np.arange(nodes), best]
            splits = np.flatnonzero(gain > 0)
            gain[gain <= 0] = 0
            column, cut[splits] = best[splits] // width, best[splits] % width
            feature[splits] = features[column]
            threshold[splits] = [edges[f][c] for f, c in zip(feature[splits], cut[splits], strict=True)]
            left[splits] = made + nodes + 2 * np.arange(len(splits))
        columns.append((feature, threshold, left, value[:, np.newaxis], gain, np.zeros(nodes, dtype=np.intp)))
        goes_on = feature[node] >= 0
        if not goes_on.any():
            break
        g, h, cell, bins, node = g[goes_on], h[goes_on], cell[goes_on], bins[goes_on], node[goes_on]
        asked = np.searchsorted(features, feature[node])
        made, nodes = made + nodes, 2 * len(splits)
        node = left[node] - made + (bins[np.arange(len(node)), asked] > cut[node])
    return table(columns, dtype)


def _gains(left_G: FloatArray, left_H: FloatArray, count: Ints, G: Any, H: Any, model: Any) -> FloatArray:
    """Price every cut of every feature of every node; -inf where a side would be empty or too light."""
    lam, least, tiny = float(model.reg_lambda), float(model.min_child_weight), np.finfo(np.float64).tiny
    G, H = G[:, np.newaxis, np.newaxis], H[:, np.newaxis, np.newaxis]
    right_G, right_H = G - left_G, H - left_H
    gains: FloatArray = left_G**2 / np.maximum(left_H + lam, tiny) + right_G**2 / np.maximum(right_H + lam, tiny)
    gains = (gains - G**2 / np.maximum(H + lam, tiny)) / 2 - model.gamma  # (3)
    some = (count > 0) & (count < count[:, :, -1:]) & (left_H >= least) & (right_H >= least)
    # A gain within rounding of nothing is nothing.
    return np.where(some & (gains > 1e-12 * np.abs(G**2 / np.maximum(H + lam, tiny))), gains, -np.inf)


def _edges(column: FloatArray, max_bins: int) -> FloatArray:
    """Upper edges of the bins, between values: a bin for each value if they are few, else of equal shares of rows."""
    values = np.unique(column)
    if len(values) > max_bins:
        middle = np.quantile(column, np.arange(1, max_bins) / max_bins, method="lower")
        at = np.unique(np.searchsorted(values, middle))
    else:
        at = np.arange(len(values))
    at = at[at < len(values) - 1]
    edges: FloatArray = np.atleast_1d(between(values[at], values[at + 1]))
    return edges


def _share(items: Ints, share: float, rng: np.random.Generator) -> Ints:
    """Draw a share of the items without replacement, at least one, in order."""
    return items if share == 1 else np.sort(rng.choice(items, max(1, round(share * len(items))), replace=False))


def _check(model: Any) -> None:
    whole(model.n_estimators, "n_estimators", 1, "no tree gives no answer")
    whole(model.max_depth, "max_depth", 1, "a tree asks at least one question")
    whole(model.max_bins, "max_bins", 2, "a cut lies between two bins")
    number(model.learning_rate, "learning_rate", 0, np.inf, above=True)
    for name in ("reg_lambda", "gamma", "min_child_weight"):
        number(getattr(model, name), name, 0, np.inf)
    for name in ("subsample", "colsample_bytree"):
        number(getattr(model, name), name, 0, 1, above=True)
    if model.early_stopping_rounds is not None:
        whole(model.early_stopping_rounds, "early_stopping_rounds", 1, "None trains all trees")
        number(model.validation_fraction, "validation_fraction", 0, 0.9, above=True)
