"""Words counted and weighed beside scikit-learn's, and what cross-validation and encoding cost besides the models.

scikit-learn is imported at the top, so that no row counts its import as memory of a step.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.covariance import EmpiricalCovariance
from sklearn.feature_extraction import text as peer
from sklearn.model_selection import cross_val_score
from sklearn.preprocessing import OneHotEncoder

import descent
import descent.selection
from benchmarks.rows import Build, Row, Step
from descent import text

DENSE = "Ours fills a dense array, as everything else in descent does; scikit-learn's is sparse."


def _letters(n: int = 1000, words: int = 120) -> list[str]:
    """Texts whose words are as uneven as those of a language: the r-th most frequent has a share of about 1 / r."""
    rng = np.random.default_rng(0)
    known = ["".join(rng.choice(list("abcdefghijklmnopqrstuvwxyz"), rng.integers(2, 10))) for _ in range(5000)]
    share = 1 / np.arange(1, len(known) + 1)
    return [" ".join(rng.choice(known, words, p=share / share.sum())) for _ in range(n)]


def _vectorizer(kind: str, theirs: bool, step: str, **options: Any) -> Build:
    def build() -> Step:
        texts = _letters()
        model = getattr(peer if theirs else text, kind)(**options)
        return (lambda: model.fit_transform(texts)) if step == "fit" else _transform(model.fit(texts), texts)

    return build


def _transform(model: Any, X: Any) -> Step:
    return lambda: model.transform(X)


def _kinds(theirs: bool, n: int = 20_000) -> Build:
    def build() -> Step:
        X = np.random.default_rng(0).integers(0, 12, (n, 5))
        model = OneHotEncoder(sparse_output=False) if theirs else descent.OneHotEncoder()
        return lambda: model.fit(X).transform(X)

    return build


def _folds(theirs: bool) -> Build:
    def build() -> Step:
        rng = np.random.default_rng(0)
        X = rng.normal(size=(300, 5))
        y = X @ np.arange(5.0) + rng.normal(size=300)
        judge: Callable[..., Any] = cross_val_score if theirs else descent.selection.cross_val_score
        return lambda: judge(descent.Ridge(), X, y, cv=10)  # the same model: what is compared is all around it

    return build


def _anomaly(theirs: bool) -> Build:
    def build() -> Step:
        X = np.random.default_rng(0).normal(size=(20_000, 20))

        def judged() -> object:
            model = EmpiricalCovariance().fit(X)
            return model.mahalanobis(X) > np.quantile(model.mahalanobis(X), 0.99)

        if theirs:
            return judged
        return lambda: descent.GaussianAnomaly(covariance="full").fit(X).predict(X)

    return build


ROWS = [
    *(
        Row(
            f"{kind} {step}, 1,000 texts of 120 words",
            "scikit-learn",
            _vectorizer(kind, theirs=False, step=step, max_features=1000),
            _vectorizer(kind, theirs=True, step=step, max_features=1000),
            why=DENSE,
        )
        for kind in ("CountVectorizer", "TfidfVectorizer")
        for step in ("fit", "transform")
    ),
    Row("one-hot 20,000 x 5, 12 kinds each", "scikit-learn", _kinds(theirs=False), _kinds(theirs=True)),
    Row("cross-validation, 10 folds of ridge 300 x 5", "scikit-learn", _folds(theirs=False), _folds(theirs=True)),
    Row(
        "Gaussian anomaly 20,000 x 20",
        "scikit-learn EmpiricalCovariance",
        _anomaly(theirs=False),
        _anomaly(theirs=True),
        why="Ours looks in addition for features that do not vary, and works out the logarithm of the density.",
    ),
]
