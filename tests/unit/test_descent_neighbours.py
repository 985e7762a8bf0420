"""Nearest neighbours: laws, golden numbers by hand, scikit-learn as referee."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn import neighbors as referee
from sklearn.datasets import load_diabetes, load_iris

import descent.neighbours
from descent import KNeighborsClassifier, KNeighborsRegressor
from descent.neighbours import nearest, smallest

RNG = np.random.default_rng(0)
X, QUERIES = RNG.normal(size=(50, 3)), RNG.normal(size=(20, 3))
Y = RNG.normal(size=50)


def test_moving_turning_and_scaling_everything_changes_no_neighbour() -> None:
    turn = np.linalg.qr(np.random.default_rng(1).normal(size=(3, 3)))[0]
    distances, indices = nearest(QUERIES, X, 4)
    for change, factor in ((lambda a: a + 1e5, 1), (lambda a: a @ turn, 1), (lambda a: 3 * a, 3)):
        moved, same = nearest(change(QUERIES), change(X), 4)
        np.testing.assert_array_equal(same, indices)
        np.testing.assert_allclose(moved, factor * distances, rtol=1e-8)


def test_small_blocks_give_what_one_block_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = nearest(QUERIES, X, 4)
    monkeypatch.setattr(descent.neighbours, "BLOCK", 120)
    for small, large in zip(nearest(QUERIES, X, 4), whole, strict=True):
        np.testing.assert_allclose(small, large, rtol=1e-12)


def test_one_neighbour_knows_every_sample_by_heart() -> None:
    assert KNeighborsClassifier(n_neighbors=1).fit(X, Y > 0).score(X, Y > 0) == 1
    np.testing.assert_array_equal(KNeighborsRegressor(n_neighbors=1).fit(X, Y).predict(X), Y)
    np.testing.assert_array_equal(KNeighborsRegressor(weights="distance").fit(X, Y).predict(X), Y)


def test_all_neighbours_together_predict_the_mean_everywhere() -> None:
    np.testing.assert_allclose(KNeighborsRegressor(n_neighbors=50).fit(X, Y).predict(QUERIES), Y.mean())
    shares = KNeighborsClassifier(n_neighbors=50).fit(X, Y > 0).predict_proba(QUERIES)
    np.testing.assert_allclose(shares[:, 1], (Y > 0).mean())


def test_weights_by_distance_by_hand() -> None:
    model = KNeighborsRegressor(n_neighbors=2, weights="distance").fit([[0.0], [4.0], [90.0]], [8.0, 16.0, 0.0])
    np.testing.assert_allclose(model.predict([[1.0], [4.0]]), [10, 16])  # 8 * 3/4 + 16 * 1/4


def test_a_very_small_distance_does_not_overflow() -> None:
    model = KNeighborsRegressor(n_neighbors=2, weights="distance").fit([[1e-310], [1.0]], [8.0, 16.0])
    assert np.isfinite(model.predict([[2e-310], [0.0]])).all()


def test_a_draw_goes_to_the_first_class() -> None:
    model = KNeighborsClassifier(n_neighbors=2).fit([[0.0], [2.0]], ["b", "a"])
    assert model.predict([[1.9]]).tolist() == ["a"]


@pytest.mark.parametrize("weights", ["uniform", "distance"])
@pytest.mark.parametrize("n_neighbors", [1, 5, 17])
def test_it_predicts_what_scikit_learn_predicts(weights: str, n_neighbors: int) -> None:
    options: dict[str, Any] = {"n_neighbors": n_neighbors, "weights": weights}
    data, target = load_diabetes(return_X_y=True)
    ours, theirs = KNeighborsRegressor(**options), referee.KNeighborsRegressor(**options)
    np.testing.assert_allclose(
        ours.fit(data[:300], target[:300]).predict(data[300:]), theirs.fit(data[:300], target[:300]).predict(data[300:])
    )
    data, target = load_iris(return_X_y=True)
    data = data + 1e-3 * np.random.default_rng(0).normal(size=data.shape)  # or distances are equal, and either is right
    mine, other = KNeighborsClassifier(**options), referee.KNeighborsClassifier(**options)
    np.testing.assert_allclose(
        mine.fit(data[::2], target[::2]).predict_proba(data),
        other.fit(data[::2], target[::2]).predict_proba(data),
        atol=1e-9,
    )


@pytest.mark.parametrize("model", [KNeighborsClassifier, KNeighborsRegressor])
def test_a_parameter_that_cannot_be_meant_is_named(model: Any) -> None:
    with pytest.raises(ValueError, match=r"n_neighbors must be an integer in 1\.\.50, .*; got 51\. Ask for fewer"):
        model(n_neighbors=51).fit(X, np.round(Y))
    with pytest.raises(ValueError, match=r"n_neighbors must be an integer in 1\.\.50, .*; got 1\.5"):
        model(n_neighbors=1.5).fit(X, np.round(Y))
    with pytest.raises(ValueError, match=r"weights must be one of uniform, distance; got 'near'"):
        model(weights="near").fit(X, np.round(Y))


@pytest.mark.parametrize(("n", "k"), [(1, 1), (7, 7), (100, 1), (101, 11), (5000, 5), (4999, 600)])
def test_the_smallest_of_a_row_are_found_whatever_the_groups(n: int, k: int) -> None:
    values = np.random.default_rng(n).integers(0, 50, (6, n)).astype(float)  # many are equal
    places = smallest(values, k)
    assert all(len(set(row)) == k for row in places)
    np.testing.assert_array_equal(
        np.sort(np.take_along_axis(values, places, axis=1), axis=1), np.sort(values, axis=1)[:, :k]
    )
