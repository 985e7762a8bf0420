"""Products, activations, arithmetic, reductions and reshaping: their laws, and what they say when shapes do not fit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.special import erf

from descent import (
    add,
    divide,
    elu,
    gelu,
    leaky_relu,
    matmul,
    mean_over,
    multiply,
    relu,
    reshape,
    sum_over,
    tanh,
    transpose,
)
from descent.ops import multiply as multiply_op

PROPERTIES = settings(deadline=None, derandomize=True, max_examples=40)
NUMBERS = st.floats(-1e3, 1e3, width=32, allow_subnormal=False)
ARRAYS = hnp.arrays(float, hnp.array_shapes(max_dims=3, max_side=4), elements=NUMBERS)
PAIRS: Any = hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=4)


@PROPERTIES
@given(PAIRS)
def test_arithmetic_agrees_with_numpy_for_all_shapes_that_fit(shapes: Any) -> None:
    rng = np.random.default_rng(0)
    a, b = (rng.uniform(1, 2, size=shape) for shape in shapes.input_shapes)
    for ours, theirs in ((add, np.add), (multiply, np.multiply), (divide, np.divide)):
        np.testing.assert_array_equal(ours(a, b), theirs(a, b))


@PROPERTIES
@given(ARRAYS)
def test_multiplying_undoes_dividing(a: np.ndarray) -> None:
    np.testing.assert_allclose(multiply(divide(a, 3.0), 3.0), a)
    np.testing.assert_array_equal(add(a, multiply(a, -1)), np.zeros_like(a))


@pytest.mark.parametrize("operation", [add, multiply, divide])
def test_a_plain_number_does_not_widen_float32(operation: Any) -> None:
    a = np.ones(3, np.float32)
    assert operation(a, 0.5).dtype == np.float32
    assert operation(2, a).dtype == np.float32


@pytest.mark.parametrize("operation", [add, multiply, divide])
def test_arithmetic_says_where_shapes_do_not_fit(operation: Any) -> None:
    with pytest.raises(ValueError, match=r"shapes \(2, 3\), \(2,\) do not fit together: at place -1"):
        operation(np.ones((2, 3)), np.ones(2))


def test_a_stretched_factor_collects_from_all_its_copies() -> None:
    _, cache = multiply_op.forward([[1.0, 2.0], [3.0, 4.0]], 10.0)
    da, db = multiply_op.backward(np.ones((2, 2)), cache)
    np.testing.assert_array_equal(da, np.full((2, 2), 10.0))
    assert db == 10


def test_a_product_with_the_identity_changes_nothing_and_is_associative() -> None:
    rng = np.random.default_rng(0)
    A, B, C = rng.normal(size=(2, 4, 3)), rng.normal(size=(3, 5)), rng.normal(size=(2, 5, 2))
    np.testing.assert_array_equal(matmul(A, np.eye(3)), A)
    np.testing.assert_allclose(matmul(matmul(A, B), C), matmul(A, matmul(B, C)))


@pytest.mark.parametrize(
    ("shapes", "sentence"),
    [
        (((3,), (3, 2)), r"A must have shape \(\.\.\., rows, columns\); got \(3,\)\. Use np\.reshape\(A"),
        (((4, 3), (2, 3)), r"B must have 3 rows, one per column of A; got \(4, 3\) and \(2, 3\)\. Transpose B"),
        (((4, 3), (2, 2)), r"B must have 3 rows, .* got \(4, 3\) and \(2, 2\)\. Look at which axis"),
        (((2, 4, 3), (5, 3, 2)), r"shapes \(2,\), \(5,\) do not fit together"),
    ],
    ids=["vector", "transposed", "another size", "stacks"],
)
def test_matrices_that_do_not_fit_are_explained(shapes: tuple[tuple[int, ...], ...], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        matmul(*(np.ones(shape) for shape in shapes))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_activations_stay_finite_far_from_zero(dtype: type) -> None:
    z = np.array([-1e4, -1e3, 0, 1e3, 1e4], dtype)
    np.testing.assert_array_equal(tanh(z), np.sign(z))
    np.testing.assert_array_equal(elu(z), [-1, -1, 0, 1e3, 1e4])
    np.testing.assert_array_equal(gelu(z), [0, 0, 0, 1e3, 1e4])
    np.testing.assert_array_equal(leaky_relu(z, negative_slope=0.5), [-5e3, -5e2, 0, 1e3, 1e4])


@PROPERTIES
@given(ARRAYS)
def test_tanh_is_odd_and_a_leak_of_zero_is_the_relu(z: np.ndarray) -> None:
    np.testing.assert_array_equal(tanh(-z), -tanh(z))
    np.testing.assert_array_equal(leaky_relu(z, negative_slope=0), relu(z))
    np.testing.assert_array_equal(leaky_relu(z, negative_slope=1), z)
    np.testing.assert_allclose(gelu(z) - gelu(-z), z, atol=1e-12)


def test_gelu_is_within_half_a_thousandth_of_the_exact_one() -> None:
    z = np.linspace(-8, 8, 1601)
    np.testing.assert_allclose(gelu(z), z * (1 + erf(z / np.sqrt(2))) / 2, atol=5e-4)


def test_a_numpy_slope_does_not_widen_float32() -> None:
    z = np.ones(2, np.float32)
    assert leaky_relu(z, negative_slope=np.float64(0.1)).dtype == elu(z, alpha=np.float64(2)).dtype == np.float32


@PROPERTIES
@given(ARRAYS, st.data())
def test_sums_and_means_agree_with_numpy_over_any_axes(x: np.ndarray, data: st.DataObject) -> None:
    axes = st.sets(st.integers(0, x.ndim - 1), min_size=1).map(tuple)
    axis = data.draw(st.none() | st.integers(-x.ndim, x.ndim - 1) | axes)
    keepdims = data.draw(st.booleans())
    np.testing.assert_allclose(sum_over(x, axis=axis, keepdims=keepdims), x.sum(axis=axis, keepdims=keepdims))
    np.testing.assert_allclose(mean_over(x, axis=axis, keepdims=keepdims), x.mean(axis=axis, keepdims=keepdims))


def test_a_sum_of_nothing_is_zero_and_a_mean_of_nothing_is_refused() -> None:
    assert sum_over([]) == 0
    with pytest.raises(ValueError, match="x must have at least one entry: a mean of nothing is not defined"):
        mean_over([])


def test_axes_that_are_not_there_or_named_twice_are_explained() -> None:
    with pytest.raises(ValueError, match=r"axis must be an axis of x, which has axes -2 to 1 .* got 2"):
        sum_over(np.ones((2, 2)), axis=2)
    with pytest.raises(ValueError, match=r"axis must name each axis of x at most once; got \(0, -2\)"):
        sum_over(np.ones((2, 2)), axis=(0, -2))
    with pytest.raises(ValueError, match=r"axes must name each of the 2 axes of a once; got \(0, 0\)"):
        transpose(np.ones((2, 2)), axes=(0, 0))
    with pytest.raises(ValueError, match=r"shape must have as many entries as a, 4 in shape \(2, 2\); got \(3, -1\)"):
        reshape(np.ones((2, 2)), shape=(3, -1))


@PROPERTIES
@given(ARRAYS)
def test_reshaping_and_transposing_come_back(a: np.ndarray) -> None:
    np.testing.assert_array_equal(reshape(reshape(a), shape=a.shape), a)
    np.testing.assert_array_equal(transpose(transpose(a)), a)
    np.testing.assert_array_equal(transpose(a), a.T)
