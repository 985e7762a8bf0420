"""K-means finds k centres such that the samples are close to the centre nearest to them.

    minimise sum_i |x_i - m_label_i|^2 over all centres m and labels        (3)

Derivation: docs/derivations/k_means.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.numbers import number, whole
from descent.optim.lloyd import assign, inertia, lloyd
from descent.optim.spread_out import spread_out
from descent.shapes import FloatArray, finite, matrix, not_empty

BETTER = 1 - 1e-5
"""A later start has to end so much better than one before: of two that meet in one place, rounding shall not choose."""

STARTS = ("k-means++", "random")


class KMeans:
    """Groups of samples around centres.

    Parameters
    ----------
    n_clusters : int
        How many groups, 1..n.
    init : str or float array, shape (n_clusters, d)
        ``k-means++``: samples far from each other. ``random``: any samples. An array: these centres, once.
    n_init : int
        Starts from different draws, 1 or more; the result of smallest inertia is kept.
    max_iter : int
        Steps of each start at most.
    tol : float
        A start ends when the squares of all moves of the centres sum to at most this share of the mean variance of a
        feature; 0 or more.
    random_state : None, int or numpy.random.Generator
        Where the draws come from.

    Attributes
    ----------
    cluster_centers_ : float array, shape (n_clusters, d)
        The mean of each group.
    labels_ : int array, shape (n,)
        The group of each sample of ``fit``, 0..n_clusters-1.
    inertia_ : float
        (3): the sum of squared distances of the samples from their centres.
    n_iter_ : int
        Steps that the best start took.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    A valley is found, not always the deepest, hence the restarts. Features count by their size, so scale them first.
    A group that loses its last sample gets the sample that is farthest from its own centre.

    References
    ----------
    Lloyd (1982), Least squares quantization in PCM. Arthur and Vassilvitskii (2007), k-means++.

    Examples
    --------
    >>> model = KMeans(n_clusters=2, random_state=0).fit([[1.0], [2.0], [11.0], [12.0]])
    >>> sorted(model.cluster_centers_.ravel().tolist()), model.inertia_
    ([1.5, 11.5], 1.0)
    """

    cluster_centers_: FloatArray
    labels_: NDArray[np.intp]
    inertia_: float
    n_iter_: int
    n_features_in_: int

    def __init__(
        self,
        *,
        n_clusters: int = 8,
        init: str | ArrayLike = "k-means++",
        n_init: int = 10,
        max_iter: int = 300,
        tol: float = 1e-4,
        random_state: int | np.random.Generator | None = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.random_state = random_state

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    fit_transform = estimator.fit_transform
    __sklearn_tags__ = estimator.clusterer_tags

    def fit(self, X: ArrayLike, y: object = None) -> KMeans:
        """Find the centres; return self."""
        X = matrix(X, "X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        k = whole(self.n_clusters, "n_clusters", 1, "every sample needs a group")
        if k > len(X):
            raise ValueError(
                f"n_clusters must be at most the number of rows of X, n_samples={len(X)}; got {k}. "
                "Ask for fewer clusters, or give more rows."
            )
        starts = whole(self.n_init, "n_init", 1, "there is at least one start")
        steps = whole(self.max_iter, "max_iter", 1, "the centres move at least once")
        rng, middle = np.random.default_rng(self.random_state), X.mean(axis=0)
        centred = X - middle  # numbers near 0 keep more digits
        variance = float(np.einsum("ij,ij->", centred, centred)) / X.size  # mean of those of the features
        tol = number(self.tol, "tol", 0, np.inf) * variance
        tries = [self._start(X, rng, k) - middle for _ in range(starts if isinstance(self.init, str) else 1)]
        best = lloyd(centred, tries[0], max_iter=steps, tol=tol)
        for start in tries[1:]:
            found = lloyd(centred, start, max_iter=steps, tol=tol)
            best = found if found.inertia < BETTER * best.inertia else best
        self.cluster_centers_ = best.centres + middle
        self.labels_, self.inertia_, self.n_iter_ = best.labels, best.inertia, best.steps
        self.n_features_in_ = X.shape[1]
        return self

    def predict(self, X: ArrayLike) -> NDArray[np.intp]:
        """Name the nearest centre of each row by its number."""
        X, centres = self._centred(X)
        return assign(X, centres)

    def fit_predict(self, X: ArrayLike, y: object = None) -> NDArray[np.intp]:
        """Find the centres and give labels_."""
        return self.fit(X, y).labels_

    def transform(self, X: ArrayLike) -> FloatArray:
        """Give the distance of each row from each centre, shape (m, n_clusters)."""
        X, centres = self._centred(X)
        return np.stack([np.sqrt(((X - centre) ** 2).sum(axis=1)) for centre in centres], axis=1)

    def score(self, X: ArrayLike, y: object = None) -> float:
        """Give minus the inertia of X: 0 at best, lower is worse."""
        X, centres = self._centred(X)
        return -inertia(X, centres, assign(X, centres))

    def _centred(self, X: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Check X, and move it and the centres to where numbers are small."""
        centres = estimator.fitted(self, "cluster_centers_")
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        middle = centres.mean(axis=0)
        return X - middle.astype(X.dtype), (centres - middle).astype(X.dtype)

    def _start(self, X: FloatArray, rng: np.random.Generator, k: int) -> FloatArray:
        if isinstance(self.init, str):
            if self.init not in STARTS:
                raise ValueError(f"init must be one of {', '.join(STARTS)} or an array; got {self.init!r}.")
            return spread_out(X, k, rng) if self.init == "k-means++" else X[rng.choice(len(X), k, replace=False)]
        centres = matrix(self.init, "init", columns=X.shape[1])
        finite(centres, "init")
        if len(centres) != k:
            raise ValueError(f"init must have n_clusters = {k} rows, one per centre; got {len(centres)}.")
        return centres.astype(X.dtype)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw eight clouds."""
    corners = np.array([[a, b, c] for a in (0.0, 9.0) for b in (0.0, 9.0) for c in (0.0, 9.0)])
    return {"X": rng.normal(size=(80, 3)) + corners[np.arange(80) % 8]}
