"""Linear regression lays the line, or plane, through the data that makes the squared misses smallest.

    y_hat = X w + b                                  (1)
    (w, b) minimises sum (y_hat - y)^2               (2)

Derivation: docs/derivations/linear_regression.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent import estimator
from descent.shapes import FloatArray, finite, matrix, not_empty, vector


class LinearRegression:
    """Least squares with an intercept.

    Attributes
    ----------
    coef_ : float array, shape (d,)
        One weight per feature: the change of the prediction per unit of the feature.
    intercept_ : float
        The prediction at X = 0.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    Solved on centred data by a singular value decomposition, which is accurate where the normal equations are not.
    If many lines fit equally well, as with fewer samples than features, it is the one with the shortest coef_.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 3.2.

    Examples
    --------
    >>> size = [[50.0], [100.0], [150.0]]
    >>> price = [150.0, 250.0, 350.0]
    >>> model = LinearRegression().fit(size, price)
    >>> model.predict([[120.0]]).round(6)
    array([290.])
    """

    coef_: FloatArray
    intercept_: FloatArray
    n_features_in_: int

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    score = estimator.r_squared
    __sklearn_tags__ = estimator.regressor_tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> LinearRegression:
        """Learn the line; return self."""
        X = matrix(X, "X")
        y = vector(y, "y", length=len(X), per="value per row of X").astype(X.dtype, copy=False)
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        finite(y, "y")
        middle, height = X.mean(axis=0), y.mean()
        self.coef_ = np.linalg.lstsq(X - middle, y - height, rcond=None)[0]  # (2)
        self.intercept_ = height - middle @ self.coef_
        self.n_features_in_ = X.shape[1]
        return self

    def predict(self, X: ArrayLike) -> FloatArray:
        """Give one value per row of X."""
        w = estimator.fitted(self, "coef_")
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        y_hat: FloatArray = X @ w + self.intercept_  # (1)
        return y_hat


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a noisy plane."""
    X = rng.normal(size=(30, 3))
    return {"X": X, "y": X @ rng.normal(size=3) + rng.normal() + 0.1 * rng.normal(size=30)}
