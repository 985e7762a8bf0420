"""A support vector classifier lays the boundary that keeps the widest margin to both classes.

    z(x) = sum_i b_i k(x_i, x) + bias, over the support vectors          (6)
    more than two classes: one machine for each pair, and each votes

Derivation: docs/derivations/svm.md
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.kernels import check_kernel, kernel_matrix, width
from descent.labels import class_codes
from descent.one_vs_one import pairs, votes
from descent.optim.smo import check_limits, smo
from descent.shapes import FloatArray, finite, matrix, not_empty


class SVC:
    """Support vector machine with a linear, polynomial or RBF kernel.

    Parameters
    ----------
    C : float
        The price of samples within the margin or beyond it, above 0. Small: a wide margin; large: few exceptions.
    kernel : str
        ``linear``: k(a, b) = a b. ``poly``: (gamma a b + coef0)^degree. ``rbf``: exp(-gamma |a - b|^2).
    degree : int
        Power of the polynomial kernel, 1 or more.
    gamma : float or str
        A number above 0; ``scale``: 1 / (d times the variance of all of X); ``auto``: 1 / d.
    coef0 : float
        Added before the power is taken.
    tol : float
        How far from the condition for the optimum to stop, above 0.
    max_iter : int
        The most steps for each pair of classes, 1 or more.

    Attributes
    ----------
    classes_ : array, shape (k,)
        The labels, sorted.
    support_ : int array, shape (s,)
        Rows of X that are a support vector of any machine.
    support_vectors_ : float array, shape (s, d)
        Those rows.
    dual_coef_ : float array, shape (k (k - 1) / 2, s)
        The multipliers b of each machine, for the pairs (0, 1), (0, 2), ..., (1, 2), ... of classes.
    intercept_ : float array, shape (k (k - 1) / 2,)
        The bias of each machine.
    gamma_ : float
        The number that gamma stands for.
    n_iter_ : int array, shape (k (k - 1) / 2,)
        Steps taken for each machine.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    Scale the features first. Memory grows with the square of the samples of two classes. Solved in float64.
    With more than two classes ``decision_function`` counts votes; margins, as a part below 1/3, break a draw.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, sections 12.2 and 12.3.

    Examples
    --------
    >>> model = SVC(kernel="linear").fit([[-3.0], [-1.0], [1.0], [2.0]], ["cold", "cold", "warm", "warm"])
    >>> model.support_vectors_.tolist(), model.predict([[0.5]]).tolist()
    ([[-1.0], [1.0]], ['warm'])
    """

    classes_: NDArray[Any]
    support_: NDArray[np.intp]
    support_vectors_: FloatArray
    dual_coef_: FloatArray
    intercept_: FloatArray
    gamma_: float
    n_iter_: NDArray[np.intp]
    n_features_in_: int

    def __init__(
        self,
        *,
        C: float = 1.0,
        kernel: str = "rbf",
        degree: int = 3,
        gamma: float | str = "scale",
        coef0: float = 0.0,
        tol: float = 1e-3,
        max_iter: int = 100_000,
    ) -> None:
        self.C = C
        self.kernel = kernel
        self.degree = degree
        self.gamma = gamma
        self.coef0 = coef0
        self.tol = tol
        self.max_iter = max_iter

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    score = estimator.accuracy
    __sklearn_tags__ = estimator.multiclass_tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> SVC:
        """Learn the support vectors; return self."""
        check_kernel(self.kernel, self.gamma, self.degree, self.coef0)
        check_limits(self.C, self.tol, self.max_iter)
        X = matrix(X, "X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        classes, codes = class_codes(y, len(X))
        if len(classes) < 2:
            raise ValueError(
                f"y must hold two classes or more; got one class: {classes[0]!r}. Give examples of another."
            )
        wide = X.astype(np.float64)
        gamma = width(self.gamma, wide)
        couples = pairs(len(classes))
        b, machines = np.zeros((len(couples), len(X))), []
        for row, (first, second) in zip(b, couples, strict=True):
            here = np.flatnonzero((codes == first) | (codes == second))
            sign = np.where(codes[here] == second, 1.0, -1.0)
            K = self._kernel(wide[here], wide[here], gamma)
            machines.append(smo(K, sign, C=float(self.C), tol=float(self.tol), max_iter=self.max_iter))
            row[here] = machines[-1].b
        if not all(machine.converged for machine in machines):
            said = f"SMO stopped after {self.max_iter} steps, before it reached the optimum. Scale X, or lower C."
            warnings.warn(said, RuntimeWarning, stacklevel=2)
        self.classes_, self.gamma_ = classes, X.dtype.type(gamma)
        self.support_ = np.flatnonzero(b.any(axis=0))
        self.support_vectors_ = X[self.support_]
        self.dual_coef_ = b[:, self.support_].astype(X.dtype)
        self.intercept_ = np.array([machine.bias for machine in machines], X.dtype)
        self.n_iter_ = np.array([machine.n_iter for machine in machines])
        self.n_features_in_ = X.shape[1]
        return self

    def decision_function(self, X: ArrayLike) -> FloatArray:
        """Give z of shape (m,) for two classes, above 0 for the second; else a score per class, shape (m, k)."""
        support = estimator.fitted(self, "support_vectors_")
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        z = self._kernel(X, support, float(self.gamma_)) @ self.dual_coef_.T + self.intercept_  # (6), (m, pairs)
        k = len(self.classes_)
        return z[:, 0] if k == 2 else votes(z, k)

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Choose a class for each row."""
        z = self.decision_function(X)
        best = z > 0 if z.ndim == 1 else z.argmax(axis=1)
        chosen: NDArray[Any] = self.classes_[best.astype(int)]
        return chosen

    def _kernel(self, A: FloatArray, B: FloatArray, gamma: float) -> FloatArray:
        return kernel_matrix(A, B, kernel=self.kernel, gamma=gamma, degree=self.degree, coef0=float(self.coef0))


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw three clouds, labelled with words."""
    y = np.array(["ant", "bee", "cow"])[np.arange(45) % 3]
    return {"X": rng.normal(size=(45, 2)) + 3 * np.eye(3, 2)[np.arange(45) % 3], "y": y}
