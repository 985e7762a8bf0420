"""Value iteration: Bellman's equation, repeated as an assignment until it holds.

    V(s) <- max over a of sum over s' of P(s, a, s') (R(s, a, s') + discount V(s'))    (4)

Each time the largest error shrinks at least by the factor ``discount``.

Derivation: docs/derivations/markov_decision_processes.md
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.rl.finite_mdp import FiniteMDP
from descent.rl.policies import greedy
from descent.shapes import FloatArray, floats


class Plan(NamedTuple):
    """What planning found."""

    values: FloatArray
    """V, shape (S,)."""
    q: FloatArray
    """Q, shape (S, A)."""
    policy: NDArray[np.int64]
    """A best action of every state, shape (S,)."""
    history: list[FloatArray]
    """V after every iteration."""


def value_iteration(mdp: FiniteMDP, *, tol: float = 1e-9, max_iterations: int = 100_000) -> Plan:
    """Find the best values by repeating Bellman's equation (4).

    Parameters
    ----------
    mdp : FiniteMDP
        The process.
    tol : float
        Largest error of a value at the end; where discount is 1, the largest change in the last iteration.
    max_iterations : int
        Limit.

    Returns
    -------
    Plan
        Values, values of actions, policy, history.

    Raises
    ------
    ValueError
        If the limit is reached: with a discount of 1 some return has no bound.

    Examples
    --------
    >>> from descent.rl import mars_rover
    >>> value_iteration(mars_rover()).values
    array([100. ,  50. ,  25. ,  12.5,  20. ,  40. ])
    """
    V = mdp.last.copy()
    history = [V]
    enough = tol * (1 - mdp.discount) / mdp.discount if 0 < mdp.discount < 1 else tol
    for _ in range(max_iterations):
        V = mdp.values_of_actions(V).max(axis=1)  # (4)
        change = abs(V - history[-1]).max()
        history.append(V)
        if change <= enough or change <= 4 * np.finfo(float).eps * abs(V).max():
            q = mdp.values_of_actions(V)
            return Plan(V, q, greedy(q), history)
    raise ValueError(
        f"value iteration has not settled in {max_iterations} iterations; the last change was {change:g}. "
        f"Take a discount below {mdp.discount:g}, or look for a loop that earns for ever."
    )


def bellman_residual(mdp: FiniteMDP, values: ArrayLike) -> float:
    """Give the largest violation of Bellman's equation (4); divided by 1 - discount it bounds the error of values.

    Examples
    --------
    >>> from descent.rl import mars_rover
    >>> bellman_residual(mars_rover(), [100.0, 50.0, 25.0, 12.5, 20.0, 40.0])
    0.0
    """
    V = floats(values, "values")
    return float(abs(mdp.values_of_actions(V).max(axis=1) - V).max())
