"""K-means: laws, golden numbers by hand, scikit-learn as referee."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from sklearn.cluster import KMeans as Referee
from sklearn.datasets import load_digits, load_iris, load_wine, make_blobs

import descent.optim.lloyd
from descent import KMeans
from descent.optim.lloyd import assign, lloyd
from descent.optim.spread_out import spread_out

X = np.random.default_rng(0).normal(size=(120, 3))
START = X[:4]


def _blobs() -> Any:
    return make_blobs(400, centers=6, n_features=5, random_state=1)[0]


def test_moving_turning_and_scaling_everything_changes_no_label() -> None:
    turn = np.linalg.qr(np.random.default_rng(1).normal(size=(3, 3)))[0]
    plain = KMeans(n_clusters=4, init=START).fit(X)
    for change, factor in ((lambda a: a + 1e4, 1), (lambda a: a @ turn, 1), (lambda a: 3 * a, 9)):
        model = KMeans(n_clusters=4, init=change(START)).fit(change(X))
        np.testing.assert_array_equal(model.labels_, plain.labels_)
        assert model.inertia_ == pytest.approx(factor * plain.inertia_, rel=1e-9)


def test_the_order_of_the_samples_does_not_matter() -> None:
    order = np.random.default_rng(2).permutation(len(X))
    plain, other = lloyd(X, START), lloyd(X[order], START)
    np.testing.assert_array_equal(other.labels, plain.labels[order])
    np.testing.assert_allclose(other.centres, plain.centres)


def test_no_step_raises_the_inertia_and_at_rest_a_centre_is_the_mean_of_its_group() -> None:
    path = [lloyd(X, START, max_iter=steps).inertia for steps in range(1, 30)]
    assert (np.diff(path) <= 1e-9).all()
    rest = lloyd(X, START)
    np.testing.assert_allclose(rest.centres, [X[rest.labels == c].mean(axis=0) for c in range(4)])


def test_small_blocks_give_what_one_block_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    many = np.random.default_rng(3).normal(size=(3000, 3))
    whole = lloyd(many, many[:5])
    monkeypatch.setattr(descent.optim.lloyd, "COSTS", 10)
    small = lloyd(many, many[:5])
    np.testing.assert_array_equal(small.labels, whole.labels)
    np.testing.assert_allclose(small.centres, whole.centres)


def test_four_samples_by_hand() -> None:
    model = KMeans(n_clusters=2, init=[[0.0], [1.0]]).fit([[0.0], [1.0], [10.0], [11.0]])
    np.testing.assert_allclose(model.cluster_centers_, [[0.5], [10.5]])
    assert (model.labels_.tolist(), model.inertia_) == ([0, 0, 1, 1], 1)
    np.testing.assert_allclose(model.transform([[3.5]]), [[3, 7]])
    assert model.score([[3.5]]) == -9


def test_a_sample_in_the_middle_goes_to_the_first_centre_and_is_counted_once() -> None:
    grid = np.array([[-1.0], [0.0], [1.0]])
    assert assign(grid, np.array([[-1.0], [1.0]])).tolist() == [0, 0, 1]
    np.testing.assert_allclose(lloyd(grid, np.array([[-1.0], [1.0]])).centres, [[-0.5], [1.0]])


def test_a_group_without_samples_gets_the_farthest_one() -> None:
    model = KMeans(n_clusters=3, init=[[0.0], [500.0], [600.0]]).fit([[0.0], [1.0], [2.0], [50.0], [70.0]])
    assert sorted(np.bincount(model.labels_).tolist()) == [1, 1, 3]
    np.testing.assert_allclose(np.sort(model.cluster_centers_.ravel()), [1, 50, 70])


def test_one_group_is_the_mean_and_as_many_as_samples_leave_nothing() -> None:
    one = KMeans(n_clusters=1, random_state=0).fit(X)
    np.testing.assert_allclose(one.cluster_centers_[0], X.mean(axis=0), atol=1e-12)
    assert one.inertia_ == pytest.approx(X.var(axis=0).sum() * len(X))
    assert KMeans(n_clusters=20, random_state=0).fit(X[:20]).inertia_ == pytest.approx(0, abs=1e-20)


def test_equal_samples_do_no_harm() -> None:
    model = KMeans(n_clusters=3, random_state=0).fit(np.ones((5, 2)))
    assert model.inertia_ == 0
    assert model.predict(np.ones((1, 2))) == 0


def test_a_start_spread_out_meets_every_cloud() -> None:
    corners = np.repeat(100 * np.eye(6), 30, axis=0) + np.random.default_rng(0).normal(size=(180, 6))
    for seed in range(20):
        start = spread_out(corners, 6, np.random.default_rng(seed))
        assert sorted(start.argmax(axis=1)) == list(range(6))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("load", [load_iris, load_wine, load_digits])
def test_from_the_same_start_it_goes_where_scikit_learn_goes(load: Any, dtype: Any) -> None:
    data = load(return_X_y=True)[0].astype(dtype)
    start = data[:: len(data) // 7][:7]
    ours = KMeans(n_clusters=7, init=start).fit(data)
    theirs = Referee(7, init=start, n_init=1, algorithm="lloyd").fit(data)
    np.testing.assert_array_equal(ours.labels_, theirs.labels_)
    np.testing.assert_allclose(ours.cluster_centers_, theirs.cluster_centers_, rtol=1e-4, atol=1e-4)
    assert ours.inertia_ == pytest.approx(theirs.inertia_, rel=1e-5)
    assert ours.n_iter_ == theirs.n_iter_
    np.testing.assert_allclose(ours.transform(data), theirs.transform(data), rtol=1e-3, atol=1e-2)


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_stopped_early_it_stands_where_scikit_learn_stands(steps: int) -> None:
    data = _blobs()
    ours = KMeans(n_clusters=6, init=data[:6], max_iter=steps, tol=0).fit(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that it was stopped early
        theirs = Referee(6, init=data[:6], n_init=1, max_iter=steps, tol=0).fit(data)
    np.testing.assert_allclose(ours.cluster_centers_, theirs.cluster_centers_)
    np.testing.assert_array_equal(ours.labels_, theirs.labels_)


@pytest.mark.parametrize(("init", "slack"), [("k-means++", 1.02), ("random", 1.1)])
def test_from_its_own_starts_it_is_as_good_as_scikit_learn(init: str, slack: float) -> None:
    for data, k in ((load_wine().data, 4), (load_iris().data, 3), (load_digits().data, 10)):
        ours = np.mean([KMeans(n_clusters=k, init=init, n_init=3, random_state=s).fit(data).inertia_ for s in range(6)])
        theirs = np.mean([Referee(k, init=init, n_init=3, random_state=s).fit(data).inertia_ for s in range(6)])
        assert ours <= theirs * slack


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"n_clusters": 121}, r"n_clusters must be at most the number of rows of X, n_samples=120; got 121\. Ask for"),
        ({"n_clusters": 0}, r"n_clusters must be a whole number, 1 or more: every sample needs a group; got 0"),
        ({"n_init": 0}, r"n_init must be a whole number, 1 or more"),
        ({"max_iter": 1.5}, r"max_iter must be a whole number, 1 or more: .*; got 1\.5"),
        ({"tol": -1.0}, r"tol must be .*; got -1"),
        ({"init": "far"}, r"init must be one of k-means\+\+, random or an array; got 'far'"),
        ({"init": X[:2]}, r"init must have n_clusters = 8 rows, one per centre; got 2"),
        ({"init": X[:8, :2]}, r"init must have 3 columns; got shape \(8, 2\)"),
    ],
)
def test_a_parameter_that_cannot_be_meant_is_named(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        KMeans(**change).fit(X)
