"""The steps of ``descent.trees.boosted_level``, compiled: one loop over rows or bins for each, nothing kept in between.

The results differ from the readable ones in rounding alone, since sums are taken in the same order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

from descent.shapes import FloatArray
from descent.trees.bins import Ints
from descent.trees.boosted_level import ROUNDING, TINY, Objective, Splits, Sums, price

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile at the first call, and keep the result on disk; divide as NumPy does, without looking for a 0."""
    return cast(Function, njit(cache=True, error_model="numpy")(function))


_price = compiled(price)


def histograms(place: Ints, rows: Ints, slot: Ints, gh: Sums, slots: int, width: int) -> Sums:
    """Add up gh per feature, slot and bin."""
    sums: Sums = _count(place, rows, slot, gh, slots, width).view(np.complex128)
    return sums.reshape(-1, slots, width)


def best_splits(hist: Sums, total: Sums, goal: Objective) -> Splits:
    """Price every cut of every feature of every node, and keep the best of each node."""
    return Splits(*_choose(hist, total, max(goal.reg_lambda, TINY), goal.gamma, goal.min_child_weight))


def descend(place: Ints, rows: Ints, node: Ints, column: Ints, cut: Ints, left: Ints) -> Ints:
    """Lead each row of a node to the left child, or to the one next to it if its bin lies above the cut."""
    below: Ints = _lead(place, rows, node, column, cut, left)
    return below


@compiled
def _count(place: Ints, rows: Ints, slot: Ints, gh: Sums, slots: int, width: int) -> FloatArray:
    """Two features at a time, since a second sum can be fetched while the first is added to."""
    d, m = len(place), len(rows)
    sums = np.zeros((d + d % 2, slots * width, 2))
    begin = slot * width
    for f in range(0, d, 2):
        partner = min(f + 1, d - 1)  # the last of an odd number is its own, in a row that is dropped
        bins, others, here, there = place[f], place[partner], sums[f], sums[f + 1]
        for i in range(m):
            row = rows[i]
            at, beside = np.uint64(begin[i] + bins[row]), np.uint64(begin[i] + others[row])  # never from the end
            here[at, 0] += gh[row].real
            here[at, 1] += gh[row].imag
            there[beside, 0] += gh[row].real
            there[beside, 1] += gh[row].imag
    return sums[:d]


@compiled
def _choose(hist: Sums, total: Sums, lam: float, gamma: float, lightest: float) -> tuple[Any, Any, Any, Any]:
    d, nodes, width = hist.shape
    column, cut = np.zeros(nodes, np.intp), np.zeros(nodes, np.intp)
    gain, left = np.zeros(nodes), np.zeros(nodes, np.complex128)
    score = np.empty(width)
    for node in range(nodes):
        G, H = total[node].real, total[node].imag
        least = max(lightest * (1 - ROUNDING), ROUNDING * H)
        best = 0.0
        for f in range(d):
            highest = _scores(hist[f, node], G, H, lam, least, score)
            if highest * (1 - ROUNDING) <= best:
                continue
            best, at = highest, 0
            while score[at] < highest * (1 - ROUNDING):
                at += 1
            column[node], cut[node] = f, at
        left[node] = hist[column[node], node, : cut[node] + 1].sum()
        gain[node] = _price(best, G, H, lam, gamma)
    return column, cut, gain, left


@compiled
def _scores(hist: Sums, G: float, H: float, lam: float, least: float, score: FloatArray) -> float:
    """Score each cut of one feature of one node; the highest."""
    g = h = highest = 0.0
    whole = H + 2 * lam
    for b in range(len(hist)):
        g += hist[b].real
        h += hist[b].imag
        a = h + lam
        value = (g * whole - G * a) ** 2 / (a * (whole - a)) if min(h, H - h) >= least else 0.0
        score[b] = value
        highest = max(highest, value)
    return highest


@compiled
def _lead(place: Ints, rows: Ints, node: Ints, column: Ints, cut: Ints, left: Ints) -> Ints:
    below = np.empty(len(rows), np.intp)
    for i in range(len(rows)):
        at = node[i]
        below[i] = left[at] + (place[column[at], rows[i]] > cut[at])
    return below
