"""The comparison: strict about values and shapes, easy about style, exact about the place."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gradus.grading.compare import compare
from gradus.grading.wire import Opaque

A = np.array([[1.0, 2.0, 3.0]])


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (np.float64(0.5), 0.5),
        (np.array(0.5), 0.5),
        (0.5, np.array(0.5)),
        (np.float32(0.1), 0.1),
        (1, 1.0),
        (1.0, 1),
        ([1, 2.0], (1.0, 2)),
        ((1, 2), [1, 2]),
        (A.astype(np.float32), A),
        (A.astype(int), A),
        (A > 2, (A > 2).astype(float)),
        ({"dw": A, "extra": 1}, {"dw": A}),
        (np.array([0.1, 0.2]), [0.1, 0.2]),
        ([np.float64(0.1), np.array(0.2)], [0.1, 0.2]),
        (float("nan"), float("nan")),
        (np.array([np.inf, -np.inf]), np.array([np.inf, -np.inf])),
        (A * (1 + 1e-9), A),
        (np.array([1e-13]), np.array([0.0])),
        ("yes", "yes"),
        (None, None),
        (np.array(["a", "b"]), np.array(["a", "b"])),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        ({1, 2}, frozenset({1, 2})),
    ],
)
def test_a_right_result_in_another_style_is_right(got: Any, expected: Any) -> None:
    assert compare(got, expected) is None


@pytest.mark.parametrize(
    ("got", "expected", "path", "said"),
    [
        (0.25, 0.5, "", "got 0.25, expected 0.5"),
        (A.T, A, "", r"expected an array of shape \(1, 3\); got an array of shape \(3, 1\)"),
        (A[0], A, "", r"got an array of shape \(3,\)"),
        (np.array([[0.5]]), 0.5, "", r"expected a number; got an array of shape \(1, 1\)"),
        (A + [[0, 0, 1]], A, "", r"1 of 3 values differ, first at \[0, 2\]: got 4.0, expected 3.0"),
        (({"dw": A * 2}, 1), ({"dw": A}, 1), '[0]["dw"]', r'first at \[0\]\["dw"\]\[0, 0\]: got 2.0'),
        (({"dw": A}, 2), ({"dw": A}, 1), "[1]", r"at \[1\]: got 2, expected 1"),
        ({"dW": A}, {"dw": A}, "", "no key 'dw'; is 'dW' a misspelling|no key 'dw'; its keys are 'dW'"),
        ((1, 2, 3), (1, 2), "", "expected 2 values; got 3"),
        (None, A, "", "got None"),
        (..., A, "", "got the placeholder ..."),
        ([1.0, 2.0, 3.0], A[0], "", "got a list of length 3"),
        (Opaque("function", "<f>"), 1.0, "", "got a value of type function"),
        (float("nan"), 1.0, "", "got nan, expected 1.0"),
        (1.0, None, "", "expected None; got the number 1.0"),
        ("no", "yes", "", "expected 'yes'"),
        (A, {"dw": A}, "", "expected a dictionary with the keys 'dw'"),
        (1.0, (1.0, 2.0), "", "expected a tuple of a number, a number; got the number 1.0"),
    ],
)
def test_the_first_difference_is_named_with_its_place(got: Any, expected: Any, path: str, said: str) -> None:
    found = compare(got, expected)
    assert found is not None
    assert found.path == path
    assert re.search(said, found.text), found.text


def test_the_form_of_a_difference_tells_no_expected_value() -> None:
    found = compare((A, 0.125), (A, 0.625))
    assert found is not None
    assert "0.625" in found.text
    assert "0.625" not in found.form
    assert "0.125" in found.form


def test_a_small_entry_beside_a_large_one_still_counts() -> None:
    assert compare(np.array([1.0, 2e-6]), np.array([1.0, 1e-6])) is not None


def test_tolerance_follows_the_coarser_dtype() -> None:
    assert compare(np.float32(1.00005), 1.0) is None
    assert compare(np.float64(1.00005), 1.0) is not None


def test_a_case_may_set_its_own_tolerance() -> None:
    assert compare(1.05, 1.0, rtol=0.1) is None
    assert compare(1e-3, 0.0, atol=1e-2) is None


def test_any_shape_will_do_when_the_case_says_so() -> None:
    assert compare(np.array([[0.5]]), 0.5, shape="any") is None
    assert compare(A.T, A, shape="any") is None
    assert compare(np.zeros(2), np.zeros(3), shape="any") is not None
    wrong = compare(np.array([[0.25]]), 0.5, shape="any")
    assert wrong is not None
    assert wrong.text == "got 0.25, expected 0.5"


@settings(deadline=None, max_examples=60)
@given(hnp.arrays(float, hnp.array_shapes(), elements=st.floats(-1e6, 1e6)))
def test_every_result_agrees_with_itself_and_not_with_a_changed_copy(array: np.ndarray) -> None:
    assert compare(array, array.copy()) is None
    other = array.copy()
    other.flat[-1] += 1 + abs(other.flat[-1])
    assert compare(other, array) is not None
