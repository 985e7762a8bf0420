"""Matrix factorization: laws, golden numbers by hand, a plain loop and scikit-learn's ridge as referees."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_score

import descent.optim.factorize
from descent import MatrixFactorization
from descent.estimator import NotFittedError
from descent.optim.factorize import cost, gradients, side, solve

RNG = np.random.default_rng(0)
X = np.argwhere(RNG.random((40, 25)) < 0.5)
TASTE = RNG.normal(size=(40, 3)) @ RNG.normal(size=(3, 25))
Y = 3 + TASTE[X[:, 0], X[:, 1]] + 0.1 * RNG.normal(size=len(X))


def _sides() -> Any:
    rows = side(X[:, 0], X[:, 1], Y)
    return rows, side(rows.other, rows.own, rows.values)


@pytest.mark.parametrize("solver", ["als", "gradient"])
def test_it_finds_the_taste_behind_ratings_it_has_not_seen(solver: str) -> None:
    rng = np.random.default_rng(0)
    pairs = np.argwhere(rng.random((100, 60)) < 0.5)
    ratings = (rng.normal(size=(100, 3)) @ rng.normal(size=(3, 60)))[pairs[:, 0], pairs[:, 1]]
    model = MatrixFactorization(n_components=3, alpha=0.5, solver=solver, random_state=0)
    folds = KFold(4, shuffle=True, random_state=0)  # in order, each fold would hold users that the others lack
    assert cross_val_score(model, pairs, ratings, cv=folds).min() > 0.9


def test_both_solvers_reach_the_same_cost() -> None:
    costs = [
        MatrixFactorization(n_components=3, solver=s, tol=0, max_iter=2000, random_state=0).fit(X, Y).cost_path_[-1]
        for s in ("als", "gradient")
    ]
    assert costs[0] == pytest.approx(costs[1], rel=1e-3)


def test_at_rest_the_gradient_is_zero() -> None:
    model = MatrixFactorization(n_components=3, tol=0, max_iter=3000, random_state=0).fit(X, Y)
    rows = side(X[:, 0], X[:, 1], Y - model.item_means_[X[:, 1]])
    columns = side(rows.other, rows.own, rows.values)
    for slope in gradients(model.user_factors_, model.item_factors_, rows, columns, 1.0):
        np.testing.assert_allclose(slope, 0, atol=1e-4)


def test_a_constant_added_to_all_ratings_is_added_to_all_predictions() -> None:
    plain, moved = (MatrixFactorization(random_state=0).fit(X, Y + c).predict(X) for c in (0, 100))
    np.testing.assert_allclose(moved, plain + 100, rtol=1e-6)


def test_the_order_of_the_ratings_does_not_matter() -> None:
    order = np.random.default_rng(1).permutation(len(X))
    plain = MatrixFactorization(random_state=0).fit(X, Y).predict(X)
    np.testing.assert_allclose(MatrixFactorization(random_state=0).fit(X[order], Y[order]).predict(X), plain, rtol=1e-6)


def test_who_is_new_gets_the_mean_of_the_item_and_what_is_new_the_mean_of_all() -> None:
    model = MatrixFactorization(random_state=0).fit([[0, 0], [1, 0], [3, 2]], [1.0, 2.0, 6.0])
    np.testing.assert_allclose(model.predict([[9, 0], [2, 0], [9, 2], [9, 1], [0, 77]]), [1.5, 1.5, 6, 3, 3])
    np.testing.assert_array_equal(model.user_factors_[2], 0)


def test_two_ratings_by_hand() -> None:
    rows = side(np.array([0, 0]), np.array([0, 1]), np.array([2.0, -1.0]))
    P = solve(np.array([[1.0], [2.0]]), rows, 1, 1.0)  # (2 - 2) / (1 + 4 + 1)
    assert P.tolist() == [[0]]
    assert solve(np.array([[1.0], [0.0]]), rows, 1, 1.0).tolist() == [[1]]  # 2 / (1 + 1)
    assert cost(np.array([[1.0]]), np.array([[1.0], [0.0]]), rows, 1.0) == 2  # ((1 - 2)^2 + 1 + 1 + 1) / 2


def test_a_half_step_is_the_ridge_regression_of_scikit_learn_for_each_user(monkeypatch: pytest.MonkeyPatch) -> None:
    Q = np.random.default_rng(2).normal(size=(25, 4))
    rows, _ = _sides()
    P = solve(Q, rows, 40, 0.5)
    for user in range(40):
        own = X[:, 0] == user
        expected = Ridge(alpha=0.5, fit_intercept=False).fit(Q[X[own, 1]], Y[own]).coef_
        np.testing.assert_allclose(P[user], expected, rtol=1e-8)
    monkeypatch.setattr(descent.optim.factorize, "BLOCK", 7)
    np.testing.assert_allclose(solve(Q, rows, 40, 0.5), P)


def test_the_gradient_is_that_of_the_cost() -> None:
    rows, columns = _sides()
    P, Q = np.random.default_rng(3).normal(size=(40, 2)), np.random.default_rng(4).normal(size=(25, 2))
    step, turn = 1e-6, np.random.default_rng(5).normal(size=(65, 2))
    up, down = (cost(P + s * turn[:40], Q + s * turn[40:], rows, 0.3) for s in (step, -step))
    dP, dQ = gradients(P, Q, rows, columns, 0.3)
    assert (dP * turn[:40]).sum() + (dQ * turn[40:]).sum() == pytest.approx((up - down) / (2 * step), rel=1e-7)


def test_related_items_are_those_that_the_same_users_like() -> None:
    pairs = np.argwhere(np.ones((30, 9)))
    kinds = pairs[:, 1] % 3
    liked = np.random.default_rng(0).normal(size=(30, 3))[pairs[:, 0], kinds]
    model = MatrixFactorization(n_components=3, alpha=0.1, random_state=0).fit(pairs, liked)
    assert sorted(model.related_items(4, 2).tolist()) == [1, 7]
    with pytest.raises(ValueError, match=r"item must be in 0\.\.8 and count in 1\.\.8; got 9 and 2"):
        model.related_items(9, 2)


def test_float32_ratings_give_float32_and_one_seed_one_result() -> None:
    model = MatrixFactorization(random_state=0).fit(X, Y.astype(np.float32))
    assert model.predict(X).dtype == model.user_factors_.dtype == model.item_means_.dtype == np.float32
    wide = MatrixFactorization(random_state=0).fit(X, Y)
    np.testing.assert_allclose(model.predict(X), wide.predict(X), atol=0.05)
    np.testing.assert_array_equal(wide.predict(X), MatrixFactorization(random_state=0).fit(X, Y).predict(X))
    assert math.isclose(wide.score(X, Y), MatrixFactorization(random_state=0).fit(X.tolist(), Y.tolist()).score(X, Y))


@pytest.mark.parametrize(
    ("change", "pairs", "ratings", "sentence"),
    [
        ({}, X[:, :1], Y, r"X must have 2 columns; got shape \(\d+, 1\)"),
        ({}, X - 1, Y, r"X must hold whole numbers in 0\.\..*; got -1 at position"),
        ({}, X + 0.5, Y, r"X must hold whole numbers in 0\.\."),
        ({}, X, Y[1:], r"y must have shape \(\d+,\), one rating per row of X"),
        ({}, X, Y * np.nan, r"y must be finite"),
        ({}, X[:0], Y[:0], r"X must have at least one entry"),
        ({"n_components": 0}, X, Y, r"n_components must be a whole number, 1 or more"),
        ({"alpha": 0.0}, X, Y, r"alpha must be .*above 0.*; got 0"),
        ({"solver": "sgd"}, X, Y, r"solver must be one of als, gradient; got 'sgd'"),
    ],
)
def test_what_cannot_be_meant_is_named(change: dict[str, Any], pairs: Any, ratings: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        MatrixFactorization(**change).fit(pairs, ratings)
    with pytest.raises(NotFittedError, match=r"this MatrixFactorization is not fitted yet.*Call fit\(X, y\) first"):
        MatrixFactorization().predict(X)
