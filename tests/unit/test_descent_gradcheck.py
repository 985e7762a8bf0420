"""The gradient check finds wrong derivatives, says what is wrong with them, and lets right ones pass."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from descent import check_gradient, check_op, numerical_gradient
from descent.ops import sigmoid

POINT = np.array([1.0, -2.0, 3.0])


def square(x: Any) -> Any:
    return (x**2).sum()


@settings(deadline=None, derandomize=True, max_examples=50)
@given(hnp.arrays(float, hnp.array_shapes(min_dims=0, max_dims=3, max_side=3), elements=st.floats(-100, 100)))
def test_the_measured_gradient_of_a_square_is_twice_the_point(x: np.ndarray) -> None:
    measured = numerical_gradient(square, x)
    assert measured.shape == x.shape
    np.testing.assert_allclose(
        measured, 2 * x, atol=1e-9 * (1 + square(x))
    )  # rounding of the value, divided by the step


def test_several_arrays_give_several_gradients() -> None:
    A, x = np.arange(6.0).reshape(2, 3), np.array([1.0, -1.0, 2.0])
    dA, dx = numerical_gradient(lambda A, x: (A @ x).sum(), A, x)
    np.testing.assert_allclose(dA, np.stack([x, x]), atol=1e-8)
    np.testing.assert_allclose(dx, A.sum(axis=0), atol=1e-8)


def test_it_is_measured_in_float64_whatever_comes_in() -> None:
    for point in (POINT.astype(np.float32), [1, -2, 3]):
        measured = numerical_gradient(square, point)
        assert measured.dtype == np.float64
        np.testing.assert_allclose(measured, 2 * POINT, atol=1e-8)


def test_the_point_is_not_moved_and_a_number_stays_a_number() -> None:
    point = POINT.copy()
    seen: list[Any] = []

    def remember(x: Any, y: Any) -> Any:
        seen.append((x, y))
        return square(x) + y

    numerical_gradient(remember, point, 2.0)
    np.testing.assert_array_equal(point, POINT)
    assert all(isinstance(y, float) for _, y in seen)
    assert len({x.tobytes() for x, _ in seen}) == 7  # each call saw its own array: six moved ones, and the point itself


def test_the_step_can_be_chosen() -> None:
    assert numerical_gradient(lambda x: x**3, 1.0, step=0.5) == pytest.approx(3.25)


def test_an_array_as_output_needs_weights() -> None:
    np.testing.assert_allclose(
        numerical_gradient(np.sin, POINT, weights=[1.0, 0.0, 2.0]), [np.cos(1), 0, 2 * np.cos(3)]
    )
    with pytest.raises(
        ValueError, match=r"function must return one number; got shape \(3,\)\. Sum it, or pass weights"
    ):
        numerical_gradient(np.sin, POINT)
    with pytest.raises(ValueError, match=r"weights must have the shape of the function's output, \(3,\); got \(2,\)\."):
        numerical_gradient(np.sin, POINT, weights=[1.0, 2.0])


def test_an_empty_array_has_an_empty_gradient() -> None:
    assert numerical_gradient(square, np.zeros((0, 2))).shape == (0, 2)
    assert check_gradient(square, lambda x: 2 * x, np.zeros((0, 2)))


def test_a_right_derivative_passes() -> None:
    report = check_gradient(square, lambda x: 2 * x, POINT)
    assert report
    assert report.error < 1e-9
    assert str(report).startswith("argument 0: right, relative error ")


@pytest.mark.parametrize(
    ("gradient", "hint"),
    [
        (lambda x: -2 * x, "Its sign is flipped."),
        (lambda x: x, "It is 0.5 times the measured one."),
        (lambda x: 2 * x / len(x), "It is 0.3333 times the measured one."),
        (lambda x: 2 * x + 1, ""),
        (lambda x: np.zeros(3), ""),
        (lambda x: np.full(3, np.nan), "It is not finite."),
        (lambda x: np.array([2, np.inf, 6]), "It is not finite."),
    ],
    ids=["sign", "half", "mean for sum", "shift", "zeros", "nan", "inf"],
)
def test_a_wrong_derivative_fails_with_a_hint(gradient: Any, hint: str) -> None:
    report = check_gradient(square, gradient, POINT)
    assert not report
    assert report.arguments[0].hint == hint
    assert str(report).startswith("argument 0: wrong, relative error ")


def test_a_wrong_entry_is_found_and_shown() -> None:
    report = check_gradient(square, lambda x: np.array([2.0, -4.0, 6.1]), POINT, names=["x"])
    assert report.arguments[0].where == (2,)
    assert "x: wrong" in str(report)
    assert "given 6.1, measured 6 at (2,)" in str(report)


def test_one_wrong_argument_of_two_fails_and_only_that_one() -> None:
    report = check_gradient(lambda x, y: x * y, lambda x, y: (y, y), 2.0, 3.0, names=["x", "y"])
    assert not report
    assert [bool(argument.error < 1e-6) for argument in report.arguments] == [True, False]
    assert str(report).splitlines()[1].startswith("y: wrong")


def test_none_leaves_an_argument_out() -> None:
    report = check_gradient(lambda x, y: x * y, lambda x, y: (y, None), 2.0, 3.0)
    assert report
    assert [argument.name for argument in report.arguments] == ["argument 0"]


def test_gradients_that_do_not_match_the_arrays_are_named() -> None:
    with pytest.raises(
        ValueError, match=r"gradient must return one derivative per array, 2 in all; got 1\. Return them"
    ):
        check_gradient(lambda x, y: x * y, lambda x, y: y, 2.0, 3.0)
    with pytest.raises(ValueError, match=r"the gradient of argument 0 must have its shape, \(3,\); got \(3, 1\)\."):
        check_gradient(square, lambda x: 2 * x[:, None], POINT)


def _op(backward: Any) -> ModuleType:
    op = ModuleType("broken")
    vars(op).update(forward=sigmoid.forward, example=sigmoid.example, backward=backward)
    return op


def test_an_operation_with_a_wrong_backward_does_not_pass() -> None:
    rng = np.random.default_rng(0)
    assert check_op(_op(sigmoid.backward), rng)
    forgotten = check_op(_op(lambda dp, cache: cache.p * (1 - cache.p)), rng)
    assert not forgotten
    assert "z: wrong" in str(forgotten)
    doubled = check_op(_op(lambda dp, cache: 2 * sigmoid.backward(dp, cache)), rng)
    assert "It is 2 times the measured one." in str(doubled)
