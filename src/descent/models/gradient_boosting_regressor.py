"""Gradient boosting for numbers adds up trees, each fitted to what those before it still miss.

    loss (z - y)^2 / 2,  g = z - y,  h = 1                     (5)

Derivation: docs/derivations/gradient_boosting.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent import estimator
from descent.shapes import FloatArray, finite, matrix, not_empty, vector
from descent.trees import parameters
from descent.trees.boost import Boosted, boost
from descent.trees.losses import squared


class GradientBoostingRegressor:
    """Boosted trees with XGBoost's objective and the squared error.

    Attributes
    ----------
    trees_ : Boosted
        The trees, and the mean loss as they were added, on the rows held back if there are any.
    base_score_ : float array, shape (1,)
        The value before the first tree: the mean of y.
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
    >>> model = GradientBoostingRegressor(learning_rate=1.0, reg_lambda=0).fit(X, [1.0, 5.0, 5.0, 2.0])
    >>> model.predict([[1.2], [9.0]]).round(3)
    array([5., 2.])
    """

    trees_: Boosted
    base_score_: FloatArray
    feature_importances_: FloatArray
    n_features_in_: int

    __init__ = parameters.boosting
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
        base = np.array([y.mean()], X.dtype)
        self.trees_ = boost(self, X, y[:, np.newaxis], base, squared)
        self.base_score_ = base
        self.feature_importances_ = self.trees_.importances(X.shape[1]).astype(X.dtype)
        self.n_features_in_ = X.shape[1]
        return self

    def predict(self, X: ArrayLike) -> FloatArray:
        """Give one value per row of X."""
        trees = estimator.fitted(self, "trees_")
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        z: FloatArray = trees.score(X, self.base_score_)[:, 0]
        return z


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a noisy staircase."""
    X = rng.normal(size=(80, 2))
    return {"X": X, "y": 3.0 * (X[:, 0] > 0) + (X[:, 1] > 0.5) + 0.1 * rng.normal(size=80)}
