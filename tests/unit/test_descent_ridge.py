"""Ridge regression: laws, a golden number by hand, scikit-learn as referee."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Ridge as Referee

from descent import LinearRegression, Ridge


def _data(n: int = 30, d: int = 4) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, d)) + 3
    return X, X @ rng.normal(size=d) + 4 + 0.3 * rng.normal(size=n)


@settings(deadline=None, derandomize=True, max_examples=25)
@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_the_intercept_is_not_penalised(shift_y: float, shift_X: float) -> None:
    X, y = _data()
    plain = Ridge(alpha=10).fit(X, y).predict(X)
    np.testing.assert_allclose(Ridge(alpha=10).fit(X, y + shift_y).predict(X), plain + shift_y, atol=1e-8)
    np.testing.assert_allclose(Ridge(alpha=10).fit(X + shift_X, y).predict(X + shift_X), plain, atol=1e-8)


def test_more_penalty_means_shorter_weights_and_in_the_end_the_mean() -> None:
    X, y = _data()
    lengths = [np.linalg.norm(Ridge(alpha=alpha).fit(X, y).coef_) for alpha in (0, 1e-8, 0.1, 1, 10, 1e3)]
    assert lengths == sorted(lengths, reverse=True)
    np.testing.assert_allclose(Ridge(alpha=1e12).fit(X, y).predict(X), y.mean(), atol=1e-8)


def test_without_penalty_it_is_linear_regression() -> None:
    X, y = _data()
    X = np.column_stack([X, X[:, 0]])  # twice the same feature: the shortest weights of many
    np.testing.assert_allclose(Ridge(alpha=0).fit(X, y).coef_, LinearRegression().fit(X, y).coef_, atol=1e-10)


def test_one_feature_by_hand() -> None:
    model = Ridge(alpha=2).fit([[1.0], [3.0]], [0.0, 8.0])  # centred: x = -1, 1; y = -4, 4; 8 / (2 + 2)
    assert model.coef_[0] == pytest.approx(2)
    assert model.intercept_ == pytest.approx(0)


@pytest.mark.parametrize("alpha", [1e-12, 1e-6, 0.1, 1.0, 100.0])
@pytest.mark.parametrize("shape", [(30, 4), (5, 12), (1, 3)])
def test_it_finds_what_scikit_learn_finds(alpha: float, shape: tuple[int, int]) -> None:
    X, y = _data(*shape)
    ours, referee = Ridge(alpha=alpha).fit(X, y), Referee(alpha=alpha, solver="svd").fit(X, y)
    np.testing.assert_allclose(ours.coef_, referee.coef_, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(ours.predict(X), referee.predict(X), rtol=1e-7)


def test_it_scores_like_scikit_learn_on_real_data() -> None:
    X, y = load_diabetes(return_X_y=True)
    assert Ridge(alpha=0.3).fit(X, y).score(X, y) == pytest.approx(Referee(alpha=0.3).fit(X, y).score(X, y))


@pytest.mark.parametrize("wrong", [-1.0, np.nan, np.inf])
def test_a_penalty_that_cannot_be_meant_is_named(wrong: float) -> None:
    with pytest.raises(ValueError, match=r"alpha must be a finite number, 0 or more; got .*\. 0 means no penalty\."):
        Ridge(alpha=wrong).fit(*_data())
