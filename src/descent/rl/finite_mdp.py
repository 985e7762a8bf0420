"""A finite Markov decision process: states, actions, what follows with which probability, and what it earns.

In state s action a leads to state s' with probability P[s, a, s'], whatever happened before, and earns R[s, a, s'].
What is wanted is the return, in which a reward t steps away counts discount^t:

    G = r_1 + discount r_2 + discount^2 r_3 + ...                            (1)
    Q(s, a) = sum over s' of P(s, a, s') (R(s, a, s') + discount V(s'))      (2)

V(s') being the mean return from s' on, Q(s, a) is that of doing a in s first.

Derivation: docs/derivations/markov_decision_processes.md
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.shapes import FloatArray, finite, floats

Outcomes = Iterable[tuple[float, int, float]]
"""What can follow: (probability, next state, reward) of each."""


class Transition(NamedTuple):
    """One step drawn at random."""

    state: int
    reward: float
    terminated: bool


class FiniteMDP:
    """The table of a Markov decision process.

    Parameters
    ----------
    P : array, shape (S, A, S)
        Probabilities: P[s, a] adds up to 1. What it says about terminal states is not used.
    R : array, shape (S, A, S) or (S, A)
        Rewards of transitions, or of actions wherever they lead.
    discount : float
        What a reward one step later is worth, in 0..1.
    terminal : mapping of int to float, or iterable of int
        States in which everything ends, with a last reward for being there (0 if none is given).

    Attributes
    ----------
    P : array, shape (S, A, S)
        As given, but a terminal state is left by nothing.
    rewards : array, shape (S, A)
        The mean reward of each action.
    terminal : bool array, shape (S,)
        Where everything ends.
    last : array, shape (S,)
        The last rewards: the values of terminal states, 0 elsewhere.

    Raises
    ------
    ValueError
        If shapes do not fit, rows of P are not probabilities, a number is not finite, or discount is outside 0..1.

    Examples
    --------
    Stay (and earn 1) or leave:

    >>> mdp = FiniteMDP([[[1, 0], [0, 1]], [[0, 1], [0, 1]]], [[1, 0], [0, 0]], discount=0.9, terminal=[1])
    >>> mdp.n_states, mdp.n_actions
    (2, 2)
    """

    def __init__(
        self, P: ArrayLike, R: ArrayLike, *, discount: float, terminal: Mapping[int, float] | Iterable[int] = ()
    ) -> None:
        self.P = P = floats(P, "P").astype(np.float64)  # a copy: the rows of terminal states will be emptied
        finite(P, "P")
        if P.ndim != 3 or P.shape[0] != P.shape[2] or P.size == 0:
            raise ValueError(
                f"P must have shape (S, A, S): P[s, a, t] is the probability to come from s to t by a; got {P.shape}."
            )
        self.n_states, self.n_actions = P.shape[:2]
        R = floats(R, "R").astype(np.float64)
        finite(R, "R")
        if R.shape not in (P.shape, P.shape[:2]):
            raise ValueError(f"R must have shape {P.shape} or {P.shape[:2]}, to fit P; got {R.shape}.")
        if not 0 <= discount <= 1:
            raise ValueError(f"discount must be in 0..1; got {discount}. Try 0.9.")
        self.R = np.broadcast_to(R if R.ndim == 3 else R[:, :, None], P.shape)
        self.discount = float(discount)
        self.last = np.zeros(self.n_states)
        self.terminal = np.zeros(self.n_states, bool)
        given = terminal if isinstance(terminal, Mapping) else dict.fromkeys(terminal, 0.0)
        for state, reward in given.items():
            if not 0 <= state < self.n_states:
                raise ValueError(f"a terminal state must be in 0..{self.n_states - 1}; got {state}.")
            self.terminal[state], self.last[state] = True, reward
        self._check_probabilities()
        self.P[self.terminal] = 0.0
        self.rewards: FloatArray = np.einsum("sat,sat->sa", self.P, self.R)
        self._cumulative = self.P.cumsum(axis=2)

    @classmethod
    def from_function(
        cls,
        outcomes: Callable[[int, int], Outcomes],
        n_states: int,
        n_actions: int,
        *,
        discount: float,
        terminal: Mapping[int, float] | Iterable[int] = (),
    ) -> FiniteMDP:
        """Ask a function (state, action) for what can follow: (probability, next state, reward) of each.

        Examples
        --------
        >>> coin = lambda state, action: [(0.5, 0, 0.0), (0.5, 1, 1.0)]
        >>> FiniteMDP.from_function(coin, 2, 1, discount=0.5, terminal=[1]).rewards
        array([[0.5],
               [0. ]])
        """
        P = np.zeros((n_states, n_actions, n_states))
        earned = np.zeros_like(P)
        ends = set(terminal)
        for state in range(n_states):
            for action in range(n_actions):
                if state in ends:
                    P[state, action, state] = 1.0
                    continue
                for probability, following, reward in outcomes(state, action):
                    P[state, action, following] += probability
                    earned[state, action, following] += probability * reward
        R = np.divide(earned, P, out=np.zeros_like(P), where=P > 0)  # two ways to one state: their mean
        return cls(P, R, discount=discount, terminal=terminal)

    def values_of_actions(self, values: ArrayLike) -> FloatArray:
        """Give Q, shape (S, A): what an action earns if what follows is worth ``values``; (2).

        In a terminal state every action is worth the last reward.
        """
        V = floats(values, "values")
        if V.shape != (self.n_states,):
            raise ValueError(f"values must have shape ({self.n_states},), one per state; got {V.shape}.")
        ahead = (self.P.reshape(-1, self.n_states) @ V).reshape(self.rewards.shape)
        Q: FloatArray = self.rewards + self.discount * ahead  # (2)
        Q[self.terminal] = self.last[self.terminal, None]
        return Q

    def sample(self, state: int, action: int, rng: np.random.Generator) -> Transition:
        """Draw what follows; a last reward is paid, discounted, on arrival."""
        if self.terminal[state]:
            raise ValueError(f"state {state} is terminal: nothing follows. Begin again.")
        following = int(self._cumulative[state, action].searchsorted(rng.random(), side="right"))
        following = min(following, self.n_states - 1)  # a row may add up to a little less than 1
        reward = float(self.R[state, action, following] + self.discount * self.last[following])
        return Transition(following, reward, bool(self.terminal[following]))

    def _check_probabilities(self) -> None:
        rows: NDArray[np.float64] = self.P[~self.terminal]
        if (rows < 0).any() or not np.allclose(rows.sum(axis=2), 1.0, atol=1e-9):
            bad = (self.P < 0).any(axis=2) | (abs(self.P.sum(axis=2) - 1) > 1e-9)
            state, action = np.argwhere(bad & ~self.terminal[:, None])[0]
            raise ValueError(
                f"P[s, a] must be probabilities, none negative, that add up to 1; got {self.P[state, action]} for "
                f"state {state} and action {action}. Divide each row by its sum, or list terminal states."
            )
