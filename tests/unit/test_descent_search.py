"""Cross-validation, curves and searches: laws, scikit-learn as referee, its estimators as guests."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn import model_selection as referee
from sklearn.base import clone as their_clone
from sklearn.linear_model import LogisticRegression as TheirLogisticRegression
from sklearn.linear_model import Ridge as TheirRidge
from sklearn.pipeline import Pipeline, make_pipeline

from descent import KNeighborsClassifier, MultinomialNB, Ridge, StandardScaler
from descent.metrics import mean_absolute_error
from descent.selection import (
    CoarseToFineSearch,
    GridSearch,
    GroupKFold,
    KFold,
    RandomSearch,
    Range,
    TimeSeriesSplit,
    clone,
    cross_val_score,
    cross_validate,
    learning_curve,
    scorer,
    validation_curve,
)
from descent.text import CountVectorizer

RNG = np.random.default_rng(0)
X = RNG.normal(size=(60, 4))
Y = X @ [1.0, -2.0, 0.0, 0.5] + RNG.normal(size=60)
LABELS = np.where(Y > 0, "up", "down")
FOLDS = KFold(n_splits=4, shuffle=True)
MODELS = [
    (Ridge(alpha=0.5), Y),
    (TheirRidge(alpha=0.5), Y),
    (KNeighborsClassifier(), LABELS),
    (make_pipeline(StandardScaler(), TheirLogisticRegression()), LABELS),
]
every_model = pytest.mark.parametrize(("model", "y"), MODELS, ids=["ridge", "their ridge", "neighbours", "pipeline"])


@every_model
def test_scores_are_those_of_scikit_learn_on_the_same_folds(model: Any, y: Any) -> None:
    expected = referee.cross_validate(model, X, y, cv=FOLDS, return_train_score=True)
    ours = cross_validate(model, X, y, cv=FOLDS)
    for name, scores in ours.items():
        np.testing.assert_allclose(scores, expected[name])
    np.testing.assert_array_equal(cross_val_score(model, X, y, cv=list(FOLDS.split(X))), ours["test_score"])


@every_model
def test_the_learning_curve_is_that_of_scikit_learn(model: Any, y: Any) -> None:
    sizes = [0.3, 0.65, 1.0]
    expected = referee.learning_curve(model, X, y, train_sizes=sizes, cv=FOLDS)
    for ours, theirs in zip(learning_curve(model, X, y, sizes=sizes, cv=FOLDS), expected, strict=True):
        np.testing.assert_allclose(ours, theirs)


@pytest.mark.parametrize(("model", "name"), [(Ridge(), "alpha"), (Pipeline([("r", TheirRidge())]), "r__alpha")])
def test_the_validation_curve_and_the_grid_are_those_of_scikit_learn(model: Any, name: str) -> None:
    values = [0.01, 1.0, 10.0, 1000.0]
    options: dict[str, Any] = {"param_name": name, "param_range": values, "cv": FOLDS}
    for ours, theirs in zip(
        validation_curve(model, X, Y, **options), referee.validation_curve(model, X, Y, **options), strict=True
    ):
        np.testing.assert_allclose(ours, theirs)
    search = GridSearch(model, {name: values}, cv=FOLDS).fit(X, Y)
    expected = referee.GridSearchCV(model, {name: values}, cv=FOLDS, return_train_score=True).fit(X, Y)
    assert search.best_params_ == expected.best_params_
    assert search.best_score_ == pytest.approx(expected.best_score_)
    for key in ("mean_test_score", "std_test_score", "mean_train_score"):
        np.testing.assert_allclose(search.cv_results_[key], expected.cv_results_[key])
    assert search.cv_results_["params"] == expected.cv_results_["params"]
    np.testing.assert_allclose(search.predict(X), expected.predict(X))
    assert search.score(X, Y) == pytest.approx(expected.score(X, Y))


def test_two_arguments_are_combined_in_the_order_of_scikit_learn() -> None:
    grid = {"n_neighbors": [1, 3], "weights": ["uniform", "distance"]}
    search = GridSearch(KNeighborsClassifier(), grid, cv=FOLDS).fit(X, LABELS)
    assert search.cv_results_["params"] == list(referee.ParameterGrid(grid))
    np.testing.assert_allclose(search.predict_proba(X).sum(axis=1), 1)


def test_a_clone_has_the_arguments_and_none_of_the_learning() -> None:
    model = make_pipeline(StandardScaler(), Ridge(alpha=3.0)).fit(X, Y)
    copy = clone(model)
    assert repr(copy) == repr(their_clone(model))
    assert copy.steps[1][1] is not model.steps[1][1]
    assert not hasattr(copy.steps[1][1], "coef_")
    assert model.predict(X).shape == (60,)


def test_the_search_leaves_its_model_alone_and_is_the_same_under_a_seed() -> None:
    model = TheirRidge()
    ranges = {"alpha": Range(1e-3, 1e3, log=True), "fit_intercept": [True, False]}
    first, second = (RandomSearch(model, ranges, n_iter=6, random_state=3).fit(X, Y) for _ in range(2))
    assert first.best_params_ == second.best_params_
    assert first.best_score_ == max(first.cv_results_["mean_test_score"])
    assert not hasattr(model, "coef_")
    assert model.get_params() == TheirRidge().get_params()


def test_texts_are_divided_as_texts() -> None:
    texts, y = ["free money", "meeting today", "free offer", "a meeting"] * 3, ["spam", "ham"] * 6
    model = make_pipeline(CountVectorizer(), MultinomialNB())
    search = GridSearch(model, {"multinomialnb__alpha": [0.1, 1.0]}, cv=3).fit(texts, y)
    assert search.best_score_ == 1
    assert search.predict(["free"]).tolist() == ["spam"]


def test_zooming_in_stays_inside_narrows_every_round_and_finds_the_top() -> None:
    class Hill:
        """A model that learns nothing and scores highest at rate 0.003 and depth 7."""

        def __init__(self, rate: float = 1.0, depth: int = 1) -> None:
            self.rate, self.depth = rate, depth

        def get_params(self, deep: bool = True) -> dict[str, float]:
            return {"rate": self.rate, "depth": self.depth}

        def set_params(self, **params: Any) -> Hill:
            vars(self).update(params)
            return self

        def fit(self, X: Any, y: Any) -> Hill:
            return self

        def score(self, X: Any, y: Any) -> float:
            return -((np.log10(self.rate / 0.003)) ** 2) - 0.01 * (self.depth - 7) ** 2

    ranges = {"rate": Range(1e-6, 1.0, log=True), "depth": Range(1, 40, whole=True)}
    search = CoarseToFineSearch(Hill(), ranges, n_rounds=5, n_iter=20, share=0.4, cv=2).fit(X, Y)
    once = RandomSearch(Hill(), ranges, n_iter=20, cv=2).fit(X, Y)
    assert search.best_score_ > once.best_score_
    assert search.best_params_["rate"] == pytest.approx(0.003, rel=0.4)
    assert isinstance(search.best_params_["depth"], int)
    assert abs(search.best_params_["depth"] - 7) <= 2
    for number, params in enumerate(search.cv_results_["params"]):
        for name, among in search.ranges_[number // 20].items():
            assert ranges[name].low <= among.low <= params[name] <= among.high <= ranges[name].high


def test_a_range_draws_evenly_and_can_be_moved() -> None:
    rng = np.random.default_rng(1)
    whole = [Range(1, 4, whole=True).sample(rng) for _ in range(4000)]
    np.testing.assert_allclose(np.bincount(whole)[1:] / 4000, 0.25, atol=0.03)
    assert Range(0, 10).around(9, 0.5) == Range(5, 10)
    assert Range(0, 10).around(5, 0.2) == Range(4, 6)
    assert Range(1, 10, whole=True).around(3, 0.1) == Range(2, 4, whole=True)


@pytest.mark.parametrize("k", [2, 3])
def test_groups_and_times_are_divided_as_scikit_learn_does(k: int) -> None:
    groups = np.array([3, 1, 1, 2, 3, 3, 4, 4, 1, 3, 5])
    pairs = [
        (GroupKFold(n_splits=k).split(groups, groups=groups), referee.GroupKFold(k).split(groups, groups=groups)),
        (TimeSeriesSplit(n_splits=k).split(groups), referee.TimeSeriesSplit(k).split(groups)),
    ]
    for ours, theirs in pairs:
        for mine, yours in zip(ours, theirs, strict=True):
            np.testing.assert_array_equal(mine[0], yours[0])
            np.testing.assert_array_equal(mine[1], yours[1])


def test_an_error_is_turned_round_so_that_more_is_better() -> None:
    judge = scorer(mean_absolute_error, less_is_better=True)
    expected = referee.cross_val_score(Ridge(), X, Y, cv=FOLDS, scoring="neg_mean_absolute_error")
    np.testing.assert_allclose(cross_val_score(Ridge(), X, Y, cv=FOLDS, scoring=judge), expected)
    search = GridSearch(Ridge(), {"alpha": [1.0, 1e6]}, scoring=judge).fit(X, Y)
    assert search.best_params_ == {"alpha": 1.0}
    assert search.score(X, Y) == pytest.approx(-mean_absolute_error(Y, search.predict(X)))


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda: cross_validate(Ridge(), X, Y[:-1]), "got 60 and 59. Look for lost rows"),
        (lambda: cross_validate(Ridge(), X, Y, cv=[]), "at least one pair of rows"),
        (lambda: learning_curve(Ridge(), X, Y, sizes=[0.001]), r"sizes must give 1 to 48 rows.*got \[0\]"),
        (lambda: learning_curve(Ridge(), X, Y, sizes=[49]), r"got \[49\]\. Take a share"),
        (lambda: RandomSearch(Ridge(), {"alpha": [1.0]}, n_iter=0).fit(X, Y), "at least one set of arguments"),
        (lambda: GridSearch(Ridge(), {"alfa": [1.0]}).fit(X, Y), "Ridge has no parameter 'alfa'"),
        (lambda: GridSearch(Ridge(), {}, scoring=lambda m, X, y: np.nan).fit(X, Y), "every score is NaN"),
        (lambda: GridSearch(Ridge()).predict(X), "not fitted yet"),
        (lambda: Range(0, 1, log=True), "0 < low < high, since it is drawn by factors; got 0 and 1"),
        (lambda: Range(2, 1), "low < high; got 2 and 1"),
        (lambda: CoarseToFineSearch(Ridge(), {}, share=0).fit(X, Y), "share must lie above 0"),
        (lambda: GroupKFold().split(X), "groups must name the group of every row"),
        (lambda: GroupKFold(n_splits=3).split([1, 2], groups=[1, 2]), "the number of groups, 2; got 3"),
        (lambda: TimeSeriesSplit(n_splits=2).split([1, 2]), "number of rows less one, 1; got 2"),
    ],
)
def test_a_search_that_cannot_be_made_gets_a_sentence(act: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        act()
