"""Folds for rows that belong together, in groups or in time: what is tested must be new in that respect too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent.labels import labels
from descent.selection.folds import Rows


class GroupKFold:
    """Folds that never part a group: all pictures of one patient are in one fold.

    Parameters
    ----------
    n_splits : int
        How many folds, 2 or more, and no more than there are groups.

    Notes
    -----
    The largest group goes first, always to the fold with the fewest rows so far, as in scikit-learn.

    Examples
    --------
    >>> groups = ["ann", "ann", "bob", "eve", "eve", "eve"]
    >>> [test.tolist() for train, test in GroupKFold(n_splits=2).split(range(6), groups=groups)]
    [[3, 4, 5], [0, 1, 2]]
    """

    def __init__(self, *, n_splits: int = 5) -> None:
        self.n_splits = n_splits

    def get_n_splits(self, X: Any = None, y: Any = None, groups: Any = None) -> int:
        """Give the number of folds."""
        return self.n_splits

    def split(self, X: Any, y: Any = None, groups: ArrayLike | None = None) -> Iterator[tuple[Rows, Rows]]:
        """Give for each fold the row numbers to learn from and those to test on."""
        if groups is None:
            raise ValueError("groups must name the group of every row; got None. Pass groups=...")
        _, code, size = np.unique(labels(groups, len(X)), return_inverse=True, return_counts=True)
        if not 2 <= self.n_splits <= len(size):
            raise ValueError(
                f"n_splits must lie between 2 and the number of groups, {len(size)}; got {self.n_splits}. Take fewer."
            )
        fold_of, rows = np.empty(len(size), np.intp), np.zeros(self.n_splits, np.intp)
        for group in np.argsort(size, kind="stable")[::-1]:
            fold_of[group] = rows.argmin()
            rows[fold_of[group]] += size[group]
        fold = fold_of[code]
        return ((np.flatnonzero(fold != k), np.flatnonzero(fold == k)) for k in range(self.n_splits))


class TimeSeriesSplit:
    """Learn from the past, test on what comes next; the past grows.

    Parameters
    ----------
    n_splits : int
        How many tests, 1 or more; each has n // (n_splits + 1) rows.

    Examples
    --------
    >>> [(len(train), test.tolist()) for train, test in TimeSeriesSplit(n_splits=2).split(range(6))]
    [(2, [2, 3]), (4, [4, 5])]
    """

    def __init__(self, *, n_splits: int = 5) -> None:
        self.n_splits = n_splits

    def get_n_splits(self, X: Any = None, y: Any = None, groups: Any = None) -> int:
        """Give the number of tests."""
        return self.n_splits

    def split(self, X: Any, y: Any = None, groups: Any = None) -> Iterator[tuple[Rows, Rows]]:
        """Give for each test the row numbers to learn from and those to test on, in the order of time."""
        n = len(X)
        if not 1 <= self.n_splits < n:
            raise ValueError(
                f"n_splits must lie between 1 and the number of rows less one, {n - 1}; got {self.n_splits}."
            )
        size = n // (self.n_splits + 1)
        starts = range(n - self.n_splits * size, n, size)
        return ((np.arange(start), np.arange(start, start + size)) for start in starts)
