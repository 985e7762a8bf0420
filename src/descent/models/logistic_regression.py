"""Logistic regression weighs the features and turns the sums into the probabilities of the classes.

    Z = W X^T + b,  one row per class; for two classes, one row           (1)
    p = softmax(z), column by column; or p_c = sigma(z_c) alone           (2)

The cost that the weights make small is in ``descent.linear.likelihood``.

Derivation: docs/derivations/softmax_regression.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.linear.likelihood import sigmoid_objective, softmax_objective
from descent.linear.plane import best_class, class_scores, rows, two_or_more
from descent.linear.solvers import SOLVERS, check_solver, minimise
from descent.ops.sigmoid import sigmoid
from descent.ops.softmax import softmax
from descent.shapes import FloatArray, scalar

SCHEMES = ("softmax", "one_vs_rest")


class LogisticRegression:
    """Logistic regression for two or more classes.

    Parameters
    ----------
    C : float
        How much the data counts beside the penalty on the weights, above 0; np.inf means no penalty.
    multi_class : str
        ``softmax``: one model whose probabilities sum to 1. ``one_vs_rest``: for each class a model that knows only
        this class and the rest. For two classes both are the same.
    solver : str
        ``lbfgs`` and ``newton`` go to the minimum, Newton's method in fewer and dearer steps. ``gradient_descent``
        takes max_iter steps of length lr times the gradient. All begin at weights of 0.
    lr : float
        Learning rate of gradient descent, above 0.
    max_iter : int
        The most steps, 0 or more.
    tol : float
        L-BFGS stops when no entry of the gradient is larger than this, above 0.

    Attributes
    ----------
    classes_ : array, shape (k,)
        The labels, sorted.
    coef_ : float array, shape (k, d), or (1, d) for two classes
        The weights of each class; for two classes, those of the second.
    intercept_ : float array, shape (k,) or (1,)
        What is added for each class.
    costs_ : float array, shape (n_iter_ + 1,)
        The cost after 0, 1, 2, ... steps: log k first for softmax, the cost of the learned model last.
    n_iter_ : int
        Steps taken.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    The cost is the mean surprise plus |W|^2 / (2 C n), which is scikit-learn's divided by C n: the same C means the
    same model. The intercept is not penalised. Without a penalty, classes that planes separate have no minimum.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 4.4.

    Examples
    --------
    >>> hours = [[1.0], [2.0], [3.0], [4.0]]
    >>> model = LogisticRegression().fit(hours, ["fail", "fail", "pass", "pass"])
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
        self,
        *,
        C: float = 1.0,
        multi_class: str = "softmax",
        solver: str = "lbfgs",
        lr: float = 0.1,
        max_iter: int = 1000,
        tol: float = 1e-4,
    ) -> None:
        self.C, self.multi_class = C, multi_class
        self.solver, self.lr, self.max_iter, self.tol = solver, lr, max_iter, tol

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    score = estimator.accuracy
    __sklearn_tags__ = estimator.multiclass_tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> LogisticRegression:
        """Learn the weights; return self."""
        check_solver(self.solver, SOLVERS, self.lr, self.max_iter, self.tol)
        if not scalar(self.C, "C") > 0:
            raise ValueError(f"C must be a number above 0; got {self.C}. A smaller C means shorter weights.")
        if self.multi_class not in SCHEMES:
            raise ValueError(f"multi_class must be one of {', '.join(SCHEMES)}; got {self.multi_class!r}.")
        X = rows(X)
        classes, codes = two_or_more(y, len(X))
        k = 1 if len(classes) == 2 else len(classes)
        alpha = 1 / (float(self.C) * len(X))
        if k > 1 and self.multi_class == "softmax":
            objective = softmax_objective(X, codes, alpha)
        else:
            each = np.arange(k)[:, np.newaxis] if k > 1 else 1
            objective = sigmoid_objective(X, (codes == each).astype(X.dtype).reshape(k, -1), alpha)
        start = np.zeros(k * (X.shape[1] + 1), X.dtype)
        theta, self.costs_ = minimise(objective, start, self.solver, self.lr, self.max_iter, self.tol)
        table = theta.reshape(k, -1)
        self.coef_, self.intercept_ = table[:, :-1].copy(), table[:, -1].copy()
        self.classes_, self.n_features_in_, self.n_iter_ = classes, X.shape[1], len(self.costs_) - 1
        return self

    decision_function = class_scores

    def predict_proba(self, X: ArrayLike) -> FloatArray:
        """Give probabilities of shape (n, k), one column per entry of classes_."""
        z = self.decision_function(X)
        if z.ndim == 1:
            return np.stack([sigmoid(-z), sigmoid(z)], axis=1)
        if self.multi_class == "softmax":
            return softmax(z)
        p: FloatArray = np.maximum(sigmoid(z), np.finfo(z.dtype).tiny)  # all classes may be denied
        p /= p.sum(axis=1, keepdims=True)
        return p

    predict = best_class


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw three overlapping clouds, labelled with words."""
    middles = np.repeat([[-2.0, 0.0], [0.0, 2.0], [2.0, 0.0]], 14, axis=0)
    return {"X": middles + rng.normal(size=(42, 2)), "y": np.repeat(["down", "level", "up"], 14)}
