"""REINFORCE: a network gives the probabilities of actions, and what went better than expected becomes more probable.

With the return G_t from step t on and a baseline b that tells from s_t what is to be expected:

    d(mean return)/dw = mean of the sum over t of d(log p(a_t | s_t))/dw (G_t - b(s_t))    (1)
    G_t = r_t + discount G_(t+1)                                                           (2)
    d(-log p(a) A)/dz = A (p - onehot(a)),  z being the logits                             (3)

Derivation: docs/derivations/policy_gradient.md
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.nn import Module
from descent.ops.softmax import softmax
from descent.optim import Adam
from descent.rl.spaces import Environment, Rng
from descent.shapes import FloatArray
from descent.tensor import Tensor, no_grad


class Episode(NamedTuple):
    """What was seen and done, one step a row, and what came of it from each step on."""

    observations: FloatArray
    actions: NDArray[np.int64]
    returns: FloatArray


class Reinforce:
    """An agent with a network for its policy and, if given, one for the baseline.

    Parameters
    ----------
    policy : Module
        From observations (n, ...) to logits (n, n_actions).
    baseline : Module, optional
        From observations to what is expected, (n, 1). It changes no mean, but calms the steps.
    discount : float
        What a reward one step later is worth, in 0..1.
    lr : float
        Adam's learning rate.
    rng : numpy.random.Generator, int or None
        Draws actions.

    Attributes
    ----------
    returns : list of float
        Sum of rewards of every episode of training.

    References
    ----------
    Williams (1992), Simple statistical gradient-following algorithms for connectionist reinforcement learning.

    Examples
    --------
    >>> from descent.rl import GridWorld, q_network
    >>> agent = Reinforce(q_network(3, 4, (8,), rng=0), rng=0, lr=0.02)
    >>> agent.train(GridWorld(["S.G"], one_hot=True, max_steps=50), episodes=150, seed=0)
    >>> agent.act([1, 0, 0])
    1
    """

    def __init__(
        self,
        policy: Module,
        baseline: Module | None = None,
        *,
        discount: float = 0.99,
        lr: float = 1e-3,
        rng: Rng = None,
    ) -> None:
        if not 0 <= discount <= 1:
            raise ValueError(f"discount must be in 0..1; got {discount}.")
        self.policy, self.baseline, self.discount = policy, baseline, discount
        self.rng = np.random.default_rng(rng)
        self.optimizer = Adam([*policy.parameters(), *(baseline.parameters() if baseline else [])], lr=lr)
        self.returns: list[float] = []

    def probabilities(self, observations: ArrayLike) -> FloatArray:
        """Tell how likely each action is: (n, n_actions) for observations (n, ...)."""
        with no_grad():
            return softmax(self.policy(Tensor(np.asarray(observations, np.float32))).data)

    def act(self, observation: ArrayLike, *, by_chance: bool = False) -> int:
        """Choose the likeliest action for one observation, or draw one."""
        p = self.probabilities(np.asarray(observation)[None])[0]
        return int(p.cumsum().searchsorted(self.rng.random() * p.sum(), "right")) if by_chance else int(p.argmax())

    def train(
        self,
        env: Environment,
        episodes: int,
        *,
        seed: int | None = None,
        callback: Callable[[Reinforce], bool | None] | None = None,
    ) -> None:
        """Act and learn after every episode; the callback ends training by returning True."""
        for _ in range(episodes):
            episode, total = self.play_one(env, seed)
            seed = None
            self.returns.append(total)
            self.learn(episode)
            if callback is not None and callback(self):
                return

    def play_one(self, env: Environment, seed: int | None = None) -> tuple[Episode, float]:
        """Act by chance until an episode ends; give it, and its sum of rewards.

        What time cut off is worth what the baseline expects, or 0 without one.
        """
        seen: list[Any] = []
        actions: list[int] = []
        rewards: list[float] = []
        observation, _ = env.reset(seed=seed)
        terminated = truncated = False
        while not (terminated or truncated):
            seen.append(observation)
            actions.append(self.act(observation, by_chance=True))
            observation, reward, terminated, truncated, _ = env.step(actions[-1])
            rewards.append(float(reward))
        returns = np.zeros(len(rewards), np.float32)
        ahead = 0.0 if terminated else float(self.expected(np.asarray(observation, np.float32)[None])[0])
        for t in range(len(rewards) - 1, -1, -1):
            ahead = returns[t] = rewards[t] + self.discount * float(ahead)  # (2)
        return Episode(np.array(seen, np.float32), np.array(actions), returns), sum(rewards)

    def expected(self, observations: FloatArray) -> FloatArray:
        """Tell what the baseline expects, (n,): 0 without one."""
        if self.baseline is None:
            return np.zeros(len(observations), np.float32)
        with no_grad():
            values: FloatArray = self.baseline(Tensor(observations)).data[:, 0]
        return values

    def learn(self, episode: Episode) -> None:
        """Take one step for an episode: up its return with the policy, towards its returns with the baseline."""
        seen, actions, returns = episode
        n = len(actions)
        self.optimizer.zero_grad()
        better = returns - self.expected(seen)
        logits = self.policy(Tensor(seen))
        slope = softmax(logits.data)
        slope[np.arange(n), actions] -= 1
        logits.backward(slope * (better[:, None] / n))  # (1) (3), as a mean over steps
        if self.baseline is not None:
            values = self.baseline(Tensor(seen))
            values.backward((values.data - returns[:, None]) * (2 / n))  # of the mean squared error
        self.optimizer.step()
