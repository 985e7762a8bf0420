"""Roads seen through a windscreen, with a box around every object and a class for every pixel."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from descent.datasets.card import Card
from descent.datasets.pictures import Bytes
from descent.datasets.render.light import expose
from descent.datasets.render.lots import Lots
from descent.datasets.render.sheet import Sheet
from descent.datasets.subjects.street import LABELS, paint_street
from descent.datasets.subjects.traffic import KINDS, Seen, paint_traffic

SEED = 19
MOST = 12  # objects that a picture can have: the length of its list of boxes
SEEN = 0.4  # an object of which less than this share is in sight has no box
FloatArray = npt.NDArray[np.float32]


class RoadPictures(NamedTuple):
    """Pictures for detection and for segmentation.

    Attributes
    ----------
    x : array of uint8, shape (n, height, width, 3)
        Red, green and blue.
    masks : array of uint8, shape (n, height, width)
        The number of the class in ``labels`` that each pixel belongs to.
    boxes : array of float32, shape (n, 12, 5)
        ``x1, y1, x2, y2, class`` of each object in pixels from the top left corner, nearest last; the class is a
        number in ``kinds``. Rows without an object hold -1.
    labels : array of str
        What a pixel can be.
    kinds : array of str
        What a box can hold.
    """

    x: Bytes
    masks: Bytes
    boxes: FloatArray
    labels: npt.NDArray[np.str_]
    kinds: npt.NDArray[np.str_]


def make_roads(seed: int = SEED, *, count: int = 200, height: int = 96, width: int = 128) -> RoadPictures:
    """Paint a data set of road scenes.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same pictures.
    count : int
        How many.
    height, width : int
        Their size in pixels; the same scenes at any size, as far as their shape allows.

    Returns
    -------
    RoadPictures
        Pictures, masks, boxes and what the numbers in them mean.

    Raises
    ------
    ValueError
        If ``count`` is below zero or a side is below 32 pixels.

    Examples
    --------
    >>> roads = make_roads(1, count=2, height=48, width=64)
    >>> roads.x.shape, roads.masks.shape, roads.boxes.shape
    ((2, 48, 64, 3), (2, 48, 64), (2, 12, 5))
    """
    if count < 0 or min(height, width) < 32:
        raise ValueError(
            f"Road scenes need count >= 0 and sides of 32 pixels or more; got count={count}, "
            f"height={height}, width={width}."
        )
    x = np.zeros((count, height, width, 3), dtype=np.uint8)
    masks = np.zeros((count, height, width), dtype=np.uint8)
    boxes = np.full((count, MOST, 5), -1, dtype=np.float32)
    for index in range(count):
        x[index], masks[index], found = _scene(seed, index, height, width)
        boxes[index, : len(found)] = found
    return RoadPictures(x, masks, boxes, np.array(LABELS), np.array(KINDS))


def _scene(seed: int, index: int, height: int, width: int) -> tuple[Bytes, Bytes, FloatArray]:
    """One picture, its mask and its boxes, shape (objects, 5)."""
    lots = Lots(1, seed, index)
    sheet = Sheet(lots, height, width)
    street = paint_street(sheet, lots)
    objects = paint_traffic(sheet, lots, street)
    expose(sheet, lots, light=0.12, contrast=0.12, tint=0.06)
    found = [box for seen in objects if (box := _boxed(seen, objects, sheet)) is not None]
    picture = sheet.develop(lots, grain=lots.between(0.5, 3.0))[0]
    return picture, sheet.labels[0], np.array(found[-MOST:], dtype=np.float32).reshape(-1, 5)


def _boxed(seen: Seen, objects: list[Seen], sheet: Sheet) -> list[float] | None:
    """The box of an object cut off at the edges of the picture, or None where too little of it is in sight."""
    x1, y1, x2, y2 = (side * sheet.height for side in seen.box)
    left, top, right, bottom = max(x1, 0.0), max(y1, 0.0), min(x2, float(sheet.width)), min(y2, float(sheet.height))
    if right - left < 2 or bottom - top < 2:
        return None
    hidden = 0.0
    for other in objects[objects.index(seen) + 1 :]:  # painted later, so in front
        a1, b1, a2, b2 = (side * sheet.height for side in other.box)
        common = max(0.0, min(right, a2) - max(left, a1)) * max(0.0, min(bottom, b2) - max(top, b1))
        hidden = max(hidden, common)
    in_sight = (right - left) * (bottom - top) - hidden
    if in_sight < SEEN * (x2 - x1) * (y2 - y1):
        return None
    return [left, top, right, bottom, float(seen.kind)]


CARD = Card(
    name="roads",
    title="roads with cars, people, lights and signs: boxes and a class for every pixel, 96 by 128 (or any size)",
    make=make_roads,
    seed=SEED,
    recipe=(
        "A road with lanes and pavements runs to a point on the horizon, under a sky, between houses and trees. Cars, "
        "lorries, people, traffic lights and signs stand on it, smaller the farther away; what is painted also marks "
        "the mask, and the nearer hides the farther."
    ),
    replaces="the driving pictures of the YOLO lab and the CARLA pictures of the U-Net lab (96 by 128, 23 classes)",
    difficulty=("always answering the commonest class of each place is right on 77 % of the pixels"),
    checksum="649028d898ee77c52b1249a902a449c6102ca0ca88e18be3b4992a3994ff77be",
)
