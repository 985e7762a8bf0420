"""The precision-recall curve shows what every threshold on a score gives, when only the positive rows matter.

    precision(t) = positive rows with score >= t / rows with score >= t
    recall(t) = positive rows with score >= t / positive rows               (5)
    average precision = sum_k (recall_k - recall_{k-1}) precision_k         (6)

Derivation: docs/derivations/average_precision.md
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.metrics.roc import counts_by_threshold
from descent.shapes import FloatArray


class PrecisionRecall(NamedTuple):
    """Precision and recall, and the threshold of each point but the last."""

    precision: FloatArray
    recall: FloatArray
    thresholds: FloatArray


def precision_recall_curve(y: ArrayLike, score: ArrayLike) -> PrecisionRecall:
    """Precision and recall at every threshold that matters.

    Parameters
    ----------
    y : array, shape (n,)
        Labels of two classes; the second, sorted, is the positive one.
    score : float array, shape (n,)
        Higher means rather positive.

    Returns
    -------
    PrecisionRecall
        precision and recall of shape (m + 1,) and thresholds of shape (m,), rising, for m different scores. The last
        point, where nothing is called positive, has precision 1 and recall 0 by agreement.

    Raises
    ------
    ValueError
        If there are not exactly two classes, not one score per label, or a score is not finite.

    References
    ----------
    Manning, Raghavan and Schütze (2008), Introduction to Information Retrieval, section 8.4.

    Examples
    --------
    >>> curve = precision_recall_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    >>> curve.precision.round(3).tolist()
    [0.5, 0.667, 0.5, 1.0, 1.0]
    >>> curve.recall.tolist()
    [1.0, 1.0, 0.5, 0.5, 0.0]
    """
    hits, called, thresholds = counts_by_threshold(y, score)
    precision, recall = hits / called, hits / hits[-1]  # (5)
    return PrecisionRecall(np.append(precision[::-1], 1.0), np.append(recall[::-1], 0.0), thresholds[::-1])


def average_precision(y: ArrayLike, score: ArrayLike) -> float:
    """Mean of the precision over the recall that is gained: the area under the steps of the curve.

    Parameters
    ----------
    y : array, shape (n,)
        Labels of two classes; the second, sorted, is the positive one.
    score : float array, shape (n,)
        Higher means rather positive.

    Returns
    -------
    float
        In 0..1: 1 is a perfect order; a coin gives about the share of positive rows.

    Raises
    ------
    ValueError
        As in `precision_recall_curve`.

    Examples
    --------
    >>> round(average_precision([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]), 4)
    0.8333
    """
    curve = precision_recall_curve(y, score)
    return float(-np.diff(curve.recall) @ curve.precision[:-1])  # (6)
