"""A map by t-SNE lays points of many features out on a plane such that near neighbours stay near neighbours.

    KL       = sum_ij p_ij log(p_ij / q_ij)                                                   (4)
    dKL/dy_i = 4 sum_j (p_ij - q_ij) w_ij (y_i - y_j)                                         (5)

Derivation: docs/derivations/tsne.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent import estimator
from descent.affinities import forces, joint, kl_divergence
from descent.numbers import number, whole
from descent.shapes import FloatArray, finite, matrix, not_empty
from descent.singular import exact, randomized, settle_signs

EARLY = 250
"""Steps with exaggerated p and low momentum, as in the published code of the paper's first author."""


class TSNE:
    """A map of points on which neighbours stay together.

    Parameters
    ----------
    n_components : int
        Coordinates on the map, 1 or more; 2 for a picture.
    perplexity : float
        About how many neighbours a point heeds: above 1 and below n.
    early_exaggeration : float
        What p is multiplied by in the first 250 steps, 1 or more: groups form while they can still pass each other.
    learning_rate : str or float
        The size of a step; ``auto``: n / early_exaggeration / 4, at least 50.
    max_iter : int
        Steps, 250 or more.
    min_grad_norm : float
        It ends when the gradient is no longer than this; 0 or more.
    init : str
        ``pca``: from the first principal components. ``random``: from a tiny cloud.
    random_state : None, int or numpy.random.Generator
        Where the random start comes from.

    Attributes
    ----------
    embedding_ : float array, shape (n, n_components)
        The map.
    kl_divergence_ : float
        (4), in nats: 0 if the map kept everything.
    n_iter_ : int
        Steps made.
    learning_rate_ : float
        The step size used.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    Exact: all n^2 pairs, in memory for n^2 numbers. Sizes of groups and distances between them on the map mean little.
    There is no ``transform``: a new point would move the others.

    References
    ----------
    van der Maaten and Hinton (2008), Visualizing data using t-SNE.

    Examples
    --------
    >>> two_groups = np.repeat([[0.0, 0.0, 0.0], [9.0, 9.0, 9.0]], 5, axis=0) + np.eye(10, 3)
    >>> plane = TSNE(perplexity=3.0, random_state=0).fit_transform(two_groups)
    >>> plane.shape, bool((plane[:5, 0] > 0).all() != (plane[5:, 0] > 0).all())
    ((10, 2), True)
    """

    embedding_: FloatArray
    kl_divergence_: float
    n_iter_: int
    learning_rate_: float
    n_features_in_: int

    def __init__(
        self,
        *,
        n_components: int = 2,
        perplexity: float = 30.0,
        early_exaggeration: float = 12.0,
        learning_rate: str | float = "auto",
        max_iter: int = 1000,
        min_grad_norm: float = 1e-7,
        init: str = "pca",
        random_state: int | np.random.Generator | None = None,
    ) -> None:
        self.n_components = n_components
        self.perplexity = perplexity
        self.early_exaggeration = early_exaggeration
        self.learning_rate = learning_rate
        self.max_iter = max_iter
        self.min_grad_norm = min_grad_norm
        self.init = init
        self.random_state = random_state

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    __sklearn_tags__ = estimator.transformer_tags

    def fit(self, X: ArrayLike, y: object = None) -> TSNE:
        """Draw the map; return self."""
        X = matrix(X, "X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        steps = whole(self.max_iter, "max_iter", EARLY, "the first 250 exaggerate")
        exaggeration = number(self.early_exaggeration, "early_exaggeration", 1, np.inf)
        rate = max(len(X) / exaggeration / 4, 50.0)
        if not isinstance(self.learning_rate, str):
            rate = number(self.learning_rate, "learning_rate", 0, np.inf, above=True)
        elif self.learning_rate != "auto":
            raise ValueError(f"learning_rate must be auto or a number above 0; got {self.learning_rate!r}.")
        if not 1 < number(self.perplexity, "perplexity", 0, np.inf) < len(X):
            raise ValueError(
                f"perplexity must be above 1 and below the number of rows, n_samples = {len(X)}; got {self.perplexity}."
            )
        Y, stop = self._start(X), number(self.min_grad_norm, "min_grad_norm", 0, np.inf)
        P = joint(X, float(self.perplexity))
        move, gains = np.zeros_like(Y), np.ones_like(Y)
        for step in range(steps):
            early = step < EARLY
            if step == EARLY:  # other forces: forget the speed under the old ones
                move, gains = np.zeros_like(Y), np.ones_like(Y)
            slope = forces(P, Y, exaggeration if early else 1.0)  # (5)
            onward = move * slope < 0  # the last move goes downhill still
            gains = np.maximum(np.where(onward, gains + 0.2, gains * 0.8), 0.01).astype(Y.dtype)
            move = (0.5 if early else 0.8) * move - rate * gains * slope
            Y = Y + move
            if float(np.linalg.norm(slope)) <= stop and not early:
                break
        self.embedding_, self.kl_divergence_, self.n_iter_ = Y, kl_divergence(P, Y), step + 1
        self.learning_rate_, self.n_features_in_ = rate, X.shape[1]
        return self

    def fit_transform(self, X: ArrayLike, y: object = None) -> FloatArray:
        """Draw the map and give it, shape (n, n_components)."""
        return self.fit(X).embedding_

    def _start(self, X: FloatArray) -> FloatArray:
        """Begin tiny: then every point is near every other, and groups form freely."""
        k = whole(self.n_components, "n_components", 1, "a map has a direction")
        rng = np.random.default_rng(self.random_state)
        if self.init == "random":
            return (1e-4 * rng.normal(size=(len(X), k))).astype(X.dtype)
        if self.init != "pca":
            raise ValueError(f"init must be one of pca, random; got {self.init!r}.")
        if k > min(X.shape):
            raise ValueError(f"init='pca' needs at least n_components = {k} rows and features; X has shape {X.shape}.")
        centred = X - X.mean(axis=0)
        directions = (exact(centred) if min(X.shape) < 100 else randomized(centred, k, rng, 4))[1][:k]
        Y = centred @ settle_signs(directions).T
        spread = float(Y[:, 0].std())
        start: FloatArray = Y * (1e-4 / spread) if spread > 0 else Y
        return start


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw three clouds."""
    return {"X": rng.normal(size=(45, 4)) + 6 * np.eye(3, 4)[np.arange(45) % 3]}
