"""Networks whose outputs are places: a Siamese network that recognises, and two towers that recommend."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from descent import nn, optim
from descent.networks import SiameseNetwork, TwoTower, all_pairs_loss, batch_hard_loss, hardest_triplets
from descent.tensor import Tensor
from descent.training import fit, predict

RNG = np.random.default_rng(0)


def _slowly(E: Any, labels: Any) -> list[tuple[int, int, int]]:
    found = []
    for a in range(len(E)):
        distance = ((E - E[a]) ** 2).sum(axis=1)
        like = [i for i in range(len(E)) if labels[i] == labels[a] and i != a]
        unlike = [i for i in range(len(E)) if labels[i] != labels[a]]
        if like and unlike:
            found.append((a, max(like, key=lambda i: distance[i]), min(unlike, key=lambda i: distance[i])))
    return found


@pytest.mark.parametrize("kinds", [2, 4, 12])
def test_the_hardest_triplets_are_those_that_loops_find(kinds: int) -> None:
    E, labels = RNG.normal(size=(20, 3)), RNG.integers(0, kinds, size=20)
    found = hardest_triplets(E, labels)
    assert list(zip(*(rows.tolist() for rows in found), strict=True)) == _slowly(E, labels)


def test_the_hardest_triplets_do_not_change_when_everything_moves_or_grows() -> None:
    E, labels = RNG.normal(size=(20, 3)), RNG.integers(0, 3, size=20)
    for moved in (E + 5, 3 * E, E[:, ::-1]):
        for one, other in zip(hardest_triplets(E, labels), hardest_triplets(moved, labels), strict=True):
            np.testing.assert_array_equal(one, other)


def test_a_batch_of_one_kind_has_no_triplets_and_no_loss() -> None:
    E = Tensor(RNG.normal(size=(4, 3)), requires_grad=True)
    loss = batch_hard_loss(E, [1, 1, 1, 1])
    loss.backward()
    assert float(loss.data) == 0
    assert E.grad is not None
    assert not E.grad.any()


def test_the_losses_by_hand() -> None:
    E = Tensor([[0.0], [1.0], [3.0]])
    labels = np.array([0, 0, 1])
    assert np.isclose(float(batch_hard_loss(E, labels, margin=4.0).data), (max(0, 1 - 9 + 4) + max(0, 1 - 4 + 4)) / 2)
    assert np.isclose(float(all_pairs_loss(E, labels, margin=2.5).data), (1 + 0 + 0.5**2) / 3)


@pytest.mark.parametrize("loss", [batch_hard_loss, all_pairs_loss])
def test_gradients_of_the_losses_are_right(loss: Any) -> None:
    net = SiameseNetwork(nn.Linear(4, 3, rng=0))
    assert nn.check_model(net, loss, RNG.normal(size=(8, 4)), np.arange(8) % 3, entries=12)


def test_embeddings_have_length_one_and_distances_are_symmetric() -> None:
    net, X = SiameseNetwork(nn.Linear(4, 3, rng=0)), RNG.normal(size=(5, 4)).astype(np.float32)
    np.testing.assert_allclose((net(X).data ** 2).sum(axis=1), 1, rtol=1e-5)
    distances = net.distances(X, X)
    np.testing.assert_allclose(distances, distances.T, atol=1e-6)
    np.testing.assert_allclose(np.diag(distances), 0, atol=1e-6)
    assert net.match(X, X).tolist() == [0, 1, 2, 3, 4]
    assert net.match(-X, X[:1], most=1.0)[0] == -1


def _people(people: int, each: int, seed: int) -> Any:
    """Draw features of people under lights that change them as much as people differ."""
    rng = np.random.default_rng(seed)
    lights = np.random.default_rng(99).normal(size=(4, 24))
    who = np.repeat(np.arange(people), each)
    X = rng.normal(size=(people, 24))[who] + rng.normal(size=(len(who), 4)) @ lights
    return (X + 0.1 * rng.normal(size=X.shape)).astype(np.float32), who


def _recognised(net: SiameseNetwork, X: Any, who: Any) -> float:
    first = np.unique(who, return_index=True)[1]
    others = np.setdiff1d(np.arange(len(who)), first)
    return float((net.match(X[others], X[first]) == who[others]).mean())


@pytest.mark.parametrize(("loss", "margin"), [(batch_hard_loss, 0.5), (all_pairs_loss, 1.0)])
def test_it_recognises_people_it_was_not_trained_on_from_one_picture(loss: Any, margin: float) -> None:
    X, who = _people(40, 8, seed=1)
    new, new_who = _people(20, 5, seed=2)
    net = SiameseNetwork(nn.Sequential(nn.Linear(24, 48, rng=0), nn.ReLU(), nn.Linear(48, 24, rng=1)))
    before = _recognised(net, new, new_who)
    adam = optim.Adam(net.parameters(), lr=0.003)
    fit(net, lambda E, y: loss(E, y, margin=margin), adam, X, who, epochs=60, batch_size=80, rng=0)
    assert before < 0.4
    assert _recognised(net, new, new_who) > 0.9


def _ratings(users: int, items: int, seed: int) -> Any:
    """Draw users with tastes and items with traits, both hidden behind a mixture; they like what is like them."""
    mix = np.random.default_rng(7).normal(size=(2, 3, 6))
    rng = np.random.default_rng(seed)
    taste, trait = rng.normal(size=(users, 3)), rng.normal(size=(items, 3))
    cosine = (taste / np.linalg.norm(taste, axis=1)[:, None]) @ (trait / np.linalg.norm(trait, axis=1)[:, None]).T
    return np.tanh(taste @ mix[0]), np.tanh(trait @ mix[1]), cosine


def test_two_towers_learn_what_new_users_think_of_new_items() -> None:
    U, V, liking = _ratings(60, 50, seed=0)
    net = TwoTower(6, 6, hidden=(32,), size=8, rng=0)
    u, i = (rows.ravel() for rows in np.indices(liking.shape))
    adam = optim.Adam(net.parameters(), lr=0.005)
    X = (U[u].astype(np.float32), V[i].astype(np.float32))
    history = fit(net, nn.mse_loss, adam, X, liking.ravel().astype(np.float32), epochs=15, batch_size=64, rng=0)
    assert history.loss[-1] < 0.1 * history.loss[0]
    U, V, liking = _ratings(30, 40, seed=1)
    assert np.corrcoef(net.scores(U, V).ravel(), liking.ravel())[0, 1] > 0.9
    best = np.take_along_axis(liking, net.recommend(U, V, best=3), axis=1)
    assert best.mean() > 0.75


def test_the_towers_agree_with_themselves() -> None:
    net = TwoTower(3, 5, hidden=(4,), size=2, rng=0)
    U, V = RNG.normal(size=(4, 3)), RNG.normal(size=(4, 5))
    scores = net.scores(U, V)
    np.testing.assert_allclose(np.diag(scores), net(U, V).data, rtol=1e-6)
    assert (np.abs(scores) <= 1 + 1e-6).all()
    np.testing.assert_array_equal(net.recommend(U, V, best=4)[:, 0], scores.argmax(axis=1))
    assert not (net.similar(V, best=3) == np.arange(4)[:, None]).any()
    assert net.count_parameters() == (3 * 4 + 4 + 4 * 2 + 2) + (5 * 4 + 4 + 4 * 2 + 2)
    np.testing.assert_array_equal(predict(net, (U, V)), predict(TwoTower(3, 5, hidden=(4,), size=2, rng=0), (U, V)))


def test_gradients_of_the_towers_are_right() -> None:
    net = TwoTower(3, 5, hidden=(16,), size=4, rng=0)
    data = RNG.normal(size=(4, 3)), RNG.normal(size=(4, 5))
    assert nn.check_model(net, nn.mse_loss, data, RNG.normal(size=4), entries=6)
