"""Linear regression lays the line, or plane, through the data that makes the squared misses smallest.

    y_hat = X w + b                                  (1)
    (w, b) minimises sum (y_hat - y)^2               (2)
    dw = (1/n) X^T (y_hat - y),  db = mean(y_hat - y),
    the gradient of half the mean of the squares     (3)

Derivation: docs/derivations/linear_regression.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent import estimator
from descent.linear.plane import predict, rows_and_targets
from descent.linear.solvers import check_solver, descend
from descent.optim.lbfgs import Function as Objective
from descent.shapes import FloatArray

SOLVERS = ("normal_equation", "gradient_descent")


class LinearRegression:
    """Least squares with an intercept.

    Parameters
    ----------
    solver : str
        ``normal_equation``: to the minimum at once. ``gradient_descent``: from w = 0 and b = 0, max_iter steps.
    lr : float
        Learning rate of gradient descent, above 0.
    max_iter : int
        Steps of gradient descent, all of which are taken.

    Attributes
    ----------
    coef_ : float array, shape (d,)
        One weight per feature: the change of the prediction per unit of the feature.
    intercept_ : float
        The prediction at X = 0.
    costs_ : float array, shape (n_iter_ + 1,)
        Half the mean of the squares after 0, 1, 2, ... steps; the normal equation is one step.
    n_iter_ : int
        Steps taken.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    The normal equation is solved on centred data by a singular value decomposition, so that no digits are lost in
    X^T X. If many lines fit equally well, as with fewer samples than features, it is the one with the shortest coef_.
    Gradient descent needs features scaled to about 1. SGDRegressor learns from a few rows at a time.

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
    costs_: FloatArray
    n_iter_: int
    n_features_in_: int

    def __init__(self, *, solver: str = "normal_equation", lr: float = 0.1, max_iter: int = 1000) -> None:
        self.solver, self.lr, self.max_iter = solver, lr, max_iter

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    score = estimator.r_squared
    __sklearn_tags__ = estimator.regressor_tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> LinearRegression:
        """Learn the line; return self."""
        check_solver(self.solver, SOLVERS, self.lr, self.max_iter)
        X, y = rows_and_targets(X, y)
        if self.solver == "gradient_descent":
            theta, costs = descend(_objective(X, y), np.zeros(X.shape[1] + 1, X.dtype), self.lr, self.max_iter)
            self.coef_, self.intercept_ = theta[:-1].copy(), theta[-1]
        else:
            middle, height = X.mean(axis=0), y.mean()
            self.coef_ = np.linalg.lstsq(X - middle, y - height, rcond=None)[0]  # (2)
            self.intercept_ = height - middle @ self.coef_
            missed = X @ self.coef_ + self.intercept_ - y
            costs = np.array([y @ y, missed @ missed]) / (2 * len(y))
        self.costs_, self.n_iter_, self.n_features_in_ = costs, len(costs) - 1, X.shape[1]
        return self

    predict = predict  # (1)


def _objective(X: FloatArray, y: FloatArray) -> Objective:
    def objective(theta: FloatArray) -> tuple[FloatArray, FloatArray]:
        missed = X @ theta[:-1] + theta[-1] - y
        return missed @ missed / (2 * len(y)), np.append(missed @ X, missed.sum()) / len(y)  # (3)

    return objective


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a noisy plane."""
    X = rng.normal(size=(30, 3))
    return {"X": X, "y": X @ rng.normal(size=3) + rng.normal() + 0.1 * rng.normal(size=30)}
