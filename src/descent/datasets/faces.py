"""Drawn faces: who it is, whether the person is happy, under any pose and light; 64 by 64 pixels, in colour."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from descent.datasets.card import Card
from descent.datasets.pictures import ORDER, TEST_PART, TRAIN_PART, Bytes, Labels, in_batches
from descent.datasets.render.colours import rgb
from descent.datasets.render.dice import FloatArray
from descent.datasets.render.light import backdrop, expose
from descent.datasets.render.lots import Lots
from descent.datasets.render.sheet import Sheet
from descent.datasets.subjects.portrait import SHIRT, TRAITS, Moment, draw_faces

SEED = 4
WALLS = tuple(rgb(code) for code in (0xB8C4D0, 0xC8BCA8, 0x8A9AA0, 0xD8D4CC, 0x7A8494, 0xA8B8A0, 0xC0A8A0, 0x5E6A78))
PEOPLE = 3  # the second number of the key that makes a person; the third is the person's own
TURN, TILT = 0.6, 0.2  # how far a face looks aside, how far a head leans


class FacePictures(NamedTuple):
    """Faces to learn from and faces to test on; nobody is in both.

    Attributes
    ----------
    train_x : array of uint8, shape (n_train, size, size, 3)
        Red, green and blue.
    train_happy : array of int64, shape (n_train,)
        1 for somebody happy, else 0.
    train_person : array of int64, shape (n_train,)
        Who it is.
    test_x, test_happy, test_person : arrays
        As before, of other people.
    """

    train_x: Bytes
    train_happy: Labels
    train_person: Labels
    test_x: Bytes
    test_happy: Labels
    test_person: Labels


def make_faces(
    seed: int = SEED, *, train: int = 600, test: int = 150, people: tuple[int, int] = (60, 15), size: int = 64
) -> FacePictures:
    """Draw a data set of faces.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same pictures.
    train, test : int
        How many pictures; half of them happy, every person as often as any other.
    people : pair of int
        How many people there are in each part.
    size : int
        Pixels in each direction.

    Returns
    -------
    FacePictures
        Pictures, moods and people.

    Raises
    ------
    ValueError
        If there is nobody to draw.

    Examples
    --------
    >>> faces = make_faces(1, train=8, test=4, people=(2, 1))
    >>> faces.train_x.shape, faces.train_happy.sum(), sorted(set(faces.test_person.tolist()))
    ((8, 64, 64, 3), np.int64(4), [2])
    """
    if min(people) < 1 or min(train, test) < 0:
        raise ValueError(f"Faces need at least one person a part and no negative counts; got people={people}.")
    parts: list[Any] = []
    for part, count in ((TRAIN_PART, train), (TEST_PART, test)):
        order = Lots(1, seed, ORDER, part).order(count)
        happy = order % 2
        person = order // 2 % people[part] + (people[0] if part else 0)
        both = happy + 2 * person
        parts += [in_batches(seed, part, both, lambda lots, who: _draw(seed, lots, who, size)), happy, person]
    return FacePictures(*parts)


def person(seed: int, number: int) -> FloatArray:
    """The numbers that make a person, shape (TRAITS,)."""
    return Lots(1, seed, PEOPLE, number).field(TRAITS).reshape(TRAITS)


def _draw(seed: int, lots: Lots, who: Labels, size: int) -> Bytes:
    """One face for each label: twice the person's number, and one more if happy."""
    happy = (who % 2).astype(float)
    traits = np.array([person(seed, int(number)) for number in who // 2]).reshape(-1, TRAITS)
    traits[:, SHIRT] = lots.field()  # people change their clothes, so a shirt gives nobody away
    sheet = Sheet(lots, size, size)
    backdrop(sheet, lots, WALLS, rough=0.6)
    smile = np.where(happy > 0, lots.between(0.6, 1.0), lots.between(-0.9, 0.0))
    mouth = np.where(happy > 0, lots.between(-0.4, 0.9), lots.between(-0.9, 0.35))
    now = Moment(
        turn=lots.around(0.0, 2 * TURN),
        nod=lots.around(0.0, 1.2),
        tilt=lots.around(0.0, 2 * TILT),
        smile=smile,
        open=np.maximum(mouth, 0.0),
        lids=lots.between(0.65, 1.0),
    )
    draw_faces(sheet, traits, now, lots.around(0.5, 0.08), lots.around(0.48, 0.06), lots.between(0.32, 0.37))
    expose(sheet, lots, light=0.25, contrast=0.12)
    return sheet.develop(lots, grain=lots.between(0.5, 3.0))


CARD = Card(
    name="faces",
    title="drawn faces of 75 people, happy or not, 64 by 64 (or any size), in colour",
    make=make_faces,
    seed=SEED,
    recipe=(
        "A person is 22 numbers: skin, hair, shape of the head, eyes, nose, mouth, beard, glasses. A moment is the "
        "turn, nod and tilt of the head, mouth, lids, shirt, light and background. Happy faces smile; people "
        "of the test part are not in the training part."
    ),
    replaces="Happy House (600 and 150 photographs) and the photographs of the face recognition lab",
    difficulty=(
        "happy or not, on people never seen: logistic regression 72 %, a network 25-12-2 about 71 %, a small "
        "convolutional one (two layers, 20 epochs) 89 %"
    ),
    checksum="ace1cf4a1d79ccbbadbf83424edd1a5e97a84e833a415d50367070bf857d99c9",
)
