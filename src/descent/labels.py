"""Class labels: any values a learner may use for classes, turned into 0, 1, 2, ..."""

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
    missing = (
        ~np.isfinite(array) if array.dtype.kind == "f" else np.array([label is None for label in array], dtype=bool)
    )
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
    classes, codes = class_codes(y, n)
    if len(classes) != 2:
        shown = ", ".join(repr(label) for label in classes[:4].tolist()) + (", ..." if len(classes) > 4 else "")
        fix = (
            "Give examples of the other class too."
            if len(classes) < 2
            else "For numbers use a regression; for more classes train one model for each against the rest."
        )
        raise ValueError(f"y must hold exactly two classes; got {len(classes)}: {shown}. {fix}")
    return classes, codes == 1


def class_codes(y: ArrayLike, n: int) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """Find the classes, sorted, and for each row the place of its class among them.

    Raises
    ------
    ValueError
        If the labels are of several kinds, or numbers with a fraction, which are no classes.

    Examples
    --------
    >>> class_codes(["dog", "cat", "cat"], 3)
    (array(['cat', 'dog'], dtype='<U3'), array([1, 0, 0]))
    """
    array = labels(y, n)
    if array.dtype.kind == "f":
        broken = array != np.floor(array)
        if broken.any():
            raise ValueError(
                f"y must hold class labels; got a number with a fraction, {array[broken][0]:g} at position "
                f"{int(np.argmax(broken))}. For numbers use a regressor."
            )
    try:
        classes, codes = np.unique(array, return_inverse=True)
    except TypeError:
        raise ValueError(
            "y must hold labels of one kind; got a mixture. Turn all into text, or all into numbers."
        ) from None
    return classes, codes
