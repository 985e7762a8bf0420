"""Policy iteration: value a policy, take the best action for these values in every state, and so on.

    policy(s) <- the a with the largest Q(s, a), where Q belongs to the policy so far    (5)

No state becomes worse, and there are finitely many policies: it ends, and where it ends Bellman's equation holds.

Derivation: docs/derivations/markov_decision_processes.md
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from descent.rl.finite_mdp import FiniteMDP
from descent.rl.policies import greedy, policy_value
from descent.rl.value_iteration import Plan
from descent.shapes import indices


def policy_iteration(mdp: FiniteMDP, policy: ArrayLike | None = None) -> Plan:
    """Find the best policy by valuing one, improving it, and so on until nothing improves.

    Parameters
    ----------
    mdp : FiniteMDP
        The process.
    policy : array of int, shape (S,), optional
        Where to begin; in every state the action that earns most at once, unless given.

    Returns
    -------
    Plan
        Values, values of actions, policy, history: the values of every policy on the way.

    Raises
    ------
    ValueError
        If discount is 1 and a policy on the way never ends.

    Examples
    --------
    >>> from descent.rl import mars_rover
    >>> policy_iteration(mars_rover()).policy
    array([0, 0, 0, 0, 1, 0])
    """
    best = greedy(mdp.rewards) if policy is None else indices(policy, "policy", below=mdp.n_actions, of="action")
    history = []
    states = np.arange(mdp.n_states)
    while True:
        V = policy_value(mdp, best)
        history.append(V)
        q = mdp.values_of_actions(V)
        gain = q.max(axis=1) - q[states, best]
        better = gain > 1e-12 * (1 + abs(V).max())  # no change for a rounding error, or it would never end
        if not better.any():
            return Plan(V, q, best, history)
        best = np.where(better, greedy(q), best)  # (5)
