"""The lasso is least squares with a price on the size of every weight, so high that many weights are not worth it.

    cost = |y - X w - b|^2 / (2n) + alpha sum |w_j|              (1)

How the weights are found is in ``descent.linear.descend_coordinates`` and ``descent.linear.working_sets``.

Derivation: docs/derivations/lasso.md
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent import estimator
from descent.linear.plane import predict, rows_and_targets
from descent.linear.working_sets import lasso_weights
from descent.shapes import FloatArray, scalar


class Lasso:
    """Least squares with a penalty on the sizes of the weights, by coordinate descent.

    Parameters
    ----------
    alpha : float
        Strength of the penalty, above 0. The intercept is not penalised.
    max_iter : int
        The most sweeps over the features, 1 or more.
    tol : float
        Stop when the cost is proven to be too high by at most tol times the variance of y, above 0.

    Attributes
    ----------
    coef_ : float array, shape (d,)
        One weight per feature; many are exactly 0.
    intercept_ : float
        The prediction at X = 0.
    n_iter_ : int
        Sweeps made.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    The penalty weighs all features alike, so scale them first. The cost is a mean, as in scikit-learn.

    References
    ----------
    Friedman, Hastie and Tibshirani (2010), Regularization paths for generalized linear models via coordinate descent,
    sections 2.1 and 2.2.

    Examples
    --------
    >>> X = [[-1.0, 1.0], [1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]]
    >>> Lasso(alpha=1.0).fit(X, [-2.5, 3.5, -3.5, 2.5]).coef_
    array([2., 0.])
    """

    coef_: FloatArray
    intercept_: FloatArray
    n_iter_: int
    n_features_in_: int

    def __init__(self, *, alpha: float = 1.0, max_iter: int = 1000, tol: float = 1e-4) -> None:
        self.alpha = alpha
        self.max_iter = max_iter
        self.tol = tol

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    score = estimator.r_squared
    __sklearn_tags__ = estimator.regressor_tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> Lasso:
        """Learn the weights; return self."""
        self._check_params()
        X, y = rows_and_targets(X, y)
        middle, height = X.mean(axis=0), y.mean()
        price, tol = float(self.alpha) * len(X), float(self.tol)
        found = lasso_weights(X - middle, y - height, price, tol, self.max_iter)
        if not found.converged:
            warnings.warn(
                f"the lasso stopped after {self.max_iter} sweeps, before it reached the minimum. "
                "Raise max_iter or tol, scale the features, or raise alpha.",
                RuntimeWarning,
                stacklevel=2,
            )
        self.coef_, self.n_iter_ = found.w, found.n_iter
        self.intercept_ = height - middle @ self.coef_
        self.n_features_in_ = X.shape[1]
        return self

    predict = predict

    def _check_params(self) -> None:
        if not 0 < scalar(self.alpha, "alpha") < np.inf:
            raise ValueError(
                f"alpha must be a finite number above 0; got {self.alpha}. Without a penalty use LinearRegression."
            )
        if not 0 < scalar(self.tol, "tol") < np.inf:
            raise ValueError(f"tol must be a finite number above 0; got {self.tol}. Try 1e-4.")
        max_iter: object = self.max_iter
        if not isinstance(max_iter, int | np.integer) or max_iter < 1:
            raise ValueError(f"max_iter must be a whole number, 1 or more; got {max_iter!r}. Try 1000.")


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a noisy plane that only two of five features tilt."""
    X = rng.normal(size=(40, 5))
    return {"X": X, "y": X @ [5.0, 0.0, 0.0, -4.0, 0.0] + rng.normal() + 0.1 * rng.normal(size=40)}
