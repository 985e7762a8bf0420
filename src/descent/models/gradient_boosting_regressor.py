"""Gradient boosting for numbers adds up trees, each fitted to what those before it still miss.

    g = z - y,  h = 1                                          (5)

Derivation: docs/derivations/gradient_boosting.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent import estimator
from descent.shapes import FloatArray, finite, matrix, not_empty, vector
from descent.trees.boost import Boosted, boost


class GradientBoostingRegressor:
    """Boosted trees with XGBoost's objective and the squared error.

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
    trees_ : Boosted
        The trees, and the mean loss as they were added, on the rows held back if there are any.
    base_score_ : float
        The value before the first tree: that of the mean of y.
    n_features_in_ : int
        How many features ``fit`` saw.

    References
    ----------
    Chen and Guestrin (2016), XGBoost: A Scalable Tree Boosting System, sections 2 and 3.

    Examples
    --------
    >>> X = [[0.0], [1.0], [2.0], [3.0]]
    >>> model = GradientBoostingRegressor(learning_rate=1.0, reg_lambda=0).fit(X, [1.0, 5.0, 5.0, 2.0])
    >>> model.predict([[1.2], [9.0]]).round(3)
    array([5., 2.])
    """

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
    score = estimator.r_squared
    __sklearn_tags__ = estimator.regressor_tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> GradientBoostingRegressor:
        """Add trees one after the other; return self."""
        X = matrix(X, "X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        y = vector(y, "y", length=len(X), per="value per row of X")
        finite(y, "y")
        base = X.dtype.type(y.mean())
        self.trees_ = boost(self, X, y, base, squared)
        self.base_score_ = base
        self.n_features_in_ = X.shape[1]
        return self

    def predict(self, X: ArrayLike) -> FloatArray:
        """Give one value per row of X."""
        trees = estimator.fitted(self, "trees_")
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        z: FloatArray = trees.score(X, self.base_score_)
        return z


def squared(z: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray, float]:
    """Derivatives (5) and the mean of half the squared error."""
    g = z - y
    return g, np.ones_like(g), float(g @ g / (2 * len(g)))


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a noisy staircase."""
    X = rng.normal(size=(80, 2))
    return {"X": X, "y": 3.0 * (X[:, 0] > 0) + (X[:, 1] > 0.5) + 0.1 * rng.normal(size=80)}
