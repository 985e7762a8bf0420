"""Gradient boosting: laws of the objective, a tree by hand, scikit-learn's histogram boosting as referee."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

from descent import GradientBoostingClassifier, GradientBoostingRegressor
from descent.trees.bins import cut_into_bins


def test_one_stump_is_that_of_the_hand_calculation() -> None:
    model = GradientBoostingRegressor(n_estimators=1, learning_rate=0.5, max_depth=1).fit(
        [[0.0], [1.0], [2.0], [3.0]], [0.0, 0.0, 6.0, 6.0]
    )
    # From the mean 3: G_L = 6, H_L = 2, so v = -6 / (2 + 1) = -2 on the left, 2 on the right, halved.
    np.testing.assert_allclose(model.predict([[0.5], [2.5]]), [2, 4])
    assert model.trees_.trees[0][0].gain[0] == pytest.approx((36 / 3 + 36 / 3) / 2)


@pytest.mark.parametrize("model", [GradientBoostingClassifier(), GradientBoostingRegressor()], ids=repr)
def test_every_tree_lowers_the_loss_on_the_rows_it_is_trained_on(model: Any) -> None:
    X, y = load_breast_cancer(return_X_y=True)
    losses = model.set_params(n_estimators=30).fit(X, y).trees_.losses
    assert len(losses) == 31
    assert (np.diff(losses) < 0).all()


def test_moving_y_moves_the_answers() -> None:
    X, y = load_diabetes(return_X_y=True)
    plain = GradientBoostingRegressor(n_estimators=20).fit(X, y).predict(X)
    np.testing.assert_allclose(GradientBoostingRegressor(n_estimators=20).fit(X, y + 1000).predict(X), plain + 1000)


def test_a_price_above_every_gain_leaves_the_mean() -> None:
    X, y = load_diabetes(return_X_y=True)
    model = GradientBoostingRegressor(n_estimators=3, gamma=1e9, reg_lambda=0).fit(X, y)
    np.testing.assert_allclose(model.predict(X), y.mean())


def test_a_large_penalty_makes_small_steps() -> None:
    X, y = load_diabetes(return_X_y=True)
    model = GradientBoostingRegressor(n_estimators=1, reg_lambda=1e12).fit(X, y)
    np.testing.assert_allclose(model.predict(X), y.mean(), rtol=1e-6)


def test_early_stopping_keeps_the_trees_up_to_the_lowest_loss() -> None:
    X, y = load_diabetes(return_X_y=True)
    model = GradientBoostingRegressor(early_stopping_rounds=5, n_estimators=500).fit(X, y)
    assert len(model.trees_.trees) < 100
    assert np.argmin(model.trees_.losses) == len(model.trees_.trees)


@pytest.mark.parametrize("share", ["subsample", "colsample_bytree"])
def test_a_share_of_rows_or_features_learns_as_well_and_the_seed_decides(share: str) -> None:
    X, y = load_breast_cancer(return_X_y=True)

    def model(seed: int) -> GradientBoostingClassifier:
        part = GradientBoostingClassifier(n_estimators=20, random_state=seed).set_params(**{share: 0.5})
        return part.fit(X[::2], y[::2])

    assert np.mean([model(seed).score(X[1::2], y[1::2]) for seed in range(6)]) > 0.93  # one draw alone varies by 0.04
    np.testing.assert_array_equal(model(0).decision_function(X), model(0).decision_function(X))
    assert (model(0).decision_function(X) != model(1).decision_function(X)).any()


def test_exchanging_classes_exchanges_their_probabilities() -> None:
    X, y = load_iris(return_X_y=True)
    p = GradientBoostingClassifier(n_estimators=10).fit(X, y).predict_proba(X)
    other = GradientBoostingClassifier(n_estimators=10).fit(X, (y + 1) % 3).predict_proba(X)
    np.testing.assert_allclose(other[:, [1, 2, 0]], p, atol=1e-9)
    assert GradientBoostingClassifier(n_estimators=10).fit(X, y).score(X, y) > 0.97


def test_stretching_a_feature_changes_no_answer() -> None:
    X, y = load_diabetes(return_X_y=True)
    plain = GradientBoostingRegressor(n_estimators=10).fit(X, y).predict(X)
    stretched = np.sinh(8 * X)  # keeps the order, which is all that a tree looks at
    np.testing.assert_allclose(GradientBoostingRegressor(n_estimators=10).fit(stretched, y).predict(stretched), plain)


def test_a_feature_that_says_nothing_has_no_importance() -> None:
    rng = np.random.default_rng(0)
    X = np.column_stack([rng.normal(size=200), np.ones(200)])
    model = GradientBoostingRegressor(n_estimators=5).fit(X, np.sign(X[:, 0]))
    np.testing.assert_allclose(model.feature_importances_, [1, 0])


def test_few_bins_cut_a_feature_into_equal_shares() -> None:
    X = np.exp(np.arange(1000.0)[:, np.newaxis] / 100)
    bins = cut_into_bins(X, np.arange(1000), 8)
    assert bins.width == 8
    assert np.bincount(bins.place[0]).min() >= 124
    np.testing.assert_array_equal(bins.place[0], np.searchsorted(bins.edges[0], X[:, 0]))


def test_one_class_is_not_enough() -> None:
    with pytest.raises(ValueError, match=r"y must hold two classes or more; got one class: .*cat"):
        GradientBoostingClassifier().fit([[1.0], [2.0]], ["cat", "cat"])


def test_it_scores_as_scikit_learn_does() -> None:
    X, y = load_breast_cancer(return_X_y=True)
    ours = GradientBoostingClassifier(n_estimators=50).fit(X[::2], y[::2]).score(X[1::2], y[1::2])
    referee = HistGradientBoostingClassifier(max_iter=50, max_depth=3, learning_rate=0.3).fit(X[::2], y[::2])
    assert ours == pytest.approx(referee.score(X[1::2], y[1::2]), abs=0.02)
    X, y = load_diabetes(return_X_y=True)
    better = GradientBoostingRegressor(n_estimators=30, learning_rate=0.1).fit(X[::2], y[::2])
    rival = HistGradientBoostingRegressor(max_iter=30, max_depth=3, learning_rate=0.1).fit(X[::2], y[::2])
    assert better.score(X[1::2], y[1::2]) == pytest.approx(rival.score(X[1::2], y[1::2]), abs=0.07)


@pytest.mark.parametrize("name", ["subsample", "colsample_bytree", "learning_rate"])
def test_a_share_of_nothing_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=rf"{name} must be a finite number, above 0.*; got 0"):
        GradientBoostingRegressor().set_params(**{name: 0}).fit([[0.0], [1.0]], [0, 1])
