"""L-BFGS: laws, functions whose minimum is known, SciPy as referee."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize, rosen, rosen_der

from descent import lbfgs


def _bowl(d: int, condition: float) -> tuple[Any, np.ndarray]:
    rng = np.random.default_rng(0)
    turn = np.linalg.qr(rng.normal(size=(d, d)))[0]
    B, middle = turn * np.geomspace(1, condition, d) @ turn.T, rng.normal(size=d)
    return lambda x: ((x - middle) @ B @ (x - middle) / 2, B @ (x - middle)), middle


@pytest.mark.parametrize("condition", [1.0, 100.0, 1e4])
def test_it_finds_the_middle_of_a_bowl(condition: float) -> None:
    bowl, middle = _bowl(30, condition)
    result = lbfgs(bowl, np.zeros(30), tol=1e-9)
    assert result.converged
    np.testing.assert_allclose(result.point, middle, atol=1e-8)
    assert (np.diff(result.values) <= 1e-15).all()


def test_a_round_bowl_needs_two_steps_since_the_first_tells_its_curvature() -> None:
    result = lbfgs(lambda x: (3 * x @ x, 6 * x), [4.0, -1.0], tol=1e-12)
    assert len(result.values) == 3
    np.testing.assert_allclose(result.point, 0, atol=1e-12)


def test_moving_and_turning_the_function_moves_and_turns_the_walk() -> None:
    turn = np.linalg.qr(np.random.default_rng(1).normal(size=(4, 4)))[0]
    start, shift = np.array([-1.2, 1.0, -1.0, 0.5]), np.arange(4.0)

    def turned(x: np.ndarray) -> tuple[Any, Any]:
        inner = turn.T @ (x - shift)
        return rosen(inner), turn @ rosen_der(inner)

    plain = lbfgs(lambda x: (rosen(x), 1.0 * rosen_der(x)), start, n_iter=6)
    # The first step is as long as 1 / (sum of the sizes of the gradient), which a turn changes; so only the end agrees.
    np.testing.assert_allclose(
        lbfgs(turned, turn @ start + shift, tol=1e-10).point, turn @ np.ones(4) + shift, atol=1e-7
    )
    moved = lbfgs(lambda x: (rosen(x - shift), rosen_der(x - shift)), start + shift, n_iter=6)
    np.testing.assert_allclose(moved.point, plain.point + shift, atol=1e-9)


@pytest.mark.parametrize("d", [2, 10, 50])
def test_in_rosenbrocks_valley_it_needs_about_the_evaluations_of_scipy(d: int) -> None:
    calls = 0

    def valley(x: np.ndarray) -> tuple[Any, Any]:
        nonlocal calls
        calls += 1
        return rosen(x), rosen_der(x)

    start = np.tile([-1.2, 1.0], d // 2)
    ours = lbfgs(valley, start, tol=1e-8)
    theirs = minimize(valley, start, jac=True, method="L-BFGS-B", options={"gtol": 1e-8, "ftol": 0, "maxiter": 5000})
    assert ours.converged
    assert ours.values[-1] <= theirs.fun + 1e-12
    assert calls - theirs.nfev < 1.6 * theirs.nfev


def test_it_leaves_out_what_no_step_can_reach() -> None:
    def wall(x: np.ndarray) -> tuple[Any, Any]:
        with np.errstate(divide="ignore", invalid="ignore"):
            return (x - np.log(x)).sum(), 1 - 1 / x

    result = lbfgs(wall, [1e-3, 20.0], tol=1e-10)
    assert result.converged
    np.testing.assert_allclose(result.point, 1, atol=1e-8)


def test_a_start_at_the_minimum_takes_no_step() -> None:
    result = lbfgs(lambda x: (x @ x, 2 * x), np.zeros(3))
    assert result.converged
    assert result.values.tolist() == [0]


def test_steps_that_are_used_up_are_said() -> None:
    result = lbfgs(lambda x: (rosen(x), rosen_der(x)), [-1.2, 1.0], n_iter=3)
    assert not result.converged
    assert len(result.values) == 4


def test_a_gradient_that_points_up_ends_the_walk_where_it_began() -> None:
    result = lbfgs(lambda x: (x @ x, -2 * x), [1.0])
    assert not result.converged
    assert result.point.tolist() == [1]


def test_float32_stays_and_ends_when_rounding_is_all_that_is_left() -> None:
    bowl, middle = _bowl(5, 10.0)

    def narrow(x: np.ndarray) -> tuple[Any, Any]:
        assert x.dtype == np.float32
        value, gradient = bowl(x.astype(float))
        return np.float32(value + 1), gradient.astype(np.float32)

    result = lbfgs(narrow, np.zeros(5, np.float32), tol=0.0)
    assert result.converged
    assert result.point.dtype == result.values.dtype == np.float32
    np.testing.assert_allclose(result.point, middle, atol=1e-3)


def test_the_start_stays() -> None:
    start = np.array([4.0, 1.0])
    lbfgs(lambda x: (x @ x, 2 * x), start)
    assert start.tolist() == [4, 1]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"n_iter": -1}, r"n_iter must be a whole number, 0 or more; got -1\."),
        ({"memory": 0}, r"memory must be a whole number, 1 or more; got 0\."),
        ({"tol": -1.0}, r"tol must be a finite number, 0 or more; got -1\.0\. Try 1e-6"),
        ({"start": [np.nan]}, r"start must be finite, without NaN or infinity; got nan"),
        ({"start": [[1.0]]}, r"start must have shape \(n,\), one entry; got \(1, 1\)\."),
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_named(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        lbfgs(lambda x: (x @ x, 2 * x), **{"start": [1.0], **change})
