"""The lasso is least squares with a price on the size of every weight, so high that many weights are not worth it.

    cost = |y - X w - b|^2 / (2n) + alpha sum |w_j|              (1)
    w_j <- S(x_j^T r + |x_j|^2 w_j, n alpha) / |x_j|^2           (2)
    S(c, t) = sign(c) max(|c| - t, 0),  r = y - X w              (3)
    gap = |r|^2 / 2 + n alpha |w|_1 - (f r^T y - f^2 |r|^2 / 2),
        f = min(1, n alpha / max |x_j^T r|)                      (4)

Derivation: docs/derivations/lasso.md
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent import estimator
from descent.shapes import FloatArray, finite, matrix, not_empty, scalar, vector


class Lasso:
    """Least squares with a penalty on the sizes of the weights, by coordinate descent.

    Parameters
    ----------
    alpha : float
        Strength of the penalty, above 0. The intercept is not penalised.
    max_iter : int
        The most sweeps over the features, 1 or more.
    tol : float
        Stop when the gap (4) is at most tol times the sum of squares of y around its mean, above 0.

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
    A sweep passes over features whose weight is 0 and which (2) would leave there; the next sweep looks again.

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
        X = matrix(X, "X")
        y = vector(y, "y", length=len(X), per="value per row of X").astype(X.dtype, copy=False)
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        finite(y, "y")
        middle, height = X.mean(axis=0), y.mean()
        self.coef_, self.n_iter_ = self._descend(X - middle, y - height)
        self.intercept_ = height - middle @ self.coef_
        self.n_features_in_ = X.shape[1]
        return self

    def predict(self, X: ArrayLike) -> FloatArray:
        """Give one value per row of X."""
        w = estimator.fitted(self, "coef_")
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        y_hat: FloatArray = X @ w + self.intercept_
        return y_hat

    def _descend(self, X: FloatArray, y: FloatArray) -> tuple[FloatArray, int]:
        """Minimise (1) for centred data; weights and sweeps."""
        price = float(self.alpha) * len(X)
        tol = max(float(self.tol), 10 * float(np.finfo(X.dtype).eps)) * float(y @ y)  # below that, only rounding
        w = np.zeros(X.shape[1], X.dtype)
        c, squares = X.T @ y, np.einsum("ij,ij->j", X, X)  # how each feature goes along with the errors; |x_j|^2
        inner: dict[int, FloatArray] = {}  # X^T x_j, kept for the features that ever had a weight
        for sweep in range(1, self.max_iter + 1):
            for j in np.flatnonzero((np.abs(c) > price) | (w != 0)).tolist():
                old, square = float(w[j]), float(squares[j])
                pull = float(c[j]) + square * old
                new = float(np.sign(pull)) * max(abs(pull) - price, 0.0) / square  # (2), (3)
                if new != old:
                    if j not in inner:
                        inner[j] = X.T @ X[:, j]
                    w[j] = new
                    c -= (new - old) * inner[j]
            r = y - X @ w
            c = X.T @ r  # afresh, so that rounding does not add up
            if _gap(r, y, c, w, price) <= tol:
                return w, sweep
        warnings.warn(
            f"the lasso stopped after {self.max_iter} sweeps, before it reached the minimum. "
            "Raise max_iter or tol, scale the features, or raise alpha.",
            RuntimeWarning,
            stacklevel=3,
        )
        return w, self.max_iter

    def _check_params(self) -> None:
        if not 0 < scalar(self.alpha, "alpha") < np.inf:
            raise ValueError(
                f"alpha must be a finite number above 0; got {self.alpha}. Without a penalty use LinearRegression."
            )
        if not 0 < scalar(self.tol, "tol") < np.inf:
            raise ValueError(f"tol must be a finite number above 0; got {self.tol}. Try 1e-4.")
        max_iter: object = self.max_iter
        if not isinstance(max_iter, int | np.integer) or max_iter < 1:
            raise ValueError(f"max_iter must be an integer, 1 or more; got {max_iter!r}. Try 1000.")


def _gap(r: FloatArray, y: FloatArray, c: FloatArray, w: FloatArray, price: float) -> float:
    """Give (4), by which n times the cost is at most too high."""
    f = min(1.0, price / max(float(np.abs(c).max()), price))
    size = float(r @ r)
    return size / 2 + price * float(np.abs(w).sum()) - f * float(r @ y) + f**2 * size / 2


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a noisy plane that only two of five features tilt."""
    X = rng.normal(size=(40, 5))
    return {"X": X, "y": X @ [5.0, 0.0, 0.0, -4.0, 0.0] + rng.normal() + 0.1 * rng.normal(size=40)}
