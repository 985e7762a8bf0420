"""Choosing features: laws, hand counts, scikit-learn as referee."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn import feature_selection as referee
from sklearn.base import clone
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression as TheirLogisticRegression
from sklearn.pipeline import make_pipeline

from descent import KNeighborsClassifier, LinearRegression, LogisticRegression, Ridge
from descent.features import (
    RFE,
    SelectKBest,
    SequentialFeatureSelector,
    VarianceThreshold,
    chi2,
    f_classif,
    f_regression,
    mutual_information,
)
from descent.selection import KFold

RNG = np.random.default_rng(0)
X = RNG.normal(size=(80, 8)) * np.arange(1, 9)
Y = X[:, 1] - 0.5 * X[:, 6] + RNG.normal(size=80)
CLASSES = np.digitize(Y, [-3, 3])
COUNTS = RNG.poisson(2, (80, 8)) * (1 + (CLASSES == 1))[:, np.newaxis] ** np.array([0, 1, 0, 0, 1, 0, 0, 0])


def test_scores_are_those_of_scikit_learn() -> None:
    np.testing.assert_allclose(f_classif(X, CLASSES), referee.f_classif(X, CLASSES)[0])
    np.testing.assert_allclose(f_regression(X, Y), referee.f_regression(X, Y)[0])
    np.testing.assert_allclose(chi2(COUNTS, CLASSES), referee.chi2(COUNTS, CLASSES)[0])
    expected = referee.mutual_info_classif(COUNTS, CLASSES, discrete_features=True)
    np.testing.assert_allclose(mutual_information(COUNTS, CLASSES), expected, atol=1e-12)


def test_scores_do_not_care_for_unit_or_place_where_they_should_not() -> None:
    shift, unit = RNG.normal(size=8) * 100, RNG.uniform(0.1, 10, 8)
    np.testing.assert_allclose(f_classif(unit * X + shift, CLASSES), f_classif(X, CLASSES), rtol=1e-8)
    np.testing.assert_allclose(f_regression(unit * X + shift, 3 - 2 * Y), f_regression(X, Y), rtol=1e-8)
    np.testing.assert_allclose(mutual_information(-COUNTS, CLASSES), mutual_information(COUNTS, CLASSES), atol=1e-12)
    np.testing.assert_allclose(chi2(3 * COUNTS, CLASSES), 3 * chi2(COUNTS, CLASSES))
    names = np.array(["x", "a", "m"])[CLASSES]
    order = RNG.permutation(80)
    for score, table in ((f_classif, X), (chi2, COUNTS), (mutual_information, COUNTS)):
        np.testing.assert_allclose(score(table[order], names[order]), score(table, CLASSES), atol=1e-10)


def test_what_settles_the_class_and_what_never_varies() -> None:
    table = np.stack([CLASSES, np.full(80, 0.1)], axis=1)
    assert np.isposinf(f_classif(table, CLASSES)[0])
    assert np.isnan(f_classif(table, CLASSES)[1])
    p = np.bincount(CLASSES) / 80
    np.testing.assert_allclose(mutual_information(table, CLASSES), [-(p * np.log(p)).sum(), 0], atol=1e-12)
    assert f_regression(table, Y)[1] == 0
    assert SelectKBest(k=1).fit(table, CLASSES).get_support().tolist() == [True, False]  # NaN comes last


@pytest.mark.parametrize("threshold", [0.0, 10.0])
def test_features_that_hardly_vary_are_dropped_as_by_scikit_learn(threshold: float) -> None:
    table = np.hstack([X, np.full((80, 1), 0.1)])
    ours, theirs = VarianceThreshold(threshold=threshold), referee.VarianceThreshold(threshold)
    np.testing.assert_array_equal(ours.fit_transform(table), theirs.fit_transform(table))
    np.testing.assert_allclose(ours.variances_, table.var(axis=0), atol=1e-12)
    assert ours.transform(table.astype(np.float32)).dtype == np.float32


@pytest.mark.parametrize("k", [1, 3, 8])
def test_the_best_features_are_those_of_scikit_learn(k: int) -> None:
    table = np.hstack([COUNTS, COUNTS[:, :1]])  # two equal scores
    for ours, theirs in ((chi2, referee.chi2), (f_classif, referee.f_classif)):
        selector = SelectKBest(score=ours, k=k)
        expected = referee.SelectKBest(theirs, k=k).fit(table, CLASSES)
        np.testing.assert_array_equal(selector.fit_transform(table, CLASSES), expected.transform(table))
        np.testing.assert_array_equal(selector.get_support(indices=True), expected.get_support(indices=True))


@pytest.mark.parametrize("step", [1, 3])
@pytest.mark.parametrize(
    ("model", "y"),
    [
        (Ridge(), Y),
        (TheirLogisticRegression(), CLASSES),
        (RandomForestClassifier(10, random_state=0), CLASSES),
    ],
    ids=["ridge", "logistic", "forest"],
)
def test_features_are_dropped_in_the_order_of_scikit_learn(model: Any, y: Any, step: int) -> None:
    ours = RFE(model, n_features=2, step=step).fit(X, y)
    theirs = referee.RFE(model, n_features_to_select=2, step=step).fit(X, y)
    np.testing.assert_array_equal(ours.ranking_, theirs.ranking_)
    np.testing.assert_array_equal(ours.transform(X), theirs.transform(X))
    np.testing.assert_array_equal(ours.model_.predict(ours.transform(X)), theirs.predict(X))


@pytest.mark.parametrize("direction", ["forward", "backward"])
@pytest.mark.parametrize(
    ("model", "y"), [(LinearRegression(), Y), (KNeighborsClassifier(), CLASSES)], ids=["line", "k"]
)
def test_features_are_added_and_dropped_as_by_scikit_learn(model: Any, y: Any, direction: str) -> None:
    cv = KFold(n_splits=3, shuffle=True)
    ours = SequentialFeatureSelector(model, n_features=3, direction=direction, cv=cv).fit(X[:, :6], y)
    theirs = referee.SequentialFeatureSelector(model, n_features_to_select=3, direction=direction, cv=cv)
    np.testing.assert_array_equal(ours.support_, theirs.fit(X[:, :6], y).get_support())


def test_a_selector_stands_in_a_pipeline() -> None:
    y = CLASSES > 0
    for selector in (SelectKBest(k=2), RFE(LogisticRegression(), n_features=2), VarianceThreshold()):
        pipeline = clone(make_pipeline(selector, LogisticRegression())).fit(X, y)
        assert pipeline.score(X, y) > 0.6


@pytest.mark.parametrize(
    ("act", "error", "sentence"),
    [
        (lambda: f_classif(X, np.zeros(80, int)), ValueError, "at least two classes.*got 1 classes in 80 rows"),
        (lambda: f_regression(X[:2], Y[:2]), ValueError, "at least three rows"),
        (lambda: chi2(X, CLASSES), ValueError, "X must hold counts, none negative"),
        (lambda: f_classif(X * np.nan, CLASSES), ValueError, "X must be finite"),
        (lambda: VarianceThreshold(threshold=1e9).fit(X), ValueError, "no feature has a variance above threshold=1e"),
        (lambda: SelectKBest(k=9).fit(X, CLASSES), ValueError, r"k must be a whole number in 1\.\.8.*got 9"),
        (lambda: SelectKBest().transform(X), ValueError, "not fitted yet, so it has no support_"),
        (lambda: SelectKBest(k=2).fit(X, CLASSES).transform(X[:, 1:]), ValueError, "X must have 8 columns"),
        (lambda: RFE(Ridge(), step=0).fit(X, Y), ValueError, "step must be 1 or more; got 0"),
        (lambda: RFE(KNeighborsClassifier()).fit(X, CLASSES), TypeError, "neither coef_ nor feature_importances_"),
        (lambda: SequentialFeatureSelector(Ridge(), direction="up").fit(X, Y), ValueError, "got 'up'"),
    ],
)
def test_features_that_cannot_be_chosen_get_a_sentence(act: Any, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        act()
