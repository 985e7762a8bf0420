"""Impurity says how mixed the targets of a node are: 0 if they are all alike.

    gini = 1 - sum_c p_c^2                                    (1)
    entropy = -sum_c p_c log2 p_c                             (2)
    variance = mean(y^2) - mean(y)^2                          (3)
    gain = impurity - (w_L / w) left - (w_R / w) right        (4)

Derivation: docs/derivations/decision_tree.md
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.shapes import FloatArray, not_empty, vector


def gini(p: ArrayLike) -> float:
    """Chance that two draws from shares p differ.

    Examples
    --------
    >>> gini([0.5, 0.5])
    0.5
    """
    p = vector(p, "p")
    return float(1 - p @ p)  # (1)


def entropy(p: ArrayLike) -> float:
    """Bits that are needed on average to tell the class, at shares p.

    Examples
    --------
    >>> entropy([0.5, 0.5]), entropy([1.0, 0.0])
    (1.0, 0.0)
    """
    p = vector(p, "p")
    p = p[p > 0]  # p log p goes to 0 with p
    return float(p @ np.log2(1 / p))  # (2)


def information_gain(y: ArrayLike, goes_left: ArrayLike, *, impurity: Callable[[ArrayLike], float] = entropy) -> float:
    """Impurity that a question takes away.

    Parameters
    ----------
    y : array, shape (n,)
        Labels.
    goes_left : bool array, shape (n,)
        The answer to the question, row by row.
    impurity : callable
        ``entropy``, for bits, or ``gini``.

    Returns
    -------
    float
        (4), 0 or more: 0 if the answer tells nothing.

    Examples
    --------
    >>> information_gain(["cat", "cat", "dog", "dog"], [True, True, False, False])
    1.0
    """
    codes: NDArray[Any] = np.unique(np.asarray(y), return_inverse=True)[1]
    not_empty(codes, "y", what="an impurity")
    left = np.asarray(goes_left, dtype=bool)
    if left.shape != codes.shape:
        raise ValueError(f"goes_left must have shape {codes.shape}, one answer per label; got {left.shape}.")
    one_hot = np.eye(codes.max() + 1)[codes]
    sides = [one_hot[left], one_hot[~left]]
    after = sum(len(side) / len(codes) * impurity(side.mean(axis=0)) for side in sides if len(side))
    return impurity(one_hot.mean(axis=0)) - after  # (4)


def table_impurity(Y: FloatArray, weight: FloatArray, criterion: str) -> float:
    """Impurity of a table of targets (n, k) with a weight per row; each of k columns of numbers adds its variance."""
    mean = weight @ Y / weight.sum()
    if criterion == "variance":
        return float((weight @ (Y - mean) ** 2).sum() / weight.sum())  # (3)
    return gini(mean) if criterion == "gini" else entropy(mean)


def purity(sums: FloatArray, weight: FloatArray, criterion: str) -> FloatArray:
    """Find what makes weight * impurity small, for many nodes at once, from sums alone: the larger the better.

    ``sums`` holds one row per column of Y, shape (k, nodes). For gini and variance this is sum_c S_c^2 / w, for entropy
    sum_c S_c log2(S_c / w): weight * impurity is a constant of the rows minus this, so gains are its differences.
    """
    if criterion != "entropy":
        total: FloatArray = np.square(sums).sum(axis=0) / weight
        return total
    share = np.maximum(sums / weight, np.finfo(np.float64).tiny)  # S log S is 0 at 0, without a NaN on the way
    total = (np.maximum(sums, 0) * np.log2(share)).sum(axis=0)
    return total
