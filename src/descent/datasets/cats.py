"""Cats and other things: 209 training and 50 test pictures of 64 by 64 pixels, rendered from a seed.

Every picture has its own stream of chance, keyed by (seed, part, index), so any one of them can be painted alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from descent.datasets.card import Card
from descent.datasets.render.dice import Dice
from descent.datasets.subjects.gallery import Picture, paint

SEED = 30
SIZE = 64  # pixels, both ways
TRAIN, TEST = (72, 137), (33, 17)  # cats and others, the balance of the set that made this exercise known
CLASSES = ("non-cat", "cat")
KEYS = ("train_set_x", "train_set_y", "test_set_x", "test_set_y", "list_classes")
_TRAIN_PART, _TEST_PART, _SINGLE_PART, _ORDER = 0, 1, 2, 3  # the second number of a picture's key


class CatPictures(NamedTuple):
    """A data set of pictures, in the order in which the classic exercise unpacks it.

    Attributes
    ----------
    train_x : array of uint8, shape (n_train, 64, 64, 3)
        Red, green and blue, 0 to 255.
    train_y : array of int64, shape (1, n_train)
        1 for a cat, 0 for anything else.
    test_x : array of uint8, shape (n_test, 64, 64, 3)
        As ``train_x``; no picture is in both.
    test_y : array of int64, shape (1, n_test)
        As ``train_y``.
    classes : array of str, shape (2,)
        The name of each class: ``classes[1]`` is ``"cat"``.
    """

    train_x: Picture
    train_y: npt.NDArray[np.int64]
    test_x: Picture
    test_y: npt.NDArray[np.int64]
    classes: npt.NDArray[np.str_]


def make_cats(seed: int = SEED, *, train: tuple[int, int] = TRAIN, test: tuple[int, int] = TEST) -> CatPictures:
    """Paint a data set.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same pictures.
    train, test : pair of int
        How many cats and how many others.

    Returns
    -------
    CatPictures
        The pictures, cats and others mixed.

    Notes
    -----
    One picture takes about 0.05 s.

    Examples
    --------
    >>> few = make_cats(7, train=(1, 2), test=(1, 0))
    >>> few.train_x.shape, few.train_y.shape, int(few.train_y.sum())
    ((3, 64, 64, 3), (1, 3), 1)
    """
    train_y, test_y = _labels(seed, _TRAIN_PART, train), _labels(seed, _TEST_PART, test)
    return CatPictures(
        _pictures(seed, _TRAIN_PART, train_y), train_y, _pictures(seed, _TEST_PART, test_y), test_y, np.array(CLASSES)
    )


def make_picture(seed: int, *, cat: bool = True, width: int = 400, height: int = 300) -> Picture:
    """Paint a single picture of any size, one that is in no data set.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same picture.
    cat : bool
        Whether there is a cat in it.
    width, height : int
        Its size in pixels.

    Returns
    -------
    array of uint8, shape (height, width, 3)
        Red, green and blue.
    """
    return paint(Dice(seed, _SINGLE_PART, int(cat)), cat=cat, width=width, height=height)


def load_cats(path: str | Path) -> CatPictures:
    """Read a data set from a file.

    Parameters
    ----------
    path : path of an ``.npz`` file
        With the arrays ``train_set_x``, ``train_set_y``, ``test_set_x``, ``test_set_y`` and ``list_classes``.

    Returns
    -------
    CatPictures
        Labels come as rows, shape (1, n), whether the file holds them as rows or flat.

    Raises
    ------
    ValueError
        If an array is missing, or if there are not as many labels as pictures.
    """
    with np.load(path, allow_pickle=False) as file:
        missing = [key for key in KEYS if key not in file.files]
        if missing:
            raise ValueError(f"{path} must hold the arrays {', '.join(KEYS)}; {', '.join(missing)} is not there.")
        train_x, train_y, test_x, test_y, classes = (file[key] for key in KEYS)
    for x, y, name in ((train_x, train_y, "train"), (test_x, test_y, "test")):
        if x.ndim != 4 or x.shape[3] != 3 or y.size != len(x):
            raise ValueError(
                f"{name}_set_x must have shape (n, height, width, 3), and {name}_set_y n labels; "
                f"got {x.shape} and {y.shape}. Is this a data set of pictures?"
            )
    return CatPictures(train_x, train_y.reshape(1, -1), test_x, test_y.reshape(1, -1), classes)


def save_cats(path: str | Path, pictures: CatPictures) -> None:
    """Write a data set to a file that ``load_cats`` reads.

    Parameters
    ----------
    path : path of an ``.npz`` file
        Overwritten if it is there.
    pictures : CatPictures
        What to write.
    """
    arrays: dict[str, npt.NDArray[Any]] = dict(zip(KEYS, pictures, strict=True))
    np.savez_compressed(path, allow_pickle=False, **arrays)


def _labels(seed: int, part: int, counts: tuple[int, int]) -> npt.NDArray[np.int64]:
    """Cats and others in random order, shape (1, n)."""
    cats, others = counts
    order = Dice(seed, _ORDER, part).order(cats + others)
    return np.array([[int(place < cats) for place in order]], dtype=np.int64)


def _pictures(seed: int, part: int, labels: npt.NDArray[np.int64]) -> Picture:
    """The picture to each label, shape (n, 64, 64, 3)."""
    pictures = np.zeros((labels.size, SIZE, SIZE, 3), dtype=np.uint8)
    for index, label in enumerate(labels[0]):
        pictures[index] = paint(Dice(seed, part, index), cat=bool(label), width=SIZE, height=SIZE)
    return pictures


CARD = Card(
    name="cats",
    title="cats and other things, 64 by 64, in colour",
    make=make_cats,
    seed=SEED,
    recipe=(
        "Cats in many coats and poses, and animals, things and landscapes that are none, built from signed distances, "
        "lit from one side, out of focus behind. The long card is courses/dl-networks/data/cats.md."
    ),
    replaces="the 209 and 50 photographs of the exercise on logistic regression",
    difficulty=(
        "logistic regression 72 %, a network of four layers 82 % of the test pictures "
        "(python -m descent.datasets difficulty cats.npz)"
    ),
    checksum="8c56839df463076b6428f4a4e73e9fe6bf09e773d0610ac5f257c7e9f14490b2",
    exact=False,
    keys=KEYS,
)
