"""Keep the features that, each by itself, tell the most about y."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.features import support
from descent.features.scores import f_classif
from descent.shapes import FloatArray, matrix

Score = Callable[[ArrayLike, ArrayLike], FloatArray]


class SelectKBest:
    """Keep the k features of the highest scores.

    Parameters
    ----------
    score : callable
        Takes X and y and gives one number per feature: `f_classif`, `f_regression`, `chi2`, `mutual_information`.
    k : int
        How many to keep.

    Attributes
    ----------
    scores_ : float array, shape (d,)
        The score of each feature.
    support_ : bool array, shape (d,)
        Which features are kept; of equal scores the later ones, and a NaN comes last.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    Two features that are useless alone and settle y together, as in an exclusive or, are both dropped.

    Examples
    --------
    >>> X = [[1.0, 0.0], [2.0, 1.0], [5.0, 0.0], [6.0, 1.0]]
    >>> SelectKBest(k=1).fit(X, ["a", "a", "b", "b"]).get_support(indices=True)
    array([0])
    """

    scores_: FloatArray
    support_: NDArray[np.bool_]
    n_features_in_: int

    def __init__(self, *, score: Score = f_classif, k: int = 10) -> None:
        self.score = score
        self.k = k

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    __sklearn_tags__ = estimator.transformer_tags
    fit_transform = estimator.fit_transform
    transform = support.transform
    get_support = support.get_support

    def fit(self, X: ArrayLike, y: ArrayLike) -> SelectKBest:
        """Score every feature; return self."""
        X = matrix(X, "X")
        k = support.count(self.k, X.shape[1], "k")
        self.scores_ = self.score(X, y)
        order = np.argsort(np.where(np.isnan(self.scores_), -np.inf, self.scores_), kind="stable")
        self.support_ = np.zeros(X.shape[1], bool)
        self.support_[order[-k:]] = True
        self.n_features_in_ = X.shape[1]
        return self
