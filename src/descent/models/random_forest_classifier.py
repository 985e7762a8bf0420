"""A random forest asks many trees, each grown on its own draw of the rows, and averages their probabilities.

    p = (1/T) sum_t p_t                                        (1)
    variance of the mean = rho s^2 + (1 - rho) s^2 / T         (2)

Derivation: docs/derivations/random_forest.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.labels import class_codes
from descent.numbers import whole
from descent.shapes import FloatArray, finite, matrix, not_empty
from descent.trees import parameters
from descent.trees.bootstrap import draw_counts
from descent.trees.grow_fast import grow_forest
from descent.trees.limits import candidates, limits
from descent.trees.nodes import Nodes


class RandomForestClassifier:
    """Forest of decision trees for any number of classes.

    Attributes
    ----------
    classes_ : array, shape (k,)
        The labels, sorted.
    trees_ : Nodes
        The trees, in one table of nodes.
    feature_importances_ : float array, shape (d,)
        Share of the gain that came from each feature; sums to 1.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    Trees are grown together, level by level. A tree that looks at few features looks at more where none of these can be
    split.

    References
    ----------
    Breiman (2001), Random Forests, Machine Learning 45; Hastie, Tibshirani and Friedman (2009), The Elements of
    Statistical Learning, chapter 15.

    Examples
    --------
    >>> legs = [[2.0], [2.0], [4.0], [4.0]]
    >>> model = RandomForestClassifier().fit(legs, ["bird", "bird", "cat", "cat"])
    >>> model.predict([[2.0], [4.0]])
    array(['bird', 'cat'], dtype='<U4')
    """

    classes_: NDArray[Any]
    trees_: Nodes
    feature_importances_: FloatArray
    n_features_in_: int
    n_estimators: int
    bootstrap: bool
    max_features: int | str | None
    random_state: int | np.random.Generator

    __init__ = parameters.forest
    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    score = estimator.accuracy
    __sklearn_tags__ = estimator.multiclass_tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> RandomForestClassifier:
        """Grow the trees; return self."""
        stop = limits(self, ("gini", "entropy"))
        n_trees = whole(self.n_estimators, "n_estimators", 1, "no tree gives no answer")
        X = matrix(X, "X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        classes, codes = class_codes(y, len(X))
        rng = np.random.default_rng(self.random_state)
        weights = draw_counts(n_trees, len(X), rng) if self.bootstrap else np.ones((n_trees, len(X)))
        looks_at = candidates(self.max_features, X.shape[1], auto="sqrt")
        self.trees_ = grow_forest(X, np.eye(len(classes))[codes], weights, stop, max_features=looks_at, rng=rng)
        self.feature_importances_ = self.trees_.importances(X.shape[1])
        self.classes_ = classes
        self.n_features_in_ = X.shape[1]
        return self

    def predict_proba(self, X: ArrayLike) -> FloatArray:
        """Give probabilities of shape (n, k), one column per entry of classes_: means over the trees."""
        trees = estimator.fitted(self, "trees_")
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        p: FloatArray = trees.predict(X)
        return p

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Choose the likeliest class of each row; the first of equals."""
        p = self.predict_proba(X)
        chosen: NDArray[Any] = self.classes_[p.argmax(axis=1)]
        return chosen


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw three clouds, labelled with words."""
    codes = np.arange(45) % 3
    X = rng.normal(size=(45, 2)) + 4 * np.array([[0, 0], [1, 0], [0, 1]])[codes]
    return {"X": X, "y": np.array(["low", "right", "up"])[codes]}
