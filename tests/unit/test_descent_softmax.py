"""Softmax, log-softmax and log-sum-exp: laws, extremes, SciPy as referee."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from descent import log_softmax, logsumexp, sigmoid, softmax

LOGITS = hnp.arrays(
    np.float64, hnp.array_shapes(min_dims=1, max_dims=3, max_side=5), elements=st.floats(-1e4, 1e4, width=32)
)
PROPERTIES = settings(deadline=None, derandomize=True, max_examples=50)


@PROPERTIES
@given(LOGITS)
def test_softmax_sums_to_one_along_its_axis(z: np.ndarray) -> None:
    for axis in range(-z.ndim, z.ndim):
        p = softmax(z, axis=axis)
        assert p.shape == z.shape
        np.testing.assert_allclose(p.sum(axis=axis), 1)
        assert (p >= 0).all()


@PROPERTIES
@given(LOGITS, st.floats(-1e3, 1e3, width=16))
def test_softmax_ignores_a_constant_added_to_a_row(z: np.ndarray, constant: float) -> None:
    np.testing.assert_allclose(softmax(z + constant), softmax(z), atol=1e-10)


@PROPERTIES
@given(LOGITS)
def test_softmax_of_reordered_logits_is_the_reordered_softmax(z: np.ndarray) -> None:
    np.testing.assert_allclose(softmax(z[..., ::-1]), softmax(z)[..., ::-1])


@PROPERTIES
@given(LOGITS)
def test_the_exponential_of_log_softmax_is_softmax(z: np.ndarray) -> None:
    np.testing.assert_allclose(np.exp(log_softmax(z)), softmax(z), atol=1e-13)
    assert (log_softmax(z) <= 0).all()


@PROPERTIES
@given(LOGITS)
def test_all_three_agree_with_scipy(z: np.ndarray) -> None:
    for axis in range(z.ndim):
        np.testing.assert_allclose(softmax(z, axis=axis), scipy.special.softmax(z, axis=axis), rtol=1e-10, atol=1e-300)
        np.testing.assert_allclose(log_softmax(z, axis=axis), scipy.special.log_softmax(z, axis=axis), atol=1e-11)
        np.testing.assert_allclose(
            logsumexp(z, axis=axis), scipy.special.logsumexp(z, axis=axis), rtol=1e-12, atol=1e-12
        )


@PROPERTIES
@given(LOGITS)
def test_logsumexp_lies_between_the_largest_and_the_largest_plus_log_k(z: np.ndarray) -> None:
    largest = z.max(axis=-1)
    assert (logsumexp(z) >= largest).all()
    assert (logsumexp(z) <= largest + np.log(z.shape[-1]) + 1e-9).all()


def test_two_classes_are_the_sigmoid_of_the_difference() -> None:
    z = np.array([[1.0, 3.0], [-2.0, -2.5]])
    np.testing.assert_allclose(softmax(z)[:, 0], sigmoid(z[:, 0] - z[:, 1]))


def test_one_class_has_probability_one() -> None:
    np.testing.assert_array_equal(softmax([[-7.0], [1e4]]), [[1], [1]])
    np.testing.assert_array_equal(log_softmax([[-7.0], [1e4]]), [[0], [0]])


def test_equal_logits_share_equally() -> None:
    np.testing.assert_array_equal(softmax(np.zeros((2, 4))), np.full((2, 4), 0.25))
    assert logsumexp(np.zeros(4)) == pytest.approx(np.log(4))


def test_huge_logits_neither_overflow_nor_vanish() -> None:
    np.testing.assert_array_equal(softmax([[1e4, 0.0], [-1e4, 0.0]]), [[1, 0], [0, 1]])
    np.testing.assert_array_equal(log_softmax([[1e4, 0.0]]), [[0, -1e4]])
    assert logsumexp([-1e4, -1e4]) == pytest.approx(-1e4 + np.log(2), rel=1e-15)


def test_minus_infinity_leaves_a_class_out() -> None:
    np.testing.assert_array_equal(softmax([[0.0, 0.0, -np.inf]]), [[0.5, 0.5, 0]])
    assert logsumexp([2.0, -np.inf]) == 2
    assert logsumexp([-np.inf, -np.inf]) == -np.inf
    assert logsumexp([np.inf, 1e9]) == np.inf


def test_log_softmax_is_exact_when_all_logits_are_huge_and_close() -> None:
    exact = [0 - np.log1p(np.exp(-1)), -1 - np.log1p(np.exp(-1))]
    np.testing.assert_allclose(log_softmax([1e15, 1e15 - 1]), exact, rtol=1e-12)


@pytest.mark.parametrize("function", [softmax, log_softmax, logsumexp])
def test_no_rows_are_fine_and_no_classes_are_not(function) -> None:  # type: ignore[no-untyped-def]
    assert len(function(np.zeros((0, 3)))) == 0
    with pytest.raises(
        ValueError, match=r"z must have at least one entry along axis 1: the .* of nothing is not defined"
    ):
        function(np.zeros((3, 0)))


@pytest.mark.parametrize("function", [softmax, log_softmax, logsumexp])
def test_an_axis_that_is_not_there_is_named(function) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(
        ValueError, match=r"axis must be an axis of z, which has axes -2 to 1 and shape \(2, 3\); got 2"
    ):
        function(np.zeros((2, 3)), axis=2)
    with pytest.raises(ValueError, match=r"axis must be an axis of z, which has no axis: it is one number"):
        function(3.0)
