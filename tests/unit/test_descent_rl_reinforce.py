"""REINFORCE: its steps follow the gradient of the mean return."""

from __future__ import annotations

import numpy as np
import pytest

from descent import nn
from descent.rl import CartPole, FiniteEnvironment, FiniteMDP, GridWorld, Reinforce, play, policy_value, q_network
from descent.rl.reinforce import Episode
from descent.tensor import Tensor

WORLD = GridWorld(["S.G", "H.H"], goal_reward=3.0, hole_reward=-2.0, discount=1.0, one_hot=True, max_steps=200)


def _table(seed: int) -> nn.Linear:
    """A policy with one logit for each state and action."""
    table = nn.Linear(6, 4, bias=False, rng=0)
    table.weight.data[:] = np.random.default_rng(seed).normal(size=(6, 4)) * 0.5
    return table


def _mean_return(weights: np.ndarray) -> float:
    p = np.exp(weights.astype(np.float64))
    return float(policy_value(WORLD.mdp, p / p.sum(1, keepdims=True))[0])


@pytest.mark.parametrize("baseline", [False, True])
def test_the_mean_of_its_gradients_is_the_gradient_of_the_mean_return(baseline: bool) -> None:
    table = _table(1)
    expects = nn.Linear(6, 1, rng=0) if baseline else None
    agent = Reinforce(table, expects, discount=1.0, lr=1e-9, rng=0)
    exact = np.zeros((6, 4))
    for place in np.ndindex(6, 4):
        up, down = table.weight.data.astype(np.float64), table.weight.data.astype(np.float64)
        up[place] += 1e-5
        down[place] -= 1e-5
        exact[place] = (_mean_return(up) - _mean_return(down)) / 2e-5
    found = []
    for _ in range(3000):
        episode, _ = agent.play_one(WORLD)
        agent.learn(episode)
        assert table.weight.grad is not None
        found.append(-table.weight.grad * len(episode.actions))  # it takes the mean over steps; the law, the sum
    error = np.std(found, axis=0) / np.sqrt(len(found))
    assert (abs(np.mean(found, axis=0) - exact) < 4.5 * error + 1e-3).all()
    assert abs(exact).max() > 0.1


def test_returns_count_later_rewards_discounted() -> None:
    agent = Reinforce(_table(0), discount=0.5, rng=0)
    mdp = FiniteMDP.from_function(lambda s, a: [(1.0, s + 1, float(s + 1))], 4, 4, discount=0.5, terminal=[3])

    class Chain(FiniteEnvironment):
        def step(self, action: int) -> tuple:
            state, *rest = super().step(action)
            return np.eye(6)[state], *rest

        def reset(self, **options: object) -> tuple:
            state, facts = super().reset()
            return np.eye(6)[state], facts

    episode, total = agent.play_one(Chain(mdp, start=0))
    np.testing.assert_allclose(episode.returns, [1 + 0.5 * (2 + 0.5 * 3), 2 + 0.5 * 3, 3])
    assert total == 6.0


def test_what_time_cut_off_is_worth_what_the_baseline_expects() -> None:
    expects = nn.Linear(6, 1, rng=0)
    expects.weight.data[:], expects.bias.data[:] = 0.0, 8.0  # type: ignore[union-attr]
    short = GridWorld(["S.G", "..."], one_hot=True, max_steps=1, discount=0.5)
    agent = Reinforce(_table(0), expects, discount=0.5, rng=0)
    assert agent.play_one(short, 0)[0].returns == pytest.approx([-1 + 0.5 * 8])
    assert Reinforce(_table(0), discount=0.5, rng=0).play_one(short, 0)[0].returns == pytest.approx([-1.0])


def test_better_than_expected_becomes_likelier_and_worse_less_likely() -> None:
    for sign in (1.0, -1.0):
        agent = Reinforce(_table(0), lr=0.01, rng=0)
        seen = np.eye(6, dtype=np.float32)[:1]
        before = agent.probabilities(seen)[0, 2]
        agent.learn(Episode(seen, np.array([2]), np.array([sign], np.float32)))
        assert (agent.probabilities(seen)[0, 2] - before) * sign > 0


def test_drawn_actions_follow_the_probabilities() -> None:
    agent = Reinforce(_table(3), rng=0)
    seen = np.eye(6)[1]
    counts = np.bincount([agent.act(seen, by_chance=True) for _ in range(5000)], minlength=4) / 5000
    np.testing.assert_allclose(counts, agent.probabilities(seen[None])[0], atol=0.03)
    assert agent.act(seen) == agent.probabilities(seen[None])[0].argmax()


def test_it_repeats_itself_under_a_seed() -> None:
    def learnt(seed: int) -> np.ndarray:
        agent = Reinforce(q_network(4, 2, (8,), rng=seed), q_network(4, 1, (8,), rng=seed), rng=seed)
        agent.train(CartPole(), 10, seed=seed)
        return agent.policy(Tensor(np.ones((1, 4), np.float32))).data

    np.testing.assert_array_equal(learnt(1), learnt(1))
    assert (learnt(1) != learnt(2)).any()


def test_it_learns_to_balance_a_pole() -> None:
    agent = Reinforce(q_network(4, 2, (32,), rng=0), q_network(4, 1, (32,), rng=1), lr=0.005, rng=0)
    agent.train(CartPole(), 500, seed=0, callback=lambda agent: np.mean(agent.returns[-20:]) > 200)
    assert play(CartPole(), agent.act, 20, seed=1).mean() >= 150


def test_a_wrong_discount_is_refused() -> None:
    with pytest.raises(ValueError, match=r"discount must be in 0..1; got 2"):
        Reinforce(_table(0), discount=2.0)
