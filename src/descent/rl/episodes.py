"""Episodes: acting in an environment until it ends, and what was earned on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from descent.rl.spaces import Environment
from descent.shapes import FloatArray


def play(
    env: Environment,
    act: Callable[[Any], Any],
    episodes: int = 1,
    *,
    seed: int | None = None,
    max_steps: int = 100_000,
    discount: float = 1.0,
) -> FloatArray:
    """Let a policy act without learning.

    Parameters
    ----------
    env : Environment
        Where.
    act : callable
        Gives the action for an observation.
    episodes : int
        How many, 1 or more.
    seed : int, optional
        Given to the first ``reset``.
    max_steps : int
        After so many steps an episode is left, for environments that never end.
    discount : float
        What a reward one step later is worth.

    Returns
    -------
    float array, shape (episodes,)
        The return of each: the sum of its rewards, discounted.

    Raises
    ------
    ValueError
        If episodes is below 1.

    Examples
    --------
    >>> from descent.rl import CartPole
    >>> play(CartPole(), lambda observation: 0, episodes=2, seed=0)
    array([11.,  9.])
    """
    if episodes < 1:
        raise ValueError(f"episodes must be 1 or more; got {episodes}.")
    returns = np.zeros(episodes)
    for episode in range(episodes):
        observation, _ = env.reset(seed=seed if episode == 0 else None)
        for time in range(max_steps):
            observation, reward, terminated, truncated, _ = env.step(act(observation))
            returns[episode] += discount**time * float(reward)
            if terminated or truncated:
                break
    return returns
