"""The sentences with which the library meets what it cannot use; most are tested where they are caused."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from descent.estimator import NotFittedError, fitted
from descent.labels import labels, two_classes
from descent.shapes import finite, floats, incoming, matrix, scalar, vector


def test_float_arrays_are_taken_as_they_are_without_a_copy() -> None:
    for dtype in (np.float32, np.float64):
        array = np.ones((2, 3), dtype)
        assert floats(array, "X") is array


@pytest.mark.parametrize(
    "value", [3, True, [1, 2], (0, 1), np.int8(4), np.uint64(7), np.array([True, False]), range(3)]
)
def test_integers_and_booleans_become_float64(value: object) -> None:
    assert floats(value, "x").dtype == np.float64
    np.testing.assert_array_equal(floats(value, "x"), np.asarray(value))


def test_a_number_of_the_other_byte_order_is_still_a_number() -> None:
    assert floats(np.array([1.5], dtype=">f8"), "x").tolist() == [1.5]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (
            "seven",
            r"z must hold real numbers; got values of dtype <U5\. Convert it first, for example with np\.array\(z",
        ),
        (object(), r"z must hold real numbers; got an object of type object\."),
        ({"a": 1}, r"z must hold real numbers; got an object of type dict\."),
        (
            [1, None],
            r"z must hold real numbers; got values of dtype object\. .* look for text or None among the values",
        ),
        (np.array(["2020-01-01"], dtype="M8[D]"), r"z must hold real numbers; got values of dtype datetime64\[D\]"),
        (sparse.eye_array(3), r"z must be a dense array; got sparse data of type dia_array\. Use \.toarray\(\)\."),
        (np.float16(1), r"z must be float32 or float64; got float16\. Convert it with z\.astype\(np\.float32\)"),
    ],
    ids=["text", "object", "dict", "None", "dates", "sparse", "half"],
)
def test_what_is_not_a_real_number_is_named(value: object, sentence: str) -> None:
    with pytest.raises(TypeError, match=sentence):
        floats(value, "z")


def test_a_row_of_a_vector_can_be_a_matrix_and_the_sentence_says_how() -> None:
    with pytest.raises(
        ValueError, match=r"np\.reshape\(X, \(1, -1\)\) for one sample, np\.reshape\(X, \(-1, 1\)\) for one"
    ):
        matrix(np.ones(3), "X")


def test_a_transposed_matrix_is_recognised() -> None:
    with pytest.raises(ValueError, match=r"X must have 3 columns; got shape \(3, 5\)\. Transpose it with X\.T"):
        matrix(np.ones((3, 5)), "X", columns=3)
    with pytest.raises(
        ValueError, match=r"X must have 3 columns; got shape \(4, 5\)\. Look at which columns were kept"
    ):
        matrix(np.ones((4, 5)), "X", columns=3)


def test_a_column_is_not_a_vector() -> None:
    with pytest.raises(
        ValueError, match=r"y must have shape \(n,\), one entry; got \(3, 1\)\. Flatten it with np\.ravel\(y\)"
    ):
        vector(np.ones((3, 1)), "y")


def test_a_vector_of_one_is_not_a_number() -> None:
    assert scalar(np.float32(2), "b").dtype == np.float32
    with pytest.raises(ValueError, match=r"b must be one number; got shape \(1,\)\."):
        scalar([2.0], "b")


def test_the_first_of_several_values_that_are_not_finite_is_shown_with_their_number() -> None:
    X = np.zeros((3, 2))
    X[1, 1], X[2, 0] = np.inf, np.nan
    with pytest.raises(
        ValueError, match=r"X must be finite, .*; got inf at position \(1, 1\) \(2 such of 6\)\. Drop those"
    ):
        finite(X, "X")
    with pytest.raises(ValueError, match=r"lr must be finite, without NaN or infinity; got nan \(1 such of 1\)"):
        finite(np.array(np.nan), "lr")


def test_what_comes_back_takes_the_dtype_of_what_went_out() -> None:
    assert incoming(1.0, np.float32(3), "dloss").dtype == np.float32


def test_labels_are_sorted_and_the_second_class_is_true() -> None:
    classes, second = two_classes(["yes", "no", "yes"], 3)
    assert classes.tolist() == ["no", "yes"]
    assert second.tolist() == [True, False, True]


def test_no_labels_are_fine_for_no_rows() -> None:
    assert labels([], 0).shape == (0,)


def test_an_attribute_that_is_not_there_yet_is_both_a_value_error_and_an_attribute_error() -> None:
    class Model:
        def fit(self, X: object, y: object) -> None: ...

    for kind in (ValueError, AttributeError, NotFittedError):
        with pytest.raises(kind, match=r"this Model is not fitted yet, so it has no coef_\. Call fit\(X, y\) first"):
            fitted(Model(), "coef_")
