"""A linear regression that learns from a few rows at a time, and can go on learning when more arrive.

    y_hat = x w + b,  loss (y_hat - y)^2 / 2 or |y_hat - y|               (1)

The steps are in ``descent.linear.stochastic``.

Derivation: docs/derivations/stochastic_gradient_descent.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent import estimator
from descent.linear.plane import predict, rows_and_targets
from descent.linear.stochastic import Learned, begin, check_recipe, one_pass, train
from descent.shapes import FloatArray, matrix

CHOICES = ("squared_error", "absolute_error")


class SGDRegressor:
    """Least squares, or least absolute errors, by stochastic gradient descent.

    Parameters
    ----------
    loss : str
        ``squared_error``, or ``absolute_error``, which extreme values of y pull less.
    alpha : float
        Strength of the penalty (alpha / 2) |w|^2, 0 or more; the intercept has none.
    lr : float
        Learning rate, above 0.
    power_t : float
        Step t = 1, 2, ... has the rate lr / t^power_t: 0 keeps lr, 1 is lr / t.
    batch_size : int
        Rows per step, 1 or more.
    max_iter : int
        The most passes over the data in ``fit``, 1 or more.
    tol : float
        ``fit`` ends when for five passes the mean loss was not below the best before by more than tol, 0 or more.
    shuffle : bool
        Whether each pass of ``fit`` has an order of its own.
    random_state : int or numpy.random.Generator
        Seed of the orders.

    Attributes
    ----------
    coef_ : float array, shape (d,)
        One weight per feature.
    intercept_ : float
        The prediction at X = 0.
    costs_ : float array, shape (n_iter_,)
        The mean loss of each pass, every row judged just before it was learned from.
    n_iter_ : int
        Passes over the data; 1 after ``partial_fit``.
    t_ : int
        Steps taken since the beginning.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    Scale the features to about 1 first. With a constant rate the weights end up jittering around the minimum.

    References
    ----------
    Bottou, Curtis and Nocedal (2018), Optimization methods for large-scale machine learning, section 4.

    Examples
    --------
    >>> model = SGDRegressor(lr=0.1, alpha=0.0).fit([[-1.0], [0.0], [1.0]], [1.0, 3.0, 5.0])
    >>> model.predict([[2.0]]).round(1)
    array([7.])
    """

    coef_: FloatArray
    intercept_: FloatArray
    costs_: FloatArray
    n_iter_: int
    t_: int
    n_features_in_: int

    def __init__(
        self,
        *,
        loss: str = "squared_error",
        alpha: float = 1e-4,
        lr: float = 0.01,
        power_t: float = 0.0,
        batch_size: int = 1,
        max_iter: int = 1000,
        tol: float = 1e-3,
        shuffle: bool = True,
        random_state: int | np.random.Generator = 0,
    ) -> None:
        self.loss, self.alpha, self.lr, self.power_t, self.batch_size = loss, alpha, lr, power_t, batch_size
        self.max_iter, self.tol, self.shuffle, self.random_state = max_iter, tol, shuffle, random_state

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    score = estimator.r_squared
    __sklearn_tags__ = estimator.regressor_tags
    predict = predict  # (1)

    def fit(self, X: ArrayLike, y: ArrayLike) -> SGDRegressor:
        """Learn the plane in several passes; return self."""
        check_recipe(self, CHOICES)
        X, y = rows_and_targets(X, y)
        return self._keep(train(self, X, y[:, np.newaxis]))

    def partial_fit(self, X: ArrayLike, y: ArrayLike) -> SGDRegressor:
        """Go on learning from more rows, each once and in their order; return self."""
        check_recipe(self, CHOICES)
        d = self.n_features_in_ if hasattr(self, "coef_") else None
        X, y = rows_and_targets(matrix(X, "X", columns=d), y)
        Y = y[:, np.newaxis]
        now = begin(X, Y) if d is None else Learned(self.coef_[np.newaxis], np.reshape(self.intercept_, 1), self.t_, y)
        return self._keep(one_pass(self, X, Y, now))

    def _keep(self, now: Learned) -> SGDRegressor:
        self.coef_, self.intercept_, self.t_, self.costs_ = now.W[0], now.b[0], now.t, now.costs
        self.n_iter_, self.n_features_in_ = len(now.costs), now.W.shape[1]
        return self


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a noisy plane."""
    X = rng.normal(size=(40, 3))
    return {"X": X, "y": X @ [2.0, -1.0, 0.5] + 1 + 0.1 * rng.normal(size=40)}
