"""Checks the rows and targets that a linear model learns from, and predicts with planes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.labels import class_codes
from descent.shapes import FloatArray, finite, matrix, not_empty, vector


def rows(X: ArrayLike) -> FloatArray:
    """Check what a model learns from: a table with entries, all finite."""
    table = matrix(X, "X")
    not_empty(table, "X", what="a fit")
    finite(table, "X")
    return table


def rows_and_targets(X: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Check what a regression learns from; y gets the dtype of X."""
    X = matrix(X, "X")
    y = vector(y, "y", length=len(X), per="value per row of X").astype(X.dtype, copy=False)
    X = rows(X)
    finite(y, "y")
    return X, y


def two_or_more(y: ArrayLike, n: int) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """Find the classes, sorted, and for each row the place of its class; one class alone teaches nothing."""
    classes, codes = class_codes(y, n)
    if len(classes) < 2:
        raise ValueError(f"y must hold two classes or more; got one class: {classes[0]!r}. Give examples of another.")
    return classes, codes


def predict(self: Any, X: ArrayLike) -> FloatArray:
    """Give one value per row of X."""
    w = estimator.fitted(self, "coef_")
    X = matrix(X, "X", columns=self.n_features_in_)
    finite(X, "X")
    y_hat: FloatArray = X @ w + self.intercept_
    return y_hat


def class_scores(self: Any, X: ArrayLike) -> FloatArray:
    """Give scores of shape (n, k), the higher the likelier; for two classes (n,), above 0 for the second."""
    W = estimator.fitted(self, "coef_")
    X = matrix(X, "X", columns=self.n_features_in_)
    finite(X, "X")
    z: FloatArray = X @ W.T + self.intercept_  # (n, k), or (n, 1)
    return z if len(W) > 1 else z[:, 0]


def best_class(self: Any, X: ArrayLike) -> NDArray[Any]:
    """Choose the likeliest class of each row; the first of two at exactly one half."""
    z = self.decision_function(X)
    best: NDArray[Any] = self.classes_[(z > 0).astype(int) if z.ndim == 1 else z.argmax(axis=1)]
    return best
