"""Clothes as a shop would show them: ten kinds, 28 by 28 pixels, in grey."""

from __future__ import annotations

import numpy as np

from descent.datasets.card import Card
from descent.datasets.pictures import Bytes, LabelledPictures, Labels, make_labelled
from descent.datasets.render.lots import Lots
from descent.datasets.render.outlines import column
from descent.datasets.render.sheet import Sheet
from descent.datasets.subjects.garments import GARMENTS

SEED = 10
NAMES = tuple(GARMENTS)
TURN, STRAY, SPREAD = 0.2, 0.06, 0.16  # how far a garment is turned, off the middle, of another size


def make_clothes(seed: int = SEED, *, train: int = 5000, test: int = 1000, size: int = 28) -> LabelledPictures:
    """Draw a data set of clothes.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same pictures.
    train, test : int
        How many pictures; the ten classes are equally common.
    size : int
        Pixels in each direction.

    Returns
    -------
    LabelledPictures
        In grey, shape (n, size, size), on black.

    Examples
    --------
    >>> clothes = make_clothes(3, train=20, test=0)
    >>> clothes.train_x.shape, str(clothes.classes[9])
    ((20, 28, 28), 'ankle boot')
    """
    return make_labelled(seed, train, test, NAMES, lambda lots, labels: _draw(lots, labels, size))


def _draw(lots: Lots, labels: Labels, size: int) -> Bytes:
    """One garment for each label, class by class, for a class is a sequence of strokes."""
    pictures = np.zeros((lots.count, size, size), dtype=np.uint8)
    keys = (lots.field() * 2**31).astype(np.int64)
    for kind in np.unique(labels):
        where = np.flatnonzero(labels == kind)
        few = Lots(len(where), int(kind), *(int(key) for key in keys[where]))
        sheet = Sheet(few, size, size, channels=1)
        cloth = few.between(0.35, 0.95)
        place = sheet.place(
            few.around(0.5, 2 * STRAY),
            few.around(0.5, 2 * STRAY),
            0.46 * few.around(1.0, 2 * SPREAD),
            (-1.2, -1.2, 1.2, 1.2),
            few.around(0.0, 2 * TURN),
        )
        GARMENTS[NAMES[int(kind)]](place, few, cloth)
        weave = sheet.mist(few, 9, 2) * column(few.between(0.0, 0.7)) + column(few.between(0.7, 1.0))
        sheet.rgb[0] *= weave
        pictures[where] = sheet.develop(few, grain=0.0)
    return pictures


CARD = Card(
    name="clothes",
    title="ten kinds of clothes, 28 by 28 (or any size), in grey",
    make=make_clothes,
    seed=SEED,
    recipe=(
        "Each kind is a handful of outlines whose lengths are drawn at random: sleeves, hems, necks, heels, straps. "
        "Cloth differs in brightness, stripes and weave; folds are lit from above."
    ),
    replaces="Fashion-MNIST",
    difficulty="logistic regression 81 %, one hidden layer of 100 units 90 % of the test pictures",
    checksum="1f45a1016493cc33160f69024fdd4d79c35a2ea3986de4447e75c281c1a5371b",
)
