"""Support vector machines: laws, golden numbers by hand, scikit-learn as referee."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_iris, make_moons
from sklearn.preprocessing import scale
from sklearn.svm import SVC as Referee

from descent import SVC
from descent.kernels import kernel_matrix
from descent.optim.smo import smo

MOONS = make_moons(120, noise=0.25, random_state=0)


def test_two_points_by_hand() -> None:
    model = SVC(kernel="linear").fit([[0.0], [4.0]], ["a", "b"])  # the margin is 4 wide: w = 2 / 4
    np.testing.assert_allclose(model.decision_function([[0.0], [2.0], [4.0]]), [-1, 0, 1], atol=1e-12)
    np.testing.assert_allclose(model.dual_coef_, [[-0.125, 0.125]])


def test_the_conditions_for_the_optimum_hold() -> None:
    X, y = MOONS[0], np.where(MOONS[1] == 1, 1.0, -1.0)
    K = kernel_matrix(X, X, kernel="rbf", gamma=1.0)
    machine = smo(K, y, C=1.5, tol=1e-9)
    alpha, margin = machine.b * y, y * (K @ machine.b + machine.bias)
    assert machine.converged
    assert abs(machine.b.sum()) < 1e-12
    assert alpha.min() >= 0
    assert alpha.max() <= 1.5
    assert margin[alpha == 0].min() > 1 - 1e-8
    assert margin[alpha == 1.5].max() < 1 + 1e-8
    np.testing.assert_allclose(margin[(alpha > 0) & (alpha < 1.5)], 1, atol=1e-8)


def test_samples_that_are_no_support_vector_do_not_matter() -> None:
    X, y = MOONS
    model = SVC(tol=1e-9, gamma=1.0).fit(X, y)
    assert 0 < len(model.support_) < len(X)
    without = SVC(tol=1e-9, gamma=1.0).fit(X[model.support_], y[model.support_])
    np.testing.assert_allclose(without.decision_function(X), model.decision_function(X), atol=1e-6)


def test_exchanging_the_classes_exchanges_the_sign() -> None:
    X, y = MOONS
    z = SVC(tol=1e-9).fit(X, y).decision_function(X)
    np.testing.assert_allclose(SVC(tol=1e-9).fit(X, 1 - y).decision_function(X), -z, atol=1e-6)


def test_moving_everything_does_not_matter_to_rbf() -> None:
    X, y = MOONS
    z = SVC(tol=1e-9).fit(X, y).decision_function(X)
    np.testing.assert_allclose(SVC(tol=1e-9).fit(X + 1e4, y).decision_function(X + 1e4), z, atol=1e-5)


def test_the_same_sample_in_both_classes_is_borne() -> None:
    model = SVC(kernel="linear").fit([[1.0], [1.0], [2.0]], [0, 1, 1])
    assert np.isfinite(model.decision_function([[1.0]])).all()
    assert np.isfinite(SVC().fit([[1.0], [1.0]], [0, 1]).decision_function([[1.0]])).all()


@pytest.mark.parametrize(
    "options",
    [
        {"kernel": "linear"},
        {"kernel": "rbf", "C": 10.0},
        {"kernel": "rbf", "gamma": "auto"},
        {"kernel": "rbf", "gamma": 2.0, "C": 0.3},
        {"kernel": "poly", "coef0": 1.0},
        {"kernel": "poly", "degree": 2, "gamma": 0.5},
    ],
    ids=str,
)
def test_it_lays_the_boundary_of_scikit_learn(options: dict[str, Any]) -> None:
    cancer = load_breast_cancer(return_X_y=True)
    for X, y in (MOONS, (scale(cancer[0])[:200, :5], cancer[1][:200])):
        ours, theirs = SVC(tol=1e-7, **options).fit(X, y), Referee(tol=1e-7, **options).fit(X, y)
        np.testing.assert_allclose(ours.decision_function(X), theirs.decision_function(X), atol=1e-4)
        assert ours.dual_coef_.sum() == pytest.approx(0, abs=1e-8)


@pytest.mark.parametrize(
    "options",
    [{"kernel": "linear"}, {"kernel": "poly", "coef0": 1.0}, {"kernel": "rbf"}, {"kernel": "rbf", "C": 100.0}],
    ids=str,
)
def test_it_reaches_the_dual_objective_of_scikit_learn(options: dict[str, Any]) -> None:
    X, y = scale(load_breast_cancer().data), load_breast_cancer().target

    def objective(model: Any) -> float:
        b = np.zeros(len(X))
        b[model.support_] = model.dual_coef_[0]
        gamma = 1 / (X.shape[1] * X.var())
        K = kernel_matrix(X, X, kernel=options["kernel"], gamma=gamma, coef0=options.get("coef0", 0.0))
        return float(np.where(y == 1, 1, -1) @ b - b @ K @ b / 2)

    ours = objective(SVC(tol=1e-6, max_iter=1_000_000, **options).fit(X, y))
    assert ours == pytest.approx(objective(Referee(tol=1e-6, **options).fit(X, y)), rel=1e-6)


@pytest.mark.parametrize("kernel", ["linear", "poly", "rbf"])
def test_three_classes_vote_as_in_scikit_learn(kernel: str) -> None:
    X, y = load_iris(return_X_y=True)
    ours, theirs = SVC(kernel=kernel, tol=1e-7).fit(X, y), Referee(kernel=kernel, tol=1e-7).fit(X, y)
    np.testing.assert_allclose(ours.decision_function(X), theirs.decision_function(X), atol=1e-4)
    np.testing.assert_array_equal(ours.predict(X), theirs.predict(X))
    np.testing.assert_array_equal(ours.support_, np.sort(theirs.support_))


def test_stopping_early_is_said() -> None:
    with pytest.warns(RuntimeWarning, match=r"SMO stopped after 3 steps, before it reached the optimum\. Scale"):
        SVC(max_iter=3).fit(*MOONS)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"C": 0.0}, r"C must be a finite number above 0; got 0\.0"),
        ({"tol": np.nan}, r"tol must be a finite number above 0; got nan"),
        ({"coef0": np.inf}, r"coef0 must be finite; got inf"),
        ({"kernel": "cubic"}, r"kernel must be one of linear, poly, rbf; got 'cubic'"),
        ({"gamma": "large"}, r"gamma must be scale, auto or a finite number above 0; got 'large'"),
        ({"gamma": -1.0}, r"gamma must be scale, auto or a finite number above 0; got -1\.0"),
        ({"degree": 0}, r"degree must be a whole number, 1 or more; got 0"),
        ({"max_iter": 1.5}, r"max_iter must be a whole number, 1 or more; got 1\.5"),
    ],
)
def test_a_parameter_that_cannot_be_meant_is_named(wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        SVC(**wrong).fit(*MOONS)


def test_one_class_is_not_enough() -> None:
    with pytest.raises(ValueError, match=r"y must hold two classes or more; got one class: .*cat"):
        SVC().fit([[1.0], [2.0]], ["cat", "cat"])
