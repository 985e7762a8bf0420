"""Gradient boosting beside XGBoost: the same trees where the bins are the same, the same losses where they are not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris, load_wine

from descent import GradientBoostingClassifier, GradientBoostingRegressor
from descent.trees.losses import logistic, softmax, squared

xgboost = pytest.importorskip("xgboost")

SETTINGS = [
    {},
    {"max_depth": 6, "min_child_weight": 3},
    {"reg_lambda": 0.1, "learning_rate": 0.1},
    {"max_depth": 2, "reg_lambda": 10.0, "n_estimators": 60},
    {"gamma": 0.4},
]


def _few_values(n: int = 600) -> tuple[Any, Any]:
    """Features of 25 different values each: every value has a bin, so that the bins are XGBoost's."""
    rng = np.random.default_rng(3)
    X = rng.integers(0, 25, (n, 6)).astype(float)
    return X, X[:, 0] * X[:, 1] / 40 - np.abs(X[:, 2] - 12) + 3 * np.sin(X[:, 3]) + rng.normal(size=n)


def _referee(kind: Any, base: float, **settings: Any) -> Any:
    """XGBoost with the settings of ours; its gamma is a price without the 1/2 of the gain."""
    own = {"n_estimators": 30, "learning_rate": 0.3, "max_depth": 3, **settings}
    own["gamma"] = 2 * own.get("gamma", 0.0)
    return kind(tree_method="hist", max_bin=256, n_jobs=1, base_score=base, **own)


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_numbers_are_predicted_as_by_xgboost_when_each_value_has_a_bin(settings: dict[str, Any]) -> None:
    X, y = _few_values()
    ours = GradientBoostingRegressor(**{"n_estimators": 30, **settings}).fit(X, y)
    theirs = _referee(xgboost.XGBRegressor, float(y.mean()), **settings).fit(X, y)
    np.testing.assert_allclose(ours.predict(X), theirs.predict(X), atol=2e-4)
    if "gamma" in settings:  # XGBoost's gains are before the price
        return
    total = theirs.get_booster().get_score(importance_type="total_gain")
    gain = np.array([total.get(f"f{column}", 0.0) for column in range(6)])
    np.testing.assert_allclose(ours.feature_importances_, gain / gain.sum(), atol=1e-4)


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_two_classes_are_told_apart_as_by_xgboost_when_each_value_has_a_bin(settings: dict[str, Any]) -> None:
    X, y = _few_values()
    y = y > 0
    ours = GradientBoostingClassifier(**{"n_estimators": 30, **settings}).fit(X, y)
    theirs = _referee(xgboost.XGBClassifier, float(y.mean()), **settings).fit(X, y)
    np.testing.assert_allclose(ours.predict_proba(X)[:, 1], theirs.predict_proba(X)[:, 1], atol=2e-4)


def test_three_classes_are_told_apart_as_by_xgboost_when_each_value_has_a_bin() -> None:
    X, y = _few_values(900)
    y = np.arange(900) % 3  # equal shares, so that all start from 0
    X[:, 0] += 5 * y
    ours = GradientBoostingClassifier(n_estimators=20).fit(X, y)
    theirs = _referee(xgboost.XGBClassifier, 0.5, n_estimators=20).fit(X, y)
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=2e-4)


@pytest.mark.parametrize("load", [load_diabetes, load_breast_cancer, load_wine, load_iris])
def test_the_loss_is_near_that_of_xgboost_on_real_data(load: Any) -> None:
    X, y = load(return_X_y=True)
    k = len(np.unique(y))
    if load is load_diabetes:
        ours: Any = GradientBoostingRegressor(n_estimators=30).fit(X, y)
        theirs = _referee(xgboost.XGBRegressor, float(y.mean())).fit(X, y)
        z, Y, loss = theirs.predict(X)[:, np.newaxis], y[:, np.newaxis], squared
    elif k == 2:
        ours = GradientBoostingClassifier(n_estimators=30).fit(X, y)
        theirs = _referee(xgboost.XGBClassifier, float(y.mean())).fit(X, y)
        z, Y, loss = theirs.predict(X, output_margin=True)[:, np.newaxis], y[:, np.newaxis], logistic
    else:
        ours = GradientBoostingClassifier(n_estimators=30).fit(X, y)
        theirs = _referee(xgboost.XGBClassifier, 0.5).fit(X, y)
        z, Y, loss = theirs.predict(X, output_margin=True), np.eye(k)[y], softmax
    assert ours.trees_.losses[-1] == pytest.approx(loss(z.astype(float), Y)[2].mean(), rel=0.1)
