"""What the sets of labelled pictures have in common: their parts, balanced labels, painting in batches."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from descent.datasets.render.lots import Lots

Bytes = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.int64]

TRAIN_PART, TEST_PART, ORDER = 0, 1, 2  # the second number of a batch's key
BATCH = 40  # pictures painted together: few enough that a stroke stays in the cache of the processor


class LabelledPictures(NamedTuple):
    """Pictures to learn from and pictures to test on.

    Attributes
    ----------
    train_x : array of uint8, shape (n_train, height, width) in grey or (n_train, height, width, 3) in colour
        Brightness from 0 to 255.
    train_y : array of int64, shape (n_train,)
        The class of each picture, 0 to k - 1.
    test_x, test_y : arrays
        As ``train_x`` and ``train_y``; no picture is in both parts.
    classes : array of str, shape (k,)
        The name of each class.
    """

    train_x: Bytes
    train_y: Labels
    test_x: Bytes
    test_y: Labels
    classes: npt.NDArray[np.str_]


def balanced(seed: int, part: int, count: int, classes: int) -> Labels:
    """``count`` labels in random order, every class as often as any other (or once more).

    Raises
    ------
    ValueError
        If ``count`` is below zero.
    """
    if count < 0:
        raise ValueError(f"A data set cannot have {count} pictures; pass 0 or more.")
    return np.arange(count, dtype=np.int64)[Lots(1, seed, ORDER, part).order(count)] % classes


def in_batches(seed: int, part: int, labels: Labels, paint: Callable[[Lots, Labels], Bytes]) -> Bytes:
    """The pictures that ``paint`` makes of the labels, ``BATCH`` at a time."""
    if not len(labels):
        return paint(Lots(1, seed, part, 0), np.zeros(1, dtype=np.int64))[:0]  # none, yet of the right shape
    return np.concatenate(
        [
            paint(Lots(len(some), seed, part, start), some)
            for start in range(0, len(labels), BATCH)
            for some in [labels[start : start + BATCH]]
        ]
    )


def make_labelled(
    seed: int, train: int, test: int, names: tuple[str, ...], paint: Callable[[Lots, Labels], Bytes]
) -> LabelledPictures:
    """A data set with balanced classes.

    Parameters
    ----------
    seed : int
        0 or more.
    train, test : int
        How many pictures.
    names : tuple of str
        Of the classes.
    paint : function of Lots and labels
        Returns the pictures of a batch.

    Returns
    -------
    LabelledPictures
        Classes mixed.
    """
    train_y, test_y = (balanced(seed, part, n, len(names)) for part, n in ((TRAIN_PART, train), (TEST_PART, test)))
    train_x, test_x = (in_batches(seed, part, y, paint) for part, y in ((TRAIN_PART, train_y), (TEST_PART, test_y)))
    return LabelledPictures(train_x, train_y, test_x, test_y, np.array(names))
