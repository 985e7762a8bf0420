"""A k-neighbours regressor predicts the mean of the k samples nearest to a point.

    y_hat = sum over the neighbours of share times y        (3)

Derivation: docs/derivations/nearest_neighbours.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent import estimator
from descent.neighbours import Leaves, check_neighbours, leaves, nearest, votes
from descent.shapes import FloatArray, finite, matrix, not_empty, vector


class KNeighborsRegressor:
    """The mean of the nearest samples.

    Parameters
    ----------
    n_neighbors : int
        Of how many samples the mean is taken, 1..n.
    weights : str
        ``uniform``: the plain mean. ``distance``: each sample counts in proportion to 1 / distance.

    Attributes
    ----------
    samples_ : float array, shape (n, d)
        A copy of X: this model learns by heart.
    index_ : Leaves or None
        Boxes of samples that lie together, where there are few features and many samples.
    targets_ : float array, shape (n,)
        A copy of y.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    Features count by their size, so scale them first. Predictions never leave the range of y.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, sections 2.3.2 and 6.1.

    Examples
    --------
    >>> model = KNeighborsRegressor(n_neighbors=2).fit([[0.0], [1.0], [5.0]], [10.0, 20.0, 90.0])
    >>> model.predict([[0.2]])
    array([15.])
    """

    samples_: FloatArray
    index_: Leaves | None
    targets_: FloatArray
    n_features_in_: int

    def __init__(self, *, n_neighbors: int = 5, weights: str = "uniform") -> None:
        self.n_neighbors = n_neighbors
        self.weights = weights

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    score = estimator.r_squared
    __sklearn_tags__ = estimator.regressor_tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> KNeighborsRegressor:
        """Keep the samples; return self."""
        X = matrix(X, "X")
        y = vector(y, "y", length=len(X), per="value per row of X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        finite(y, "y")
        check_neighbours(self.n_neighbors, self.weights, len(X))
        self.samples_, self.targets_, self.index_ = X.copy(), y.astype(X.dtype), leaves(X)
        self.n_features_in_ = X.shape[1]
        return self

    def predict(self, X: ArrayLike) -> FloatArray:
        """Give one value per row of X."""
        samples = estimator.fitted(self, "samples_")
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        distances, indices = nearest(X, samples, self.n_neighbors, self.index_)
        y_hat: FloatArray = (votes(distances, self.weights) * self.targets_[indices]).sum(axis=1)  # (3)
        return y_hat


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a noisy wave."""
    X = rng.uniform(-2, 2, size=(60, 2))
    return {"X": X, "y": 3 * np.sin(X[:, 0]) + X[:, 1] + 0.1 * rng.normal(size=60)}
