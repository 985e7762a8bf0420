"""Curves that tell what a model lacks: more data, or another size of itself.

    learning curve: scores against the number m of rows to learn from       (2)
    validation curve: scores against one argument of the model              (3)

Derivation: docs/derivations/choosing_a_model.md
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.selection.cross_validate import Scorer, clone, cross_validate, fit_and_judge, folds_of, rows_of
from descent.shapes import FloatArray


class LearningCurve(NamedTuple):
    """Sizes of shape (s,), and scores of shape (s, k): a row per size, a column per fold."""

    sizes: NDArray[np.int64]
    train_scores: FloatArray
    test_scores: FloatArray


class ValidationCurve(NamedTuple):
    """Scores of shape (s, k): a row per value, a column per fold."""

    train_scores: FloatArray
    test_scores: FloatArray


def learning_curve(
    model: Any,
    X: ArrayLike,
    y: ArrayLike,
    *,
    sizes: Sequence[float] = (0.1, 0.325, 0.55, 0.775, 1.0),
    cv: Any = 5,
    scoring: Scorer | None = None,
) -> LearningCurve:
    """Scores of a model that learns from the first m rows of every fold's training rows.

    Parameters
    ----------
    model, X, y, cv, scoring
        As in `cross_validate`.
    sizes : sequence of int or float
        Numbers of rows to learn from, or as floats in 0..1 their share of a fold's training rows. If the rows are
        sorted, take folds that shuffle.

    Returns
    -------
    LearningCurve
        sizes, train_scores and test_scores. Far apart: more data will help. Close together and low: it will not.

    Raises
    ------
    ValueError
        If a size is below 1 row or above the rows that there are.

    Examples
    --------
    >>> from descent import LinearRegression
    >>> X = np.arange(12.0).reshape(12, 1)
    >>> learning_curve(LinearRegression(), X, 2 * X[:, 0], sizes=[2, 8], cv=3).test_scores.round(6)
    array([[1., 1., 1.],
           [1., 1., 1.]])
    """
    X, y = rows_of(X), rows_of(y)
    folds = folds_of(cv, model, X, y)
    most = min(len(train) for train, _ in folds)
    rows = np.unique([int(size) if isinstance(size, int | np.integer) else int(size * most) for size in sizes])
    if not len(rows) or rows[0] < 1 or rows[-1] > most:
        raise ValueError(f"sizes must give 1 to {most} rows to learn from; got {rows.tolist()}. Take a share in 0..1.")
    scores = np.array(
        [[fit_and_judge(model, X, y, train[:m], test, scoring) for train, test in folds] for m in rows]
    )  # (2)
    return LearningCurve(rows, scores[..., 0], scores[..., 1])


def validation_curve(
    model: Any,
    X: ArrayLike,
    y: ArrayLike,
    *,
    param_name: str,
    param_range: Iterable[Any],
    cv: Any = 5,
    scoring: Scorer | None = None,
) -> ValidationCurve:
    """Scores of a model for each value of one of its arguments.

    Parameters
    ----------
    model, X, y, cv, scoring
        As in `cross_validate`.
    param_name : str
        The argument.
    param_range : iterable
        Its values.

    Returns
    -------
    ValidationCurve
        train_scores and test_scores. Both low: too simple. Far apart: too flexible.

    Examples
    --------
    >>> from descent import Ridge
    >>> X = np.arange(6.0).reshape(6, 1)
    >>> curve = validation_curve(Ridge(), X, X[:, 0], param_name="alpha", param_range=[0.0, 100.0], cv=2)
    >>> (curve.test_scores[0] > curve.test_scores[1]).tolist()
    [True, True]
    """
    X, y = rows_of(X), rows_of(y)
    folds = folds_of(cv, model, X, y)
    scored = [
        cross_validate(clone(model).set_params(**{param_name: value}), X, y, cv=folds, scoring=scoring)
        for value in param_range
    ]  # (3)
    return ValidationCurve(*(np.array([one[f"{part}_score"] for one in scored]) for part in ("train", "test")))
