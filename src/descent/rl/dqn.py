"""A deep Q-network: a network that tells, for what is seen, what each action will earn in the end.

It learns from remembered steps (s, a, r, s') towards a target that a slowly following copy Q' of it gives:

    y = r                            if s' is the end
    y = r + discount max_a Q'(s', a) otherwise                        (3)
    y = r + discount Q'(s', argmax_a Q(s', a))  for double learning   (4)
    loss = mean (Q(s, a) - y)^2 over a batch                          (5)
    w' <- tau w + (1 - tau) w'       after each step of w             (6)

Derivation: docs/derivations/q_learning.md
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from descent.nn import Module
from descent.optim import Adam
from descent.optim.clipping import clip_grad_norm
from descent.optim.flat import Flat
from descent.rl.replay_memory import Batch, ReplayMemory
from descent.rl.spaces import Environment, Rng
from descent.shapes import FloatArray
from descent.tensor import Tensor, no_grad


class DQN:
    """An agent with a deep Q-network, a replay memory, a target network and chance actions.

    Parameters
    ----------
    network : Module
        From observations (n, ...) to values (n, n_actions); ``q_network`` makes one.
    n_actions : int
        How many actions there are.
    discount : float
        What a reward one step later is worth, in 0..1.
    lr : float
        Adam's learning rate.
    tau : float
        How far the target network follows at each step of learning, in 0..1.
    batch_size : int
        Steps drawn from memory at a time.
    capacity : int
        How many steps the memory holds.
    learn_every : int
        Actions between two steps of learning.
    epsilon, epsilon_decay, epsilon_min : float
        Share of chance actions in the first episode, its factor from one episode to the next, its lowest value.
    double : bool
        Whether the network chooses the action whose value the target network gives (4).
    clip_norm : float, optional
        Gradients longer than this are shortened.
    rng : numpy.random.Generator, int or None
        Draws actions and batches.

    Attributes
    ----------
    returns : list of float
        Sum of rewards of every finished episode of training.
    losses : list of float
        Of every step of learning.
    memory : ReplayMemory or None
        What happened; None before the first observation.

    References
    ----------
    Mnih et al. (2015), Human-level control through deep reinforcement learning; van Hasselt, Guez and Silver (2016),
    Deep reinforcement learning with double Q-learning.

    Examples
    --------
    >>> from descent.rl import CartPole, q_network
    >>> agent = DQN(q_network(4, 2, (16,), rng=0), 2, rng=0)
    >>> agent.train(CartPole(), episodes=3, seed=0)
    >>> len(agent.returns)
    3
    """

    def __init__(
        self,
        network: Module,
        n_actions: int,
        *,
        discount: float = 0.99,
        lr: float = 1e-3,
        tau: float = 1e-3,
        batch_size: int = 64,
        capacity: int = 100_000,
        learn_every: int = 4,
        epsilon: float = 1.0,
        epsilon_decay: float = 0.995,
        epsilon_min: float = 0.01,
        double: bool = False,
        clip_norm: float | None = None,
        rng: Rng = None,
    ) -> None:
        shares = {"discount": discount, "tau": tau, "epsilon": epsilon, "epsilon_min": epsilon_min}
        for name, value in {**shares, "epsilon_decay": epsilon_decay}.items():
            if not 0 <= value <= 1:
                raise ValueError(f"{name} must be in 0..1; got {value}.")
        if min(n_actions, batch_size, learn_every) < 1 or capacity < batch_size:
            raise ValueError(
                "n_actions, batch_size and learn_every must be 1 or more, and the memory must hold a batch; "
                f"got {n_actions}, {batch_size}, {learn_every} and capacity={capacity}."
            )
        self.network, self.n_actions = network, n_actions
        self.discount, self.tau, self.double, self.clip_norm = discount, tau, double, clip_norm
        self.batch_size, self.capacity, self.learn_every = batch_size, capacity, learn_every
        self.epsilon, self.epsilon_decay, self.epsilon_min = epsilon, epsilon_decay, epsilon_min
        self.rng = np.random.default_rng(rng)
        self.optimizer = Adam(network.parameters(), lr=lr)
        self.target = copy.deepcopy(network)
        self._target_numbers = Flat(self.target.parameters()).numbers
        self.memory: ReplayMemory | None = None
        self.n_steps = 0
        self.returns: list[float] = []
        self.losses: list[float] = []

    def values(self, observations: ArrayLike) -> FloatArray:
        """Tell what every action is worth: (n, n_actions) for observations (n, ...)."""
        with no_grad():
            values: FloatArray = self.network(Tensor(np.asarray(observations, np.float32))).data
        return values

    def act(self, observation: ArrayLike, epsilon: float = 0.0) -> int:
        """Choose an action for one observation: the best, or with probability epsilon any."""
        if epsilon > 0 and self.rng.random() < epsilon:
            return int(self.rng.integers(self.n_actions))
        return int(self.values(np.asarray(observation)[None]).argmax())

    def train(
        self,
        env: Environment,
        *,
        episodes: int | None = None,
        steps: int | None = None,
        seed: int | None = None,
        callback: Callable[[DQN], bool | None] | None = None,
    ) -> None:
        """Act and learn for a number of episodes or steps, whichever is over first.

        Parameters
        ----------
        env : Environment
            Of ``descent.rl`` or of Gymnasium.
        episodes, steps : int, optional
            How many; at least one of the two.
        seed : int, optional
            Given to the first ``reset``.
        callback : callable, optional
            Called with the agent after every episode; True ends training.

        Raises
        ------
        ValueError
            If neither episodes nor steps is given.
        """
        if episodes is None and steps is None:
            raise ValueError("train needs episodes or steps, or it would never end. Try episodes=500.")
        last = np.inf if steps is None else self.n_steps + steps
        for _ in range(episodes) if episodes is not None else itertools.count():
            observation, _ = env.reset(seed=seed)
            seed, total, over = None, 0.0, False
            while not over and self.n_steps < last:
                action = self.act(observation, self.epsilon)
                following, reward, terminated, truncated, _ = env.step(action)
                self.observe(observation, action, float(reward), following, terminated)
                observation, total, over = following, total + float(reward), terminated or truncated
            if not over:
                return
            self.returns.append(total)
            self.epsilon = max(self.epsilon_min, self.epsilon * self.epsilon_decay)
            if callback is not None and callback(self):
                return

    def observe(
        self, observation: ArrayLike, action: int, reward: float, following: ArrayLike, terminated: bool
    ) -> None:
        """Remember a step, and learn when it is time."""
        if self.memory is None:
            self.memory = ReplayMemory(self.capacity, np.shape(observation))
        self.memory.add(observation, action, reward, following, terminated)
        self.n_steps += 1
        if self.n_steps % self.learn_every == 0 and len(self.memory) >= self.batch_size:
            self.losses.append(self.learn(self.memory.sample(self.batch_size, self.rng)))

    def learn(self, batch: Batch) -> float:
        """Take one step down the gradient of the loss on a batch, let the target follow, and return the loss."""
        y = self.targets(batch)
        self.optimizer.zero_grad()
        q = self.network(Tensor(batch.observations))  # (n, k)
        chosen = (np.arange(len(y)), batch.actions)
        error = q.data[chosen] - y
        loss = float((error * error).mean())  # (5)
        if not np.isfinite(loss):
            raise ValueError(
                f"the loss became {loss} after {self.n_steps} steps. Try a smaller learning rate than "
                f"{self.optimizer.lr:g}, clip_norm=1, or look for NaN in observations and rewards."
            )
        slope = np.zeros_like(q.data)
        slope[chosen] = error * (2 / len(y))  # derivative of (5): 0 for what was not done
        q.backward(slope)
        if self.clip_norm is not None:
            clip_grad_norm(self.network.parameters(), self.clip_norm)
        self.optimizer.step()
        self._target_numbers += self.tau * (self.optimizer.flat.numbers - self._target_numbers)  # (6)
        return loss

    def targets(self, batch: Batch) -> FloatArray:
        """Give the values (n,) that the network shall learn for the actions of a batch."""
        with no_grad():
            q = self.target(Tensor(batch.following)).data
            if self.double:
                best = self.network(Tensor(batch.following)).data.argmax(axis=1)  # (4)
                ahead = q[np.arange(len(q)), best]
            else:
                ahead = q.max(axis=1)
        y: FloatArray = batch.rewards + self.discount * ahead * ~batch.terminated  # (3)
        return y
