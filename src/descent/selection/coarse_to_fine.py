"""Coarse to fine: draw at random, zoom in around the best, and draw again.

    range of round r + 1 = share * width of round r, around the best so far       (6)

Derivation: docs/derivations/choosing_a_model.md
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent import estimator
from descent.selection.cross_validate import Scorer
from descent.selection.ranges import Range
from descent.selection.search import GridSearch
from descent.selection.trials import Params, draw, remember, try_all


class CoarseToFineSearch:
    """Random search in rounds, each in a smaller range around the best arguments so far.

    Parameters
    ----------
    model : estimator
        What is searched for; it stays as it is.
    ranges : dict of str to Range
        Where each argument is drawn from at first.
    n_rounds : int
        How many rounds, 1 or more.
    n_iter : int
        How many tries in each round.
    share : float
        What is left of the width of each range after a round, in the logarithm if the range is drawn so; in 0..1.
    cv, scoring
        As in `cross_validate`.
    random_state : int or Generator
        Seed of the draws.

    Attributes
    ----------
    ranges_ : list of dict of str to Range
        The ranges of every round.
    best_params_, best_score_, best_estimator_, cv_results_
        As in `GridSearch`.

    Notes
    -----
    It follows the best of few tries and may zoom in on the wrong place: let n_iter grow with the number of arguments.

    Examples
    --------
    >>> from descent import Ridge
    >>> X = np.arange(8.0).reshape(8, 1)
    >>> search = CoarseToFineSearch(Ridge(), {"alpha": Range(1e-6, 1.0, log=True)}, n_rounds=2, n_iter=4, cv=2)
    >>> search.fit(X, X[:, 0]).best_params_["alpha"] < 1e-4
    True
    """

    ranges_: list[dict[str, Range]]
    best_params_: Params
    best_score_: float
    best_estimator_: Any
    cv_results_: dict[str, Any]

    def __init__(
        self,
        model: Any = None,
        ranges: Mapping[str, Range] | None = None,
        *,
        n_rounds: int = 3,
        n_iter: int = 10,
        share: float = 0.3,
        cv: Any = 5,
        scoring: Scorer | None = None,
        random_state: int | np.random.Generator = 0,
    ) -> None:
        self.model = model
        self.ranges = ranges
        self.n_rounds = n_rounds
        self.n_iter = n_iter
        self.share = share
        self.cv = cv
        self.scoring = scoring
        self.random_state = random_state

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    predict, predict_proba, score = GridSearch.predict, GridSearch.predict_proba, GridSearch.score
    __sklearn_tags__ = GridSearch.__sklearn_tags__

    def fit(self, X: ArrayLike, y: ArrayLike) -> CoarseToFineSearch:
        """Draw, try and zoom in; return self."""
        if not 0 < self.share <= 1:
            raise ValueError(f"share must lie above 0 and be at most 1; got {self.share}. Try 0.3.")
        rng = np.random.default_rng(self.random_state)
        ranges, rounds = dict(self.ranges or {}), []
        self.ranges_ = []
        for _ in range(self.n_rounds):
            self.ranges_.append(ranges)
            rounds.append(try_all(self, [draw(ranges, rng) for _ in range(self.n_iter)], X, y))
            best = max((one for each in rounds for one in each), key=lambda one: float(one[1]["test_score"].mean()))[0]
            ranges = {name: among.around(best[name], self.share) for name, among in ranges.items()}  # (6)
        remember(self, rounds, X, y)
        return self
