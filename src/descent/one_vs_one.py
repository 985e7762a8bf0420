"""One against one: k classes are told apart by a judge for each pair of them, and each judge has a vote."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from descent.shapes import FloatArray


def pairs(k: int) -> list[tuple[int, int]]:
    """Name the pairs of k classes, in the order in which their judges stand.

    Examples
    --------
    >>> pairs(3)
    [(0, 1), (0, 2), (1, 2)]
    """
    return list(combinations(range(k), 2))


def votes(z: FloatArray, k: int) -> FloatArray:
    """Count the votes for each class.

    Parameters
    ----------
    z : float array, shape (n, k (k - 1) / 2)
        What the judge of each pair says: above 0 for the second class of the pair.
    k : int
        How many classes.

    Returns
    -------
    scores : float array, shape (n, k)
        Votes, and as a part below 1/3, which only breaks a draw, the margins by which they were won.

    Examples
    --------
    >>> votes(np.array([[2.0, -1.0, -3.0]]), 3).round(2).tolist()
    [[0.83, 2.28, -0.27]]
    """
    won, margin = np.zeros((len(z), k), z.dtype), np.zeros((len(z), k), z.dtype)
    for column, (first, second) in zip(z.T, pairs(k), strict=True):
        won[:, first] += column <= 0
        won[:, second] += column > 0
        margin[:, first] -= column
        margin[:, second] += column
    scores: FloatArray = won + margin / (3 * (np.abs(margin) + 1))
    return scores
