"""Gradient boosting adds small trees, each a Newton step down the loss of those before it.

    objective = sum_i (g_i v_i + h_i v_i^2 / 2) + gamma leaves + (reg_lambda / 2) sum_l v_l^2    (1)

g and h are the first and second derivative of a row's loss, v what a leaf adds to its rows' score.

Derivation: docs/derivations/gradient_boosting.md
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from descent.numbers import number, whole
from descent.shapes import FloatArray
from descent.trees.bins import Ints, cut_into_bins
from descent.trees.boosted_level import Objective
from descent.trees.grow_boosted import grow_boosted
from descent.trees.nodes import Nodes

Loss = Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray, FloatArray]]
"""From scores z and targets y, both (n, k): g and h, both (n, k), and each row's loss, (n,)."""


@dataclass(frozen=True)
class Boosted:
    """The trees of every round, one per score; and the mean loss before the first round, after it, and so on."""

    trees: list[list[Nodes]]
    losses: list[float]

    def score(self, X: FloatArray, start: FloatArray) -> FloatArray:
        """Add up what the trees say, from start, shape (k,): shape (n, k)."""
        z = np.tile(start.astype(X.dtype), (len(X), 1))
        for trees in self.trees:
            for column, tree in zip(z.T, trees, strict=True):
                column += tree.value[tree.leaves(X), 0]
        return z

    def importances(self, d: int) -> FloatArray:
        """Give each feature's share of the gain of all trees, shape (d,)."""
        gain = np.zeros(d)
        for tree in (tree for trees in self.trees for tree in trees):
            asked = tree.feature >= 0
            gain += np.bincount(tree.feature[asked], tree.gain[asked], d)
        share: FloatArray = gain / max(gain.sum(), np.finfo(np.float64).tiny)
        return share


def boost(model: Any, X: FloatArray, y: FloatArray, start: FloatArray, loss: Loss) -> Boosted:
    """Add trees to the constant scores `start`, shape (k,), with the parameters of model; y has shape (n, k)."""
    goal = _objective(model)
    rng = np.random.default_rng(model.random_state)
    n, d = X.shape
    train, judge, patience = _held_back(model, n, rng)
    bins = cut_into_bins(X, train, model.max_bins)
    z, y = np.tile(start.astype(np.float64), (n, 1)), y.astype(np.float64)
    g, h, each = loss(z, y)
    rounds: list[list[Nodes]] = []
    losses = [float(each[judge].mean())]
    for _ in range(model.n_estimators):
        rows, features = _share(train, model.subsample, rng), _share(np.arange(d), model.colsample_bytree, rng)
        unseen = np.ones(n, dtype=bool)
        unseen[rows] = False
        trees = []
        for column, slope, curve in zip(z.T, g.T, h.T, strict=True):
            gh = np.empty(n, np.complex128)
            gh.real, gh.imag = slope, curve
            gh[unseen] = 0  # such a row has no say in this round
            tree, leaf = grow_boosted(bins, features, gh, goal, X.dtype)
            column += tree.value[leaf, 0]
            trees.append(tree)
        rounds.append(trees)
        g, h, each = loss(z, y)
        losses.append(float(each[judge].mean()))
        best = int(np.argmin(losses)) if patience is not None else 0
        if patience is not None and len(rounds) - best >= patience:
            return Boosted(rounds[:best], losses[: best + 1])
    return Boosted(rounds, losses)


def _held_back(model: Any, n: int, rng: np.random.Generator) -> tuple[Ints, Ints | slice, int | None]:
    """Choose the rows to learn from and those to judge by, which are the same if nothing stops early."""
    if model.early_stopping_rounds is None:
        return np.arange(n), slice(None), None
    patience = whole(model.early_stopping_rounds, "early_stopping_rounds", 1, "None trains all trees")
    share = number(model.validation_fraction, "validation_fraction", 0, 0.9, above=True)
    order, kept = rng.permutation(n), max(1, round(n * (1 - share)))
    return np.sort(order[:kept]), order[kept:] if kept < n else order, patience


def _share(items: Ints, share: float, rng: np.random.Generator) -> Ints:
    """Draw a share of the items without replacement, at least one, in order."""
    return items if share == 1 else np.sort(rng.choice(items, max(1, round(share * len(items))), replace=False))


def _objective(model: Any) -> Objective:
    """Read the objective off a model's parameters, or say which of them cannot be."""
    whole(model.n_estimators, "n_estimators", 1, "no tree gives no answer")
    whole(model.max_bins, "max_bins", 2, "a cut lies between two bins")
    for name in ("subsample", "colsample_bytree"):
        number(getattr(model, name), name, 0, 1, above=True)
    return Objective(
        number(model.learning_rate, "learning_rate", 0, np.inf, above=True),
        whole(model.max_depth, "max_depth", 1, "a tree asks at least one question"),
        *(number(getattr(model, name), name, 0, np.inf) for name in ("reg_lambda", "gamma", "min_child_weight")),
    )
