"""Naive Bayes: laws, golden numbers by hand, scikit-learn as referee."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import naive_bayes as referee
from sklearn.datasets import load_digits, load_iris, load_wine

from descent import GaussianNB, MultinomialNB


@pytest.mark.parametrize("load", [load_iris, load_wine])
def test_gaussian_gives_the_probabilities_of_scikit_learn(load: object) -> None:
    X, y = load(return_X_y=True)  # type: ignore[operator]
    ours, theirs = GaussianNB().fit(X, y), referee.GaussianNB().fit(X, y)
    np.testing.assert_allclose(ours.theta_, theirs.theta_)
    np.testing.assert_allclose(ours.var_, theirs.var_)
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), rtol=1e-8, atol=1e-300)


@pytest.mark.parametrize("alpha", [0.01, 1.0, 10.0])
def test_multinomial_gives_the_probabilities_of_scikit_learn(alpha: float) -> None:
    X, y = load_digits(return_X_y=True)
    ours, theirs = MultinomialNB(alpha=alpha).fit(X, y), referee.MultinomialNB(alpha=alpha).fit(X, y)
    np.testing.assert_allclose(ours.feature_log_prob_, theirs.feature_log_prob_)
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), rtol=1e-8, atol=1e-300)


def test_the_units_of_measurements_do_not_matter() -> None:
    X, y = load_iris(return_X_y=True)
    plain = GaussianNB(var_smoothing=0).fit(X, y).predict_proba(X)
    other = X * [1.0, 1e3, 1e-3, 5.0] + [0.0, 7.0, 1.0, -2.0]
    np.testing.assert_allclose(GaussianNB(var_smoothing=0).fit(other, y).predict_proba(other), plain, rtol=1e-6)


def test_halfway_between_two_equal_bells_both_classes_are_as_likely() -> None:
    model = GaussianNB().fit([[0.0], [2.0], [6.0], [8.0]], [0, 0, 1, 1])
    np.testing.assert_allclose(model.predict_proba([[4.0]]), [[0.5, 0.5]])
    log_odds = np.diff(model.predict_joint_log_proba([[5.0]]))[0, 0]  # ((5-1)^2 - (5-7)^2) / 2
    assert log_odds == pytest.approx(6)


def test_a_count_of_zero_says_nothing_and_the_prior_decides() -> None:
    model = MultinomialNB().fit([[1, 0], [0, 1], [0, 2]], ["a", "b", "b"])
    np.testing.assert_allclose(model.predict_proba([[0, 0]]), [[1 / 3, 2 / 3]])


def test_word_frequencies_by_hand_and_they_sum_to_one() -> None:
    model = MultinomialNB(alpha=1).fit([[3, 0, 0], [1, 2, 0]], [0, 1])
    np.testing.assert_allclose(np.exp(model.feature_log_prob_), [[4 / 6, 1 / 6, 1 / 6], [2 / 6, 3 / 6, 1 / 6]])


def test_far_away_rows_get_probabilities_that_are_still_numbers() -> None:
    assert GaussianNB().fit([[0.0], [2.0], [6.0], [8.0]], [0, 0, 1, 1]).predict_proba([[1e6]]).tolist() == [[0, 1]]
    p = MultinomialNB().fit([[1, 0], [0, 1]], [0, 1]).predict_proba([[1e6, 0]])
    assert p.tolist() == [[1, 0]]


def test_what_cannot_be_learned_from_is_named() -> None:
    with pytest.raises(ValueError, match=r"every feature must vary within every class; got feature 1, which is the sa"):
        GaussianNB(var_smoothing=0).fit([[0.0, 1.0], [1.0, 1.0], [0.0, 2.0]], ["a", "a", "b"])
    with pytest.raises(ValueError, match=r"var_smoothing must be a finite number, 0 or more; got -1"):
        GaussianNB(var_smoothing=-1).fit([[0.0]], ["a"])
    with pytest.raises(ValueError, match=r"alpha must be a finite number above 0; got 0\. Try 1\."):
        MultinomialNB(alpha=0).fit([[0.0]], ["a"])
    with pytest.raises(ValueError, match=r"X must hold counts; got -2\. .*take GaussianNB for measurements"):
        MultinomialNB().fit([[0.0], [-2.0]], ["a", "b"])
    with pytest.raises(ValueError, match=r"X must hold counts; got -1\."):
        MultinomialNB().fit([[0.0], [2.0]], ["a", "b"]).predict([[-1.0]])
    with pytest.raises(ValueError, match=r"y must hold labels of one kind; got a mixture"):
        MultinomialNB().fit([[0.0], [2.0]], np.array(["a", 1], dtype=object))
