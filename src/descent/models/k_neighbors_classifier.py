"""A k-neighbours classifier lets the k samples nearest to a point vote on its class.

    p_c = sum of the shares of those neighbours whose class is c        (2)

Derivation: docs/derivations/nearest_neighbours.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.labels import class_codes
from descent.neighbours import Leaves, check_neighbours, leaves, nearest, votes
from descent.shapes import FloatArray, finite, matrix, not_empty


class KNeighborsClassifier:
    """The class that most of the nearest samples have.

    Parameters
    ----------
    n_neighbors : int
        How many samples vote, 1..n.
    weights : str
        ``uniform``: one vote each. ``distance``: votes in proportion to 1 / distance.

    Attributes
    ----------
    classes_ : array, shape (k,)
        The labels, sorted.
    samples_ : float array, shape (n, d)
        A copy of X: this model learns by heart.
    index_ : Leaves or None
        Boxes of samples that lie together, where there are few features and many samples.
    codes_ : int array, shape (n,)
        The class of each sample, as a position in classes_.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    Features count by their size, so scale them first. Of classes with the same votes the first in classes_ wins.
    A prediction costs n times d multiplications; with few features about sqrt(n) times d, thanks to index_.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 13.3.

    Examples
    --------
    >>> model = KNeighborsClassifier(n_neighbors=1).fit([[0.0], [1.0], [5.0]], ["low", "low", "high"])
    >>> model.predict([[2.0], [4.0]])
    array(['low', 'high'], dtype='<U4')
    """

    classes_: NDArray[Any]
    samples_: FloatArray
    index_: Leaves | None
    codes_: NDArray[np.intp]
    n_features_in_: int

    def __init__(self, *, n_neighbors: int = 5, weights: str = "uniform") -> None:
        self.n_neighbors = n_neighbors
        self.weights = weights

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    score = estimator.accuracy
    __sklearn_tags__ = estimator.multiclass_tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> KNeighborsClassifier:
        """Keep the samples; return self."""
        X = matrix(X, "X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        classes, codes = class_codes(y, len(X))
        check_neighbours(self.n_neighbors, self.weights, len(X))
        self.classes_, self.codes_ = classes, codes
        self.samples_, self.index_ = X.copy(), leaves(X)
        self.n_features_in_ = X.shape[1]
        return self

    def predict_proba(self, X: ArrayLike) -> FloatArray:
        """Give the share of the votes for each class, shape (m, k)."""
        samples = estimator.fitted(self, "samples_")
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        distances, indices = nearest(X, samples, self.n_neighbors, self.index_)
        shares, chosen = votes(distances, self.weights), self.codes_[indices]  # (m, n_neighbors)
        return np.stack([(shares * (chosen == c)).sum(axis=1) for c in range(len(self.classes_))], axis=1)  # (2)

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Choose the class with the most votes for each row."""
        best = self.predict_proba(X).argmax(axis=1)
        chosen: NDArray[Any] = self.classes_[best]
        return chosen


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw three clouds, labelled with words."""
    y = np.array(["ant", "bee", "cow"])[np.arange(45) % 3]
    return {"X": rng.normal(size=(45, 2)) + 3 * np.eye(3, 2)[np.arange(45) % 3], "y": y}
