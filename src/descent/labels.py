"""Class labels: any values a learner may use for two classes, turned into 0 and 1."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def labels(y: ArrayLike, n: int) -> NDArray[Any]:
    """Labels as an array of shape (n,).

    Raises
    ------
    ValueError
        If there is not one label per row of X, or a label is missing.

    Examples
    --------
    >>> labels(["no", "yes"], 2)
    array(['no', 'yes'], dtype='<U3')
    """
    array = np.asarray(y)
    if array.shape != (n,):
        fix = "Flatten it with np.ravel(y)." if array.size == n else "Look for rows that were dropped from only one."
        raise ValueError(f"y must have shape ({n},), one label per row of X; got {array.shape}. {fix}")
    missing = np.isnan(array) if array.dtype.kind == "f" else np.array([label is None for label in array], dtype=bool)
    if missing.any():
        raise ValueError(
            f"y must hold a label for every row; got {array[missing][0]} at position {int(np.argmax(missing))} "
            f"({int(missing.sum())} such of {n}). Drop those rows from X and y."
        )
    return array


def two_classes(y: ArrayLike, n: int) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Find the two classes, sorted, and for each row whether it belongs to the second.

    Raises
    ------
    ValueError
        If there are not exactly two different labels.

    Examples
    --------
    >>> two_classes(["dog", "cat", "cat"], 3)
    (array(['cat', 'dog'], dtype='<U3'), array([ True, False, False]))
    """
    array = labels(y, n)
    try:
        classes = np.unique(array)
    except TypeError:
        raise ValueError(
            "y must hold labels of one kind; got a mixture. Turn all into text, or all into numbers."
        ) from None
    if len(classes) != 2:
        shown = ", ".join(repr(label) for label in classes[:4].tolist()) + (", ..." if len(classes) > 4 else "")
        fix = (
            "Give examples of the other class too."
            if len(classes) < 2
            else "For numbers use a regression; for more classes train one model for each against the rest."
        )
        raise ValueError(f"y must hold exactly two classes; got {len(classes)}: {shown}. {fix}")
    return classes, array == classes[1]
