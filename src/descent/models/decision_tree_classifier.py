"""A decision tree asks one question after the other, each about one feature, until it is sure of the class.

    gini = 1 - sum_c p_c^2                                    (1)
    entropy = -sum_c p_c log2 p_c                             (2)
    gain = impurity - (w_L / w) left - (w_R / w) right        (4)

Derivation: docs/derivations/decision_tree.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.labels import class_codes
from descent.shapes import FloatArray, finite, matrix, not_empty
from descent.trees import parameters
from descent.trees.grow_fast import grow_forest
from descent.trees.limits import candidates, limits
from descent.trees.nodes import Nodes


class DecisionTreeClassifier:
    """Decision tree for any number of classes.

    Attributes
    ----------
    classes_ : array, shape (k,)
        The labels, sorted.
    tree_ : Nodes
        The tree, as a table of nodes.
    feature_importances_ : float array, shape (d,)
        Share of the gain that came from each feature; sums to 1.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    Thresholds lie halfway between two neighbouring values. Of questions with equal gain the first feature wins,
    then the lowest threshold. Categories come as one-hot columns.

    References
    ----------
    Breiman, Friedman, Olshen and Stone (1984), Classification and Regression Trees; Hastie, Tibshirani and Friedman
    (2009), The Elements of Statistical Learning, section 9.2.

    Examples
    --------
    >>> legs = [[2.0], [2.0], [4.0], [4.0]]
    >>> model = DecisionTreeClassifier().fit(legs, ["bird", "bird", "cat", "cat"])
    >>> model.predict([[2.0], [4.0]])
    array(['bird', 'cat'], dtype='<U4')
    """

    classes_: NDArray[Any]
    tree_: Nodes
    feature_importances_: FloatArray
    n_features_in_: int
    max_features: int | str | None
    random_state: int | np.random.Generator

    __init__ = parameters.tree
    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    score = estimator.accuracy
    __sklearn_tags__ = estimator.multiclass_tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> DecisionTreeClassifier:
        """Grow the tree; return self."""
        stop = limits(self, ("gini", "entropy"))
        X = matrix(X, "X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        classes, codes = class_codes(y, len(X))
        rng = np.random.default_rng(self.random_state)
        weights = np.ones((1, len(X)))
        looks_at = candidates(self.max_features, X.shape[1])
        self.tree_ = grow_forest(X, np.eye(len(classes))[codes], weights, stop, max_features=looks_at, rng=rng)
        self.feature_importances_ = self.tree_.importances(X.shape[1])
        self.classes_ = classes
        self.n_features_in_ = X.shape[1]
        return self

    def predict_proba(self, X: ArrayLike) -> FloatArray:
        """Give probabilities of shape (n, k), one column per entry of classes_: the shares in the leaf."""
        tree = estimator.fitted(self, "tree_")
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        p: FloatArray = tree.predict(X)
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
