"""Cross-validation: every fold is tested once, by a model that learned from the others.

    score = (1/k) sum_i score(model fitted without fold i, fold i)          (1)

Derivation: docs/derivations/choosing_a_model.md
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.selection.folds import KFold, Rows, StratifiedKFold
from descent.shapes import FloatArray

Scorer = Callable[[Any, Any, Any], float]
"""What judges a fitted model on X and y; more is better."""


def clone(model: Any) -> Any:
    """Make an estimator with the same arguments that has learned nothing.

    Parameters
    ----------
    model : estimator, list, tuple or any argument
        An estimator of this library or of scikit-learn, or what holds some; anything else is copied.

    Returns
    -------
    same type as model
        Nothing that is fitted is shared with the original.

    Examples
    --------
    >>> from descent import Ridge
    >>> clone(Ridge(alpha=2.0))
    Ridge(alpha=2.0)
    """
    if isinstance(model, list | tuple):
        return type(model)(clone(part) for part in model)
    if not hasattr(model, "get_params") or isinstance(model, type):
        return deepcopy(model)
    return type(model)(**{name: clone(value) for name, value in model.get_params(deep=False).items()})


def scorer(metric: Callable[[Any, Any], float], *, less_is_better: bool = False) -> Scorer:
    """Turn a metric of true and predicted values into what judges a model.

    Parameters
    ----------
    metric : callable
        Takes y and the predictions, as those of ``descent.metrics`` do.
    less_is_better : bool
        Whether the metric is an error; then its negative is taken, so that more is always better.

    Returns
    -------
    callable
        Takes a fitted model, X and y.

    Examples
    --------
    >>> from descent import LinearRegression
    >>> from descent.metrics import mean_absolute_error
    >>> judge = scorer(mean_absolute_error, less_is_better=True)
    >>> round(judge(LinearRegression().fit([[0], [1]], [0, 1]), [[2], [3]], [2, 4]), 6)
    -0.5
    """
    sign = -1.0 if less_is_better else 1.0

    def judge(model: Any, X: Any, y: Any) -> float:
        return sign * metric(y, model.predict(X))

    return judge


def cross_validate(
    model: Any, X: ArrayLike, y: ArrayLike, *, cv: Any = 5, scoring: Scorer | None = None
) -> dict[str, FloatArray]:
    """Fit and judge a model once per fold.

    Parameters
    ----------
    model : estimator
        It is cloned for every fold and stays as it is.
    X : array or sequence, n rows
        Whatever the model takes: numbers, or texts.
    y : array, shape (n,)
        One label or target per row.
    cv : int, folds or pairs of rows
        A number of folds: with the same share of every class for a classifier, consecutive ones else. Or an object
        with ``split``, as those of this module and of scikit-learn, or the pairs of rows themselves.
    scoring : callable or None
        What judges, as `scorer` makes it; None for the model's own ``score``.

    Returns
    -------
    dict of arrays, shape (k,)
        test_score and train_score, one value per fold.

    Examples
    --------
    >>> from descent import LinearRegression
    >>> X = np.arange(6.0).reshape(6, 1)
    >>> cross_validate(LinearRegression(), X, 2 * X[:, 0], cv=3)["test_score"].round(6)
    array([1., 1., 1.])
    """
    X, y = rows_of(X), rows_of(y)
    pairs = [fit_and_judge(model, X, y, train, test, scoring) for train, test in folds_of(cv, model, X, y)]
    train_score, test_score = np.array(pairs, dtype=np.float64).reshape(-1, 2).T
    return {"test_score": test_score, "train_score": train_score}


def cross_val_score(
    model: Any, X: ArrayLike, y: ArrayLike, *, cv: Any = 5, scoring: Scorer | None = None
) -> FloatArray:
    """Judge a model on every fold, as `cross_validate` does.

    Parameters
    ----------
    model, X, y, cv, scoring
        As in `cross_validate`.

    Returns
    -------
    float array, shape (k,)
        The scores on the folds that were left out; their mean is (1).

    Examples
    --------
    >>> from descent import KNeighborsClassifier
    >>> X = np.array([[0.0], [0.1], [0.2], [5.0], [5.1], [5.2]])
    >>> cross_val_score(KNeighborsClassifier(n_neighbors=1), X, [0, 0, 0, 1, 1, 1], cv=3)
    array([1., 1., 1.])
    """
    return cross_validate(model, X, y, cv=cv, scoring=scoring)["test_score"]


def rows_of(data: Any) -> NDArray[Any]:
    """Make an array that rows can be taken of; texts stay the texts they are."""
    listed = isinstance(data, list | tuple) and len(data) and isinstance(data[0], str)
    return np.asarray(data, dtype=object) if listed else np.asarray(data)


def folds_of(cv: Any, model: Any, X: NDArray[Any], y: NDArray[Any]) -> list[tuple[Rows, Rows]]:
    """List the pairs of rows to learn from and to test on, whichever way they are given."""
    if len(X) != len(y):
        raise ValueError(f"X and y must have one row per sample each; got {len(X)} and {len(y)}. Look for lost rows.")
    if isinstance(cv, int | np.integer):
        cv = (StratifiedKFold if _classifies(model) else KFold)(n_splits=int(cv))
    pairs: Iterable[tuple[Rows, Rows]] = cv.split(X, y) if hasattr(cv, "split") else cv
    listed = list(pairs)
    if not listed:
        raise ValueError("cv must give at least one pair of rows to learn from and to test on; got none. Try cv=5.")
    return listed


def fit_and_judge(
    model: Any, X: NDArray[Any], y: NDArray[Any], train: Rows, test: Rows, scoring: Scorer | None
) -> tuple[float, float]:
    """Fit a clone to the rows `train`; give its scores on them and on the rows `test`."""
    fitted = clone(model).fit(X[train], y[train])
    judge: Scorer = scoring or (lambda model, X, y: model.score(X, y))
    return float(judge(fitted, X[train], y[train])), float(judge(fitted, X[test], y[test]))  # (1)


def _classifies(model: Any) -> bool:
    return hasattr(model, "__sklearn_tags__") and model.__sklearn_tags__().estimator_type == "classifier"
