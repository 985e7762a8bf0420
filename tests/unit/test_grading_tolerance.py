"""Tolerances: as wide as honest computing needs, and no wider."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradus.grading.compare import compare
from gradus.grading.tolerance import Tolerance, from_inputs, near, sensitivity

RNG = np.random.default_rng(4)
PLAIN = Tolerance()


def agrees(got: Any, expected: Any, *args: Any, scale: float = 0.0) -> bool:
    return compare(got, expected, tolerance=from_inputs(args, scale=scale)) is None


@settings(deadline=None, max_examples=60)
@given(st.floats(-1e6, 1e6).filter(lambda value: abs(value) > 1e-5), st.integers(1, 5000))
def test_a_float64_result_that_is_wrong_by_one_part_in_ten_thousand_fails(value: float, count: int) -> None:
    inputs = np.linspace(-1, 1, count)
    assert not agrees(value * (1 + 1e-4), value, inputs)
    assert not agrees(np.full(3, value) * (1 + 1e-4), np.full(3, value), inputs)


@pytest.mark.parametrize("count", [10, 1000, 100_000])
def test_a_float32_sum_passes_however_many_terms_it_has(count: int) -> None:
    terms = RNG.uniform(size=count)
    total = np.float32(0)
    for term in terms.astype(np.float32):
        total += term
    assert agrees(total, float(terms.sum()), terms)
    assert not agrees(np.float32(terms.sum() * 1.02), float(terms.sum()), terms)


def test_a_float32_mean_and_product_pass() -> None:
    X, w = RNG.normal(size=(50, 400)), RNG.normal(size=(50, 1))
    right = 1 / (1 + np.exp(-(w.T @ X)))
    coarse = 1 / (1 + np.exp(-(w.astype(np.float32).T @ X.astype(np.float32))))
    assert coarse.dtype == np.float32
    assert agrees(coarse, right, w, X)


def test_a_cost_that_was_computed_in_float32_and_returned_as_a_float_passes() -> None:
    right = 0.6931471805599453
    coarse = float(np.float32(right) * np.float32(1 + 3e-5))
    assert agrees(coarse, right)
    assert agrees(np.array([[coarse, 2 * coarse]]), np.array([[right, 2 * right]]))
    assert not agrees(right * (1 + 3e-5), right)


def test_a_short_binary_fraction_is_no_sign_of_a_coarse_dtype() -> None:
    assert not agrees(0.5, 0.50002)
    assert not agrees(np.array([0.25, 3.0]), np.array([0.25001, 3.0]))
    assert not agrees(2.0**-14 * (1 + 3e-5), 2.0**-14)
    assert not agrees(2.0**-14, 2.0**-14 * (1 + 3e-5))


def test_a_float16_result_passes_with_its_three_digits() -> None:
    right = RNG.normal(size=(3, 4))
    assert agrees(right.astype(np.float16), right)
    assert agrees(np.exp(right.astype(np.float16)), np.exp(right), right)
    assert not agrees((right * 1.1).astype(np.float16), right)


def test_inputs_in_float32_make_the_result_one_of_float32() -> None:
    x = RNG.normal(size=40).astype(np.float32)
    mean = float(np.float64(x.astype(np.float64).mean()))
    assert agrees(mean * (1 + 5e-5), mean, x)
    assert not agrees(mean * (1 + 5e-5), mean, x.astype(np.float64))


def test_whole_numbers_are_exact_and_a_large_count_is_no_excuse() -> None:
    assert not agrees(10_000_001, 10_000_000)
    assert not agrees(10_000_001.0, 10_000_000)
    assert agrees(10_000_000.0, 10_000_000)
    assert agrees(np.array([1.0, 0.0]), np.array([1, 0]))
    assert agrees(np.array([True, False]), np.array([1, 0]))
    assert agrees(np.float32(16_777_216), 16_777_216)
    assert not agrees(np.array([0.6]), np.array([1]))
    assert agrees(np.array([255], np.uint8), np.array([255]))


def test_complex_results_follow_their_parts() -> None:
    value = np.array([1 + 2j, -0.5j])
    assert agrees(value.astype(np.complex64), value)
    assert agrees(value * (1 + 1e-9), value)
    assert not agrees(value * (1 + 1e-4), value)
    assert not agrees(value.conj(), value)
    assert agrees(np.array([3 + 0j]), np.array([3.0]))
    assert not agrees(np.array([3 + 1e-3j]), np.array([3.0]))


def test_what_is_left_of_large_values_that_cancel_counts_as_zero() -> None:
    large = np.array([1e9, 1.0, -1e9])
    assert agrees(6e-8, 0.0, large)
    assert not agrees(6e-8, 0.0, np.array([1.0, -1.0]))


def test_a_small_entry_is_judged_beside_the_largest_of_its_array() -> None:
    assert agrees(np.array([1e3, 1e-8]), np.array([1e3, 0.0]))
    assert not agrees(np.array([1.0, 1e-6]), np.array([1.0, 0.0]))


def test_tiny_results_are_not_taken_for_zero() -> None:
    assert not agrees(0.0, 1e-9)
    assert not agrees(2e-10, 1e-10)


def test_an_ill_conditioned_case_allows_what_conditioning_costs_and_no_more() -> None:
    hilbert = np.array([[1.0 / (i + j + 1) for j in range(10)] for i in range(10)])
    right = RNG.normal(size=(10, 1))
    b = hilbert @ right
    solved, by_inverse = np.linalg.solve(hilbert, b), np.linalg.inv(hilbert) @ b
    scale = sensitivity(np.linalg.solve, hilbert, b)
    assert scale > 1e6
    assert not agrees(by_inverse, right, hilbert, b)
    assert agrees(by_inverse, right, hilbert, b, scale=scale)
    assert agrees(solved, right, hilbert, b, scale=scale)
    assert not agrees(by_inverse + 0.05, right, hilbert, b, scale=scale)


def test_sensitivity_is_about_one_for_what_is_well_conditioned() -> None:
    x = RNG.uniform(1, 2, size=20)
    assert sensitivity(np.exp, x) < 20
    assert sensitivity(lambda v: {"mean": [v.mean()], "n": 20}, x, at='["mean"]') < 3
    assert sensitivity(lambda v, steps: steps, x, 7) == 0.0


def test_what_an_author_sets_replaces_all_of_it() -> None:
    assert Tolerance(rtol=0.1).close(np.array([1.05]), np.array([1.0])).all()
    assert Tolerance(atol=1.0).close(np.array([4]), np.array([5])).all()
    assert not Tolerance(rtol=0.0, atol=0.0).close(np.float32([0.1]), np.array([0.1])).all()


def test_an_empty_or_odd_argument_is_no_trouble() -> None:
    odd = from_inputs((np.zeros((0, 3)), "text", None, {"W1": [np.ones(2), "b"]}, np.array(["a"]), np.array([np.inf])))
    assert odd == Tolerance(terms=2, size=1.0)
    assert from_inputs(()) == PLAIN


def test_a_law_is_as_lenient_as_a_case_and_refuses_what_is_no_number() -> None:
    z = RNG.normal(size=5)
    half = np.float16(1) / (1 + np.exp(-z.astype(np.float16)))
    mirrored = np.float16(1) / (1 + np.exp(z.astype(np.float16)))
    assert near(half + mirrored, 1, z)
    assert not near((half + mirrored).astype(float) * (1 + 1e-4), 1, z)
    assert not near(np.array([np.nan]), np.array([np.nan]), z)
    assert not near(np.ones(2), np.ones(3), z)
    assert not near(None, 1.0)
    assert not near(np.array(["a"]), 1.0)
