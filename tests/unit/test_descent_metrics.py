"""The metrics: laws, numbers counted by hand, scikit-learn as referee."""

from __future__ import annotations

import inspect
import sys
from typing import Any

import numpy as np
import pytest
import sklearn.metrics as referee
from hypothesis import given, settings
from hypothesis import strategies as st

from descent import metrics

calm = settings(deadline=None, derandomize=True, max_examples=25)
Pair = tuple[np.ndarray, np.ndarray]


def _labels(seed: int, k: int = 3) -> Pair:
    rng = np.random.default_rng(seed)
    y = rng.integers(0, k, 40)
    return y, np.where(rng.random(40) < 0.6, y, rng.integers(0, k, 40))


@calm
@given(st.integers(0, 10**6))
def test_the_table_counts_every_row_once_and_turns_over_with_its_arguments(seed: int) -> None:
    y, y_hat = _labels(seed)
    C = metrics.confusion_matrix(y, y_hat)
    assert C.sum() == 40
    np.testing.assert_array_equal(C.T, metrics.confusion_matrix(y_hat, y))
    assert metrics.accuracy(y, y_hat) == pytest.approx(np.trace(C) / 40)


@calm
@given(st.integers(0, 10**6))
def test_the_order_of_the_rows_changes_nothing(seed: int) -> None:
    y, y_hat = _labels(seed)
    order = np.random.default_rng(seed).permutation(40)
    for before, after in zip(metrics.per_class(y, y_hat), metrics.per_class(y[order], y_hat[order]), strict=True):
        np.testing.assert_array_equal(before, after)


@pytest.mark.parametrize("seed", range(3))
def test_every_class_agrees_with_scikit_learn(seed: int) -> None:
    y, y_hat = _labels(seed, 4)
    expected = referee.precision_recall_fscore_support(y, y_hat, zero_division=0)
    for ours, theirs in zip(metrics.per_class(y, y_hat)[1:], expected, strict=True):
        np.testing.assert_allclose(ours, theirs)
    np.testing.assert_array_equal(metrics.confusion_matrix(y, y_hat), referee.confusion_matrix(y, y_hat))


def test_shares_that_were_counted_by_hand() -> None:
    y, y_hat = ["ill", "ill", "ill", "fit", "fit"], ["ill", "fit", "fit", "ill", "fit"]
    assert metrics.precision(y, y_hat, positive="ill") == pytest.approx(1 / 2)
    assert metrics.recall(y, y_hat, positive="ill") == pytest.approx(1 / 3)
    assert metrics.f1(y, y_hat, positive="ill") == pytest.approx(2 / 5)
    assert metrics.precision(y, y_hat) == metrics.precision(y, y_hat, positive="ill")  # "ill" is sorted second


def test_a_share_of_nothing_is_0() -> None:
    assert metrics.precision([1, 0], [0, 0]) == 0
    assert metrics.recall([0, 0], [1, 0]) == 0
    assert metrics.f1([0, 0], [0, 0]) == 0
    assert metrics.recall([1, 1], [1, 1]) == 1


@pytest.mark.parametrize(
    ("y", "y_hat", "sentence"),
    [
        ([], [], r"at least one row.*got \(0,\) and \(0,\)\. Pass labels"),
        ([1, 0], [1], r"got \(2,\) and \(1,\)\. Pass labels"),
        ([1, 0], [[0, 1], [1, 0]], r"got \(2,\) and \(2, 2\)\. Pass labels, not probabilities"),
        ([1, 0], ["1", "0"], r"labels of one kind; got int64 and <U1\. Turn both"),
        ([1.0, np.nan], [1.0, 0.0], r"got nan at position 1"),
    ],
)
def test_labels_that_cannot_be_compared_get_a_sentence(y: Any, y_hat: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        metrics.confusion_matrix(y, y_hat)


def test_three_classes_ask_which_one_is_meant() -> None:
    with pytest.raises(ValueError, match=r"recall asks about one of two classes; got 3: \[0, 1, 2\]\. Name one"):
        metrics.recall([0, 1, 2], [0, 1, 2])
    assert metrics.recall([0, 1, 2], [0, 1, 2], positive=2) == 1


def _scores(seed: int) -> Pair:
    rng = np.random.default_rng(seed)
    y = np.append(rng.integers(0, 2, 48), [0, 1])
    return y, np.round(rng.normal(size=50) + y, 1)


@calm
@given(st.integers(0, 10**6))
def test_only_the_order_of_scores_matters_and_turning_it_round_gives_the_rest(seed: int) -> None:
    y, score = _scores(seed)
    area = metrics.roc_auc(y, score)
    assert metrics.roc_auc(y, np.exp(3 * score)) == pytest.approx(area)
    assert metrics.roc_auc(y, -score) == pytest.approx(1 - area)
    assert metrics.roc_auc(1 - y, score) == pytest.approx(1 - area)
    assert metrics.roc_auc(y, np.zeros(50)) == 0.5


@pytest.mark.parametrize("seed", range(3))
def test_the_curve_and_its_area_agree_with_scikit_learn(seed: int) -> None:
    y, score = _scores(seed)
    for ours, theirs in zip(
        metrics.roc_curve(y, score), referee.roc_curve(y, score, drop_intermediate=False), strict=True
    ):
        np.testing.assert_allclose(ours, theirs)
    assert metrics.roc_auc(y, score) == pytest.approx(referee.roc_auc_score(y, score))


def test_one_class_or_a_score_that_is_missing_is_named() -> None:
    with pytest.raises(ValueError, match=r"y must hold exactly two classes; got 1"):
        metrics.roc_auc([1, 1], [0.1, 0.2])
    with pytest.raises(ValueError, match=r"score must be finite"):
        metrics.roc_auc([0, 1], [0.1, np.nan])
    with pytest.raises(ValueError, match=r"never fall; got \[1\.0, 0\.0\]\. Sort"):
        metrics.auc([1.0, 0.0], [0.0, 1.0])


def test_r_squared_and_the_squared_error_agree_with_scikit_learn_and_scale_as_they_should() -> None:
    rng = np.random.default_rng(0)
    y = rng.normal(size=30)
    y_hat = y + 0.3 * rng.normal(size=30)
    assert metrics.r2(y, y_hat) == pytest.approx(referee.r2_score(y, y_hat))
    assert metrics.mean_squared_error(y, y_hat) == pytest.approx(referee.mean_squared_error(y, y_hat))
    assert metrics.r2(5 * y + 2, 5 * y_hat + 2) == pytest.approx(metrics.r2(y, y_hat))
    assert metrics.mean_squared_error(5 * y + 2, 5 * y_hat + 2) == pytest.approx(
        25 * metrics.mean_squared_error(y, y_hat)
    )


def test_values_without_spread_or_pair_are_named() -> None:
    with pytest.raises(ValueError, match=r"R squared needs a y that varies; got 2 in all 3 rows"):
        metrics.r2([2, 2, 2], [1, 2, 3])
    with pytest.raises(ValueError, match=r"y_hat must have shape \(2,\)"):
        metrics.mean_squared_error([1, 2], [[1], [2]])
    with pytest.raises(ValueError, match=r"a score of nothing"):
        metrics.mean_squared_error([], [])


def _clusters(seed: int = 0) -> Pair:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(60, 3)) + 2 * rng.integers(0, 3, (60, 1)), rng.integers(0, 4, 60)


def test_the_silhouette_agrees_with_scikit_learn_whatever_the_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    X, cluster = _clusters()
    cluster[0] = 9  # alone
    expected = referee.silhouette_samples(X, cluster)
    np.testing.assert_allclose(metrics.silhouette_samples(X, cluster), expected, atol=1e-12)
    monkeypatch.setattr(sys.modules["descent.metrics.silhouette"], "BLOCK", 7 * 60)
    np.testing.assert_allclose(metrics.silhouette_samples(X, cluster), expected, atol=1e-12)
    assert metrics.silhouette(X, cluster) == pytest.approx(expected.mean())


@calm
@given(st.floats(-100, 100), st.floats(0.01, 100))
def test_the_silhouette_does_not_care_where_the_data_lies_or_in_which_unit(shift: float, unit: float) -> None:
    X, cluster = _clusters()
    np.testing.assert_allclose(
        metrics.silhouette_samples(unit * X + shift, cluster), metrics.silhouette_samples(X, cluster), atol=1e-8
    )


def test_equal_samples_in_different_clusters_get_0_and_one_cluster_a_sentence() -> None:
    np.testing.assert_array_equal(metrics.silhouette_samples(np.ones((4, 2)), [0, 0, 1, 1]), 0)
    with pytest.raises(ValueError, match=r"needs 2 to n - 1 clusters; got 1 for n = 4"):
        metrics.silhouette(np.ones((4, 2)), [0, 0, 0, 0])


# Candidate 1, candidate 2 and the references of Papineni et al. (2002), example 1.
FIRST = "It is a guide to action which ensures that the military always obeys the commands of the party".split()
SECOND = "It is to insure the troops forever hearing the activity guidebook that party direct".split()
HUMANS = [
    "It is a guide to action that ensures that the military will forever heed Party commands".split(),
    "It is the guiding principle which guarantees the military forces always being under the command "
    "of the Party".split(),
    "It is the practical guide for the army always to heed the directions of the party".split(),
]


def test_bleu_gives_the_precisions_of_the_paper() -> None:
    assert metrics.bleu([FIRST], [HUMANS], n_max=1) == pytest.approx(17 / 18)
    short = np.exp(1 - 16 / 14)  # the closest reference has two words more
    assert metrics.bleu([SECOND], [HUMANS], n_max=1) == pytest.approx(short * 8 / 14)
    assert metrics.bleu([FIRST], [HUMANS], n_max=2) == pytest.approx(np.sqrt(17 / 18 * 10 / 17))
    assert metrics.bleu([SECOND], [HUMANS], n_max=2) == pytest.approx(short * np.sqrt(8 / 14 * 1 / 13))


def test_bleu_is_1_for_a_reference_and_falls_when_words_are_left_out() -> None:
    assert metrics.bleu(HUMANS, [HUMANS] * 3) == pytest.approx(1)
    assert metrics.bleu([HUMANS[0][:10]], [HUMANS[:1]]) == pytest.approx(np.exp(1 - 16 / 10))
    assert metrics.bleu([[]], [HUMANS]) == 0


def test_bleu_does_not_care_for_the_order_of_sentences_or_references() -> None:
    score = metrics.bleu([FIRST, HUMANS[0]], [HUMANS, HUMANS])
    assert metrics.bleu([HUMANS[0], FIRST], [HUMANS[::-1], HUMANS]) == score


def test_bleu_says_what_it_needs() -> None:
    with pytest.raises(TypeError, match=r"a sentence must be a list of words; got the text 'the cat'\. Use \.split"):
        metrics.bleu(["the cat"], [[["the", "cat"]]])
    with pytest.raises(ValueError, match=r"got 1 candidates and 0 lists"):
        metrics.bleu([["the"]], [])
    with pytest.raises(ValueError, match=r"n_max must be 1 or more; got 0"):
        metrics.bleu([["the"]], [[["the"]]], n_max=0)


@pytest.mark.parametrize("name", metrics.__all__)
def test_every_metric_has_a_docstring_with_parameters_returns_and_example(name: str) -> None:
    text = inspect.getdoc(getattr(metrics, name)) or ""
    assert all(f"{section}\n---" in text for section in ("Parameters", "Returns", "Raises", "Examples"))
