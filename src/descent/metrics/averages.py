"""One number for many classes: their scores averaged, evenly, by size, or over all answers at once.

    F_beta = (1 + beta^2) precision recall / (beta^2 precision + recall)    (5)
    macro = mean over classes;  weighted = mean over rows;  micro = all classes counted together      (6)

Derivation: docs/derivations/classification_metrics.md
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.metrics.classification import accuracy, per_class


class Averages(NamedTuple):
    """Each averaged over the classes."""

    precision: float
    recall: float
    f_beta: float


def averages(y: ArrayLike, y_hat: ArrayLike, *, average: str = "macro", beta: float = 1.0) -> Averages:
    """Precision, recall and F-beta, averaged over the classes.

    Parameters
    ----------
    y, y_hat : array, shape (n,)
        True and predicted labels.
    average : "macro", "weighted" or "micro"
        Every class counts the same; every class counts as often as it has rows; or all answers are counted together,
        which for one label per row gives the accuracy three times.
    beta : float
        How many times as important recall is as precision, above 0.

    Returns
    -------
    Averages
        precision, recall and f_beta, in 0..1. A share of nothing counts as 0.

    Raises
    ------
    ValueError
        As in `accuracy`, or if there is no such average or beta.

    References
    ----------
    Manning, Raghavan and Schütze (2008), Introduction to Information Retrieval, section 8.3 and 13.6.

    Examples
    --------
    >>> averages(["a", "a", "b", "c"], ["a", "b", "b", "c"]).recall
    0.8333333333333334
    """
    if not 0 < beta < np.inf:
        raise ValueError(f"beta must be a finite number above 0; got {beta}. Take 1, or 2 if recall matters more.")
    if average == "micro":
        share = accuracy(y, y_hat)
        return Averages(share, share, share)
    if average not in ("macro", "weighted"):
        raise ValueError(f"average must be 'macro', 'weighted' or 'micro'; got {average!r}. Take 'macro' if unsure.")
    table = per_class(y, y_hat)
    below = beta**2 * table.precision + table.recall
    f = np.divide((1 + beta**2) * table.precision * table.recall, below, out=np.zeros_like(below), where=below > 0)
    weights = table.support if average == "weighted" else None
    shares = (table.precision, table.recall, f)  # (5)
    return Averages(*(float(np.average(share, weights=weights)) for share in shares))  # (6)


def balanced_accuracy(y: ArrayLike, y_hat: ArrayLike) -> float:
    """Mean of the recalls of the classes that occur in y: the accuracy if all classes were equally frequent.

    Parameters
    ----------
    y, y_hat : array, shape (n,)
        True and predicted labels.

    Returns
    -------
    float
        In 0..1; always answering one of k classes gives 1/k.

    Raises
    ------
    ValueError
        As in `accuracy`.

    Examples
    --------
    >>> balanced_accuracy([0, 0, 0, 1], [0, 0, 0, 0])
    0.5
    """
    table = per_class(y, y_hat)
    return float(table.recall[table.support > 0].mean())
