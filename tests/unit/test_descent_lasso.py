"""The lasso: laws, golden numbers by hand, scikit-learn as referee."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Lasso as Referee

from descent import Lasso


def _data(n: int = 40, d: int = 6) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, d)) + 2
    return X, X @ np.where(np.arange(d) % 2, 0, 3 - np.arange(d)) + 4 + 0.3 * rng.normal(size=n)


@settings(deadline=None, derandomize=True, max_examples=25)
@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_the_intercept_is_not_penalised(shift_y: float, shift_X: float) -> None:
    X, y = _data()
    plain = Lasso(alpha=0.2, tol=1e-13).fit(X, y).predict(X)
    moved = Lasso(alpha=0.2, tol=1e-13).fit(X + shift_X, y + shift_y).predict(X + shift_X)
    np.testing.assert_allclose(moved, plain + shift_y, atol=1e-6)


def test_the_order_of_features_and_of_samples_does_not_matter() -> None:
    X, y = _data()
    order, rows = np.random.default_rng(1).permutation(6), np.random.default_rng(2).permutation(40)
    ours = Lasso(alpha=0.2, tol=1e-13).fit(X, y).coef_
    np.testing.assert_allclose(Lasso(alpha=0.2, tol=1e-13).fit(X[:, order], y).coef_, ours[order], atol=1e-6)
    np.testing.assert_allclose(Lasso(alpha=0.2, tol=1e-13).fit(X[rows], y[rows]).coef_, ours, atol=1e-6)


def test_at_the_minimum_used_features_gain_their_price_and_others_less() -> None:
    X, y = _data(20, 50)
    model = Lasso(alpha=0.1, tol=1e-14, max_iter=20_000).fit(X, y)
    gain = (X - X.mean(axis=0)).T @ (y - model.predict(X)) / 20
    used = model.coef_ != 0
    assert 0 < used.sum() < 20
    np.testing.assert_allclose(gain[used], 0.1 * np.sign(model.coef_[used]), atol=1e-6)
    assert np.abs(gain[~used]).max() <= 0.1 + 1e-6


def test_features_at_right_angles_are_shrunk_by_alpha_each() -> None:
    X = np.array([[-1.0, 1], [1, 1], [-1, -1], [1, -1]])
    model = Lasso(alpha=0.25).fit(X, X @ [2.0, -0.2] + 7)
    np.testing.assert_allclose(model.coef_, [1.75, 0])
    assert model.intercept_ == pytest.approx(7)
    assert model.n_iter_ == 1


def test_a_constant_feature_and_a_constant_target_get_no_weight() -> None:
    X, y = _data()
    X[:, 0] = 5
    assert Lasso(alpha=0.1).fit(X, y).coef_[0] == 0
    np.testing.assert_array_equal(Lasso(alpha=0.1).fit(X, np.full(40, 3.0)).predict(X), 3)


@pytest.mark.parametrize("alpha", [0.01, 0.1, 1.0])
@pytest.mark.parametrize("shape", [(40, 6), (20, 50)])
def test_it_finds_what_scikit_learn_finds(alpha: float, shape: tuple[int, int]) -> None:
    X, y = _data(*shape)
    ours = Lasso(alpha=alpha, tol=1e-13, max_iter=50_000).fit(X, y)
    referee = Referee(alpha=alpha, tol=1e-12, max_iter=200_000).fit(X, y)
    np.testing.assert_allclose(ours.coef_, referee.coef_, atol=1e-4)
    assert ours.intercept_ == pytest.approx(referee.intercept_, abs=1e-3)


def test_it_chooses_the_features_that_scikit_learn_chooses_on_real_data() -> None:
    X, y = load_diabetes(return_X_y=True)
    ours, referee = Lasso(alpha=0.5, tol=1e-9).fit(X, y), Referee(alpha=0.5, tol=1e-9).fit(X, y)
    np.testing.assert_array_equal(ours.coef_ != 0, referee.coef_ != 0)
    np.testing.assert_allclose(ours.coef_, referee.coef_, rtol=1e-4, atol=1e-6)


def test_features_that_repeat_each_other_do_not_stop_it() -> None:
    X, y = _data()
    doubled = Lasso(alpha=0.1, tol=1e-13).fit(np.hstack([X, X]), y)
    single = Lasso(alpha=0.1, tol=1e-13).fit(X, y)
    np.testing.assert_allclose(doubled.coef_[:6] + doubled.coef_[6:], single.coef_, atol=1e-6)


def test_features_that_nearly_repeat_each_other_need_few_sweeps_since_it_jumps() -> None:
    rng = np.random.default_rng(3)
    base = rng.normal(size=(100, 1))
    X = base + 0.01 * rng.normal(size=(100, 4))
    y = X @ [1.0, 2.0, 3.0, 4.0]
    model = Lasso(alpha=1e-4, tol=1e-12).fit(X, y)
    assert model.n_iter_ < 100
    referee = Referee(alpha=1e-4, tol=1e-14, max_iter=1_000_000).fit(X, y)
    assert referee.n_iter_ > 1000
    np.testing.assert_allclose(model.coef_, referee.coef_, atol=1e-4)


def test_stopping_early_is_said() -> None:
    with pytest.warns(RuntimeWarning, match=r"the lasso stopped after 2 sweeps, before .*\. Raise max_iter or tol"):
        Lasso(alpha=0.01, tol=1e-14, max_iter=2).fit(*_data(20, 50))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"alpha": 0.0}, r"alpha must be a finite number above 0; got 0\.0\. Without a penalty use LinearRegression"),
        ({"alpha": np.nan}, r"alpha must be a finite number above 0; got nan"),
        ({"tol": 0.0}, r"tol must be a finite number above 0; got 0\.0\. Try 1e-4"),
        ({"max_iter": 0}, r"max_iter must be a whole number, 1 or more; got 0\. Try 1000"),
        ({"max_iter": 1.5}, r"max_iter must be a whole number, 1 or more; got 1\.5"),
    ],
)
def test_a_parameter_that_cannot_be_meant_is_named(wrong: dict[str, float], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Lasso(**wrong).fit(*_data())  # type: ignore[arg-type]


@pytest.mark.parametrize("alpha", [0.02, 0.3])
def test_with_many_more_features_than_samples_parts_lead_to_the_whole_minimum(alpha: float) -> None:
    rng = np.random.default_rng(4)
    X = rng.normal(size=(60, 700))
    y = X[:, :5] @ [3.0, -2.0, 2.0, 1.0, -1.0] + 0.3 * rng.normal(size=60)
    model = Lasso(alpha=alpha, tol=1e-12, max_iter=20_000).fit(X, y)
    slope = (X - X.mean(axis=0)).T @ (y - model.predict(X)) / 60
    used = model.coef_ != 0
    np.testing.assert_allclose(slope[used], alpha * np.sign(model.coef_[used]), atol=1e-5)
    assert np.abs(slope[~used]).max() <= alpha + 1e-5
    assert 0 < used.sum() < 60


def test_a_price_that_no_feature_is_worth_ends_at_once() -> None:
    X, y = _data(20, 300)
    model = Lasso(alpha=1e4).fit(X, y)
    assert not model.coef_.any()
    assert model.n_iter_ == 1


def test_nearly_as_many_weights_as_samples_need_few_sweeps_since_signs_may_change_in_a_jump() -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 600))
    y = X @ np.where(rng.random(600) < 0.3, rng.normal(size=600), 0)
    model = Lasso(alpha=0.1).fit(X, y)
    referee = Referee(alpha=0.1, tol=1e-7, max_iter=1_000_000).fit(X, y)
    assert model.n_iter_ < 100
    assert referee.n_iter_ > 1000
    costs = [((y - each.predict(X)) ** 2).sum() / 120 + 0.1 * np.abs(each.coef_).sum() for each in (model, referee)]
    assert (costs[0] - costs[1]) * 60 <= 1e-4 * ((y - y.mean()) ** 2).sum()
