"""The sigmoid and ReLU: laws, extremes, exact values."""

from __future__ import annotations

from decimal import Decimal, getcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.special import expit

from descent import relu, sigmoid
from descent.ops import relu as relu_op
from descent.ops import sigmoid as sigmoid_op

SHAPES = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
LOGITS = hnp.arrays(np.float64, SHAPES, elements=st.floats(-1e6, 1e6))


@settings(deadline=None, derandomize=True)
@given(LOGITS)
def test_sigmoid_keeps_the_shape_and_stays_between_0_and_1(z: np.ndarray) -> None:
    p = sigmoid(z)
    assert p.shape == z.shape
    assert ((p >= 0) & (p <= 1)).all()


@settings(deadline=None, derandomize=True)
@given(LOGITS)
def test_sigmoid_of_the_opposite_logit_is_the_opposite_probability(z: np.ndarray) -> None:
    np.testing.assert_allclose(sigmoid(-z), 1 - sigmoid(z), atol=1e-15)


@settings(deadline=None, derandomize=True)
@given(LOGITS)
def test_sigmoid_agrees_with_scipy(z: np.ndarray) -> None:
    np.testing.assert_allclose(sigmoid(z), expit(z), rtol=1e-14)


def test_sigmoid_never_falls() -> None:
    assert (np.diff(sigmoid(np.linspace(-800, 800, 10_001))) >= 0).all()


@pytest.mark.parametrize("z", ["-700", "-50", "-1.5", "0", "0.25", "3", "30"])
def test_sigmoid_has_all_digits(z: str) -> None:
    getcontext().prec = 60
    exact = 1 / (1 + (-Decimal(z)).exp())  # Python's decimal arithmetic, to 60 digits
    assert float(sigmoid(float(z))) == pytest.approx(float(exact), rel=4e-16)


def test_sigmoid_does_not_overflow_at_the_ends() -> None:
    np.testing.assert_array_equal(sigmoid([-np.inf, -1e308, 1e308, np.inf]), [0, 0, 1, 1])
    np.testing.assert_array_equal(sigmoid(np.float32([-1e38, 1e38])), np.float32([0, 1]))


def test_sigmoid_of_one_number_is_one_number() -> None:
    assert sigmoid(0) == 0.5
    assert np.ndim(sigmoid(0)) == 0
    assert isinstance(sigmoid(0.0), np.float64)


def test_the_slope_of_the_sigmoid_is_a_quarter_at_0_and_vanishes_far_away() -> None:
    _, cache = sigmoid_op.forward([0.0, 40.0, -800.0])
    slope = sigmoid_op.backward(np.ones(3), cache)
    assert slope[0] == 0.25
    np.testing.assert_allclose(slope[1:], 0, atol=1e-15)


@settings(deadline=None, derandomize=True)
@given(LOGITS)
def test_relu_is_what_is_positive_and_the_rest_is_relu_of_the_opposite(z: np.ndarray) -> None:
    assert (relu(z) >= 0).all()
    np.testing.assert_array_equal(relu(z) - relu(-z), z)


@settings(deadline=None, derandomize=True)
@given(LOGITS, st.floats(0, 1e3))
def test_relu_of_a_multiple_is_the_multiple_of_relu(z: np.ndarray, factor: float) -> None:
    np.testing.assert_array_equal(relu(factor * z), factor * relu(z))


def test_the_slope_of_relu_at_0_is_0() -> None:
    _, cache = relu_op.forward([-1.0, 0.0, 1.0])
    np.testing.assert_array_equal(relu_op.backward([5.0, 5.0, 5.0], cache), [0, 0, 5])
