"""Logistic regression weighs the features and turns the sum into the probability of one of two classes.

    p = sigma(X w + b)                                                      (1)
    cost = -mean(y log p + (1 - y) log(1 - p)) + (alpha / 2) |w|^2          (2)
    dw = (1/n) X^T (p - y) + alpha w,  db = mean(p - y)                     (3)

Derivation: docs/derivations/logistic_cost.md
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.labels import two_classes
from descent.ops import logistic_cost
from descent.ops.sigmoid import sigmoid
from descent.optim.gradient_descent import check_rate
from descent.optim.newton import newton
from descent.shapes import FloatArray, finite, matrix, not_empty, scalar

SOLVERS = ("gradient-descent", "newton")


class LogisticRegression:
    """Logistic regression for two classes.

    Parameters
    ----------
    lr : float
        Learning rate of gradient descent, above 0.
    n_iter : int
        Steps of gradient descent, all of which are taken; for Newton's method, the most steps.
    alpha : float
        Strength of the penalty on the weights, 0 or more. The intercept is not penalised.
    solver : str
        ``gradient-descent``: from w = 0 and b = 0, each step on all samples. ``newton``: to the minimum in a few steps,
        each of which solves a system of d + 1 equations.

    Attributes
    ----------
    classes_ : array, shape (2,)
        The two labels, sorted; probabilities are of the second.
    coef_ : float array, shape (1, d)
        The weights w, in one row as in scikit-learn.
    intercept_ : float array, shape (1,)
        The bias b.
    costs_ : float array, shape (n_iter_ + 1,)
        The cost (2) after 0, 1, 2, ... steps: log 2 first, the cost of the learned model last.
    n_iter_ : int
        Steps taken.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    The cost is a mean, so alpha does not depend on the number of samples: scikit-learn's C is 1 / (alpha * n).
    With alpha = 0 and classes that a plane separates there is no minimum: the longer the training, the longer coef_.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 4.4.

    Examples
    --------
    >>> hours = [[1.0], [2.0], [3.0], [4.0]]
    >>> model = LogisticRegression(lr=0.5, n_iter=2000).fit(hours, ["fail", "fail", "pass", "pass"])
    >>> model.predict([[0.0], [5.0]])
    array(['fail', 'pass'], dtype='<U4')
    """

    classes_: NDArray[Any]
    coef_: FloatArray
    intercept_: FloatArray
    costs_: FloatArray
    n_iter_: int
    n_features_in_: int

    def __init__(
        self, *, lr: float = 0.1, n_iter: int = 1000, alpha: float = 0.0, solver: str = "gradient-descent"
    ) -> None:
        self.lr = lr
        self.n_iter = n_iter
        self.alpha = alpha
        self.solver = solver

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    score = estimator.accuracy
    __sklearn_tags__ = estimator.classifier_tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> LogisticRegression:
        """Learn the weights; return self."""
        self._check_params()
        X = matrix(X, "X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        classes, target = two_classes(y, len(X))
        target = target.astype(X.dtype)
        solve = self._descend if self.solver == "gradient-descent" else self._solve
        w, b, costs = solve(X, target)
        self.classes_ = classes
        self.coef_, self.intercept_ = w[np.newaxis], np.reshape(b, 1)
        self.costs_, self.n_iter_ = costs, len(costs) - 1
        self.n_features_in_ = X.shape[1]
        return self

    def decision_function(self, X: ArrayLike) -> FloatArray:
        """Give one logit per row: above 0 the second class is the likelier."""
        w = estimator.fitted(self, "coef_")[0]
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        z: FloatArray = X @ w + self.intercept_  # (n,)
        return z

    def predict_proba(self, X: ArrayLike) -> FloatArray:
        """Give probabilities of shape (n, 2), one column per entry of classes_."""
        z = self.decision_function(X)
        return np.stack([sigmoid(-z), sigmoid(z)], axis=1)

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Choose the likelier class of each row; the first at exactly one half."""
        second = self.decision_function(X) > 0
        chosen: NDArray[Any] = self.classes_[second.astype(int)]
        return chosen

    @np.errstate(over="ignore", invalid="ignore")  # a cost that is not finite gets a sentence below
    def _descend(self, X: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Gradient descent as the lesson has it; weights, bias and costs."""
        lr, alpha = float(self.lr), float(self.alpha)  # a NumPy float64 would turn float32 parameters into float64
        w, b = np.zeros(X.shape[1], X.dtype), X.dtype.type(0)
        costs = np.empty(self.n_iter + 1, X.dtype)
        for step in range(self.n_iter + 1):
            cost, cache = logistic_cost.forward(X, w, b, y)
            costs[step] = cost + alpha / 2 * (w @ w)  # (2)
            if not np.isfinite(costs[step]):
                raise ValueError(
                    f"the cost became {costs[step]} after {step} steps: lr={self.lr} is too large for this data. "
                    "Divide lr by 10, or scale the features to about 1."
                )
            if step < self.n_iter:
                _, dw, db, _ = logistic_cost.backward(1.0, cache)
                w = w - lr * (dw + alpha * w)  # (3)
                b = b - lr * db
        return w, b, costs

    def _solve(self, X: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Newton's method; weights, bias and costs."""
        penalty = np.append(np.full(X.shape[1], self.alpha, X.dtype), X.dtype.type(0))  # none on the bias

        def function(theta: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
            cost, cache = logistic_cost.forward(X, theta[:-1], theta[-1], y)
            _, dw, db, _ = logistic_cost.backward(1.0, cache)
            gradient = np.append(dw, db) + penalty * theta  # (3)
            return cost + penalty @ theta**2 / 2, gradient, logistic_cost.curvature(cache) + np.diag(penalty)

        path = newton(function, np.zeros(X.shape[1] + 1, X.dtype), n_iter=self.n_iter)
        if not path.converged:
            warnings.warn(
                f"Newton's method stopped after {len(path.values) - 1} steps, before it reached the minimum. "
                "Raise n_iter, scale the features, or set alpha above 0.",
                RuntimeWarning,
                stacklevel=3,
            )
        return path.points[-1, :-1], path.points[-1, -1], path.values

    def _check_params(self) -> None:
        check_rate(self.lr, self.n_iter)
        if not 0 <= scalar(self.alpha, "alpha") < np.inf:
            raise ValueError(f"alpha must be a finite number, 0 or more; got {self.alpha}. 0 means no penalty.")
        if self.solver not in SOLVERS:
            raise ValueError(f"solver must be one of {', '.join(SOLVERS)}; got {self.solver!r}.")


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw two overlapping clouds, labelled with words."""
    X = rng.normal(size=(40, 2))
    y = np.where(X @ [1.0, -1.0] + rng.normal(size=40) > 0, "up", "down")
    return {"X": X, "y": y}
