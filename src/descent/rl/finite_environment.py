"""A finite Markov decision process as an environment: its table is hidden, and one finds out by trying."""

from __future__ import annotations

from typing import Any

import numpy as np

from descent.rl.finite_mdp import FiniteMDP
from descent.rl.spaces import Discrete, choice


class FiniteEnvironment:
    """Acts according to a table; observations are the numbers of states.

    Parameters
    ----------
    mdp : FiniteMDP
        The table.
    start : int, optional
        Where episodes begin; anywhere that is not terminal, unless given.
    max_steps : int
        After so many steps an episode is cut short.

    Attributes
    ----------
    action_space, observation_space : Discrete
        Actions and states.
    state : int
        Where it is.

    Examples
    --------
    >>> from descent.rl import mars_rover
    >>> env = FiniteEnvironment(mars_rover(), start=3)
    >>> env.reset(seed=0)
    (3, {})
    >>> env.step(1)
    (4, 0.0, False, False, {})
    """

    metadata: dict[str, Any] = {"render_modes": [], "render_fps": 4}
    render_mode: str | None = None

    def __init__(self, mdp: FiniteMDP, *, start: int | None = None, max_steps: int = 1000) -> None:
        self.mdp, self.start, self.max_steps = mdp, start, max_steps
        self.starts = np.flatnonzero(~mdp.terminal) if start is None else np.array([start])
        if not len(self.starts) or mdp.terminal[self.starts].any():
            raise ValueError(f"an episode cannot begin in a terminal state; got start={start}.")
        self.action_space, self.observation_space = Discrete(mdp.n_actions), Discrete(mdp.n_states)
        self.rng = np.random.default_rng()
        self.state, self.n_steps, self.over = int(self.starts[0]), 0, True

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        """Begin an episode."""
        if seed is not None:
            self.rng = np.random.default_rng(seed)
        self.state = int(self.starts[self.rng.integers(len(self.starts))])
        self.n_steps, self.over = 0, False
        return self.state, {}

    def step(self, action: Any) -> tuple[int, float, bool, bool, dict[str, Any]]:
        """Act once."""
        if self.over:
            raise ValueError("the episode is over, or none has begun. Call reset first.")
        self.state, reward, terminated = self.mdp.sample(self.state, choice(action, self.action_space), self.rng)
        self.n_steps += 1
        truncated = self.n_steps >= self.max_steps and not terminated
        self.over = terminated or truncated
        return self.state, reward, terminated, truncated, {}

    def close(self) -> None:
        """Nothing has to be closed."""
