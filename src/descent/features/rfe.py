"""Recursive elimination: fit, drop the features that the model weighs least, and fit again to the rest.

    weight of feature j = sum over the outputs of coef_j^2, or its importance        (5)

Derivation: docs/derivations/feature_selection.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.features import support
from descent.selection.cross_validate import clone
from descent.shapes import FloatArray, matrix


class RFE:
    """Drop the least weighty features, a few at a time.

    Parameters
    ----------
    model : estimator
        What weighs: after ``fit`` it has coef_ or feature_importances_. Scale the features first, or the weights
        cannot be compared.
    n_features : int or None
        How many to keep; None for half.
    step : int
        How many to drop before the next fit.

    Attributes
    ----------
    support_ : bool array, shape (d,)
        Which features are kept.
    ranking_ : int array, shape (d,)
        1 for the kept ones, and the more the earlier a feature was dropped.
    model_ : estimator
        The model, fitted to the kept features.
    n_features_in_ : int
        How many features ``fit`` saw.

    References
    ----------
    Guyon, Weston, Barnhill and Vapnik (2002), Gene selection for cancer classification using support vector machines.

    Examples
    --------
    >>> from descent import LinearRegression
    >>> X = np.random.default_rng(0).normal(size=(20, 3))
    >>> RFE(LinearRegression(), n_features=1).fit(X, X @ [1.0, 5.0, 2.0]).ranking_
    array([3, 1, 2])
    """

    support_: NDArray[np.bool_]
    ranking_: NDArray[np.int64]
    model_: Any
    n_features_in_: int

    def __init__(self, model: Any = None, *, n_features: int | None = None, step: int = 1) -> None:
        self.model = model
        self.n_features = n_features
        self.step = step

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    __sklearn_tags__ = estimator.transformer_tags
    fit_transform = estimator.fit_transform
    transform = support.transform
    get_support = support.get_support

    def fit(self, X: ArrayLike, y: ArrayLike) -> RFE:
        """Fit and drop, until few enough are left; return self."""
        X = matrix(X, "X")
        keep = support.count(self.n_features, X.shape[1], "n_features")
        if self.step < 1:
            raise ValueError(f"step must be 1 or more; got {self.step}. 1 is the most careful.")
        left = np.arange(X.shape[1])
        ranking = np.ones(X.shape[1], np.int64)
        while len(left) > keep:
            weights = _weights(clone(self.model).fit(X[:, left], y))
            drop = np.argsort(weights, kind="stable")[: min(self.step, len(left) - keep)]
            left = np.delete(left, drop)
            ranking[np.setdiff1d(np.arange(X.shape[1]), left)] += 1
        self.support_, self.ranking_, self.n_features_in_ = ranking == 1, ranking, X.shape[1]
        self.model_ = clone(self.model).fit(X[:, left], y)
        return self


def _weights(model: Any) -> FloatArray:
    """Give one weight per feature, (5)."""
    if hasattr(model, "coef_"):
        weights: FloatArray = (np.atleast_2d(model.coef_) ** 2).sum(axis=0)
        return weights
    if not hasattr(model, "feature_importances_"):
        raise TypeError(
            f"{type(model).__name__} says nothing of its features: it has neither coef_ nor feature_importances_. "
            "Take a linear model or a forest, or SequentialFeatureSelector."
        )
    return np.asarray(model.feature_importances_)
