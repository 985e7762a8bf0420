"""One division: rows to learn from, and rows to test on that are not looked at before."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def train_test_split(
    X: ArrayLike, y: ArrayLike, *, test_size: float = 0.25, random_state: int = 0
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Shuffle the rows and divide them.

    Parameters
    ----------
    X : array, shape (n, ...)
        One row per sample.
    y : array, shape (n, ...)
        One label or target per row.
    test_size : float
        Share of the rows to test on, strictly between 0 and 1; rounded up to whole rows.
    random_state : int
        Seed of the shuffle.

    Returns
    -------
    X_train, X_test, y_train, y_test : arrays
        Copies; every row of X stays with its y.

    Raises
    ------
    ValueError
        If X and y differ in length, or one part would be empty.

    Examples
    --------
    >>> X_train, X_test, y_train, y_test = train_test_split([[1], [2], [3], [4]], [1, 2, 3, 4])
    >>> X_train.shape, y_test.shape
    ((3, 1), (1,))
    """
    X, y = np.asarray(X), np.asarray(y)
    if len(X) != len(y):
        raise ValueError(f"X and y must have one row per sample each; got {len(X)} and {len(y)}. Look for lost rows.")
    n_test = int(np.ceil(test_size * len(X)))
    if not (0 < test_size < 1 and 0 < n_test < len(X)):
        raise ValueError(
            f"test_size must lie between 0 and 1 and leave rows in both parts; got {test_size} of {len(X)} rows."
        )
    rng = np.random.default_rng(random_state)
    order = rng.permutation(len(X))
    test, train = order[:n_test], order[n_test:]
    return X[train], X[test], y[train], y[test]
