"""A random forest for numbers asks many trees, each grown on its own draw of the rows, and averages their answers.

    y_hat = (1/T) sum_t y_hat_t                                (1)
    variance of the mean = rho s^2 + (1 - rho) s^2 / T         (2)

Derivation: docs/derivations/random_forest.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent import estimator
from descent.numbers import whole
from descent.shapes import FloatArray, finite, matrix, not_empty, vector
from descent.trees import parameters
from descent.trees.bootstrap import draw_counts
from descent.trees.grow_fast import grow_forest
from descent.trees.limits import candidates, limits
from descent.trees.nodes import Nodes


class RandomForestRegressor:
    """Forest of decision trees for numbers.

    Attributes
    ----------
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
    >>> size = [[1.0], [2.0], [3.0], [4.0]]
    >>> model = RandomForestRegressor(max_depth=1, bootstrap=False).fit(size, [10.0, 10.0, 30.0, 30.0])
    >>> model.predict([[1.5], [9.0]])
    array([10., 30.])
    """

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
    score = estimator.r_squared
    __sklearn_tags__ = estimator.regressor_tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> RandomForestRegressor:
        """Grow the trees; return self."""
        stop = limits(self, ("variance",))
        n_trees = whole(self.n_estimators, "n_estimators", 1, "no tree gives no answer")
        X = matrix(X, "X")
        y = vector(y, "y", length=len(X), per="value per row of X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        finite(y, "y")
        rng = np.random.default_rng(self.random_state)
        weights = draw_counts(n_trees, len(X), rng) if self.bootstrap else np.ones((n_trees, len(X)))
        looks_at = candidates(self.max_features, X.shape[1], auto=None)
        self.trees_ = grow_forest(X, y[:, np.newaxis], weights, stop, max_features=looks_at, rng=rng)
        self.feature_importances_ = self.trees_.importances(X.shape[1])
        self.n_features_in_ = X.shape[1]
        return self

    def predict(self, X: ArrayLike) -> FloatArray:
        """Give one value per row of X."""
        trees = estimator.fitted(self, "trees_")
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        y_hat: FloatArray = trees.predict(X)[:, 0]
        return y_hat


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a noisy staircase."""
    X = rng.normal(size=(60, 2))
    return {"X": X, "y": 3.0 * (X[:, 0] > 0) + (X[:, 1] > 0.5) + 0.1 * rng.normal(size=60)}
