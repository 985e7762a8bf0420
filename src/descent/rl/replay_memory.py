"""A memory of steps: what was seen and done, drawn from at random, so that a network does not learn from one moment.

Steps that follow each other resemble each other. Drawn evenly from the last ``capacity`` steps, a batch resembles
independent samples, and a step is learnt from several times before it is overwritten.

Derivation: docs/derivations/q_learning.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from descent.shapes import FloatArray


class Batch(NamedTuple):
    """Steps, one a row."""

    observations: NDArray[Any]
    actions: NDArray[np.int64]
    rewards: FloatArray
    following: NDArray[Any]
    terminated: NDArray[np.bool_]


class ReplayMemory:
    """A ring of arrays: the newest step takes the place of the oldest.

    Parameters
    ----------
    capacity : int
        How many steps it holds, 1 or more. Room is taken at once.
    shape : tuple of int
        Of an observation.
    dtype : dtype
        Of observations.

    Examples
    --------
    >>> memory = ReplayMemory(2, (1,))
    >>> for reward in (1.0, 2.0, 3.0):
    ...     memory.add([0.0], 0, reward, [0.0], False)
    >>> len(memory), sorted(memory.sample(2, np.random.default_rng(0)).rewards.tolist())
    (2, [2.0, 3.0])
    """

    def __init__(self, capacity: int, shape: tuple[int, ...], *, dtype: DTypeLike = np.float32) -> None:
        if capacity < 1:
            raise ValueError(f"capacity must be 1 or more steps; got {capacity}.")
        self.capacity, self.n_added = capacity, 0
        self.steps = Batch(
            np.zeros((capacity, *shape), dtype),
            np.zeros(capacity, np.int64),
            np.zeros(capacity, np.float32),
            np.zeros((capacity, *shape), dtype),
            np.zeros(capacity, np.bool_),
        )

    def __len__(self) -> int:
        """Count the steps it holds."""
        return min(self.n_added, self.capacity)

    def add(self, observation: ArrayLike, action: int, reward: float, following: ArrayLike, terminated: bool) -> None:
        """Remember a step; ``terminated`` says that nothing follows, not merely that time was up."""
        place = self.n_added % self.capacity
        steps = self.steps
        steps.observations[place], steps.following[place] = observation, following
        steps.actions[place], steps.rewards[place], steps.terminated[place] = action, reward, terminated
        self.n_added += 1

    def sample(self, n: int, rng: np.random.Generator) -> Batch:
        """Draw n different steps, each as likely as the others.

        Raises
        ------
        ValueError
            If it holds fewer than n.
        """
        if not 1 <= n <= len(self):
            raise ValueError(f"a memory of {len(self)} steps cannot give {n} different ones. Add more steps first.")
        rows = rng.choice(len(self), n, replace=False, shuffle=False)
        seen, actions, rewards, following, terminated = self.steps
        return Batch(seen[rows], actions[rows], rewards[rows], following[rows], terminated[rows])
