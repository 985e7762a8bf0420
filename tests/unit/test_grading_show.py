"""Values as a reader sees them: small ones ready to paste, large ones by shape."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gradus.grading.picking import PickError, pick
from gradus.grading.show import LONG, show, show_call, show_form


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.5, "0.5"),
        (2.0, "2.0"),
        (1 / 3, "0.333333"),
        (1e-12, "1e-12"),
        (float("nan"), "nan"),
        (3, "3"),
        (True, "True"),
        (None, "None"),
        (..., "Ellipsis"),
        ("it's", '"it\'s"'),
        (np.array([[1.0, 2.5]]), "np.array([[1.0, 2.5]])"),
        (np.array([1, 2]), "np.array([1, 2])"),
        (np.array(0.5), "np.array(0.5)"),
        (np.float32([1]), "np.array([1.0], dtype=np.float32)"),
        (np.array(["a"]), "np.array(['a'])"),
        (np.zeros((0, 2)), "<array of shape (0, 2), float64>"),
        (np.zeros((9, 9)), "<array of shape (9, 9), float64, starting 0.0, 0.0, 0.0, 0.0, …>"),
        ((1,), "(1,)"),
        ([1, (2, 3)], "[1, (2, 3)]"),
        ({"dw": np.array([1.0])}, "{'dw': np.array([1.0])}"),
    ],
)
def test_a_value_is_written_so_that_one_could_type_it(value: Any, text: str) -> None:
    assert show(value) == text


@pytest.mark.parametrize("value", [list(range(10_000)), "x" * 10_000, {i: i for i in range(999)}, [[[[[[[1]]]]]]] * 50])
def test_no_text_is_longer_than_the_bound(value: Any) -> None:
    assert len(show(value)) <= LONG


def test_a_small_array_can_be_pasted_back() -> None:
    array = np.round(np.random.default_rng(0).normal(size=(2, 3)), 3)
    assert np.array_equal(eval(show(array), {"np": np}), array)


def test_a_call_shows_short_inputs_in_place_and_arrays_by_name() -> None:
    assert show_call("f", ("x", "n"), (0.5, 3), {"rate": 0.1}) == "f(0.5, 3, rate=0.1)"
    assert show_call("f", ("x",), (np.array([1.0]),), {}) == "f(np.array([1.0]))"
    said = show_call("f", ("w", "b"), (np.zeros((2, 1)), 1.0), {})
    assert said == "f(w, 1.0) with\n  w = np.array([[0.0], [0.0]])"


def test_a_form_tells_shape_and_kind_and_no_value() -> None:
    said = show_form(({"dw": np.full((2, 1), 7.5)}, 0.125, [1, 2], True, 3))
    assert said == (
        "a tuple of a dictionary with the keys 'dw', a number, a list of length 2, True or False, a whole number"
    )


def test_a_path_leads_into_the_result() -> None:
    result = ({"dw": [1, 2]}, 5)
    assert pick(result, "") is result
    assert pick(result, '[0]["dw"][1]') == 2
    assert pick(result, "[-1]") == 5


@pytest.mark.parametrize(
    ("result", "path", "said"),
    [
        (3.0, "[1]", "the result should be several values, in a tuple; it is one float"),
        ((1,), "[1]", "the result should have at least 2 values; it has 1"),
        (({},), '[0]["dw"]', r"the result\[0\] has no key 'dw'; it has no keys"),
        ((1,), '["dw"]', "the result should be a dictionary with the key 'dw'"),
        (None, "[0]", "it is None"),
        (np.zeros(3), "[0]", r"one array of shape \(3,\)"),
    ],
)
def test_a_path_that_leads_nowhere_says_what_is_there(result: Any, path: str, said: str) -> None:
    with pytest.raises(PickError, match=said):
        pick(result, path)


def test_a_path_that_is_none_is_the_authors_error() -> None:
    with pytest.raises(ValueError, match="a path is written like"):
        pick((1,), ".shape")
