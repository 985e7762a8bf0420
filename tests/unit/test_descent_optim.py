"""Gradient descent and Newton's method on functions whose way down is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descent import gradient_descent, newton


def parabola(x: Any) -> tuple[Any, Any]:
    return x**2, 2 * x


def bowl(x: Any) -> tuple[Any, Any]:
    return 0.5 * (x[0] ** 2 + 10 * x[1] ** 2), np.array([x[0], 10 * x[1]])


@settings(deadline=None, derandomize=True)
@given(st.floats(0.01, 0.99), st.floats(-5, 5))
def test_on_a_parabola_every_step_shrinks_the_distance_by_the_same_factor(lr: float, start: float) -> None:
    path = gradient_descent(parabola, start, lr=lr, n_iter=10)
    np.testing.assert_allclose(path.points, start * (1 - 2 * lr) ** np.arange(11), atol=1e-12)


def test_the_path_holds_points_values_and_gradients_the_start_first() -> None:
    path = gradient_descent(bowl, [4.0, 1.0], lr=0.05, n_iter=7)
    assert path.points.shape == path.gradients.shape == (8, 2)
    assert path.values.shape == (8,)
    np.testing.assert_array_equal(path.points[0], [4, 1])
    np.testing.assert_allclose(path.points[1:], path.points[:-1] - 0.05 * path.gradients[:-1])
    for point, value, gradient in zip(*path, strict=True):
        assert value == bowl(point)[0]
        np.testing.assert_array_equal(gradient, bowl(point)[1])


def test_no_steps_give_the_start_alone() -> None:
    path = gradient_descent(parabola, 3.0, lr=0.1, n_iter=0)
    assert path.points.tolist() == [3]
    assert path.values.tolist() == [9]


def test_a_point_may_have_any_shape() -> None:
    path = gradient_descent(lambda x: ((x**2).sum(), 2 * x), np.ones((2, 3)), lr=0.25, n_iter=2)
    np.testing.assert_array_equal(path.points[-1], np.full((2, 3), 0.25))


def test_a_learning_rate_at_the_border_jumps_to_and_fro() -> None:
    assert gradient_descent(parabola, 1.0, lr=1.0, n_iter=4).points.tolist() == [1, -1, 1, -1, 1]


def test_a_walk_that_flies_off_ends_at_its_last_finite_point() -> None:
    path = gradient_descent(parabola, 1.0, lr=1e30, n_iter=50)
    assert 1 < len(path.points) < 51
    assert np.isfinite(path.points).all()
    assert np.isfinite(path.values).all()
    assert abs(path.points[-1]) > 1e30


def test_a_float32_start_gives_a_float32_path() -> None:
    path = gradient_descent(parabola, np.float32(1), lr=np.float64(0.1), n_iter=3)
    assert path.points.dtype == path.values.dtype == path.gradients.dtype == np.float32


def test_the_start_is_not_moved() -> None:
    start = np.array([4.0, 1.0])
    gradient_descent(bowl, start, lr=0.1, n_iter=5)
    np.testing.assert_array_equal(start, [4, 1])


def test_a_gradient_of_another_shape_is_named() -> None:
    with pytest.raises(
        ValueError, match=r"the gradient must have the shape of the point, \(2,\); got \(\)\. Return one"
    ):
        gradient_descent(lambda x: (x @ x, 2 * x[0]), [1.0, 2.0], lr=0.1, n_iter=3)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"lr": -1}, r"lr must be a finite number above 0; got -1\."),
        ({"lr": np.inf}, r"lr must be a finite number above 0; got inf\."),
        ({"n_iter": 2.5}, r"n_iter must be a whole number, 0 or more; got 2\.5\."),
        ({"start": np.nan}, r"start must be finite, without NaN or infinity; got nan"),
        ({"start": "here"}, r"start must hold real numbers; got values of dtype <U4"),
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_named(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises((ValueError, TypeError), match=sentence):
        gradient_descent(parabola, **{"start": 1.0, "lr": 0.1, "n_iter": 5, **change})


def test_newton_needs_one_step_on_a_parabola_and_one_to_know_it() -> None:
    H = np.array([[3.0, 1.0], [1.0, 2.0]])
    path = newton(lambda x: (x @ H @ x / 2, H @ x, H), [5.0, -7.0])
    np.testing.assert_allclose(path.points[1], 0, atol=1e-14)
    assert path.converged
    assert len(path.values) == 3


def test_newton_shortens_a_step_that_would_go_up() -> None:
    def hyperbola(x: np.ndarray) -> tuple[Any, Any, Any]:
        r = np.sqrt(1 + x @ x)
        return r, x / r, np.eye(1) / r**3

    path = newton(hyperbola, [3.0])
    assert path.converged
    assert path.points[-1, 0] == pytest.approx(0, abs=1e-12)
    assert (np.diff(path.values) <= 0).all()


def test_newton_leaves_a_direction_without_slope_alone() -> None:
    flat = np.diag([2.0, 0.0])
    path = newton(lambda x: (x @ flat @ x / 2, flat @ x, flat), [1.0, 5.0])
    np.testing.assert_allclose(path.points[-1], [0, 5])


def test_newton_stops_when_its_steps_are_used_up() -> None:
    def quartic(x: np.ndarray) -> tuple[Any, Any, Any]:
        return (x**4).sum(), 4 * x**3, np.diag(12 * x**2)

    path = newton(quartic, [1.0], n_iter=3)
    assert not path.converged
    np.testing.assert_allclose(path.points[:, 0], (2 / 3) ** np.arange(4))


def test_newton_gives_up_when_no_step_along_a_wrong_gradient_goes_down() -> None:
    path = newton(lambda x: (x @ x, -2 * x, 2 * np.eye(1)), [1.0])
    assert not path.converged
    assert path.points.tolist() == [[1]]


def test_newton_refuses_a_function_that_curves_downwards() -> None:
    with pytest.raises(
        ValueError, match=r"the function must be convex; at step 0 its second derivatives curve downwards"
    ):
        newton(lambda x: (-(x @ x), -2 * x, -2 * np.eye(1)), [1.0])
