"""The network of a deep Q-network: what is seen goes in, the value of every action comes out at once."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from descent.nn import Linear, Module, ReLU, Sequential
from descent.rl.spaces import Rng


def q_network(n_inputs: int, n_actions: int, hidden: Sequence[int] = (64, 64), *, rng: Rng = None) -> Sequential:
    """Make a network of linear layers and ReLUs with one output for each action.

    Parameters
    ----------
    n_inputs, n_actions : int
        How many numbers are seen, how many actions there are.
    hidden : sequence of int
        Widths of the layers between.
    rng : numpy.random.Generator, int or None
        Draws the weights.

    Returns
    -------
    Sequential
        From (n, n_inputs) to (n, n_actions).

    Examples
    --------
    >>> q_network(8, 4, rng=0).count_parameters()
    4996
    """
    rng = np.random.default_rng(rng)
    layers: list[Module] = []
    for before, after in itertools.pairwise((n_inputs, *hidden)):
        layers += [Linear(before, after, rng=rng), ReLU()]
    return Sequential(*layers, Linear((n_inputs, *hidden)[-1], n_actions, rng=rng))
