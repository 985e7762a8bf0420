"""Min-max scaling moves and stretches every feature so that it just fills an interval.

    z = low + (high - low) (x - min) / (max - min)        (3)

Derivation: docs/derivations/scaling.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent import estimator
from descent.shapes import FloatArray, finite, floats, matrix, not_empty


class MinMaxScaler:
    """The smallest value of a feature becomes `low`, the largest `high`.

    Parameters
    ----------
    feature_range : pair of float
        The interval (low, high) to fill.

    Attributes
    ----------
    data_min_ : float array, shape (d,)
        The smallest value of each feature, in its unit.
    data_max_ : float array, shape (d,)
        The largest.
    data_range_ : float array, shape (d,)
        How far they lie apart.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    A feature that never varies becomes `low`. Values outside those seen in ``fit`` land outside the interval. One
    extreme value squeezes all others together; the standard scaler bears it better.

    References
    ----------
    Han, Kamber and Pei (2011), Data Mining: Concepts and Techniques, section 3.5.2.

    Examples
    --------
    >>> MinMaxScaler().fit([[0.0], [255.0]]).transform([[51.0]])
    array([[0.2]])
    """

    data_min_: FloatArray
    data_max_: FloatArray
    data_range_: FloatArray
    n_features_in_: int

    def __init__(self, *, feature_range: tuple[float, float] = (0.0, 1.0)) -> None:
        self.feature_range = feature_range

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    fit_transform = estimator.fit_transform
    __sklearn_tags__ = estimator.transformer_tags

    def fit(self, X: ArrayLike, y: object = None) -> MinMaxScaler:
        """Learn the smallest and the largest values; return self."""
        self._interval()
        X = matrix(X, "X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        self.data_min_, self.data_max_ = X.min(axis=0), X.max(axis=0)
        self.data_range_ = self.data_max_ - self.data_min_
        self.n_features_in_ = X.shape[1]
        return self

    def transform(self, X: ArrayLike) -> FloatArray:
        """Scale the rows of X as those of the fit."""
        X, bottom, extent = self._prepare(X)
        low, high = self._interval()
        z: FloatArray = low + (high - low) * ((X - bottom) / extent)  # (3)
        return z

    def inverse_transform(self, X: ArrayLike) -> FloatArray:
        """Go back to the units of the data."""
        z, bottom, extent = self._prepare(X)
        low, high = self._interval()
        x: FloatArray = bottom + extent * ((z - low) / (high - low))
        return x

    def _prepare(self, X: ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Check X, and bring what was learned to its dtype; a range of 0 counts as 1."""
        bottom, extent = estimator.fitted(self, "data_min_"), self.data_range_
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        return X, bottom.astype(X.dtype), np.where(extent > 0, extent, 1).astype(X.dtype)

    def _interval(self) -> tuple[float, float]:
        pair = floats(self.feature_range, "feature_range")
        if pair.shape != (2,) or not np.isfinite(pair).all() or not pair[0] < pair[1]:
            raise ValueError(
                f"feature_range must be two finite numbers, the smaller first; got {self.feature_range!r}. Try (0, 1)."
            )
        return float(pair[0]), float(pair[1])


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw features of very different size."""
    return {"X": rng.normal(size=(30, 3)) * [1.0, 100.0, 0.01] + [0.0, 500.0, 1.0]}
