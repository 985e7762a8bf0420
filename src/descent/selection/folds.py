"""Folds: every row is tested once, by a model that learned from the other folds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.labels import labels

Rows = NDArray[np.intp]


class KFold:
    """Folds of consecutive rows, or of shuffled ones.

    Parameters
    ----------
    n_splits : int
        How many folds, 2 or more.
    shuffle : bool
        Whether the rows are shuffled first; do so if they are sorted in any way.
    random_state : int
        Seed of the shuffle.

    Notes
    -----
    The sizes differ by at most one. The object works as ``cv`` of scikit-learn too.

    Examples
    --------
    >>> [test.tolist() for train, test in KFold(n_splits=2).split([[1], [2], [3]])]
    [[0, 1], [2]]
    """

    def __init__(self, *, n_splits: int = 5, shuffle: bool = False, random_state: int = 0) -> None:
        self.n_splits = n_splits
        self.shuffle = shuffle
        self.random_state = random_state

    def get_n_splits(self, X: Any = None, y: Any = None, groups: Any = None) -> int:
        """Give the number of folds."""
        return self.n_splits

    def split(self, X: Any, y: Any = None, groups: Any = None) -> Iterator[tuple[Rows, Rows]]:
        """Give for each fold the row numbers to learn from and those to test on."""
        n = len(X)
        _check_folds(self.n_splits, n, "rows")
        rng = np.random.default_rng(self.random_state)
        order = rng.permutation(n) if self.shuffle else np.arange(n)
        fold = np.empty(n, np.intp)
        for number, rows in enumerate(np.array_split(order, self.n_splits)):
            fold[rows] = number
        return _pairs(fold, self.n_splits)


class StratifiedKFold:
    """Folds with the same share of every class.

    Parameters
    ----------
    n_splits : int
        How many folds, 2 or more, and no more than the rarest class has rows.
    shuffle : bool
        Whether the rows of each class are shuffled first.
    random_state : int
        Seed of the shuffle.

    Examples
    --------
    >>> [test.tolist() for train, test in StratifiedKFold(n_splits=2).split([0] * 4, ["a", "a", "b", "b"])]
    [[0, 2], [1, 3]]
    """

    def __init__(self, *, n_splits: int = 5, shuffle: bool = False, random_state: int = 0) -> None:
        self.n_splits = n_splits
        self.shuffle = shuffle
        self.random_state = random_state

    def get_n_splits(self, X: Any = None, y: Any = None, groups: Any = None) -> int:
        """Give the number of folds."""
        return self.n_splits

    def split(self, X: Any, y: ArrayLike, groups: Any = None) -> Iterator[tuple[Rows, Rows]]:
        """Give for each fold the row numbers to learn from and those to test on."""
        _, code, count = np.unique(labels(y, len(X)), return_inverse=True, return_counts=True)
        _check_folds(self.n_splits, int(count.min(initial=len(X))), "rows in the rarest class")
        rng = np.random.default_rng(self.random_state)
        dealt = np.arange(len(code)) % self.n_splits  # cards dealt round, class after class: all folds equally large
        fold = np.empty(len(code), np.intp)
        start = 0
        for number, size in enumerate(count):
            share = np.sort(dealt[start : start + size])
            fold[code == number] = rng.permutation(share) if self.shuffle else share
            start += size
        return _pairs(fold, self.n_splits)


def _pairs(fold: Rows, n_splits: int) -> Iterator[tuple[Rows, Rows]]:
    return ((np.flatnonzero(fold != number), np.flatnonzero(fold == number)) for number in range(n_splits))


def _check_folds(n_splits: int, most: int, what: str) -> None:
    if not 2 <= n_splits <= most:
        raise ValueError(f"n_splits must lie between 2 and the number of {what}, {most}; got {n_splits}. Take fewer.")
