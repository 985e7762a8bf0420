"""Right and wrong answers are counted in a table of true against predicted classes; every share is read off it.

    C[i, j] = number of rows of class i that were called j                  (1)
    accuracy = sum_i C[i, i] / n                                            (2)
    precision_i = C[i, i] / sum_j C[j, i],  recall_i = C[i, i] / sum_j C[i, j]    (3)
    F1 = 2 precision recall / (precision + recall)                          (4)

Derivation: docs/derivations/classification_metrics.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.labels import labels
from descent.shapes import FloatArray


class PerClass(NamedTuple):
    """One entry per class, in sorted order."""

    classes: NDArray[Any]
    precision: FloatArray
    recall: FloatArray
    f1: FloatArray
    support: NDArray[np.int64]


def accuracy(y: ArrayLike, y_hat: ArrayLike) -> float:
    """Share of right answers.

    Parameters
    ----------
    y, y_hat : array, shape (n,)
        True and predicted labels.

    Returns
    -------
    float
        In 0..1; 1 is all right.

    Raises
    ------
    ValueError
        If there is no row, not one prediction per label, or a label is missing.

    Examples
    --------
    >>> accuracy(["cat", "dog", "dog"], ["cat", "dog", "cat"])
    0.6666666666666666
    """
    truth, guess = _pair(y, y_hat)
    return float((truth == guess).mean())  # (2)


def confusion_matrix(y: ArrayLike, y_hat: ArrayLike) -> NDArray[np.int64]:
    """Count how often each class was called what.

    Parameters
    ----------
    y, y_hat : array, shape (n,)
        True and predicted labels.

    Returns
    -------
    C : int array, shape (k, k)
        A row per true class, a column per predicted class, both sorted, over all classes that occur in either.

    Raises
    ------
    ValueError
        As in `accuracy`.

    Examples
    --------
    >>> confusion_matrix([0, 0, 1, 1, 1], [0, 1, 1, 1, 0])
    array([[1, 1],
           [1, 2]])
    """
    return _count(y, y_hat)[1]


def per_class(y: ArrayLike, y_hat: ArrayLike) -> PerClass:
    """Precision, recall and F1 of every class, each taken against the rest.

    Parameters
    ----------
    y, y_hat : array, shape (n,)
        True and predicted labels.

    Returns
    -------
    PerClass
        Arrays of shape (k,): classes, precision, recall, f1, and support, the number of rows of the class. The
        *macro* average is their plain mean. A share of nothing, 0/0, counts as 0.

    Raises
    ------
    ValueError
        As in `accuracy`.

    Examples
    --------
    >>> per_class([0, 0, 1, 1], [0, 1, 1, 1]).recall
    array([0.5, 1. ])
    """
    classes, C = _count(y, y_hat)
    right, called, there = C.diagonal(), C.sum(axis=0), C.sum(axis=1)
    # (4) with (3) put in: one division, so that precision = recall = 0 needs no case of its own
    return PerClass(classes, _share(right, called), _share(right, there), _share(2 * right, called + there), there)


def precision(y: ArrayLike, y_hat: ArrayLike, *, positive: Any = None) -> float:
    """Of the rows called positive, the share that are.

    Parameters
    ----------
    y, y_hat : array, shape (n,)
        True and predicted labels.
    positive : label
        The class asked about. By default the second of the two, sorted: True, 1, "yes".

    Returns
    -------
    float
        In 0..1. 0 if nothing was called positive.

    Raises
    ------
    ValueError
        As in `accuracy`, or if it is not clear which class is the positive one.

    Examples
    --------
    >>> precision([0, 1, 1, 1], [1, 1, 1, 0])
    0.6666666666666666
    """
    return _of_one(y, y_hat, positive, "precision")


def recall(y: ArrayLike, y_hat: ArrayLike, *, positive: Any = None) -> float:
    """Of the rows that are positive, the share that were found.

    Parameters
    ----------
    y, y_hat : array, shape (n,)
        True and predicted labels.
    positive : label
        The class asked about, as in `precision`.

    Returns
    -------
    float
        In 0..1. 0 if there is no positive row.

    Raises
    ------
    ValueError
        As in `precision`.

    Examples
    --------
    >>> recall(["no", "yes", "yes"], ["no", "yes", "no"])
    0.5
    """
    return _of_one(y, y_hat, positive, "recall")


def f1(y: ArrayLike, y_hat: ArrayLike, *, positive: Any = None) -> float:
    """Harmonic mean of precision and recall: high only if both are.

    Parameters
    ----------
    y, y_hat : array, shape (n,)
        True and predicted labels.
    positive : label
        The class asked about, as in `precision`.

    Returns
    -------
    float
        In 0..1. 0 if no positive row was found.

    Raises
    ------
    ValueError
        As in `precision`.

    References
    ----------
    Manning, Raghavan and Schütze (2008), Introduction to Information Retrieval, section 8.3.

    Examples
    --------
    >>> f1([0, 0, 1, 1, 1], [0, 1, 1, 1, 1])
    0.8571428571428571
    """
    return _of_one(y, y_hat, positive, "f1")


def _of_one(y: ArrayLike, y_hat: ArrayLike, positive: Any, share: str) -> float:
    table = per_class(y, y_hat)
    if positive is None:
        if len(table.classes) > 2 or (len(table.classes) == 1 and table.classes[0] not in (0, 1)):
            raise ValueError(
                f"{share} asks about one of two classes; got {len(table.classes)}: {table.classes.tolist()[:5]}. "
                "Name one with positive=..., or take per_class for all of them."
            )
        positive = table.classes[1] if len(table.classes) == 2 else 1  # all 0 or all 1: the other is only absent
    where = np.flatnonzero(table.classes == positive)
    return float(getattr(table, share)[where[0]]) if len(where) else 0.0


def _count(y: ArrayLike, y_hat: ArrayLike) -> tuple[NDArray[Any], NDArray[np.int64]]:
    truth, guess = _pair(y, y_hat)
    classes, code = np.unique(np.concatenate([truth, guess]), return_inverse=True)
    n, k = len(truth), len(classes)
    return classes, np.bincount(k * code[:n] + code[n:], minlength=k * k).reshape(k, k)  # (1)


def _pair(y: ArrayLike, y_hat: ArrayLike) -> tuple[NDArray[Any], NDArray[Any]]:
    truth, guess = np.asarray(y), np.asarray(y_hat)
    if truth.shape != guess.shape or truth.ndim != 1 or not len(truth):
        raise ValueError(
            "y and y_hat must have one shape (n,), with at least one row: the true and the predicted label of each; "
            f"got {truth.shape} and {guess.shape}. Pass labels, not probabilities or one-hot rows."
        )
    if (truth.dtype.kind in "US") != (guess.dtype.kind in "US"):
        raise ValueError(
            f"y and y_hat must hold labels of one kind; got {truth.dtype} and {guess.dtype}. "
            "Turn both into text, or both into numbers."
        )
    return labels(truth, len(truth)), labels(guess, len(truth))


def _share(part: NDArray[Any], whole: NDArray[Any]) -> FloatArray:
    shares: FloatArray = np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
    return shares
