"""A feature that hardly varies tells hardly anything, whatever y is."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.features import support
from descent.shapes import FloatArray, finite, matrix, not_empty


class VarianceThreshold:
    """Keep the features whose variance is above a threshold.

    Parameters
    ----------
    threshold : float
        In the square of the features' unit; 0 drops only features that never vary.

    Attributes
    ----------
    variances_ : float array, shape (d,)
        The variance of each feature, with divisor n.
    support_ : bool array, shape (d,)
        Which features are kept.
    n_features_in_ : int
        How many features ``fit`` saw.

    Examples
    --------
    >>> VarianceThreshold().fit_transform([[1.0, 7.0], [2.0, 7.0]])
    array([[1.],
           [2.]])
    """

    variances_: FloatArray
    support_: NDArray[np.bool_]
    n_features_in_: int

    def __init__(self, *, threshold: float = 0.0) -> None:
        self.threshold = threshold

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    __sklearn_tags__ = estimator.transformer_tags
    fit_transform = estimator.fit_transform
    transform = support.transform
    get_support = support.get_support

    def fit(self, X: ArrayLike, y: object = None) -> VarianceThreshold:
        """Learn the variances; return self."""
        X = matrix(X, "X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        same = X.max(axis=0) == X.min(axis=0)  # rounding may leave a constant with a tiny variance
        variances = np.where(same, 0, X.var(axis=0)).astype(X.dtype)
        if not (variances > self.threshold).any():
            raise ValueError(
                f"no feature has a variance above threshold={self.threshold:g}; the largest is {variances.max():g}. "
                "Lower the threshold."
            )
        self.variances_, self.support_, self.n_features_in_ = variances, variances > self.threshold, X.shape[1]
        return self
