"""Linear regression: laws, hard cases, scikit-learn as referee."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression as Referee

from descent import LinearRegression


def _data() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(30, 3))
    return X, X @ [2.0, -1.0, 0.5] + 4 + 0.3 * rng.normal(size=30)


def test_it_finds_what_scikit_learn_finds() -> None:
    X, y = load_diabetes(return_X_y=True)
    ours, referee = LinearRegression().fit(X, y), Referee().fit(X, y)
    np.testing.assert_allclose(ours.coef_, referee.coef_, rtol=1e-8)
    assert ours.intercept_ == pytest.approx(referee.intercept_)
    assert ours.score(X, y) == pytest.approx(referee.score(X, y))


@settings(deadline=None, derandomize=True, max_examples=25)
@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_adding_to_y_adds_to_the_predictions_and_so_does_scaling(shift: float, factor: float) -> None:
    X, y = _data()
    plain = LinearRegression().fit(X, y).predict(X)
    np.testing.assert_allclose(LinearRegression().fit(X, y + shift).predict(X), plain + shift, atol=1e-9)
    np.testing.assert_allclose(LinearRegression().fit(X, factor * y).predict(X), factor * plain, atol=1e-9)


def test_points_on_a_line_are_met_exactly() -> None:
    model = LinearRegression().fit([[1.0], [2.0], [4.0]], [5.0, 7.0, 11.0])
    np.testing.assert_allclose(model.coef_, [2])
    assert model.intercept_ == pytest.approx(3)
    assert model.score([[0.0], [10.0]], [3.0, 23.0]) == pytest.approx(1)


def test_the_errors_sum_to_zero_and_are_at_right_angles_to_every_feature() -> None:
    X, y = _data()
    error = LinearRegression().fit(X, y).predict(X) - y
    np.testing.assert_allclose(X.T @ error, 0, atol=1e-12)
    assert error.sum() == pytest.approx(0, abs=1e-12)


def test_one_sample_is_predicted_everywhere() -> None:
    model = LinearRegression().fit([[3.0, 1.0]], [7.0])
    np.testing.assert_array_equal(model.predict([[3.0, 1.0], [0.0, 0.0]]), [7, 7])


def test_of_many_perfect_fits_it_takes_the_shortest() -> None:
    model = LinearRegression().fit([[0.0, 0.0], [1.0, 1.0]], [0.0, 2.0])
    np.testing.assert_allclose(model.coef_, [1, 1])


def test_a_constant_feature_gets_no_weight() -> None:
    X, y = _data()
    model = LinearRegression().fit(np.column_stack([X, np.full(30, 5.0)]), y)
    assert model.coef_[3] == pytest.approx(0, abs=1e-12)


def test_r_squared_is_0_for_the_mean_and_negative_for_worse() -> None:
    model = LinearRegression().fit([[0.0], [0.0]], [1.0, 3.0])
    assert model.score([[0.0], [0.0]], [1.0, 3.0]) == pytest.approx(0)
    assert model.score([[0.0], [0.0]], [11.0, 13.0]) < -1


def test_gradient_descent_comes_to_the_normal_equation_and_its_costs_fall() -> None:
    X, y = _data()
    exact = LinearRegression().fit(X, y)
    walk = LinearRegression(solver="gradient_descent", lr=0.5, max_iter=500).fit(X, y)
    np.testing.assert_allclose(walk.coef_, exact.coef_, atol=1e-9)
    assert walk.intercept_ == pytest.approx(exact.intercept_)
    assert (np.diff(walk.costs_) < 1e-15).all()
    assert walk.costs_[0] == exact.costs_[0] == pytest.approx((y**2).mean() / 2)
    assert walk.costs_[-1] == pytest.approx(exact.costs_[-1]) == pytest.approx(((exact.predict(X) - y) ** 2).mean() / 2)


def test_one_step_of_gradient_descent_by_hand() -> None:
    model = LinearRegression(solver="gradient_descent", lr=0.1, max_iter=1).fit([[1.0], [3.0]], [2.0, 4.0])
    assert model.coef_[0] == pytest.approx(0.1 * (1 * 2 + 3 * 4) / 2)
    assert model.intercept_ == pytest.approx(0.1 * 3)


def test_a_rate_that_is_too_large_and_an_unknown_solver_are_named() -> None:
    X, y = _data()
    with pytest.raises(ValueError, match=r"the cost became inf after \d+ steps: lr=50 is too large .* Divide lr by 10"):
        LinearRegression(solver="gradient_descent", lr=50).fit(X, y)
    with pytest.raises(ValueError, match=r"solver must be one of normal_equation, gradient_descent; got 'qr'"):
        LinearRegression(solver="qr").fit(X, y)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_a_target_that_is_not_finite_is_named(wrong: float) -> None:
    with pytest.raises(
        ValueError, match=rf"y must be finite, .*; got {wrong} at position \(1,\) \(1 such of 3\)\. Drop"
    ):
        LinearRegression().fit(np.eye(3), [1.0, wrong, 2.0])


def test_r_squared_says_what_it_needs() -> None:
    X, y = _data()
    model = LinearRegression().fit(X, y)
    with pytest.raises(ValueError, match=r"R squared needs at least two rows, .*; got 1\."):
        model.score(X[:1], y[:1])
    with pytest.raises(ValueError, match=r"R squared needs a y that varies; got 2 in all 30 rows\."):
        model.score(X, np.full(30, 2.0))
    with pytest.raises(ValueError, match=r"y must be finite, without NaN or infinity; got nan at position \(0,\)"):
        model.score(X, np.full(30, np.nan))
