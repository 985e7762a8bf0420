"""Learning from few rows at a time: laws, steps by hand, scikit-learn as referee of single steps."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris
from sklearn.linear_model import SGDClassifier as ClassReferee
from sklearn.linear_model import SGDRegressor as Referee

from descent import (
    LinearRegression,
    LogisticRegression,
    SGDClassifier,
    SGDRegressor,
    gradient_descent,
    map_reduce_gradient,
    minibatch_gradient_descent,
    online_gradient_descent,
)


def _scaled(load: Any) -> tuple[np.ndarray, np.ndarray]:
    X, y = load(return_X_y=True)
    return (X - X.mean(axis=0)) / X.std(axis=0), y


@pytest.mark.parametrize("power", [0.0, 0.25, 1.0])
@pytest.mark.parametrize("loss", ["squared_error", "absolute_error"])
def test_a_regressor_takes_the_steps_that_scikit_learn_takes(power: float, loss: str) -> None:
    X, y = _scaled(load_diabetes)
    ours = SGDRegressor(loss=loss, lr=0.01, power_t=power, alpha=0.1, max_iter=3, shuffle=False)
    theirs = {"squared_error": {}, "absolute_error": {"epsilon": 0.0}}[loss]
    name = "epsilon_insensitive" if theirs else loss
    referee = Referee(loss=name, eta0=0.01, power_t=power, alpha=0.1, max_iter=3, shuffle=False, tol=None, **theirs)
    with pytest.warns(RuntimeWarning, match="the loss still fell after 3 passes"):
        ours.fit(X, y)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        referee.fit(X, y)
    np.testing.assert_allclose(ours.coef_, referee.coef_, rtol=1e-9)
    np.testing.assert_allclose(ours.intercept_, referee.intercept_[0], rtol=1e-9)
    assert ours.t_ == 3 * len(X)


@pytest.mark.parametrize("loss", ["hinge", "log_loss"])
@pytest.mark.parametrize("load", [load_breast_cancer, load_iris])
def test_a_classifier_takes_the_steps_that_scikit_learn_takes(loss: str, load: Any) -> None:
    X, y = _scaled(load)
    order = np.random.default_rng(0).permutation(len(y))
    X, y = X[order], y[order]
    ours = SGDClassifier(loss=loss, lr=0.02, power_t=0.5, alpha=0.01)
    referee = ClassReferee(loss=loss, learning_rate="invscaling", eta0=0.02, power_t=0.5, alpha=0.01, shuffle=False)
    for rows in (slice(0, 70), slice(70, None)):
        ours.partial_fit(X[rows], y[rows], classes=np.unique(y))
        referee.partial_fit(X[rows], y[rows], classes=np.unique(y))
    np.testing.assert_allclose(ours.coef_, referee.coef_, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(ours.intercept_, referee.intercept_, rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(ours.predict(X), referee.predict(X))


def test_a_step_by_hand() -> None:
    model = SGDRegressor(lr=0.1, alpha=0.5).partial_fit([[2.0]], [3.0]).partial_fit([[1.0]], [0.0])
    # From 0: g = -3, w = 0.6, b = 0.3. Then z = 0.9 = g, w = 0.95 * 0.6 - 0.09, b = 0.3 - 0.09.
    assert model.coef_[0] == pytest.approx(0.48)
    assert model.intercept_ == pytest.approx(0.21)
    assert model.costs_.tolist() == pytest.approx([0.405])
    assert model.t_ == 2


@pytest.mark.parametrize("kind", [SGDRegressor, SGDClassifier])
def test_learning_in_parts_is_learning_at_once(kind: Any) -> None:
    X, y = _scaled(load_iris)
    more = {"classes": [0, 1, 2]} if kind is SGDClassifier else {}
    whole = kind(lr=0.01).partial_fit(X, y, **more)
    parts = kind(lr=0.01)
    for first in range(0, 150, 30):
        parts.partial_fit(X[first : first + 30], y[first : first + 30], **more)
    np.testing.assert_allclose(parts.coef_, whole.coef_, rtol=1e-12)
    assert parts.t_ == whole.t_ == 150


def test_all_rows_in_one_batch_is_gradient_descent() -> None:
    X, y = _scaled(load_diabetes)
    exact = LinearRegression(solver="gradient_descent", lr=0.1, max_iter=20).fit(X, y)
    with pytest.warns(RuntimeWarning, match="Raise max_iter or tol, or raise lr"):
        batch = SGDRegressor(alpha=0.0, lr=0.1, batch_size=len(X), max_iter=20, shuffle=False).fit(X, y)
    np.testing.assert_allclose(batch.coef_, exact.coef_, rtol=1e-9)
    np.testing.assert_allclose(batch.costs_, exact.costs_[:-1], rtol=1e-9)


def test_with_a_falling_rate_it_comes_to_where_the_exact_models_are() -> None:
    X, y = _scaled(load_diabetes)
    line = SGDRegressor(alpha=0.0, lr=0.05, power_t=0.5, tol=0.0, batch_size=8).fit(X, y)
    assert line.score(X, y) == pytest.approx(LinearRegression().fit(X, y).score(X, y), abs=5e-3)
    X, y = _scaled(load_breast_cancer)
    plane = SGDClassifier(loss="log_loss", alpha=0.01, lr=0.5, power_t=0.5, tol=1e-5, batch_size=8).fit(X, y)
    exact = LogisticRegression(C=1 / (0.01 * len(X))).fit(X, y)
    assert (plane.predict(X) == exact.predict(X)).mean() > 0.99
    np.testing.assert_allclose(plane.coef_, exact.coef_, atol=0.05)


def test_the_same_seed_gives_the_same_model_and_another_seed_another() -> None:
    X, y = _scaled(load_iris)
    one, same, other = (SGDClassifier(random_state=seed).fit(X, y) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.coef_, same.coef_)
    assert not np.array_equal(one.coef_, other.coef_)


def test_absolute_errors_mind_one_wild_value_less() -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 1))
    y = 2 * X[:, 0] + 1
    y[0] = 500
    square = SGDRegressor(power_t=0.5, tol=1e-2).fit(X, y)
    absolute = SGDRegressor(loss="absolute_error", lr=0.1, power_t=0.5).fit(X, y)
    assert abs(absolute.intercept_ - 1) < 0.1 < 3 < abs(square.intercept_ - 1)


def test_a_rate_that_is_too_large_is_named() -> None:
    X, y = _scaled(load_diabetes)
    with pytest.raises(
        ValueError, match=r"the weights grew beyond all bounds: lr=5\.0 is too large .* Divide lr by 10"
    ):
        SGDRegressor(lr=5.0).fit(X, y)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"loss": "log"}, r"loss must be one of squared_error, absolute_error; got 'log'"),
        ({"lr": 0.0}, r"lr must be a finite number, above 0; got 0\.0"),
        ({"alpha": -1.0}, r"alpha must be a finite number, 0 or more; got -1\.0"),
        ({"power_t": np.nan}, r"power_t must be a finite number, 0 or more; got nan"),
        ({"batch_size": 0}, r"batch_size must be a whole number, 1 or more; got 0"),
        ({"max_iter": 2.5}, r"max_iter must be a whole number, 1 or more; got 2\.5"),
    ],
    ids=str,
)
def test_a_parameter_that_cannot_be_meant_is_named(wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        SGDRegressor(**wrong).fit([[1.0], [2.0]], [1.0, 2.0])


def test_a_class_that_was_not_announced_is_named() -> None:
    with pytest.raises(ValueError, match=r"classes must be given in the first partial_fit, .*; got None"):
        SGDClassifier().partial_fit([[1.0]], ["a"])
    model = SGDClassifier().partial_fit([[1.0]], ["a"], classes=["a", "b"])
    with pytest.raises(ValueError, match=r"y must hold the classes \['a', 'b'\]; got .*'c'.* Name all at the start"):
        model.partial_fit([[1.0]], ["c"])
    with pytest.raises(ValueError, match=r"X must have 1 columns; got shape \(1, 2\)"):
        model.partial_fit([[1.0, 2.0]], ["a"])


def _rows() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(53, 4))
    return X, X @ [1.0, 2.0, 3.0, 4.0] + rng.normal(size=53)


def _mean(w: Any, rows: Any = slice(None)) -> tuple[Any, Any]:
    X, y = _rows()
    error = X[rows] @ w - y[rows]
    return (error**2).mean() / 2, error @ X[rows] / len(error)


def _sum(w: Any, rows: Any = slice(None)) -> tuple[Any, Any]:
    X, y = _rows()
    error = X[rows] @ w - y[rows]
    return error @ error / 2, error @ X[rows]


def test_a_batch_of_all_rows_is_gradient_descent_and_each_row_is_seen_once_a_pass() -> None:
    whole = minibatch_gradient_descent(_mean, np.zeros(4), 53, batch_size=100, lr=0.2, n_epochs=6)
    path = gradient_descent(_mean, np.zeros(4), lr=0.2, n_iter=6)
    np.testing.assert_allclose(whole.points, path.points)
    np.testing.assert_allclose(whole.values[:, 0], path.values[:-1])
    seen: list[int] = []

    def watch(x: Any, rows: Any) -> tuple[Any, Any]:
        seen.extend(rows.tolist())
        return 0.0, x

    walk = minibatch_gradient_descent(watch, 1.0, 10, batch_size=4, lr=0.1, n_epochs=2, rng=np.random.default_rng(0))
    assert sorted(seen[:10]) == sorted(seen[10:]) == list(range(10))
    assert seen[:10] != seen[10:]
    assert walk.values.shape == (2, 3)


def test_mini_batches_in_float32_stay_float32_and_a_wild_rate_is_named() -> None:
    walk = minibatch_gradient_descent(_mean, np.zeros(4, np.float32), 53, batch_size=8, lr=np.float64(0.1), n_epochs=2)
    assert walk.points.dtype == walk.values.dtype == np.float32
    with pytest.raises(ValueError, match=r"the walk left the finite numbers in pass 1: lr=1e\+200 is too large"):
        minibatch_gradient_descent(_mean, np.zeros(4), 53, batch_size=8, lr=1e200, n_epochs=2)
    with pytest.raises(ValueError, match=r"batch_size must be a whole number, 1 or more; got 0"):
        minibatch_gradient_descent(_mean, np.zeros(4), 53, batch_size=0, lr=0.1, n_epochs=2)


def test_online_learning_asks_for_an_example_only_when_it_has_learned_the_last() -> None:
    asked: list[int] = []

    def endless() -> Any:
        while True:
            asked.append(len(asked))
            yield 2.0

    steps = online_gradient_descent(lambda x, seen: ((x - seen) ** 2 / 2, x - seen), 0.0, endless(), lr=0.5)
    assert [float(next(steps)[0]) for _ in range(3)] == [1, 1.5, 1.75]
    assert asked == [0, 1, 2]
    with pytest.raises(ValueError, match="lr must be a finite number above 0"):
        online_gradient_descent(lambda x, seen: (x, x), 0.0, [1.0], lr=0.0)


@pytest.mark.parametrize("shards", [1, 2, 7, 53, 80])
def test_shards_sum_to_the_whole_and_threads_change_no_bit(shards: int) -> None:
    w = np.array([0.5, -1.0, 2.0, 0.0])
    value, gradient = _sum(w)
    one = map_reduce_gradient(_sum, w, 53, shards=shards)
    many = map_reduce_gradient(_sum, w, 53, shards=shards, threads=3)
    assert one[0] == pytest.approx(value)
    np.testing.assert_allclose(one[1], gradient, rtol=1e-12)
    assert one[0] == many[0]
    np.testing.assert_array_equal(one[1], many[1])


def test_an_error_in_a_thread_comes_out_and_a_wrong_number_is_named() -> None:
    with pytest.raises(ZeroDivisionError):
        map_reduce_gradient(lambda x, part: (1 / 0, x), np.zeros(2), 10, shards=2, threads=2)
    with pytest.raises(ValueError, match=r"threads must be a whole number, 1 or more; got 0"):
        map_reduce_gradient(_sum, np.zeros(4), 53, threads=0)
