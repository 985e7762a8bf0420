"""Gradient boosting for classes adds up trees to logits, each a Newton step down the cross-entropy.

    two classes:  p = sigma(z),    g = p - y,  h = p (1 - p)       (6)
    k classes:    p = softmax(z),  g = p - y,  h = 2 p (1 - p)     (7)

Two classes need one logit, and a round adds one tree; k > 2 need k, and a round adds a tree to each.

Derivation: docs/derivations/gradient_boosting.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.labels import class_codes
from descent.ops.sigmoid import sigmoid
from descent.ops.softmax import softmax
from descent.shapes import FloatArray, finite, matrix, not_empty
from descent.trees import losses, parameters
from descent.trees.boost import Boosted, boost


class GradientBoostingClassifier:
    """Boosted trees with XGBoost's objective and the logistic loss, or softmax's for more than two classes.

    Attributes
    ----------
    classes_ : array, shape (k,)
        The labels, sorted.
    trees_ : Boosted
        The trees, and the mean loss as they were added, on the rows held back if there are any.
    base_score_ : float array, shape (1,) or (k,)
        The logits before the first tree: those of the shares of the classes.
    feature_importances_ : float array, shape (d,)
        Share of the gain that came from each feature; sums to 1.
    n_features_in_ : int
        How many features ``fit`` saw.

    References
    ----------
    Chen and Guestrin (2016), XGBoost: A Scalable Tree Boosting System, sections 2 and 3.

    Examples
    --------
    >>> X = [[0.0], [1.0], [2.0], [3.0]]
    >>> model = GradientBoostingClassifier(min_child_weight=0).fit(X, ["out", "in", "in", "out"])
    >>> model.predict([[1.2], [9.0]])
    array(['in', 'out'], dtype='<U3')
    """

    classes_: NDArray[Any]
    trees_: Boosted
    base_score_: FloatArray
    feature_importances_: FloatArray
    n_features_in_: int

    __init__ = parameters.boosting
    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    score = estimator.accuracy
    __sklearn_tags__ = estimator.multiclass_tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> GradientBoostingClassifier:
        """Add trees one after the other; return self."""
        X = matrix(X, "X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        classes, codes = class_codes(y, len(X))
        if len(classes) < 2:
            raise ValueError(
                f"y must hold two classes or more; got one class: {classes[0]!r}. Give examples of another."
            )
        one_hot = np.eye(len(classes))[codes]
        share = one_hot.mean(axis=0)
        if len(classes) == 2:
            base = np.log(share[1:] / share[:1]).astype(X.dtype)
            trees = boost(self, X, one_hot[:, 1:], base, losses.logistic)
        else:
            base = np.log(share).astype(X.dtype)
            trees = boost(self, X, one_hot, base, losses.softmax)
        self.classes_, self.trees_, self.base_score_ = classes, trees, base
        self.feature_importances_ = trees.importances(X.shape[1]).astype(X.dtype)
        self.n_features_in_ = X.shape[1]
        return self

    def decision_function(self, X: ArrayLike) -> FloatArray:
        """Give one logit per row of X for two classes, shape (n,), above 0 for the second; else (n, k)."""
        trees = estimator.fitted(self, "trees_")
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        z: FloatArray = trees.score(X, self.base_score_)
        return z[:, 0] if len(self.classes_) == 2 else z

    def predict_proba(self, X: ArrayLike) -> FloatArray:
        """Give probabilities of shape (n, k), one column per entry of classes_."""
        z = self.decision_function(X)
        if z.ndim == 1:
            return np.stack([sigmoid(-z), sigmoid(z)], axis=1)
        return softmax(z)

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Choose the likeliest class of each row; the first of equals."""
        p = self.predict_proba(X)
        chosen: NDArray[Any] = self.classes_[p.argmax(axis=1)]
        return chosen


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a ring around a cloud, labelled with words."""
    X = rng.normal(size=(80, 2))
    return {"X": X, "y": np.where((X**2).sum(axis=1) > 1.5, "ring", "cloud")}
