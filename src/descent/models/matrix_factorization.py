"""Matrix factorization learns from known ratings what users like and what items are like, and predicts the others.

    r_ui ~ mean of item i + p_u q_i         (4)

Derivation: docs/derivations/matrix_factorization.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.neighbours import nearest
from descent.numbers import number, whole
from descent.optim.factorize import alternate, descend, side
from descent.shapes import FloatArray, finite, indices, matrix, not_empty, vector

SOLVERS = ("als", "gradient")
MOST = 2**31
"""Users or items that can be numbered."""


class MatrixFactorization:
    """Ratings as products of what users like and what items are like.

    Parameters
    ----------
    n_components : int
        Entries of the description of a user or an item, 1 or more.
    alpha : float
        The penalty on the squares of all descriptions, above 0.
    solver : str
        ``als``: in turn, the best users for given items and the best items for given users. ``gradient``: Adam on all.
    max_iter : int
        Passes over the ratings at most.
    tol : float
        It ends when a pass lowers the cost by less than this share; 0 or more.
    lr : float
        How far a step of ``gradient`` moves an entry, about; above 0.
    random_state : None, int or numpy.random.Generator
        Where the first descriptions come from.

    Attributes
    ----------
    user_factors_ : float array, shape (users, n_components)
        What each user likes; 0 for a user without ratings.
    item_factors_ : float array, shape (items, n_components)
        What each item is like; 0 for an item without ratings.
    item_means_ : float array, shape (items,)
        Mean rating of each item; of an item without ratings the mean of all.
    mean_ : float
        Mean of all ratings.
    cost_path_ : list of float
        (1) after each pass.
    n_iter_ : int
        Passes made.
    n_features_in_ : int
        2: a user and an item.

    Notes
    -----
    A row of X is the number of a user and that of an item, from 0. A table R with NaN where a rating is missing becomes
    ``X = np.argwhere(~np.isnan(R))`` and ``y = R[~np.isnan(R)]``. float32 ratings are computed with in float32. A user
    whom ``fit`` has not seen gets the item means.

    References
    ----------
    Koren, Bell and Volinsky (2009), Matrix factorization techniques for recommender systems.

    Examples
    --------
    >>> X, y = [[0, 0], [0, 1], [1, 0], [1, 1], [2, 0]], [5.0, 1.0, 1.0, 5.0, 5.0]
    >>> model = MatrixFactorization(n_components=1, alpha=0.1, random_state=0).fit(X, y)
    >>> bool(model.predict([[2, 1]])[0] < 3), model.predict([[99, 1]])[0]  # the third user likes what the first likes
    (True, np.float64(3.0))
    """

    user_factors_: FloatArray
    item_factors_: FloatArray
    item_means_: FloatArray
    mean_: float
    cost_path_: list[float]
    n_iter_: int
    n_features_in_: int

    def __init__(
        self,
        *,
        n_components: int = 10,
        alpha: float = 1.0,
        solver: str = "als",
        max_iter: int = 200,
        tol: float = 1e-4,
        lr: float = 0.1,
        random_state: int | np.random.Generator | None = None,
    ) -> None:
        self.n_components = n_components
        self.alpha = alpha
        self.solver = solver
        self.max_iter = max_iter
        self.tol = tol
        self.lr = lr
        self.random_state = random_state

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    score = estimator.r_squared
    __sklearn_tags__ = estimator.regressor_tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> MatrixFactorization:
        """Learn from ratings y of the (user, item) pairs X; return self."""
        k = whole(self.n_components, "n_components", 1, "a description has an entry")
        steps = whole(self.max_iter, "max_iter", 1, "there is at least one pass")
        alpha, lr = (number(getattr(self, name), name, 0, np.inf, above=True) for name in ("alpha", "lr"))
        tol = number(self.tol, "tol", 0, np.inf)
        if self.solver not in SOLVERS:
            raise ValueError(f"solver must be one of {', '.join(SOLVERS)}; got {self.solver!r}.")
        users, items = _pairs(X)
        ratings = vector(y, "y", length=len(users), per="rating per row of X")
        not_empty(ratings, "X", what="a fit")
        finite(ratings, "y")
        count = np.bincount(items)
        mean = ratings.mean()
        sums = np.bincount(items, ratings - mean)  # computed in float64
        means = (mean + sums / np.maximum(count, 1)).astype(ratings.dtype)
        rows = side(users, items, ratings - means[items])
        columns = side(rows.other, rows.own, rows.values)
        rng = np.random.default_rng(self.random_state)
        start = (rng.normal(size=(int(users.max()) + 1 + len(means), k)) / np.sqrt(k)).astype(ratings.dtype)
        start[: -len(means)][np.bincount(users) == 0] = 0
        start[-len(means) :][count == 0] = 0
        P, Q = start[: -len(means)], start[-len(means) :]
        if self.solver == "als":
            found = alternate(P, Q, rows, columns, alpha=alpha, max_iter=steps, tol=tol)
        else:
            found = descend(P, Q, rows, columns, alpha=alpha, max_iter=steps, tol=tol, lr=lr)
        self.user_factors_, self.item_factors_, self.cost_path_ = found
        self.item_means_, self.mean_ = means, float(mean)
        self.n_iter_, self.n_features_in_ = len(self.cost_path_), 2
        return self

    def predict(self, X: ArrayLike) -> FloatArray:
        """Give a rating for each (user, item) pair."""
        P, Q = estimator.fitted(self, "user_factors_"), self.item_factors_
        users, items = _pairs(X)
        known = (users < len(P)) & (items < len(Q))
        rating = np.full(len(users), self.mean_, P.dtype)
        rating[items < len(Q)] = self.item_means_[items[items < len(Q)]]
        rating[known] += np.einsum("mk,mk->m", P[users[known]], Q[items[known]])  # (4)
        return rating

    def related_items(self, item: int, count: int = 5) -> NDArray[np.intp]:
        """Name the `count` items whose descriptions lie nearest to that of an item, the nearest first."""
        Q = estimator.fitted(self, "item_factors_")
        if not 0 <= item < len(Q) or not 1 <= count < len(Q):
            raise ValueError(f"item must be in 0..{len(Q) - 1} and count in 1..{len(Q) - 1}; got {item} and {count}.")
        others = np.delete(np.arange(len(Q)), item)
        related: NDArray[np.intp] = others[nearest(Q[item : item + 1], Q[others], count)[1][0]]
        return related


def _pairs(X: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    X = matrix(X, "X", columns=2)
    finite(X, "X")
    pairs = indices(X, "X", below=MOST, of="user and an item")
    return pairs[:, 0], pairs[:, 1]


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw the ratings of two kinds of users for two kinds of items."""
    X = np.argwhere(rng.random((20, 12)) < 0.7)
    return {"X": X, "y": 3 + 2 * (-1.0) ** (X[:, 0] + X[:, 1]) + 0.1 * rng.normal(size=len(X))}
