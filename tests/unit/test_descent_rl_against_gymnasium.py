"""Environments and agents beside Gymnasium: the same numbers where the rules are the same, and each takes the other."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from descent.rl import DQN, CartPole, GridWorld, LunarLander, QLearning, play, q_network

gymnasium = pytest.importorskip("gymnasium")
env_checker = pytest.importorskip("gymnasium.utils.env_checker")

CLIFF = ["............", "............", "............", "SCCCCCCCCCCG"]
LAKE = ["S...", ".H.H", "...H", "H..G"]


class Wrapped(gymnasium.Env):  # type: ignore[misc, name-defined]
    """One of our environments as Gymnasium's own kind."""

    def __init__(self, env: Any) -> None:
        self.env, self.metadata, self.render_mode = env, env.metadata, env.render_mode
        self.action_space = gymnasium.spaces.Discrete(env.action_space.n)
        seen = env.observation_space
        self.observation_space = (
            gymnasium.spaces.Discrete(seen.n)
            if hasattr(seen, "n")
            else gymnasium.spaces.Box(seen.low, seen.high, dtype=seen.dtype.type)
        )

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        super().reset(seed=seed)
        return self.env.reset(seed=seed, options=options)

    def step(self, action: Any) -> Any:
        return self.env.step(action)

    def render(self) -> Any:
        return self.env.render()

    def close(self) -> None:
        self.env.close()


@pytest.mark.parametrize(
    "env",
    [
        CartPole(),
        LunarLander(),
        LunarLander(wind_power=10.0, turbulence_power=1.0),
        GridWorld(CLIFF),
        GridWorld(LAKE, slip=0.5, one_hot=True),
    ],
    ids=["cart", "lander", "lander in wind", "cliff", "ice"],
)
def test_the_checker_of_environments_has_no_complaint(env: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # advice, such as to bound what has no bound; complaints are errors
        env_checker.check_env(Wrapped(env), skip_render_check=True)
        env_checker.check_env(Wrapped(env), skip_render_check=False)


@pytest.mark.parametrize("seed", range(5))
def test_the_cart_moves_step_by_step_as_gymnasium_s(seed: int) -> None:
    ours, theirs = CartPole(), gymnasium.make("CartPole-v1")
    mine, yours = ours.reset(seed=seed)[0], theirs.reset(seed=seed)[0]
    np.testing.assert_allclose(mine, yours, rtol=1e-6)
    rng = np.random.default_rng(seed)
    for _ in range(500):
        # pushes against the fall keep the episode long; one in ten is at random
        action = int(rng.integers(2)) if rng.random() < 0.1 else int(mine[2] + mine[3] > 0)
        mine, *rest, _ = ours.step(action)
        yours, *other, _ = theirs.step(action)
        np.testing.assert_allclose(mine, yours, rtol=1e-5, atol=1e-7)
        assert rest == other
        if rest[1] or rest[2]:
            break
    assert ours.n_steps > 50


def _table(env: Any, order: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Gymnasium's table of a toy world as arrays, its actions in our order."""
    given = env.unwrapped.P
    P = np.zeros((len(given), 4, len(given)))
    rewards = np.zeros((len(given), 4))
    for state, actions in given.items():
        for ours, theirs in enumerate(order):
            for probability, following, reward, _ in actions[theirs]:
                P[state, ours, following] += probability
                rewards[state, ours] += probability * reward
    return P, rewards


@pytest.mark.parametrize(
    ("name", "options", "rows", "settings", "order"),
    [
        ("CliffWalking-v1", {}, CLIFF, {"goal_reward": -1.0}, [0, 1, 2, 3]),
        ("FrozenLake-v1", {}, LAKE, {"step_reward": 0.0, "goal_reward": 1.0, "slip": 2 / 3}, [3, 2, 1, 0]),
        (
            "FrozenLake-v1",
            {"is_slippery": False},
            LAKE,
            {"step_reward": 0.0, "goal_reward": 1.0},
            [3, 2, 1, 0],
        ),
    ],
)
def test_the_tables_of_cliff_and_lake_are_gymnasium_s(
    name: str, options: Any, rows: list[str], settings: Any, order: list[int]
) -> None:
    P, rewards = _table(gymnasium.make(name, **options), order)
    mdp = GridWorld(rows, **settings).mdp
    reachable = ~mdp.terminal & ~np.array([letter == "C" for letter in "".join(rows)])
    np.testing.assert_allclose(mdp.P[reachable], P[reachable], atol=1e-12)
    np.testing.assert_allclose(mdp.rewards[reachable], rewards[reachable], atol=1e-12)


def test_the_deep_q_network_learns_in_gymnasium_s_cart() -> None:
    agent = DQN(q_network(4, 2, rng=0), 2, tau=0.01, learn_every=1, epsilon_decay=0.95, rng=0)
    env = gymnasium.make("CartPole-v1")
    agent.train(env, steps=4000, seed=0)
    assert np.mean(agent.returns[-10:]) > 2 * np.mean(agent.returns[:10])
    assert play(env, agent.act, 5, seed=1).mean() > 60


def test_q_learning_walks_along_gymnasium_s_cliff() -> None:
    agent = QLearning(48, 4, discount=1.0, lr=0.5, rng=0)
    env = gymnasium.make("CliffWalking-v1")
    agent.train(env, 300, seed=0)
    assert play(env, agent.act)[0] == -13
