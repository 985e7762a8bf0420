"""Nearest neighbours: laws, golden numbers by hand, scikit-learn as referee."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn import neighbors as referee
from sklearn.datasets import load_diabetes, load_iris

import descent.neighbours.by_product
from descent import KNeighborsClassifier, KNeighborsRegressor
from descent.neighbours import leaves, nearest, smallest
from descent.neighbours.leaves import search

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
    monkeypatch.setattr(descent.neighbours.by_product, "BLOCK", 120)
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


def _plainly(queries: np.ndarray, samples: np.ndarray, k: int) -> np.ndarray:
    return np.sort(np.sqrt(((queries[:, np.newaxis] - samples) ** 2).sum(axis=2)), axis=1)[:, :k]


@pytest.mark.parametrize("k", [1, 5, 25, 60])
@pytest.mark.parametrize(("n", "d"), [(500, 1), (513, 2), (3000, 3), (2000, 8), (700, 12)])
def test_an_index_finds_what_all_distances_tell(n: int, d: int, k: int) -> None:
    rng = np.random.default_rng(n)
    samples, queries = rng.normal(size=(n, d)) + 7, 2 * rng.normal(size=(40, d)) + 7
    samples[::3] = samples[0]  # many at one place, more than a leaf holds
    distances, indices = nearest(queries, samples, k, leaves(samples))
    np.testing.assert_allclose(distances, _plainly(queries, samples, k), rtol=1e-12)
    np.testing.assert_allclose(np.linalg.norm(samples[indices] - queries[:, np.newaxis], axis=2), distances, rtol=1e-12)
    assert all(len(set(row)) == k for row in indices)


def test_an_index_answers_for_itself_where_boxes_are_few_and_gives_up_where_all_are_near() -> None:
    rng = np.random.default_rng(0)
    for d, answers in ((2, True), (12, False)):
        samples = rng.normal(size=(600, d))
        index = leaves(samples)
        assert index is not None
        assert (search(rng.normal(size=(50, d)), index, 3) is not None) == answers
    assert leaves(rng.normal(size=(600, 13))) is None
    assert leaves(rng.normal(size=(60, 2))) is None


def test_an_index_loses_nothing_in_single_precision_or_far_away() -> None:
    rng = np.random.default_rng(1)
    for dtype, shift in ((np.float32, 0.0), (np.float32, 50.0), (np.float64, 1e6)):
        samples = (rng.normal(size=(2000, 2)) + shift).astype(dtype)
        queries = samples[:100] + dtype(0.01)
        distances, _ = nearest(queries, samples, 4, leaves(samples))
        assert distances.dtype == dtype
        truth = _plainly(queries.astype(float), samples.astype(float), 4)
        np.testing.assert_allclose(distances, truth, rtol=1e-4 if dtype == np.float32 else 1e-8, atol=1e-5)
    samples = rng.normal(size=(2000, 2))
    with np.errstate(over="ignore"):  # the square of such a distance is no number
        far, _ = nearest(np.array([[1e200, 0.0], [0.0, 1.0]]), samples, 1, leaves(samples))
    assert far[1] < 1


def test_where_single_precision_cannot_tell_samples_apart_double_precision_does() -> None:
    rng = np.random.default_rng(2)
    samples = rng.normal(size=(300, 20))
    samples[:100] = 100 + 1e-3 * rng.normal(size=(100, 20))
    queries = samples[:50] + 1e-4 * rng.normal(size=(50, 20))
    np.testing.assert_allclose(nearest(queries, samples, 5)[0], _plainly(queries, samples, 5), rtol=1e-5)


@pytest.mark.parametrize("size", [1e-30, 1e25, 1e100])
def test_very_small_and_very_large_features_have_neighbours_as_well(size: float) -> None:
    for d in (2, 20):
        samples = np.random.default_rng(3).normal(size=(600, d))
        plain = nearest(samples[:20] + 0.1, samples, 3, leaves(samples))
        scaled = nearest(size * (samples[:20] + 0.1), size * samples, 3, leaves(size * samples))
        np.testing.assert_array_equal(scaled[1], plain[1])
        np.testing.assert_allclose(scaled[0], size * plain[0], rtol=1e-9)
