"""Standard scaling moves every feature to mean 0 and stretches it to standard deviation 1.

    z = (x - mean) / scale                                (1)
    scale = sqrt(mean of (x - mean)^2)                    (2)

Derivation: docs/derivations/scaling.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent import estimator
from descent.shapes import FloatArray, finite, matrix, not_empty


class StandardScaler:
    """Mean 0 and standard deviation 1 for every feature.

    Parameters
    ----------
    with_mean : bool
        Whether to subtract the mean.
    with_std : bool
        Whether to divide by the standard deviation.

    Attributes
    ----------
    mean_ : float array, shape (d,)
        Mean of each feature, in the feature's unit.
    var_ : float array, shape (d,)
        Variance of each feature, with n in the denominator, in the square of its unit.
    scale_ : float array, shape (d,)
        What each feature is divided by: the square root of var_, or 1 for a feature that never varies.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    All three are computed whatever is switched off. The mean is corrected by the mean of what it leaves, which gives
    back the digits that summing many large values loses.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 3.4.1.

    Examples
    --------
    >>> rooms_and_size = [[2.0, 50.0], [4.0, 150.0]]
    >>> StandardScaler().fit_transform(rooms_and_size)
    array([[-1., -1.],
           [ 1.,  1.]])
    """

    mean_: FloatArray
    var_: FloatArray
    scale_: FloatArray
    n_features_in_: int

    def __init__(self, *, with_mean: bool = True, with_std: bool = True) -> None:
        self.with_mean = with_mean
        self.with_std = with_std

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    fit_transform = estimator.fit_transform
    __sklearn_tags__ = estimator.transformer_tags

    def fit(self, X: ArrayLike, y: object = None) -> StandardScaler:
        """Learn the means and the scales; return self."""
        X = matrix(X, "X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        mean = X.mean(axis=0)
        mean = mean + (X - mean).mean(axis=0)
        self.mean_ = mean
        self.var_ = ((X - mean) ** 2).mean(axis=0)
        varies = (X != X[0]).any(axis=0)  # a sum rounds, so that 0.1, 0.1, 0.1 has a tiny variance, not 0
        self.scale_ = np.where(varies & (self.var_ > 0), np.sqrt(self.var_), X.dtype.type(1))  # (2)
        self.n_features_in_ = X.shape[1]
        return self

    def transform(self, X: ArrayLike) -> FloatArray:
        """Scale the rows of X as those of the fit."""
        X, shift, scale = self._prepare(X)
        z: FloatArray = (X - shift) / scale  # (1)
        return z

    def inverse_transform(self, X: ArrayLike) -> FloatArray:
        """Go back to the units of the data."""
        z, shift, scale = self._prepare(X)
        x: FloatArray = z * scale + shift
        return x

    def _prepare(self, X: ArrayLike) -> tuple[FloatArray, Any, Any]:
        """Check X, and bring shift and scale to its dtype."""
        mean, scale = estimator.fitted(self, "mean_"), self.scale_
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        one = X.dtype.type(1)
        return (
            X,
            mean.astype(X.dtype) if self.with_mean else 0 * one,
            scale.astype(X.dtype) if self.with_std else one,
        )


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw features of very different size."""
    return {"X": rng.normal(size=(30, 3)) * [1.0, 100.0, 0.01] + [0.0, 500.0, 1.0]}
