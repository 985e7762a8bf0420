"""Ridge regression is least squares with a price on long weights, which calms them where features say the same.

    y_hat = X w + b                                              (1)
    (w, b) minimises sum (y_hat - y)^2 + alpha |w|^2             (2)
    (X^T X + alpha I) w = X^T y, for centred X and y             (3)
    w = X^T (X X^T + alpha I)^-1 y, the same                     (4)
    w = V diag(s / (s^2 + alpha)) U^T y, for X = U diag(s) V^T   (5)

Derivation: docs/derivations/ridge.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent import estimator
from descent.linear.plane import predict, rows_and_targets
from descent.shapes import FloatArray, scalar


class Ridge:
    """Least squares with a penalty on the squares of the weights.

    Parameters
    ----------
    alpha : float
        Strength of the penalty, 0 or more. 0 is linear regression.

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
    The intercept is not penalised: adding 1000 to y adds 1000 to the predictions. The penalty weighs all features
    alike, so scale them first. The cost is a sum, as in scikit-learn: the same alpha weighs less with more samples.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 3.4.1.

    Examples
    --------
    >>> model = Ridge(alpha=2.0).fit([[-1.0], [1.0]], [-4.0, 4.0])
    >>> model.coef_
    array([2.])
    """

    coef_: FloatArray
    intercept_: FloatArray
    n_features_in_: int

    def __init__(self, *, alpha: float = 1.0) -> None:
        self.alpha = alpha

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    score = estimator.r_squared
    __sklearn_tags__ = estimator.regressor_tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> Ridge:
        """Learn the weights; return self."""
        if not 0 <= scalar(self.alpha, "alpha") < np.inf:
            raise ValueError(f"alpha must be a finite number, 0 or more; got {self.alpha}. 0 means no penalty.")
        X, y = rows_and_targets(X, y)
        middle, height = X.mean(axis=0), y.mean()
        self.coef_ = _solve(X - middle, y - height, float(self.alpha))
        self.intercept_ = height - middle @ self.coef_
        self.n_features_in_ = X.shape[1]
        return self

    predict = predict  # (1)


def _solve(X: FloatArray, y: FloatArray, alpha: float) -> FloatArray:
    """Minimise (2) for centred data: fast where that costs less than half of the digits, else by the SVD."""
    n, d = X.shape
    eps = np.finfo(X.dtype).eps
    gram = X.T @ X if d <= n else X @ X.T  # the smaller of the two systems
    if np.trace(gram) * np.sqrt(eps) <= alpha:  # then the condition number is at most 1 + 1 / sqrt(eps)
        gram.flat[:: len(gram) + 1] += alpha
        w: FloatArray = np.linalg.solve(gram, X.T @ y) if d <= n else X.T @ np.linalg.solve(gram, y)  # (3), (4)
        return w
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    shrink = np.zeros_like(s)
    kept = s > max(n, d) * eps * s[0]  # directions in which the data does not vary but by rounding get no weight
    shrink[kept] = s[kept] / (s[kept] ** 2 + alpha)
    w = Vt.T @ (shrink * (U.T @ y))  # (5)
    return w


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a noisy plane over features two of which are nearly the same."""
    X = rng.normal(size=(30, 3))
    X[:, 2] = X[:, 1] + 0.1 * X[:, 2]
    return {"X": X, "y": X @ [1.0, 2.0, 2.0] + rng.normal() + 0.1 * rng.normal(size=30)}
