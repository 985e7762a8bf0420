"""The deep Q-network and its memory."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from descent.nn import mse_loss
from descent.ops import take_along
from descent.rl import DQN, Batch, CartPole, GridWorld, ReplayMemory, play, q_network, value_iteration
from descent.tensor import Tensor, apply


def _batch(n: int = 5) -> Batch:
    rng = np.random.default_rng(0)
    seen, following = rng.normal(size=(2, n, 3)).astype(np.float32)
    return Batch(seen, rng.integers(0, 2, n), rng.normal(size=n).astype(np.float32), following, np.arange(n) == 2)


def _agent(**options: Any) -> DQN:
    return DQN(q_network(3, 2, (8,), rng=0), 2, **{"rng": 0, "discount": 0.9, **options})


def test_the_newest_steps_replace_the_oldest() -> None:
    memory = ReplayMemory(3, (2,))
    for k in range(5):
        memory.add([k, k], k % 2, float(k), [k + 1, k + 1], k == 4)
    batch = memory.sample(3, np.random.default_rng(0))
    order = batch.rewards.argsort()
    np.testing.assert_array_equal(batch.rewards[order], [2, 3, 4])
    np.testing.assert_array_equal(batch.observations[order, 0], [2, 3, 4])
    np.testing.assert_array_equal(batch.following[order, 1], [3, 4, 5])
    np.testing.assert_array_equal(batch.actions[order], [0, 1, 0])
    np.testing.assert_array_equal(batch.terminated[order], [False, False, True])


def test_every_step_is_drawn_as_often_as_the_others_and_none_twice() -> None:
    memory, rng = ReplayMemory(20, ()), np.random.default_rng(0)
    for k in range(10):
        memory.add(k, 0, float(k), k, False)
    drawn = np.array([memory.sample(4, rng).rewards for _ in range(2000)])
    assert all(len(set(row)) == 4 for row in drawn[:100].tolist())
    counts = np.bincount(drawn.astype(int).ravel(), minlength=10)
    assert abs(counts / 8000 - 0.1).max() < 0.02
    with pytest.raises(ValueError, match="a memory of 10 steps cannot give 11"):
        memory.sample(11, rng)
    with pytest.raises(ValueError, match="capacity must be 1 or more"):
        ReplayMemory(0, ())


def test_targets_are_bellman_s_and_the_end_has_no_future() -> None:
    agent, batch = _agent(), _batch()
    ahead = agent.values(batch.following).max(1)  # the target is still a copy of the network
    want = batch.rewards + 0.9 * np.where(batch.terminated, 0, ahead)
    np.testing.assert_allclose(agent.targets(batch), want, rtol=1e-6)
    assert agent.targets(batch).dtype == np.float32


def test_double_learning_lets_one_network_choose_and_the_other_value() -> None:
    agent, batch = _agent(double=True), _batch()
    for parameter in agent.network.parameters():
        parameter.data *= -1.0
    choice = agent.values(batch.following).argmax(1)
    other = _agent().values(batch.following)
    want = batch.rewards + 0.9 * np.where(batch.terminated, 0, other[np.arange(5), choice])
    np.testing.assert_allclose(agent.targets(batch), want, rtol=1e-5)
    assert (choice != other.argmax(1)).any()


def test_a_step_lowers_the_loss_on_its_batch_and_the_target_follows_by_tau() -> None:
    agent, batch = _agent(tau=0.25, lr=0.01), _batch()
    before = agent.target.state_dict()
    losses = [agent.learn(batch)]
    for name, old in before.items():
        new = agent.network.state_dict()[name]
        np.testing.assert_allclose(agent.target.state_dict()[name], 0.75 * old + 0.25 * new, atol=1e-6)
    agent.tau = 0.0
    losses += [agent.learn(batch) for _ in range(200)]
    assert losses[-1] < 0.2 * losses[0]


def test_the_loss_is_the_mean_square_over_the_chosen_actions_alone() -> None:
    agent, batch = _agent(), _batch()
    q = agent.values(batch.observations)[np.arange(5), batch.actions]
    want = ((q - agent.targets(batch)) ** 2).mean()
    assert agent.learn(batch) == pytest.approx(want, rel=1e-5)


def test_a_loss_that_is_not_finite_is_refused_with_what_to_try() -> None:
    batch = _batch()
    batch.rewards[0] = np.nan
    with pytest.raises(ValueError, match=r"the loss became nan after 0 steps. Try a smaller learning rate than 0.001"):
        _agent().learn(batch)


def test_the_gradient_is_that_of_the_loss_computed_by_operations() -> None:
    agent, batch = _agent(), _batch()
    twin = copy.deepcopy(agent.network)
    q = apply(take_along, twin(Tensor(batch.observations)), batch.actions[:, None], axis=1)
    mse_loss(q, agent.targets(batch)[:, None]).backward()
    agent.learn(batch)
    for ours, theirs in zip(agent.network.parameters(), twin.parameters(), strict=True):
        np.testing.assert_allclose(ours.grad, theirs.grad, rtol=1e-5, atol=1e-7)


def test_chance_actions_come_as_often_as_epsilon_says() -> None:
    agent, seen = _agent(), np.zeros(3, np.float32)
    best = agent.act(seen)
    assert {agent.act(seen) for _ in range(50)} == {best}
    others = np.mean([agent.act(seen, 0.5) != best for _ in range(4000)])
    assert others == pytest.approx(0.25, abs=0.03)


def test_epsilon_falls_from_episode_to_episode_to_its_lowest() -> None:
    agent = DQN(q_network(3, 4, (4,), rng=0), 4, epsilon_decay=0.5, epsilon_min=0.2, rng=0)
    seen = []
    agent.train(GridWorld(["S.G"], one_hot=True), episodes=4, seed=0, callback=lambda agent: seen.append(agent.epsilon))
    assert seen == [0.5, 0.25, 0.2, 0.2]


def test_training_stops_after_its_steps_or_when_the_callback_says_so() -> None:
    world = GridWorld(["S.........G"], one_hot=True)
    agent = DQN(q_network(11, 4, (4,), rng=0), 4, rng=0)
    agent.train(world, steps=30, seed=0)
    assert agent.n_steps == 30
    assert agent.memory is not None
    assert len(agent.memory) == 30
    agent.train(world, episodes=50, callback=lambda agent: True)
    assert len(agent.returns) == 1
    with pytest.raises(ValueError, match="train needs episodes or steps"):
        agent.train(world)


def test_the_same_seed_gives_the_same_network_bit_for_bit() -> None:
    def learnt(seed: int) -> np.ndarray:
        agent = DQN(q_network(4, 2, (8,), rng=seed), 2, rng=seed)
        agent.train(CartPole(), steps=300, seed=seed)
        return agent.values(np.ones((1, 4)))

    np.testing.assert_array_equal(learnt(1), learnt(1))
    assert (learnt(1) != learnt(2)).any()


@pytest.mark.parametrize("double", [False, True])
def test_it_finds_the_values_that_planning_finds(double: bool) -> None:
    world = GridWorld(["S..", ".#H", "..G"], goal_reward=10.0, hole_reward=-10.0, one_hot=True, discount=0.9)
    agent = DQN(
        q_network(9, 4, (32,), rng=0),
        4,
        discount=0.9,
        lr=3e-3,
        tau=0.02,
        learn_every=1,
        epsilon_decay=1.0,
        double=double,
        rng=0,
    )
    agent.train(world, steps=4000, seed=0)
    plan = value_iteration(world.mdp)
    visited = [0, 1, 2, 3, 6, 7]
    np.testing.assert_allclose(agent.values(np.eye(9))[visited].max(1), plan.values[visited], atol=0.05)
    assert play(world, agent.act)[0] == 7.0  # three steps for -1 each, and the goal


def test_it_learns_to_balance_a_pole() -> None:
    agent = DQN(q_network(4, 2, rng=0), 2, lr=5e-4, tau=0.01, learn_every=1, epsilon_decay=0.95, double=True, rng=0)
    agent.train(CartPole(), steps=8000, seed=0, callback=lambda agent: np.mean(agent.returns[-10:]) > 230)
    assert play(CartPole(), agent.act, 20, seed=1).mean() >= 150


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"discount": 1.2}, r"discount must be in 0..1; got 1.2"),
        ({"tau": -0.1}, r"tau must be in 0..1"),
        ({"capacity": 10}, "the memory must hold a batch"),
        ({"learn_every": 0}, "must be 1 or more"),
    ],
)
def test_wrong_settings_are_refused(options: dict[str, float], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        _agent(**options)


def test_playing_needs_an_episode() -> None:
    with pytest.raises(ValueError, match="episodes must be 1 or more"):
        play(CartPole(), lambda seen: 0, 0)
