"""Searching for the arguments of a model: try some, judge each by cross-validation, and keep the best.

    grid search: every combination of the given values                      (4)
    random search: each argument drawn by itself, so that n tries see n values of each      (5)

Derivation: docs/derivations/choosing_a_model.md
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent import estimator
from descent.selection.cross_validate import Scorer
from descent.selection.ranges import Range
from descent.selection.trials import Params, draw, remember, try_all


class GridSearch:
    """Every combination of some values of some arguments.

    Parameters
    ----------
    model : estimator
        What is searched for; it stays as it is.
    grid : dict of str to sequence
        The values of each argument.
    cv : int, folds or pairs of rows
        As in `cross_validate`.
    scoring : callable or None
        As in `cross_validate`.

    Attributes
    ----------
    best_params_ : dict
        The arguments with the highest mean score; of equal ones the first.
    best_score_ : float
        That score. It is a little too good, since it was chosen for being high: judge the winner on other data.
    best_estimator_ : estimator
        The winner, fitted to all rows; ``predict``, ``predict_proba`` and ``score`` ask it.
    cv_results_ : dict
        For all tries, in order: params, mean_test_score, std_test_score, mean_train_score.

    Examples
    --------
    >>> from descent import KNeighborsClassifier
    >>> X = np.array([[0.0], [0.1], [0.2], [0.3], [5.0], [5.1]])
    >>> search = GridSearch(KNeighborsClassifier(), {"n_neighbors": [1, 3]}, cv=2)
    >>> search.fit(X, [0, 0, 0, 0, 1, 1]).best_params_
    {'n_neighbors': 1}
    >>> search.predict([[4.0]])
    array([1])
    """

    best_params_: Params
    best_score_: float
    best_estimator_: Any
    cv_results_: dict[str, Any]

    def __init__(
        self,
        model: Any = None,
        grid: Mapping[str, Sequence[Any]] | None = None,
        *,
        cv: Any = 5,
        scoring: Scorer | None = None,
    ) -> None:
        self.model = model
        self.grid = grid
        self.cv = cv
        self.scoring = scoring

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show

    def fit(self, X: ArrayLike, y: ArrayLike) -> GridSearch:
        """Try every combination; return self."""
        grid = self.grid or {}
        remember(self, [try_all(self, (dict(zip(grid, v, strict=True)) for v in product(*grid.values())), X, y)], X, y)
        return self  # (4)

    def predict(self, X: ArrayLike) -> Any:
        """Ask the winner."""
        return estimator.fitted(self, "best_estimator_").predict(X)

    def predict_proba(self, X: ArrayLike) -> Any:
        """Ask the winner."""
        return estimator.fitted(self, "best_estimator_").predict_proba(X)

    def score(self, X: ArrayLike, y: ArrayLike) -> float:
        """Judge the winner, as the search does."""
        winner = estimator.fitted(self, "best_estimator_")
        return float(self.scoring(winner, X, y) if self.scoring else winner.score(X, y))

    def __sklearn_tags__(self) -> SimpleNamespace:
        return self.model.__sklearn_tags__()  # type: ignore[no-any-return]


class RandomSearch:
    """Arguments drawn at random: better than a grid when only some of them matter.

    Parameters
    ----------
    model : estimator
        What is searched for; it stays as it is.
    ranges : dict of str to Range or sequence
        Where each argument is drawn from: a `Range`, or a list to choose from.
    n_iter : int
        How many tries.
    cv, scoring
        As in `cross_validate`.
    random_state : int or Generator
        Seed of the draws.

    Attributes
    ----------
    best_params_, best_score_, best_estimator_, cv_results_
        As in `GridSearch`.

    References
    ----------
    Bergstra and Bengio (2012), Random search for hyper-parameter optimization.

    Examples
    --------
    >>> from descent import Ridge
    >>> X = np.arange(8.0).reshape(8, 1)
    >>> search = RandomSearch(Ridge(), {"alpha": Range(0.01, 100, log=True)}, n_iter=5, cv=2, random_state=0)
    >>> search.fit(X, X[:, 0]).best_params_["alpha"] == min(t["alpha"] for t in search.cv_results_["params"])
    True
    """

    best_params_: Params
    best_score_: float
    best_estimator_: Any
    cv_results_: dict[str, Any]

    def __init__(
        self,
        model: Any = None,
        ranges: Mapping[str, Range | Sequence[Any]] | None = None,
        *,
        n_iter: int = 10,
        cv: Any = 5,
        scoring: Scorer | None = None,
        random_state: int | np.random.Generator = 0,
    ) -> None:
        self.model = model
        self.ranges = ranges
        self.n_iter = n_iter
        self.cv = cv
        self.scoring = scoring
        self.random_state = random_state

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    predict, predict_proba, score = GridSearch.predict, GridSearch.predict_proba, GridSearch.score
    __sklearn_tags__ = GridSearch.__sklearn_tags__

    def fit(self, X: ArrayLike, y: ArrayLike) -> RandomSearch:
        """Draw and try; return self."""
        rng = np.random.default_rng(self.random_state)  # (5)
        remember(self, [try_all(self, (draw(self.ranges or {}, rng) for _ in range(self.n_iter)), X, y)], X, y)
        return self
