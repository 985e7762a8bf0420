"""Anomalies under a bell: laws, golden numbers by hand, scikit-learn as referee."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_iris, load_wine, make_blobs
from sklearn.metrics import f1_score
from sklearn.mixture import GaussianMixture

from descent import GaussianAnomaly

X = np.random.default_rng(0).normal(size=(80, 2)) @ [[2.0, 1.0], [0.0, 0.5]]


@pytest.mark.parametrize("load", [load_iris, load_wine, lambda **_: make_blobs(random_state=0)])
@pytest.mark.parametrize(("ours", "theirs"), [("independent", "diag"), ("full", "full")])
def test_log_densities_are_those_of_scikit_learn(load: Any, ours: str, theirs: str) -> None:
    data = load(return_X_y=True)[0]
    referee = GaussianMixture(covariance_type=theirs, reg_covar=0).fit(data)
    model = GaussianAnomaly(covariance=ours).fit(data)
    np.testing.assert_allclose(model.score_samples(data), referee.score_samples(data))
    np.testing.assert_allclose(model.covariance_, referee.covariances_[0])


@pytest.mark.parametrize("covariance", ["independent", "full"])
def test_units_change_all_log_densities_by_one_number_and_no_verdict(covariance: str) -> None:
    plain = GaussianAnomaly(covariance=covariance, contamination=0.1).fit(X)
    other = GaussianAnomaly(covariance=covariance, contamination=0.1).fit(X * [1000.0, 0.1] + 7)
    np.testing.assert_allclose(other.score_samples(X * [1000.0, 0.1] + 7), plain.score_samples(X) - np.log(100))
    np.testing.assert_array_equal(other.predict(X * [1000.0, 0.1] + 7), plain.predict(X))


def test_turning_the_data_does_not_matter_to_a_bell_that_may_lean() -> None:
    turn = np.linalg.qr(np.random.default_rng(1).normal(size=(2, 2)))[0]
    plain, turned = GaussianAnomaly(covariance="full").fit(X), GaussianAnomaly(covariance="full").fit(X @ turn)
    np.testing.assert_allclose(turned.score_samples(X @ turn), plain.score_samples(X))


def test_one_feature_by_hand() -> None:
    model = GaussianAnomaly().fit([[1.0], [3.0]])  # mean 2, variance 1
    np.testing.assert_allclose(model.score_samples([[2.0], [5.0]]), [-0.9189385332, -0.9189385332 - 4.5])


def test_far_out_the_log_density_is_still_a_number() -> None:
    for dtype in (np.float32, np.float64):
        model = GaussianAnomaly().fit(X.astype(dtype))
        assert np.isfinite(model.score_samples(np.full((1, 2), 1e6, dtype))).all()


def test_the_share_called_anomalies_is_the_contamination() -> None:
    assert (GaussianAnomaly(contamination=0.25).fit_predict(X) == -1).sum() == 20
    assert (GaussianAnomaly(contamination=0).fit_predict(X) == -1).sum() == 0


def test_the_chosen_threshold_has_the_largest_f1_of_all() -> None:
    rng = np.random.default_rng(4)
    rows, truth = rng.normal(size=(200, 2)) * 2, rng.random(200) < 0.2
    rows[truth] *= 1.7
    model = GaussianAnomaly().fit(X).choose_threshold(rows, truth)
    found = f1_score(truth, model.predict(rows) == -1)
    scores = model.score_samples(rows)
    assert found == pytest.approx(max(f1_score(truth, scores <= s) for s in scores))
    assert 0.3 < found < 1


def test_the_threshold_lies_halfway_and_equal_scores_share_a_verdict() -> None:
    model = GaussianAnomaly().fit([[-1.0], [1.0]]).choose_threshold([[0.0], [2.0], [4.0]], [0, 0, 1])
    assert model.offset_ == pytest.approx(model.score_samples([[2.0], [4.0]]).mean())
    model.choose_threshold([[0.0], [3.0], [3.0], [3.0]], [0, 1, 1, 0])
    assert model.predict([[3.0], [0.0]]).tolist() == [-1, 1]
    assert model.choose_threshold([[0.0], [3.0]], [1, 1]).predict([[0.0], [3.0]]).tolist() == [-1, -1]


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda: GaussianAnomaly(covariance="tied").fit(X), r"covariance must be one of independent, full; got 'tied'"),
        (lambda: GaussianAnomaly(contamination=0.6).fit(X), r"contamination must be .*; got 0\.6"),
        (lambda: GaussianAnomaly().fit([[1.0, 2.0], [1.0, 3.0]]), r"every feature must vary; got feature 0, which is"),
        (
            lambda: GaussianAnomaly(covariance="full").fit(X[:, [0, 1, 1]]),
            r"covariance='full' needs rows that vary in all directions; got n_samples=80 rows in 3 features that .* 2",
        ),
        (lambda: GaussianAnomaly().fit(X).choose_threshold(X, np.zeros(80)), r"y must name at least one anomaly by"),
        (lambda: GaussianAnomaly().fit(X).choose_threshold(X, -np.ones(80)), r"y must hold 1 for an anomaly and 0"),
        (lambda: GaussianAnomaly().fit(X).choose_threshold(X, np.ones(79)), r"y must have shape \(80,\), one 0 or 1"),
    ],
)
def test_what_cannot_be_meant_is_named(act: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        act()
