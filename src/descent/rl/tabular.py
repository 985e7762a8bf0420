"""Learning the values of actions by trying: Q-learning and Sarsa.

After a step from s by a to s' that earned r, the entry of the table moves a little towards what the step suggests:

    Q(s, a) <- Q(s, a) + lr (r + discount max_a' Q(s', a') - Q(s, a))   (1)  Q-learning
    Q(s, a) <- Q(s, a) + lr (r + discount Q(s', a') - Q(s, a))          (2)  Sarsa, a' being what is done next

Derivation: docs/derivations/q_learning.md
"""

from __future__ import annotations

from typing import Any

import numpy as np

from descent.optim.schedules import Schedule, constant
from descent.rl.policies import greedy
from descent.rl.spaces import Environment, Rng
from descent.shapes import FloatArray


class QLearning:
    """Q-learning with a table, chance actions, and schedules for both rates.

    Parameters
    ----------
    n_states, n_actions : int
        Rows and columns of the table.
    discount : float
        What a reward one step later is worth, in 0..1.
    lr : float or callable
        How far an entry moves; as a function, of how often this entry has moved before.
    epsilon : float or callable
        Share of chance actions; as a function, of the episodes so far.
    rng : numpy.random.Generator, int or None
        Draws the chance actions.

    Attributes
    ----------
    q : array, shape (n_states, n_actions)
        What each action is believed to earn; 0 before it was tried.
    visits : int array, shape (n_states, n_actions)
        How often each entry has moved.
    returns : list of float
        Sum of rewards of every episode of training.

    References
    ----------
    Watkins and Dayan (1992), Q-learning.

    Examples
    --------
    >>> from descent.rl import FiniteEnvironment, mars_rover
    >>> agent = QLearning(6, 2, discount=0.5, lr=1.0, epsilon=0.5, rng=0)
    >>> agent.train(FiniteEnvironment(mars_rover()), episodes=200, seed=0)
    >>> agent.q[1:5].max(axis=1)
    array([50. , 25. , 12.5, 20. ])
    """

    def __init__(
        self,
        n_states: int,
        n_actions: int,
        *,
        discount: float = 0.99,
        lr: float | Schedule = 0.1,
        epsilon: float | Schedule = 0.1,
        rng: Rng = None,
    ) -> None:
        if min(n_states, n_actions) < 1 or not 0 <= discount <= 1:
            got = f"{n_states}, {n_actions} and {discount}"
            raise ValueError(f"n_states and n_actions must be 1 or more, and discount in 0..1; got {got}.")
        self.discount = discount
        self.lr = lr if callable(lr) else constant(lr)
        self.epsilon = epsilon if callable(epsilon) else lambda episode: epsilon
        self.rng = np.random.default_rng(rng)
        self.q: FloatArray = np.zeros((n_states, n_actions))
        self.visits = np.zeros((n_states, n_actions), np.int64)
        self.returns: list[float] = []

    @property
    def policy(self) -> Any:
        """The best known action of each state, shape (n_states,)."""
        return greedy(self.q)

    def act(self, state: int, epsilon: float = 0.0) -> int:
        """Choose the best known action, or with probability epsilon any; among equals one at random."""
        row = self.q[state]
        if epsilon > 0 and self.rng.random() < epsilon:
            return int(self.rng.integers(len(row)))
        best = np.flatnonzero(row == row.max())
        return int(best[0] if len(best) == 1 else self.rng.choice(best))

    def train(self, env: Environment, episodes: int, *, seed: int | None = None) -> None:
        """Learn for a number of episodes.

        Observations and actions of the environment are whole numbers; the seed is given to its first ``reset``.
        """
        for _ in range(episodes):
            epsilon = self.epsilon(len(self.returns))
            state, _ = env.reset(seed=seed)
            seed, total, over = None, 0.0, False
            action = self.act(state, epsilon)
            while not over:
                following, reward, terminated, truncated, _ = env.step(action)
                upcoming = self.act(following, epsilon)
                ahead = 0.0 if terminated else self.ahead(following, upcoming)
                self.update(state, action, float(reward) + self.discount * ahead)
                state, total, over = following, total + float(reward), terminated or truncated
                action = upcoming
            self.returns.append(total)

    def update(self, state: int, action: int, suggestion: float) -> None:
        """Move one entry towards what a step suggests."""
        rate = self.lr(int(self.visits[state, action]))
        self.q[state, action] += rate * (suggestion - self.q[state, action])  # (1) (2)
        self.visits[state, action] += 1

    def ahead(self, following: int, upcoming: int) -> float:
        """What the rest is worth: the best that could be done next."""
        return float(self.q[following].max())


class Sarsa(QLearning):
    """Learns the value of what it really does, chance actions included, so that it keeps away from cliffs.

    The parameters and attributes are those of ``QLearning``.

    References
    ----------
    Rummery and Niranjan (1994), On-line Q-learning using connectionist systems.

    Examples
    --------
    >>> from descent.rl import GridWorld
    >>> agent = Sarsa(3, 4, discount=1.0, lr=0.5, rng=0)
    >>> agent.train(GridWorld(["S.G"]), episodes=200, seed=0)
    >>> agent.policy[:2]
    array([1, 1])
    """

    def ahead(self, following: int, upcoming: int) -> float:
        """What the rest is worth: what will be done next."""
        return float(self.q[following, upcoming])
