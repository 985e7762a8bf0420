"""The ROC curve shows what every threshold on a score gives: hits against false alarms.

    tpr(t) = share of the positive rows with score >= t
    fpr(t) = share of the negative rows with score >= t                     (1)
    auc = sum_i (x_{i+1} - x_i) (y_i + y_{i+1}) / 2                         (2)
    area under the ROC curve = P(s+ > s-) + P(s+ = s-) / 2                  (3)

Derivation: docs/derivations/classification_metrics.md
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.labels import two_classes
from descent.shapes import FloatArray, finite, vector


class Curve(NamedTuple):
    """False alarms, hits, and the threshold of each point."""

    fpr: FloatArray
    tpr: FloatArray
    thresholds: FloatArray


def roc_curve(y: ArrayLike, score: ArrayLike) -> Curve:
    """False-alarm rate and hit rate at every threshold that matters.

    Parameters
    ----------
    y : array, shape (n,)
        Labels of two classes; the second, sorted, is the positive one.
    score : float array, shape (n,)
        Higher means rather positive: a probability, a logit, any real value.

    Returns
    -------
    Curve
        fpr, tpr and thresholds, each of shape (m + 1,) for m different scores. The first point is (0, 0) with the
        threshold inf, the last (1, 1).

    Raises
    ------
    ValueError
        If there are not exactly two classes, not one score per label, or a score is not finite.

    References
    ----------
    Fawcett (2006), An introduction to ROC analysis, section 5.

    Examples
    --------
    >>> curve = roc_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    >>> curve.fpr
    array([0. , 0. , 0.5, 0.5, 1. ])
    >>> curve.tpr
    array([0. , 0.5, 0.5, 1. , 1. ])
    """
    hits, called, score = counts_by_threshold(y, score)
    alarms = np.append(0, called - hits)
    hits = np.append(0, hits)
    return Curve(alarms / alarms[-1], hits / hits[-1], np.append(np.inf, score))  # (1)


def auc(x: ArrayLike, y: ArrayLike) -> float:
    """Area under a curve of straight pieces.

    Parameters
    ----------
    x, y : float array, shape (m,)
        The points, with x rising.

    Returns
    -------
    float
        In the unit of x times the unit of y.

    Raises
    ------
    ValueError
        If there are fewer than two points, or x falls.

    Examples
    --------
    >>> auc([0.0, 0.5, 1.0], [0.0, 1.0, 1.0])
    0.75
    """
    x = vector(x, "x")
    y = vector(y, "y", length=len(x), per="per entry of x")
    if len(x) < 2 or (np.diff(x) < 0).any():
        raise ValueError(f"x must hold two or more values that never fall; got {x.tolist()[:6]}. Sort the points by x.")
    return float(np.diff(x) @ (y[1:] + y[:-1]) / 2)  # (2)


def roc_auc(y: ArrayLike, score: ArrayLike) -> float:
    """Area under the ROC curve: how often a positive row scores above a negative one.

    Parameters
    ----------
    y : array, shape (n,)
        Labels of two classes; the second, sorted, is the positive one.
    score : float array, shape (n,)
        Higher means rather positive.

    Returns
    -------
    float
        In 0..1: 1 is a perfect order, 1/2 what a coin gives. Only the order of the scores matters.

    Raises
    ------
    ValueError
        As in `roc_curve`.

    Examples
    --------
    >>> roc_auc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    0.75
    """
    curve = roc_curve(y, score)
    return auc(curve.fpr, curve.tpr)  # (3)


def counts_by_threshold(y: ArrayLike, score: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64], FloatArray]:
    """Count, for every different score from the highest down, the positive and all rows that reach it."""
    score = vector(score, "score")
    finite(score, "score")
    _, positive = two_classes(y, len(score))
    order = np.argsort(-score, kind="stable")
    score, positive = score[order], positive[order]
    last = np.append(np.flatnonzero(np.diff(score)), len(score) - 1)  # equal scores pass a threshold together
    return np.cumsum(positive)[last], last + 1, score[last]
