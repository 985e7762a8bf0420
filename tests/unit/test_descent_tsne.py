"""t-SNE: laws, golden numbers by hand, finite differences and scikit-learn as referees."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_digits, load_iris, load_wine
from sklearn.manifold import TSNE as Referee
from sklearn.manifold import trustworthiness
from sklearn.manifold._t_sne import _joint_probabilities
from sklearn.metrics.pairwise import euclidean_distances
from sklearn.preprocessing import scale

import descent.affinities
from descent import TSNE
from descent.affinities import forces, joint, kl_divergence

X = np.random.default_rng(0).normal(size=(50, 5))
Y = np.random.default_rng(1).normal(size=(50, 2))


def _full(pairs: Any) -> Any:
    square = np.zeros((50, 50))
    square[np.triu_indices(50, 1)] = pairs
    return square + square.T


def test_neighbourhoods_are_symmetric_sum_to_one_and_have_the_perplexity_wanted() -> None:
    P = joint(X, 7.0)
    np.testing.assert_array_equal(P, P.T)
    assert P.sum() == pytest.approx(1)
    assert not P.diagonal().any()
    corners = joint(np.eye(8), 6.9999)  # all at one distance
    np.testing.assert_allclose(corners, (1 - np.eye(8)) / 56, rtol=1e-6)


@pytest.mark.parametrize("perplexity", [2.0, 10.0, 45.0])
def test_neighbourhoods_are_those_of_scikit_learn(perplexity: float) -> None:
    squares = euclidean_distances(X.astype(np.float32), squared=True)
    theirs = _full(_joint_probabilities(squares, perplexity, 0))
    np.testing.assert_allclose(joint(X, perplexity), theirs, rtol=1e-3, atol=1e-7)


def test_moving_turning_and_scaling_the_data_changes_no_neighbourhood() -> None:
    turn = np.linalg.qr(np.random.default_rng(2).normal(size=(5, 5)))[0]
    plain = joint(X, 10.0)
    for other in (X + 1e4, X @ turn, 1e-6 * X, 1e6 * X):
        np.testing.assert_allclose(joint(other, 10.0), plain, rtol=1e-6, atol=1e-12)


def test_the_gradient_is_that_of_the_divergence() -> None:
    P, turn, step = joint(X, 10.0), np.random.default_rng(3).normal(size=Y.shape), 1e-5
    slope = (kl_divergence(P, Y + step * turn) - kl_divergence(P, Y - step * turn)) / (2 * step)
    assert (forces(P, Y, 1.0) * turn).sum() == pytest.approx(slope, rel=1e-7)


def test_forces_cancel_turn_with_the_map_and_do_not_depend_on_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    P, turn = joint(X, 10.0), np.array([[0.6, -0.8], [0.8, 0.6]])
    whole = forces(P, Y, 12.0)
    np.testing.assert_allclose(whole.sum(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(forces(P, Y @ turn + 3, 12.0), whole @ turn, atol=1e-12)
    monkeypatch.setattr(descent.affinities, "BLOCK", 170)
    np.testing.assert_allclose(forces(P, Y, 12.0), whole, rtol=1e-10, atol=1e-14)


def test_two_points_by_hand() -> None:
    P = np.array([[0, 0.5], [0.5, 0]])
    pair = np.array([[0.0, 0.0], [3.0, 4.0]])
    assert kl_divergence(P, pair) == 0  # q is 1/2 whatever the distance
    np.testing.assert_allclose(forces(P, pair, 1.0), 0, atol=1e-15)
    np.testing.assert_allclose(
        forces(P, pair, 3.0), [[-12 / 26, -16 / 26], [12 / 26, 16 / 26]]
    )  # 4 (3 - 1)/2 w (y - y')


@pytest.mark.parametrize(
    "data",
    [scale(load_iris().data), scale(load_wine().data), load_digits().data[:300]],
    ids=["iris", "wine", "digits"],
)
def test_its_maps_are_as_good_as_those_of_scikit_learn(data: Any) -> None:
    ours = TSNE(perplexity=20.0, max_iter=500).fit(data.astype(np.float32))
    theirs = Referee(perplexity=20.0, max_iter=500, random_state=0).fit(data)
    assert ours.kl_divergence_ <= 1.1 * theirs.kl_divergence_
    assert trustworthiness(data, ours.embedding_) > trustworthiness(data, theirs.embedding_) - 0.01


def test_the_divergence_told_is_that_of_the_map_and_a_seed_repeats_it() -> None:
    model = TSNE(perplexity=10.0, init="random", random_state=3, max_iter=300).fit(X)
    assert model.kl_divergence_ == pytest.approx(kl_divergence(joint(X, 10.0), model.embedding_))
    again = TSNE(perplexity=10.0, init="random", random_state=3, max_iter=300).fit_transform(X)
    np.testing.assert_array_equal(again, model.embedding_)
    other = TSNE(perplexity=10.0, init="random", random_state=4, max_iter=300).fit_transform(X)
    assert (other != again).any()


def test_it_ends_when_the_gradient_vanishes_and_equal_points_do_no_harm() -> None:
    assert TSNE(perplexity=10.0, min_grad_norm=1.0).fit(X).n_iter_ == 251
    same = TSNE(perplexity=2.0, max_iter=250).fit(np.ones((6, 3)))
    assert np.isfinite(same.embedding_).all()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"perplexity": 50.0}, r"perplexity must be above 1 and below the number of rows, n_samples = 50; got 50"),
        ({"perplexity": 1.0}, r"perplexity must be above 1 and below"),
        ({"learning_rate": "fast"}, r"learning_rate must be auto or a number above 0; got 'fast'"),
        ({"learning_rate": 0.0}, r"learning_rate must be .*above 0.*; got 0"),
        ({"max_iter": 100}, r"max_iter must be a whole number, 250 or more: the first 250 exaggerate; got 100"),
        ({"init": "spectral"}, r"init must be one of pca, random; got 'spectral'"),
        ({"n_components": 6}, r"init='pca' needs at least n_components = 6 rows and features; X has shape \(50, 5\)"),
        ({"early_exaggeration": 0.5}, r"early_exaggeration must be .*; got 0\.5"),
    ],
)
def test_a_parameter_that_cannot_be_meant_is_named(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        TSNE(**{"perplexity": 5.0, **change}).fit(X)
