"""Three steps that a level of a boosted tree takes: count into histograms, choose the splits, lead the rows down.

    gain = (s_L + s_R - s) / 2 - gamma, where s = G^2 / (H + reg_lambda)                         (3)
    s_L + s_R = (G^2 + (G_L W - G a)^2 / (a b)) / W                                              (8)
        with a = H_L + reg_lambda, b = H_R + reg_lambda, W = a + b

These are most of the work of boosting. ``descent.trees._fast_boosted_level`` holds the same three, compiled.

Derivation: docs/derivations/gradient_boosting.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from descent.shapes import FloatArray
from descent.trees.bins import Ints

Sums = NDArray[np.complex128]
"""G + H i: two sums in one number."""

TINY = 1e-100
"""Added to a weight that may be 0 before something is divided by it."""

ROUNDING = 1e-12
"""Gains, and weights of a side, below this share of their node's are rounding."""


class Objective(NamedTuple):
    """What a tree is to lower, and how far it may go."""

    learning_rate: float
    max_depth: int
    reg_lambda: float
    gamma: float
    min_child_weight: float


class Splits(NamedTuple):
    """For each node of a level: the column and its last bin that goes left, the gain or 0, the sums of the left."""

    column: Ints
    bin: Ints
    gain: FloatArray
    left: Sums

    @classmethod
    def none(cls, nodes: int) -> Splits:
        """No question for any node."""
        return cls(np.zeros(nodes, np.intp), np.zeros(nodes, np.intp), np.zeros(nodes), np.zeros(nodes, np.complex128))


def histograms(place: Ints, rows: Ints, slot: Ints, gh: Sums, slots: int, width: int) -> Sums:
    """Add up gh per feature, slot and bin.

    Parameters
    ----------
    place : int array, shape (d, n)
        The bin of each row in each feature, in 0..width-1.
    rows : int array, shape (m,)
        The rows that count, ascending.
    slot : int array, shape (m,)
        Which histogram each of them belongs to, in 0..slots-1.
    gh : complex array, shape (n,)
        g + h i: a complex number carries two sums through one pass.
    slots, width : int
        How many histograms of a feature, and their bins.

    Returns
    -------
    complex array, shape (d, slots, width)

    Examples
    --------
    >>> gh = np.array([1 + 2j, 3 + 4j])
    >>> histograms(np.array([[0, 1], [2, 2]]), np.arange(2), np.array([0, 0]), gh, 1, 3)[:, 0].tolist()
    [[(1+2j), (3+4j), 0j], [0j, 0j, (4+6j)]]
    """
    if len(rows) < len(gh):
        place, gh = place.take(rows, axis=1), gh[rows]  # take needs a third of the time of [:, rows]
    sums = np.zeros((len(place), slots * width), np.complex128)
    where = place + slot * width if slots > 1 else place
    for column, at in zip(sums, where, strict=True):  # one feature at a time, so that its sums stay in the cache
        np.add.at(column, at, gh)
    return sums.reshape(-1, slots, width)


def best_splits(hist: Sums, total: Sums, goal: Objective) -> Splits:
    """Price every cut of every feature of every node, and keep the best of each node."""
    each, wide = np.arange(len(total)), total[:, np.newaxis]
    lam = max(goal.reg_lambda, TINY)
    whole = wide.imag + 2 * lam
    left = np.cumsum(hist, axis=2)
    # A side without weight is none, and what subtraction leaves in an empty bin is no weight.
    least = np.maximum(goal.min_child_weight * (1 - ROUNDING), ROUNDING * wide.imag)
    weight = left.imag.copy()  # every second number of left; side by side they are read faster
    shut = (weight < least) | (wide.imag - weight < least)
    a = weight + lam
    score = left.real * whole
    score -= wide.real * a
    score *= score
    a *= whole - a
    a[shut] = 1.0
    score /= a  # (8)
    score[shut] = 0.0
    # Of equals the first feature wins, then the lowest threshold.
    highest = score.max(axis=2)  # (d, nodes)
    column = (highest >= highest.max(axis=0) * (1 - ROUNDING)).argmax(axis=0)
    best = score[column, each]  # (nodes, width)
    cut = (best >= best.max(axis=1, keepdims=True) * (1 - ROUNDING)).argmax(axis=1)
    gain = price(best[each, cut], total.real, total.imag, lam, goal.gamma)
    return Splits(column, cut, gain, left[column, each, cut])


def price(score: Any, G: Any, H: Any, lam: float, gamma: float) -> Any:
    """Turn a node's best score into a gain; 0 if no split pays, or by no more than rounding."""
    before, whole = G * G / (H + lam), H + 2 * lam
    gain = ((score + G * G) / whole - before) / 2 - gamma  # (3)
    return gain * ((score > 0) & (gain > ROUNDING * before))


def descend(place: Ints, rows: Ints, node: Ints, column: Ints, cut: Ints, left: Ints) -> Ints:
    """Lead each row of a node to the left child, or to the one next to it if its bin lies above the cut.

    place : the bins, shape (d, n); rows, node : shape (m,), which rows, and where they are among the nodes of a level;
    column, cut, left : per node.
    """
    asked = (column * place.shape[1])[node] + rows  # where column[node], rows stands in place, laid out flat
    below: Ints = left[node] + (place.ravel()[asked] > cut[node])
    return below
