"""What every search does: draw arguments, judge a model with each on the same folds, and keep the best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent.selection.cross_validate import clone, cross_validate, folds_of, rows_of
from descent.selection.ranges import Range

Params = dict[str, Any]


def draw(ranges: Mapping[str, Range | Sequence[Any]], rng: np.random.Generator) -> Params:
    """Draw one value of each argument."""
    return {
        name: among.sample(rng) if isinstance(among, Range) else among[int(rng.integers(len(among)))]
        for name, among in ranges.items()
    }


def try_all(search: Any, tries: Iterable[Params], X: ArrayLike, y: ArrayLike) -> list[tuple[Params, Any]]:
    """Judge the search's model with each set of arguments, all on the same folds."""
    rows, targets = rows_of(X), rows_of(y)
    folds = folds_of(search.cv, search.model, rows, targets)
    return [
        (params, cross_validate(_with(search.model, params), rows, targets, cv=folds, scoring=search.scoring))
        for params in tries
    ]


def remember(search: Any, rounds: Sequence[list[tuple[Params, Any]]], X: ArrayLike, y: ArrayLike) -> None:
    """Write down what was tried, in order, and fit the best to all rows."""
    tried = [one for each in rounds for one in each]
    if not tried:
        raise ValueError("there must be at least one set of arguments to try; got none. Give a value for each.")
    mean = np.array([scores["test_score"].mean() for _, scores in tried])
    if np.isnan(mean).all():
        raise ValueError("every score is NaN, so none is the best. Look at what the scoring gives.")
    best = int(np.nanargmax(mean))
    search.cv_results_ = {
        "params": [params for params, _ in tried],
        "mean_test_score": mean,
        "std_test_score": np.array([scores["test_score"].std() for _, scores in tried]),
        "mean_train_score": np.array([scores["train_score"].mean() for _, scores in tried]),
    }
    search.best_params_, search.best_score_ = tried[best][0], float(mean[best])
    search.best_estimator_ = _with(search.model, search.best_params_).fit(rows_of(X), rows_of(y))


def _with(model: Any, params: Params) -> Any:
    return clone(model).set_params(**{name: clone(value) for name, value in params.items()})
