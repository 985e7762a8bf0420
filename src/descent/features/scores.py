"""How much a single feature tells about y, as one number per feature: no model is fitted.

    F = [sum_c n_c (mean_c - mean)^2 / (k - 1)] / [sum_c sum_{i in c} (x_i - mean_c)^2 / (n - k)]     (1)
    F = (n - 2) r^2 / (1 - r^2),  r the correlation with y                  (2)
    chi^2 = sum_c (O_c - E_c)^2 / E_c,  O_c the feature's sum over class c, E_c = n_c / n of its whole sum    (3)
    I = sum_{a, c} p(a, c) log[p(a, c) / (p(a) p(c))]                       (4)

Derivation: docs/derivations/feature_selection.md
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.labels import class_codes
from descent.shapes import FloatArray, finite, matrix, not_empty, vector


def f_classif(X: ArrayLike, y: ArrayLike) -> FloatArray:
    """F statistic of every feature for classes, (1): how far the classes' means lie apart, in units of their spread.

    Parameters
    ----------
    X : float array, shape (n, d)
        One row per sample.
    y : array, shape (n,)
        Labels of k classes, 2 <= k < n.

    Returns
    -------
    float array, shape (d,)
        0 if all means are equal; infinite if the feature is constant in every class and not over all; NaN if it never
        varies.

    Raises
    ------
    ValueError
        If there are fewer than two classes, or as many as rows.

    Examples
    --------
    >>> f_classif([[1.0, 0.0], [2.0, 1.0], [5.0, 0.0], [6.0, 1.0]], ["a", "a", "b", "b"])
    array([32.,  0.])
    """
    table, members, size = _by_class(X, y)
    n, k = len(table), len(size)
    if not 2 <= k < n:
        raise ValueError(f"F needs at least two classes, and fewer than rows; got {k} classes in {n} rows.")
    x = _centred(table)  # a shift changes no spread, and small numbers keep their digits
    between = ((members @ x) ** 2 / size[:, np.newaxis]).sum(axis=0)
    within = np.maximum(np.einsum("ij,ij->j", x, x) - between, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        F: FloatArray = (between / (k - 1)) / (within / (n - k))  # (1)
    return F


def f_regression(X: ArrayLike, y: ArrayLike) -> FloatArray:
    """F statistic of every feature for numbers, (2): explained variance over unexplained, of a line through it alone.

    Parameters
    ----------
    X : float array, shape (n, d)
        One row per sample, at least three.
    y : float array, shape (n,)
        The targets.

    Returns
    -------
    float array, shape (d,)
        0 without correlation, and for a feature that never varies; infinite for a straight line.

    Raises
    ------
    ValueError
        If there are fewer than three rows.

    Examples
    --------
    >>> f_regression([[0.0], [1.0], [2.0], [3.0]], [0.0, 1.0, 1.0, 2.0])
    array([18.])
    """
    table = _table(X)
    n = len(table)
    target = vector(y, "y", length=n, per="value per row of X")
    finite(target, "y")
    if n < 3:
        raise ValueError(f"F needs at least three rows: two always lie on a line; got {n}.")
    x, t = _centred(table), target - target.mean()
    both = np.sqrt(np.einsum("ij,ij->j", x, x) * (t @ t))
    r = np.divide(t @ x, both, out=np.zeros_like(both), where=both > 0)
    with np.errstate(divide="ignore"):
        F: FloatArray = (n - 2) * r**2 / np.maximum(1 - r**2, 0)  # (2)
    return F


def chi2(X: ArrayLike, y: ArrayLike) -> FloatArray:
    """Chi-squared statistic of every feature of counts, (3): how far its sum is from being shared out by class size.

    Parameters
    ----------
    X : float array, shape (n, d)
        Counts, as of words, or 0 and 1; none negative.
    y : array, shape (n,)
        Class labels.

    Returns
    -------
    float array, shape (d,)
        0 if every class has its share; NaN for a feature of zeros.

    Raises
    ------
    ValueError
        If a value is negative.

    Examples
    --------
    >>> chi2([[2, 1], [2, 1], [0, 1], [0, 1]], ["spam", "spam", "ham", "ham"])
    array([4., 0.])
    """
    table, members, size = _by_class(X, y)
    if (table < 0).any():
        raise ValueError(f"X must hold counts, none negative; got {table.min():g}. Take f_classif for measurements.")
    observed, expected = members @ table, np.outer(size / len(table), table.sum(axis=0))
    with np.errstate(invalid="ignore"):
        statistic: FloatArray = ((observed - expected) ** 2 / expected).sum(axis=0)  # (3)
    return statistic


def mutual_information(X: ArrayLike, y: ArrayLike) -> FloatArray:
    """Mutual information of every feature of few values with the class, (4): what knowing one tells of the other.

    Parameters
    ----------
    X : float array, shape (n, d)
        Features whose every value is a category; bin measurements first.
    y : array, shape (n,)
        Class labels.

    Returns
    -------
    float array, shape (d,)
        In nats: 0 if independent; at most the entropy of y, if the value settles the class.

    Examples
    --------
    >>> mutual_information([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 0, 1, 1]).round(4)
    array([0.6931, 0.    ])
    """
    table = _table(X)
    _, codes = class_codes(y, len(table))
    return np.array([_information(column, codes) for column in table.T])


def _information(column: FloatArray, codes: NDArray[np.intp]) -> float:
    _, value = np.unique(column, return_inverse=True)
    k = int(codes.max()) + 1
    joint = np.bincount(value * k + codes, minlength=(int(value.max()) + 1) * k).reshape(-1, k) / len(column)
    even = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    seen = joint > 0  # 0 log 0 = 0
    return max(float(joint[seen] @ np.log(joint[seen] / even[seen])), 0.0)  # (4)


def _table(X: ArrayLike) -> FloatArray:
    table = matrix(X, "X")
    not_empty(table, "X", what="a score")
    finite(table, "X")
    return table


def _by_class(X: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray, NDArray[np.intp]]:
    """Check X; say for each class which rows belong to it, shape (k, n), as 0 and 1; count the rows of each class."""
    table = _table(X)
    _, codes = class_codes(y, len(table))
    size = np.bincount(codes)
    members = (codes == np.arange(len(size))[:, np.newaxis]).astype(table.dtype)
    return table, members, size


def _centred(table: FloatArray) -> FloatArray:
    """Take the mean off every column; what rounding leaves of one that never varies is no variance."""
    centred: FloatArray = table - table.mean(axis=0)
    centred[:, (table == table[0]).all(axis=0)] = 0
    return centred
