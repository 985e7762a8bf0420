"""Forward and backward selection: one feature more, or one less, whichever the model scores best without peeking.

    add argmax over j not in S of score(S + {j}), or drop argmax over j in S of score(S - {j})      (6)

Derivation: docs/derivations/feature_selection.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.features import support
from descent.selection.cross_validate import Scorer, clone, cross_val_score, folds_of
from descent.shapes import matrix


class SequentialFeatureSelector:
    """Add or drop one feature at a time, by cross-validation.

    Parameters
    ----------
    model : estimator
        What is judged; any will do.
    n_features : int or None
        How many to keep; None for half.
    direction : "forward" or "backward"
        From nothing upwards, or from all downwards.
    cv, scoring
        As in ``descent.selection.cross_validate``.

    Attributes
    ----------
    support_ : bool array, shape (d,)
        Which features are kept.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    It fits about d k models per fold to keep k of d features forwards. What was added is never dropped again.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 3.3.2.

    Examples
    --------
    >>> from descent import LinearRegression
    >>> X = np.random.default_rng(0).normal(size=(20, 3))
    >>> SequentialFeatureSelector(LinearRegression(), n_features=1).fit(X, X @ [1.0, 5.0, 2.0]).support_
    array([False,  True, False])
    """

    support_: NDArray[np.bool_]
    n_features_in_: int

    def __init__(
        self,
        model: Any = None,
        *,
        n_features: int | None = None,
        direction: str = "forward",
        cv: Any = 5,
        scoring: Scorer | None = None,
    ) -> None:
        self.model = model
        self.n_features = n_features
        self.direction = direction
        self.cv = cv
        self.scoring = scoring

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    __sklearn_tags__ = estimator.transformer_tags
    fit_transform = estimator.fit_transform
    transform = support.transform
    get_support = support.get_support

    def fit(self, X: ArrayLike, y: ArrayLike) -> SequentialFeatureSelector:
        """Add or drop, until as many are left as asked for; return self."""
        X, target = matrix(X, "X"), np.asarray(y)
        keep = support.count(self.n_features, X.shape[1], "n_features")
        if self.direction not in ("forward", "backward"):
            raise ValueError(f"direction must be 'forward' or 'backward'; got {self.direction!r}.")
        forward = self.direction == "forward"
        folds = folds_of(self.cv, self.model, X, target)
        changed = np.zeros(X.shape[1], bool)  # added or dropped so far
        for _ in range(keep if forward else X.shape[1] - keep):
            scores = np.full(X.shape[1], -np.inf)
            for j in np.flatnonzero(~changed):
                tried = changed.copy()
                tried[j] = True
                columns = X[:, tried if forward else ~tried]
                scores[j] = cross_val_score(clone(self.model), columns, target, cv=folds, scoring=self.scoring).mean()
            changed[int(scores.argmax())] = True  # (6)
        self.support_, self.n_features_in_ = (changed if forward else ~changed), X.shape[1]
        return self
