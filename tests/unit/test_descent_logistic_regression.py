"""Logistic regression: the lesson's loop, laws, scikit-learn as referee."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine
from sklearn.linear_model import LogisticRegression as Referee
from sklearn.multiclass import OneVsRestClassifier

from descent import LogisticRegression, logistic_cost, softmax_cross_entropy


def _clouds(n: int = 60, d: int = 3) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, d))
    return X, (X @ rng.normal(size=d) + rng.normal(size=n) > 0).astype(int)


def _tumours() -> tuple[np.ndarray, np.ndarray]:
    X, y = load_breast_cancer(return_X_y=True)
    return (X - X.mean(axis=0)) / X.std(axis=0), y


@pytest.mark.parametrize("alpha", [0.1, 0.01, 0.001])
def test_newton_finds_the_weights_that_scikit_learn_finds(alpha: float) -> None:
    X, y = _tumours()
    ours = LogisticRegression(solver="newton", C=1 / (alpha * len(X))).fit(X, y)
    referee = Referee(C=1 / (alpha * len(X)), solver="newton-cholesky", tol=1e-12, max_iter=1000).fit(X, y)
    np.testing.assert_allclose(ours.coef_, referee.coef_, atol=1e-7)
    np.testing.assert_allclose(ours.intercept_, referee.intercept_, atol=1e-7)
    np.testing.assert_allclose(ours.predict_proba(X), referee.predict_proba(X), atol=1e-7)
    np.testing.assert_array_equal(ours.predict(X), referee.predict(X))


def test_without_a_penalty_it_is_plain_maximum_likelihood_as_in_scikit_learn() -> None:
    X, y = _clouds()
    ours = LogisticRegression(solver="newton", C=np.inf).fit(X, y)
    referee = Referee(C=np.inf, solver="newton-cholesky", tol=1e-12, max_iter=1000).fit(X, y)
    np.testing.assert_allclose(ours.coef_, referee.coef_, atol=1e-7)
    np.testing.assert_allclose(ours.intercept_, referee.intercept_, atol=1e-7)


@pytest.mark.parametrize("C", [np.inf, 0.3])
def test_gradient_descent_comes_to_where_newton_is_at_once(C: float) -> None:
    X, y = _clouds()
    slow = LogisticRegression(solver="gradient_descent", lr=1.0, max_iter=3000, C=C).fit(X, y)
    quick = LogisticRegression(solver="newton", C=C).fit(X, y)
    np.testing.assert_allclose(slow.coef_, quick.coef_, atol=1e-8)
    assert quick.n_iter_ < 12
    assert slow.costs_[-1] == pytest.approx(quick.costs_[-1], abs=1e-12)


SETS = [load_iris, load_wine, load_digits, load_breast_cancer]


def _scaled(load: Any) -> tuple[np.ndarray, np.ndarray]:
    X, y = load(return_X_y=True)
    spread = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(spread > 0, spread, 1), y


@pytest.mark.parametrize("load", SETS, ids=lambda load: load.__name__)
def test_lbfgs_finds_what_scikit_learn_finds_on_real_data(load: Any) -> None:
    X, y = _scaled(load)
    ours = LogisticRegression(C=0.1, tol=1e-10).fit(X, y)
    referee = Referee(C=0.1, solver="newton-cholesky", tol=1e-10, max_iter=1000).fit(X, y)
    np.testing.assert_allclose(ours.coef_, referee.coef_, atol=1e-6)
    np.testing.assert_allclose(ours.intercept_, referee.intercept_, atol=1e-6)
    np.testing.assert_allclose(ours.predict_proba(X), referee.predict_proba(X), atol=1e-6)
    np.testing.assert_array_equal(ours.predict(X), referee.predict(X))


def test_each_class_against_the_rest_is_what_scikit_learn_makes_of_it() -> None:
    X, y = _scaled(load_wine)
    ours = LogisticRegression(C=0.1, tol=1e-10, multi_class="one_vs_rest").fit(X, y)
    referee = OneVsRestClassifier(Referee(C=0.1, solver="newton-cholesky", tol=1e-10)).fit(X, y)
    for row, bias, single in zip(ours.coef_, ours.intercept_, referee.estimators_, strict=True):
        np.testing.assert_allclose(row, single.coef_[0], atol=1e-6)
        assert bias == pytest.approx(single.intercept_[0], abs=1e-6)
    np.testing.assert_allclose(ours.predict_proba(X), referee.predict_proba(X), atol=1e-6)


@pytest.mark.parametrize("scheme", ["softmax", "one_vs_rest"])
def test_all_solvers_come_to_the_same_minimum_for_three_classes(scheme: str) -> None:
    X, y = _scaled(load_iris)
    lbfgs = LogisticRegression(C=0.5, tol=1e-10, multi_class=scheme).fit(X, y)
    newton = LogisticRegression(C=0.5, solver="newton", multi_class=scheme).fit(X, y)
    slow = LogisticRegression(C=0.5, solver="gradient_descent", lr=1.5, max_iter=4000, multi_class=scheme).fit(X, y)
    assert newton.n_iter_ < 12 < lbfgs.n_iter_ < 60
    for model in (newton, slow):
        np.testing.assert_allclose(model.coef_, lbfgs.coef_, atol=1e-6)
        np.testing.assert_allclose(model.intercept_, lbfgs.intercept_, atol=1e-6)


def test_the_cost_of_three_classes_is_the_mean_surprise_and_begins_at_log_3() -> None:
    X, y = _scaled(load_iris)
    model = LogisticRegression(C=0.5).fit(X, y)
    surprise = float(softmax_cross_entropy(model.decision_function(X), y))
    assert model.costs_[0] == pytest.approx(np.log(3))
    assert model.costs_[-1] == pytest.approx(surprise + (model.coef_**2).sum() / (2 * 0.5 * len(X)))


def test_renaming_three_classes_reorders_the_rows_of_weights() -> None:
    X, y = _scaled(load_iris)
    plain = LogisticRegression(tol=1e-9).fit(X, y)
    renamed = LogisticRegression(tol=1e-9).fit(X, np.array(["z", "a", "m"])[y])
    assert renamed.classes_.tolist() == ["a", "m", "z"]
    np.testing.assert_allclose(renamed.coef_, plain.coef_[[1, 2, 0]], atol=1e-7)


def test_without_a_scheme_that_matters_two_classes_are_one_plane() -> None:
    X, y = _clouds()
    one = LogisticRegression(multi_class="one_vs_rest").fit(X, y)
    np.testing.assert_array_equal(one.coef_, LogisticRegression().fit(X, y).coef_)
    assert one.coef_.shape == (1, 3)
    assert one.decision_function(X).shape == (60,)


def test_scores_of_ten_thousand_do_not_overflow() -> None:
    X, y = _scaled(load_iris)
    for scheme in ("softmax", "one_vs_rest"):
        model = LogisticRegression(multi_class=scheme).fit(X, y)
        p = model.predict_proba(np.vstack([1e4 * X, -1e4 * X]))
        assert np.isfinite(p).all()
        np.testing.assert_allclose(p.sum(axis=1), 1)


def test_gradient_descent_takes_the_steps_of_the_lesson() -> None:
    X, y = _clouds(20, 2)
    columns, Y, m = X.T, y.reshape(1, -1), len(X)
    w, b, costs = np.zeros((2, 1)), 0.0, []
    for _ in range(50):
        A = 1 / (1 + np.exp(-(w.T @ columns + b)))
        costs.append(-np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A)))
        w = w - 0.3 * (columns @ (A - Y).T / m)
        b = b - 0.3 * np.mean(A - Y)
    model = LogisticRegression(solver="gradient_descent", C=np.inf, lr=0.3, max_iter=50).fit(X, y)
    np.testing.assert_allclose(model.coef_, w.T)
    np.testing.assert_allclose(model.intercept_, [b])
    np.testing.assert_allclose(model.costs_[:-1], costs)


def test_the_costs_begin_with_log_2_and_end_with_the_cost_of_what_was_learned() -> None:
    X, y = _clouds()
    for solver in ("gradient_descent", "newton", "lbfgs"):
        model = LogisticRegression(solver=solver, C=np.inf, max_iter=40).fit(X, y)
        assert model.costs_[0] == pytest.approx(np.log(2))
        assert model.costs_[-1] == pytest.approx(float(logistic_cost(X, model.coef_[0], model.intercept_[0], y)))
        assert len(model.costs_) == model.n_iter_ + 1
        assert (np.diff(model.costs_) < 1e-12).all()


def test_the_penalty_is_part_of_the_costs_and_spares_the_intercept() -> None:
    X, y = _clouds()
    model = LogisticRegression(solver="newton", C=1 / (0.5 * len(X))).fit(X, y)
    w, p = model.coef_[0], model.predict_proba(X)[:, 1]
    plain = float(logistic_cost(X, w, model.intercept_[0], y))
    assert model.costs_[-1] == pytest.approx(plain + 0.25 * (w @ w))
    np.testing.assert_allclose(X.T @ (p - y) / len(y) + 0.5 * w, 0, atol=1e-9)
    assert p.mean() == pytest.approx(y.mean())


def test_no_steps_leave_a_model_that_knows_nothing() -> None:
    X, y = _clouds()
    model = LogisticRegression(solver="gradient_descent", max_iter=0).fit(X, y)
    np.testing.assert_array_equal(model.coef_, 0)
    np.testing.assert_array_equal(model.predict_proba(X), 0.5)
    np.testing.assert_array_equal(model.predict(X), model.classes_[0])
    np.testing.assert_allclose(model.costs_, [np.log(2)])


@settings(deadline=None, derandomize=True, max_examples=20)
@given(st.permutations(range(30)))
def test_the_order_of_the_samples_does_not_matter(order: list[int]) -> None:
    X, y = _clouds(30)
    expected = LogisticRegression(solver="gradient_descent", max_iter=20).fit(X, y).coef_
    np.testing.assert_allclose(
        LogisticRegression(solver="gradient_descent", max_iter=20).fit(X[order], y[order]).coef_, expected, atol=1e-12
    )


def test_moving_a_feature_moves_only_the_intercept() -> None:
    X, y = _clouds()
    here = LogisticRegression(solver="newton", C=0.2).fit(X, y)
    there = LogisticRegression(solver="newton", C=0.2).fit(X + 5, y)
    np.testing.assert_allclose(there.coef_, here.coef_, atol=1e-8)
    np.testing.assert_allclose(there.predict_proba(X + 5), here.predict_proba(X), atol=1e-8)


def test_another_unit_for_a_feature_changes_its_weight_and_no_prediction() -> None:
    X, y = _clouds()
    metres = LogisticRegression(solver="newton", C=np.inf).fit(X, y)
    millimetres = LogisticRegression(solver="newton", C=np.inf).fit(1000 * X, y)
    np.testing.assert_allclose(1000 * millimetres.coef_, metres.coef_, rtol=1e-7)
    np.testing.assert_allclose(millimetres.predict_proba(1000 * X), metres.predict_proba(X), atol=1e-9)


def test_swapping_the_classes_flips_the_signs() -> None:
    X, y = _clouds()
    one, other = (
        LogisticRegression(solver="gradient_descent", max_iter=50).fit(X, y),
        LogisticRegression(solver="gradient_descent", max_iter=50).fit(X, 1 - y),
    )
    np.testing.assert_allclose(one.coef_, -other.coef_)
    np.testing.assert_allclose(one.predict_proba(X)[:, 1], other.predict_proba(X)[:, 0])


@pytest.mark.parametrize(
    "labels", [("cat", "dog"), (-1, 1), (False, True), (0.0, 1.0), (np.int8(3), np.int8(7)), ("b", "a")], ids=str
)
def test_labels_may_be_anything_and_come_back_as_they_were(labels: tuple[Any, Any]) -> None:
    X, y = _clouds()
    named = np.array(labels)[y]
    model = LogisticRegression().fit(X, named)
    assert model.predict(X).dtype == named.dtype
    assert set(model.predict(X).tolist()) == set(named.tolist())
    assert model.score(X, named) > 0.7


def test_two_equal_columns_share_their_weight() -> None:
    X, y = _clouds()
    doubled = LogisticRegression(solver="newton", C=np.inf).fit(np.hstack([X, X]), y)
    single = LogisticRegression(solver="newton", C=np.inf).fit(X, y)
    np.testing.assert_allclose(doubled.coef_[0, :3], doubled.coef_[0, 3:], atol=1e-8)
    np.testing.assert_allclose(doubled.predict_proba(np.hstack([X, X])), single.predict_proba(X), atol=1e-8)


def test_separable_classes_are_told_apart_and_the_weights_grow_with_the_steps() -> None:
    X, y = [[-2.0], [-1.0], [1.0], [2.0]], [0, 0, 1, 1]
    short, long = (LogisticRegression(solver="gradient_descent", C=np.inf, max_iter=n).fit(X, y) for n in (100, 1000))
    assert short.score(X, y) == long.score(X, y) == 1
    assert long.coef_[0, 0] > short.coef_[0, 0] + 1
    assert np.isfinite(LogisticRegression(solver="newton", C=np.inf).fit(X, y).coef_).all()


def test_newton_in_float32_agrees_with_float64() -> None:
    X, y = _tumours()
    wide = LogisticRegression(solver="newton", C=0.2).fit(X, y)
    narrow = LogisticRegression(solver="newton", C=0.2).fit(X.astype(np.float32), y)
    assert narrow.coef_.dtype == narrow.intercept_.dtype == narrow.costs_.dtype == np.float32
    np.testing.assert_allclose(narrow.coef_, wide.coef_, atol=1e-4)


def test_a_learning_rate_that_is_far_too_large_is_named() -> None:
    X, y = _clouds()
    with pytest.raises(
        ValueError, match=r"the cost became \w+ after \d+ steps: lr=1e\+300 is too large .* Divide lr by 10"
    ):
        LogisticRegression(solver="gradient_descent", lr=1e300).fit(1e10 * X, y)


@pytest.mark.parametrize("solver", ["newton", "lbfgs"])
def test_a_solver_that_runs_out_of_steps_says_so(solver: str) -> None:
    X, y = _clouds()
    with pytest.warns(RuntimeWarning, match=rf"the solver {solver} stopped after 2 steps, before .*, raise max_iter"):
        model = LogisticRegression(solver=solver, max_iter=2).fit(X, y)
    assert model.n_iter_ == 2


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"lr": 0}, r"lr must be a finite number above 0; got 0\. Try 0\.01"),
        ({"lr": np.nan}, r"lr must be a finite number above 0; got nan\. Try 0\.01"),
        ({"lr": "fast"}, r"lr must hold real numbers; got values of dtype <U4\. Convert it"),
        ({"max_iter": -1}, r"n_iter must be a whole number, 0 or more; got -1\. Give the number of steps"),
        ({"max_iter": 10.5}, r"n_iter must be a whole number, 0 or more; got 10\.5\. Give the number of steps"),
        ({"C": 0.0}, r"C must be a number above 0; got 0\.0\. A smaller C means shorter weights"),
        ({"C": np.nan}, r"C must be a number above 0; got nan"),
        ({"tol": 0.0}, r"tol must be a finite number above 0; got 0\.0\. Try 1e-4"),
        ({"multi_class": "ovr"}, r"multi_class must be one of softmax, one_vs_rest; got 'ovr'\."),
        ({"solver": "adam"}, r"solver must be one of lbfgs, newton, gradient_descent; got 'adam'\."),
    ],
    ids=str,
)
def test_parameters_that_cannot_be_meant_are_named_when_fitting(parameters: dict[str, Any], sentence: str) -> None:
    with pytest.raises((ValueError, TypeError), match=sentence):
        LogisticRegression(**parameters).fit(*_clouds())


@pytest.mark.parametrize(
    ("y", "sentence"),
    [
        ([1, 1, 1], r"y must hold two classes or more; got one class: .*1.*\. Give examples of another"),
        ([0.1, 0.2, 0.3], r"y must hold class labels; got a number with a fraction, 0\.1 .* use a regressor"),
        (
            [0.1, np.nan, 1],
            r"y must hold a label for every row; got nan at position 1 \(1 such of 3\)\. Drop those rows",
        ),
        (np.array(["a", None, "b"], dtype=object), r"y must hold a label for every row; got None at position 1"),
        (np.array(["a", 1, 2], dtype=object), r"y must hold labels of one kind; got a mixture\. Turn all into"),
        ([[0, 1, 0]], r"y must have shape \(3,\), one label per row of X; got \(1, 3\)\. Flatten it"),
    ],
    ids=["one class", "numbers", "nan", "None", "a mixture", "a row"],
)
def test_labels_that_are_no_classes_are_explained(y: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        LogisticRegression().fit(np.eye(3), y)


def test_scoring_needs_a_row_and_as_many_labels_as_rows() -> None:
    X, y = _clouds()
    model = LogisticRegression().fit(X, y)
    with pytest.raises(ValueError, match="X must have at least one row to score; got none"):
        model.score(X[:0], y[:0])
    with pytest.raises(ValueError, match=r"y must have shape \(60,\), one label per row of X; got \(59,\)"):
        model.score(X, y[1:])
