"""Gaussian naive Bayes gives each class a bell curve for each feature, and asks which class made this row likeliest.

    log p(x, c) = log prior_c + sum_j log N(x_j; theta_cj, var_cj)          (1)
    log N(x; theta, var) = -(log(2 pi var) + (x - theta)^2 / var) / 2       (2)
    p(c | x) = softmax over c of log p(x, c)                                (3)

Derivation: docs/derivations/naive_bayes.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.labels import class_codes
from descent.ops.softmax import softmax
from descent.shapes import FloatArray, finite, matrix, not_empty, scalar


class GaussianNB:
    """Naive Bayes for features that vary like a bell curve within a class.

    Parameters
    ----------
    var_smoothing : float
        Added to every variance, as a share of the largest variance of a feature; 0 or more.

    Attributes
    ----------
    classes_ : array, shape (k,)
        The labels, sorted.
    class_count_ : float array, shape (k,)
        Samples of each class.
    class_prior_ : float array, shape (k,)
        The share of each class among the samples.
    theta_ : float array, shape (k, d)
        Mean of each feature within each class.
    var_ : float array, shape (k, d)
        Variance of each feature within each class, smoothed.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    "Naive" is that features count as independent within a class. Where they are not, the choice is often still right,
    but the probabilities are too close to 0 and 1.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 6.6.3.

    Examples
    --------
    >>> model = GaussianNB().fit([[1.0], [3.0], [11.0], [13.0]], ["cold", "cold", "warm", "warm"])
    >>> model.predict([[5.0], [9.0]])
    array(['cold', 'warm'], dtype='<U4')
    """

    classes_: NDArray[Any]
    class_count_: FloatArray
    class_prior_: FloatArray
    theta_: FloatArray
    var_: FloatArray
    n_features_in_: int

    def __init__(self, *, var_smoothing: float = 1e-9) -> None:
        self.var_smoothing = var_smoothing

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    score = estimator.accuracy
    __sklearn_tags__ = estimator.multiclass_tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> GaussianNB:
        """Learn a mean and a variance per class and feature; return self."""
        if not 0 <= scalar(self.var_smoothing, "var_smoothing") < np.inf:
            raise ValueError(f"var_smoothing must be a finite number, 0 or more; got {self.var_smoothing}. Try 1e-9.")
        X = matrix(X, "X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        classes, codes = class_codes(y, len(X))
        count = np.bincount(codes)
        groups = np.split(X[np.argsort(codes, kind="stable")], np.cumsum(count)[:-1])
        theta = np.stack([rows.mean(axis=0) for rows in groups])
        within = np.stack([((rows - mean) ** 2).mean(axis=0) for rows, mean in zip(groups, theta, strict=True)])
        prior = (count / len(X)).astype(X.dtype)
        overall = prior @ (within + (theta - prior @ theta) ** 2)  # of all rows: within and between
        var = within + float(self.var_smoothing) * overall.max()
        if not var.all():
            c, j = (int(i) for i in np.argwhere(var == 0)[0])
            raise ValueError(
                f"every feature must vary within every class; got feature {j}, which is the same in all rows of class "
                f"{classes[c]!r}. Drop it, give more rows, or raise var_smoothing."
            )
        self.classes_, self.var_ = classes, var
        self.theta_, self.class_count_, self.class_prior_ = theta, count.astype(X.dtype), prior
        self.n_features_in_ = X.shape[1]
        return self

    def predict_joint_log_proba(self, X: ArrayLike) -> FloatArray:
        """Give log p(x, c), in nats, shape (m, k)."""
        theta = estimator.fitted(self, "theta_")
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        columns = [
            np.log(prior) - (np.log(2 * np.pi * v).sum() + _squared_length((X - mean) / np.sqrt(v))) / 2  # (1), (2)
            for prior, mean, v in zip(self.class_prior_, theta, self.var_, strict=True)
        ]
        return np.stack(columns, axis=1)

    def predict_proba(self, X: ArrayLike) -> FloatArray:
        """Give probabilities of shape (m, k), one column per entry of classes_."""
        return softmax(self.predict_joint_log_proba(X), axis=1)  # (3)

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Choose the likeliest class of each row."""
        best = self.predict_joint_log_proba(X).argmax(axis=1)
        chosen: NDArray[Any] = self.classes_[best]
        return chosen


def _squared_length(rows: FloatArray) -> FloatArray:
    length: FloatArray = np.einsum("ij,ij->i", rows, rows)
    return length


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw three clouds, labelled with words."""
    y = np.array(["ant", "bee", "cow"])[np.arange(45) % 3]
    return {"X": rng.normal(size=(45, 2)) + 3 * np.eye(3, 2)[np.arange(45) % 3], "y": y}
