"""Policies: which action in which state, what that earns, and the best action for given values.

    V(s) = Q(s, policy(s)),  Q(s, a) = sum over s' of P(s, a, s') (R(s, a, s') + discount V(s'))    (3)

For one policy this is a system of linear equations, one for each state.

Derivation: docs/derivations/markov_decision_processes.md
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.rl.finite_mdp import FiniteMDP
from descent.shapes import FloatArray, floats, indices


def policy_value(mdp: FiniteMDP, policy: ArrayLike) -> FloatArray:
    """Compute what a policy earns from each state: the linear equations (3).

    Parameters
    ----------
    mdp : FiniteMDP
        The process.
    policy : array of int, shape (S,), or of probabilities, shape (S, A)
        The action of each state, or how likely each action is there.

    Returns
    -------
    float array, shape (S,)
        V.

    Raises
    ------
    ValueError
        If the shape or a row does not fit, or if discount is 1 and the policy never ends from some state.

    Examples
    --------
    Always to the right:

    >>> from descent.rl import mars_rover
    >>> policy_value(mars_rover(), [1, 1, 1, 1, 1, 1])
    array([100. ,   2.5,   5. ,  10. ,  20. ,  40. ])
    """
    chances = _chances(mdp, policy)
    P = np.einsum("sa,sat->st", chances, mdp.P)
    r = (chances * mdp.rewards).sum(axis=1) + mdp.last
    A = np.eye(mdp.n_states) - mdp.discount * P
    try:
        V: FloatArray = np.linalg.solve(A, r)  # (3)
    except np.linalg.LinAlgError:
        V = np.full(mdp.n_states, np.inf)
    if not np.isfinite(V).all() or np.linalg.cond(A) > 1e14:
        raise ValueError(
            "with a discount of 1 the policy must come to an end from every state; this one does not. "
            "Take a discount below 1, or another policy."
        )
    return V


def greedy(q: ArrayLike) -> NDArray[np.int64]:
    """Give the best action of every row of Q (S, A), the first of several."""
    best: NDArray[np.int64] = floats(q, "q").argmax(axis=1)
    return best


def _chances(mdp: FiniteMDP, policy: ArrayLike) -> FloatArray:
    """Turn a policy into probabilities (S, A)."""
    given = np.asarray(policy)
    if given.shape == (mdp.n_states,):
        return np.eye(mdp.n_actions)[indices(given, "policy", below=mdp.n_actions, of="action")]
    given = floats(policy, "policy")
    if given.shape != (mdp.n_states, mdp.n_actions) or (given < 0).any() or not np.allclose(given.sum(axis=1), 1):
        raise ValueError(
            f"policy must hold an action for each of {mdp.n_states} states, or probabilities of shape "
            f"({mdp.n_states}, {mdp.n_actions}) whose rows add up to 1; got shape {given.shape}."
        )
    return given
