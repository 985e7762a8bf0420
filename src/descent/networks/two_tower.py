"""Two towers: one network describes users, another one items, in the same space; a high product means "will like it".

    v_u = f(x_u) / |f(x_u)|,  v_i = g(x_i) / |g(x_i)|,  score = v_u . v_i in -1..1       (1)

The vectors of items can be computed once and kept, which makes a score one product.

Derivation: docs/derivations/normalize_rows.md
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.nn import Linear, Module, ReLU, Sequential
from descent.nn.initialisers import Rng
from descent.ops import normalize_rows
from descent.shapes import FloatArray
from descent.tensor import Tensor, apply, no_grad


class TwoTower(Module):
    """A recommender from contents: it knows new users and new items by their features.

    Parameters
    ----------
    user_features, item_features : int
        Numbers that describe a user and an item.
    hidden : sequence of int
        Units of the layers of both towers.
    size : int
        Length of the vectors.
    rng : numpy.random.Generator, int or None
        Draws the weights.

    Attributes
    ----------
    user, item : Sequential
        The towers, before their outputs are made vectors of length 1.

    Notes
    -----
    Train with ``fit(net, mse_loss, ..., (users, items), ratings)``, ratings scaled to -1..1.

    References
    ----------
    Yi et al. (2019), Sampling-bias-corrected neural modeling for large corpus item recommendations, section 3.

    Examples
    --------
    >>> net = TwoTower(3, 5, hidden=(4,), size=2, rng=0)
    >>> net(np.ones((6, 3)), np.ones((6, 5))).shape
    (6,)
    """

    def __init__(
        self,
        user_features: int,
        item_features: int,
        *,
        hidden: Sequence[int] = (256, 128),
        size: int = 32,
        rng: Rng = None,
    ) -> None:
        rng = np.random.default_rng(rng)
        self.user = _tower(user_features, hidden, size, rng)
        self.item = _tower(item_features, hidden, size, rng)

    def forward(self, users: Any, items: Any) -> Tensor:
        """Score pairs: (n, user_features) and (n, item_features) to (n,), by (1)."""
        return (apply(normalize_rows, self.user(users)) * apply(normalize_rows, self.item(items))).sum(axis=1)

    def scores(self, users: ArrayLike, items: ArrayLike) -> FloatArray:
        """Score every user with every item: (n, user_features) and (m, item_features) to (n, m)."""
        with no_grad():
            v_u, v_i = (apply(normalize_rows, tower(x)).data for tower, x in ((self.user, users), (self.item, items)))
        return v_u @ v_i.T

    def recommend(self, users: ArrayLike, items: ArrayLike, *, best: int = 5) -> NDArray[np.int64]:
        """Give the places of the best items of every user, the best first: (n, best)."""
        order: NDArray[np.int64] = np.argsort(-self.scores(users, items), axis=1, kind="stable")
        return order[:, :best]

    def similar(self, items: ArrayLike, *, best: int = 5) -> NDArray[np.int64]:
        """Give the places of the items most like each one, itself left out: (m, best)."""
        with no_grad():
            v = apply(normalize_rows, self.item(items)).data
        likeness = v @ v.T
        np.fill_diagonal(likeness, -np.inf)
        order: NDArray[np.int64] = np.argsort(-likeness, axis=1, kind="stable")
        return order[:, :best]


def _tower(features: int, hidden: Sequence[int], size: int, rng: np.random.Generator) -> Sequential:
    layers: list[Module] = []
    for inside, outside in pairwise([features, *hidden]):
        layers += [Linear(inside, outside, rng=rng), ReLU()]
    return Sequential(*layers, Linear([features, *hidden][-1], size, rng=rng))
