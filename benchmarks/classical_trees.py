"""Trees, forests, boosting and support vector machines beside scikit-learn and XGBoost, as their users write it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import descent
from benchmarks.rows import Row

Timed = Callable[[], object]
Builder = Callable[[], Timed]


def clouds(n: int = 5000) -> tuple[Any, Any]:
    """20 features, of which five matter; two classes that overlap."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, 20))
    score = X[:, 0] * X[:, 1] + X[:, 2] ** 2 - 1 + np.sin(2 * X[:, 3]) + 0.5 * X[:, 4]
    return X, (score + 0.5 * rng.normal(size=n) > 0).astype(np.int64)


def ours(name: str, n: int = 5000, **settings: Any) -> Builder:
    """Fit one of descent's models."""

    def build() -> Timed:
        X, y = clouds(n)
        return lambda: getattr(descent, name)(**settings).fit(X, y)

    return build


def sklearn(module: str, name: str, n: int = 5000, **settings: Any) -> Builder:
    """Fit one of scikit-learn's models, on one thread."""

    def build() -> Timed:
        import importlib

        kind = getattr(importlib.import_module(f"sklearn.{module}"), name)
        X, y = clouds(n)
        return lambda: kind(**settings).fit(X, y)

    return build


def xgboost(**settings: Any) -> Builder:
    """Fit XGBoost by histograms, on one thread."""

    def build() -> Timed:
        from xgboost import XGBClassifier

        X, y = clouds()
        return lambda: XGBClassifier(tree_method="hist", max_bin=256, n_jobs=1, **settings).fit(X, y)

    return build


BOOSTING = {"n_estimators": 100, "max_depth": 3, "learning_rate": 0.1}

ROWS = [
    Row(
        "decision tree 5,000 x 20",
        "scikit-learn DecisionTreeClassifier",
        ours("DecisionTreeClassifier"),
        sklearn("tree", "DecisionTreeClassifier", random_state=0),
    ),
    Row(
        "forest of 100 trees 5,000 x 20",
        "scikit-learn RandomForestClassifier",
        ours("RandomForestClassifier"),
        sklearn("ensemble", "RandomForestClassifier", random_state=0),
    ),
    Row(
        "AdaBoost of 50 stumps 5,000 x 20",
        "scikit-learn AdaBoostClassifier",
        ours("AdaBoostClassifier"),
        sklearn("ensemble", "AdaBoostClassifier", random_state=0),
    ),
    Row(
        "boosting, 100 trees of depth 3, 5,000 x 20",
        "XGBoost hist",
        ours("GradientBoostingClassifier", **BOOSTING),
        xgboost(**BOOSTING),
        why="XGBoost adds up histograms in compiled loops over small integers; NumPy alone has bincount.",
    ),
    Row("SVM with RBF kernel, 1,000 samples", "scikit-learn SVC", ours("SVC", 1000), sklearn("svm", "SVC", 1000)),
    Row("SVM with RBF kernel, 4,000 samples", "scikit-learn SVC", ours("SVC", 4000), sklearn("svm", "SVC", 4000)),
]
"""Name, peer, and for either side what makes the data and returns the call to time.

The row of boosting runs compiled twins where Numba is installed, and NumPy alone under DESCENT_FAST=0.
"""
