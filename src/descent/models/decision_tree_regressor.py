"""A regression tree cuts the data into boxes, and answers with the mean of the box.

    variance = mean(y^2) - mean(y)^2                          (3)
    gain = impurity - (w_L / w) left - (w_R / w) right        (4)

Derivation: docs/derivations/decision_tree.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent import estimator
from descent.shapes import FloatArray, finite, matrix, not_empty, vector
from descent.trees import parameters
from descent.trees.grow_fast import grow_forest
from descent.trees.limits import candidates, limits
from descent.trees.nodes import Nodes


class DecisionTreeRegressor:
    """Decision tree for numbers.

    Attributes
    ----------
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
    >>> size = [[1.0], [2.0], [3.0], [4.0]]
    >>> model = DecisionTreeRegressor(max_depth=1).fit(size, [10.0, 10.0, 30.0, 30.0])
    >>> model.predict([[1.5], [9.0]])
    array([10., 30.])
    """

    tree_: Nodes
    feature_importances_: FloatArray
    n_features_in_: int
    max_features: int | str | None
    random_state: int | np.random.Generator

    __init__ = parameters.tree
    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    score = estimator.r_squared
    __sklearn_tags__ = estimator.regressor_tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> DecisionTreeRegressor:
        """Grow the tree; return self."""
        stop = limits(self, ("variance",))
        X = matrix(X, "X")
        y = vector(y, "y", length=len(X), per="value per row of X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        finite(y, "y")
        rng = np.random.default_rng(self.random_state)
        weights = np.ones((1, len(X)))
        looks_at = candidates(self.max_features, X.shape[1])
        self.tree_ = grow_forest(X, y[:, np.newaxis], weights, stop, max_features=looks_at, rng=rng)
        self.feature_importances_ = self.tree_.importances(X.shape[1])
        self.n_features_in_ = X.shape[1]
        return self

    def predict(self, X: ArrayLike) -> FloatArray:
        """Give one value per row of X."""
        tree = estimator.fitted(self, "tree_")
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        y_hat: FloatArray = tree.predict(X)[:, 0]
        return y_hat


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a noisy staircase."""
    X = rng.normal(size=(60, 2))
    return {"X": X, "y": 3.0 * (X[:, 0] > 0) + (X[:, 1] > 0.5) + 0.1 * rng.normal(size=60)}
