"""Gradient boosting for two classes adds up trees to a logit, each a Newton step down the logistic loss.

    p = sigma(z),  g = p - y,  h = p (1 - p)                   (4)

Derivation: docs/derivations/gradient_boosting.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.labels import two_classes
from descent.ops.sigmoid import sigmoid
from descent.shapes import FloatArray, finite, matrix, not_empty
from descent.trees.boost import Boosted, boost


class GradientBoostingClassifier:
    """Boosted trees with XGBoost's objective and the logistic loss.

    Parameters
    ----------
    n_estimators : int
        The most trees, 1 or more.
    learning_rate : float
        Shrinks what every tree adds, above 0.
    max_depth : int
        Most questions on the way to a leaf, 1 or more.
    reg_lambda : float
        Strength of the squared penalty on what a leaf adds, 0 or more.
    gamma : float
        Price of a split, 0 or more.
    min_child_weight : float
        Least sum of second derivatives on each side of a split, 0 or more.
    subsample : float
        Share of the rows that each tree sees, above 0 and at most 1.
    colsample_bytree : float
        Share of the features that each tree sees, above 0 and at most 1.
    max_bins : int
        Bins of a feature, 2 or more.
    early_stopping_rounds : int or None
        Stop after so many trees without a lower loss on rows held back, and keep those up to the lowest.
    validation_fraction : float
        Share of the rows that are held back for early stopping.
    random_state : int or numpy.random.Generator
        Seed of the draws.

    Attributes
    ----------
    classes_ : array, shape (2,)
        The two labels, sorted; probabilities are of the second.
    trees_ : Boosted
        The trees, and the mean loss as they were added, on the rows held back if there are any.
    base_score_ : float
        The logit before the first tree: that of the mean of y.
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
    base_score_: Any
    n_features_in_: int

    def __init__(
        self,
        *,
        n_estimators: int = 100,
        learning_rate: float = 0.3,
        max_depth: int = 3,
        reg_lambda: float = 1,
        gamma: float = 0,
        min_child_weight: float = 1,
        subsample: float = 1,
        colsample_bytree: float = 1,
        max_bins: int = 64,
        early_stopping_rounds: int | None = None,
        validation_fraction: float = 0.1,
        random_state: int | np.random.Generator = 0,
    ) -> None:
        self.n_estimators = n_estimators
        self.learning_rate = learning_rate
        self.max_depth = max_depth
        self.reg_lambda = reg_lambda
        self.gamma = gamma
        self.min_child_weight = min_child_weight
        self.subsample = subsample
        self.colsample_bytree = colsample_bytree
        self.max_bins = max_bins
        self.early_stopping_rounds = early_stopping_rounds
        self.validation_fraction = validation_fraction
        self.random_state = random_state

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    score = estimator.accuracy
    __sklearn_tags__ = estimator.classifier_tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> GradientBoostingClassifier:
        """Add trees one after the other; return self."""
        X = matrix(X, "X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        classes, second = two_classes(y, len(X))
        target = second.astype(np.float64)
        base = X.dtype.type(np.log(target.mean() / (1 - target.mean())))
        self.trees_ = boost(self, X, target, base, logistic)
        self.classes_, self.base_score_ = classes, base
        self.n_features_in_ = X.shape[1]
        return self

    def decision_function(self, X: ArrayLike) -> FloatArray:
        """Give one logit per row of X."""
        trees = estimator.fitted(self, "trees_")
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        z: FloatArray = trees.score(X, self.base_score_)
        return z

    def predict_proba(self, X: ArrayLike) -> FloatArray:
        """Give probabilities of shape (n, 2), one column per entry of classes_."""
        z = self.decision_function(X)
        return np.stack([sigmoid(-z), sigmoid(z)], axis=1)

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Choose the likelier class of each row; the first at exactly one half."""
        above = self.decision_function(X) > 0
        chosen: NDArray[Any] = self.classes_[above.astype(int)]
        return chosen


def logistic(z: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray, float]:
    """Derivatives (4) and the mean logistic loss, in nats."""
    p = sigmoid(z)
    return p - y, p * sigmoid(-z), float(np.mean(np.logaddexp(0, z) - y * z))


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a ring around a cloud, labelled with words."""
    X = rng.normal(size=(80, 2))
    return {"X": X, "y": np.where((X**2).sum(axis=1) > 1.5, "ring", "cloud")}
