"""One-hot encoding: laws, small tables by hand, scikit-learn as referee."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.preprocessing import OneHotEncoder as Referee

from descent import OneHotEncoder

WORDS = np.array([["red", "S"], ["green", "XL"], ["red", "M"], ["blue", "S"]], dtype=object)


def test_every_feature_of_a_row_has_one_1() -> None:
    Z = OneHotEncoder().fit_transform(WORDS)
    assert Z.shape == (4, 6)
    np.testing.assert_array_equal(Z.sum(axis=1), 2)
    np.testing.assert_array_equal(Z[:, :3].sum(axis=1), 1)


@pytest.mark.parametrize("table", [WORDS, WORDS.astype(str), np.array([[3, 0], [1, 0], [3, 2]]), [["a"], ["b"]]])
def test_it_does_what_scikit_learn_does(table: np.ndarray) -> None:
    ours, referee = OneHotEncoder().fit(table), Referee(sparse_output=False).fit(table)
    np.testing.assert_array_equal(ours.transform(table), referee.transform(table))
    np.testing.assert_array_equal(ours.inverse_transform(ours.transform(table)), np.asarray(table))
    for mine, theirs in zip(ours.categories_, referee.categories_, strict=True):
        assert mine.tolist() == theirs.tolist()


def test_columns_are_named_as_scikit_learn_names_them() -> None:
    ours, referee = OneHotEncoder().fit(WORDS), Referee().fit(WORDS)
    assert ours.get_feature_names_out().tolist() == referee.get_feature_names_out().tolist()
    named = ours.get_feature_names_out(["colour", "size"]).tolist()
    assert named == ["colour_blue", "colour_green", "colour_red", "size_M", "size_S", "size_XL"]
    with pytest.raises(ValueError, match=r"input_features must hold 2 names; got 1\."):
        ours.get_feature_names_out(["colour"])


def test_the_order_of_the_rows_does_not_change_the_columns() -> None:
    np.testing.assert_array_equal(
        OneHotEncoder().fit(WORDS[::-1]).transform(WORDS), OneHotEncoder().fit_transform(WORDS)
    )


def test_an_unknown_category_is_named_or_left_out() -> None:
    strange = np.array([["red", "S"], ["black", "M"]], dtype=object)
    with pytest.raises(
        ValueError, match=r"X must hold categories that fit saw; got 'black' at position \(1, 0\)\. Fit"
    ):
        OneHotEncoder().fit(WORDS).transform(strange)
    lenient = OneHotEncoder(handle_unknown="ignore").fit(WORDS)
    np.testing.assert_array_equal(lenient.transform(strange)[1], [0, 0, 0, 1, 0, 0])
    assert lenient.inverse_transform(lenient.transform(strange)).tolist() == [["red", "S"], [None, "M"]]


def test_a_short_word_is_not_the_beginning_of_a_long_one() -> None:
    lenient = OneHotEncoder(handle_unknown="ignore").fit([["green"], ["red"]])
    np.testing.assert_array_equal(lenient.transform([["gre"]]), [[0, 0]])


@pytest.mark.parametrize(("seen", "given"), [(np.float32, np.float64), (np.float64, np.float32)])
def test_a_number_is_the_same_category_in_either_precision(seen: type, given: type) -> None:
    encoder = OneHotEncoder().fit(np.array([[0.1], [0.7]], seen))
    np.testing.assert_array_equal(encoder.transform(np.array([[0.7], [0.1]], given)), [[0, 1], [1, 0]])


def test_what_cannot_be_meant_is_named() -> None:
    with pytest.raises(ValueError, match=r"handle_unknown must be one of error, ignore; got 'skip'"):
        OneHotEncoder(handle_unknown="skip").fit(WORDS)
    with pytest.raises(ValueError, match=r"X must hold words where fit saw words, and numbers where it saw numbers"):
        OneHotEncoder().fit(WORDS).transform([[1.0, 2.0]])
    with pytest.raises(ValueError, match=r"X must have 2 columns; got shape \(1, 1\)\."):
        OneHotEncoder().fit(WORDS).transform([["red"]])
    with pytest.raises(TypeError, match=r"X must hold real numbers; got values of dtype object"):
        OneHotEncoder().fit(np.array([["red"], [None]], dtype=object))
