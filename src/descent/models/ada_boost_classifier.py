"""AdaBoost trains small trees one after the other, each on what those before it got wrong, and lets them vote.

    error = sum_i w_i [h(x_i) != y_i] / sum_i w_i                       (1)
    vote = lr (log((1 - error) / error) + log(k - 1))                   (2)
    w_i becomes w_i exp(vote [h(x_i) != y_i])                           (3)

Derivation: docs/derivations/ada_boost.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.labels import class_codes
from descent.numbers import number, whole
from descent.ops.softmax import softmax
from descent.shapes import FloatArray, finite, matrix, not_empty
from descent.trees.grow_fast import grow_forest
from descent.trees.limits import Limits
from descent.trees.nodes import Nodes


class AdaBoostClassifier:
    """AdaBoost (SAMME) over shallow trees, for any number of classes.

    Parameters
    ----------
    n_estimators : int
        The most trees, 1 or more.
    max_depth : int
        Depth of each tree; 1 makes stumps.
    learning_rate : float
        Shrinks every vote, above 0.

    Attributes
    ----------
    classes_ : array, shape (k,)
        The labels, sorted.
    estimators_ : list of Nodes
        The trees.
    estimator_weights_ : float array, shape (trees,)
        Votes (2).
    estimator_errors_ : float array, shape (trees,)
        Weighted errors (1), each below 1 - 1/k.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    It stops early when a tree makes no error, or is no better than a guess.

    References
    ----------
    Zhu, Zou, Rosset and Hastie (2009), Multi-class AdaBoost, Statistics and Its Interface 2.

    Examples
    --------
    >>> X = [[0.0], [1.0], [2.0], [3.0]]
    >>> AdaBoostClassifier(n_estimators=10).fit(X, ["out", "in", "in", "out"]).predict([[1.2], [9.0]])
    array(['in', 'out'], dtype='<U3')
    """

    classes_: NDArray[Any]
    estimators_: list[Nodes]
    estimator_weights_: FloatArray
    estimator_errors_: FloatArray
    n_features_in_: int

    def __init__(self, *, n_estimators: int = 50, max_depth: int = 1, learning_rate: float = 1.0) -> None:
        self.n_estimators = n_estimators
        self.max_depth = max_depth
        self.learning_rate = learning_rate

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    score = estimator.accuracy
    __sklearn_tags__ = estimator.multiclass_tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> AdaBoostClassifier:
        """Train trees one after the other; return self."""
        rounds = whole(self.n_estimators, "n_estimators", 1, "no tree gives no answer")
        limits = Limits("gini", whole(self.max_depth, "max_depth", 1, "a tree asks at least one question"))
        lr = number(self.learning_rate, "learning_rate", 0, np.inf, above=True)
        X = matrix(X, "X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        classes, codes = class_codes(y, len(X))
        k, one_hot = len(classes), np.eye(len(classes))[codes]
        w = np.full(len(X), 1 / len(X))
        trees: list[Nodes] = []
        votes: list[float] = []
        errors: list[float] = []
        for _ in range(rounds):
            tree = grow_forest(X, one_hot, w[np.newaxis], limits)
            wrong = tree.predict(X).argmax(axis=1) != codes
            error = float(w @ wrong)  # (1); w sums to 1
            if error >= 1 - 1 / k and trees:
                break
            # A tree without error would vote with infinity, one no better than a guess with 0: both count once.
            useful = 0 < error < 1 - 1 / k
            vote = lr * (np.log((1 - error) / error) + np.log(k - 1)) if useful else 1.0  # (2)
            trees.append(tree)
            votes.append(vote)
            errors.append(error)
            if not useful:
                break
            w = w * np.exp(vote * wrong)  # (3)
            w = np.maximum(w / w.sum(), np.finfo(np.float64).tiny)  # no row is forgotten for ever
        self.classes_, self.n_features_in_ = classes, X.shape[1]
        self.estimators_ = trees
        self.estimator_weights_, self.estimator_errors_ = np.array(votes, X.dtype), np.array(errors, X.dtype)
        return self

    def predict_proba(self, X: ArrayLike) -> FloatArray:
        """Give probabilities of shape (n, k): softmax of the votes over k - 1."""
        trees = estimator.fitted(self, "estimators_")
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        k = len(self.classes_)
        votes = np.zeros((len(X), k), X.dtype)
        for tree, vote in zip(trees, self.estimator_weights_, strict=True):
            votes[np.arange(len(X)), tree.predict(X).argmax(axis=1)] += vote
        return softmax(votes / X.dtype.type(max(k - 1, 1)))

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Choose the class with the most votes; the first of equals."""
        p = self.predict_proba(X)
        chosen: NDArray[Any] = self.classes_[p.argmax(axis=1)]
        return chosen


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a ring around a cloud, labelled with words."""
    X = rng.normal(size=(60, 2))
    return {"X": X, "y": np.where((X**2).sum(axis=1) > 1.5, "ring", "cloud")}
