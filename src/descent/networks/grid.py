"""Boxes on a grid: the cell that holds a box's centre answers for it, with the anchor that is most like it in shape.

Of a box with centre (x, y) and size (w, h), in units of the picture, in row r and column c of S_r x S_c cells:

    target offset  (S_c x - c, S_r y - r)                in 0..1                   (1)
    target size    (log w / a_w, log h / a_h)            anchor (a_w, a_h)         (2)

and back from what a network says, (t_x, t_y, t_w, t_h):

    x = (c + sigmoid(t_x)) / S_c,  y = (r + sigmoid(t_y)) / S_r                    (3)
    w = a_w exp(t_w),  h = a_h exp(t_h)                                            (4)

Derivation: docs/derivations/detection.md
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from descent.metrics.detection import intersection_over_union
from descent.ops.sigmoid import sigmoid
from descent.ops.softmax import softmax
from descent.shapes import FloatArray, floats, indices

LARGEST = 4.0
"""No box is more than exp(4) = 55 times its anchor: an untrained network would else say infinity."""


def encode_boxes(
    boxes: Sequence[ArrayLike] | FloatArray,
    classes: Sequence[ArrayLike] | FloatArray,
    *,
    anchors: ArrayLike,
    grid: tuple[int, int],
) -> FloatArray:
    """Write the boxes of pictures as targets for a network.

    Parameters
    ----------
    boxes : sequence of float arrays, one per picture, shape (m, 4)
        Corners (x1, y1, x2, y2) in 0..1, the share of the picture's width and height.
    classes : sequence of int arrays, one per picture, shape (m,)
        The class of each box.
    anchors : float array, shape (A, 2)
        Typical widths and heights, as shares of the picture.
    grid : pair of int
        Rows and columns of cells.

    Returns
    -------
    float32 array, shape (n, rows, columns, A, 6)
        1 where a box is, then (1), (2) and the class. Of two boxes for the same cell and anchor the later one stays.

    Raises
    ------
    ValueError
        If a box leaves the picture or has no area, or the lists differ in length.

    Examples
    --------
    >>> target = encode_boxes([[[0.5, 0.25, 0.75, 0.5]]], [[2]], anchors=[[0.25, 0.25]], grid=(2, 2))
    >>> target[0, 0, 1, 0]
    array([1.  , 0.25, 0.75, 0.  , 0.  , 2.  ], dtype=float32)
    """
    anchors, (rows, columns) = check_anchors(anchors), grid
    target = np.zeros((len(boxes), rows, columns, len(anchors), 6), np.float32)
    for picture, (box, kind) in enumerate(zip(boxes, classes, strict=True)):
        box = floats(box, "boxes").reshape(-1, 4)
        kind = indices(kind, "classes", below=1 << 24, of="class")
        size = box[:, 2:] - box[:, :2]
        if (size <= 0).any() or (box < 0).any() or (box > 1).any():
            raise ValueError(
                f"boxes must be corners x1 < x2 and y1 < y2 in 0..1; got {box.tolist()} in picture {picture}. "
                "Divide pixels by the width and height of the picture."
            )
        scaled = (box[:, :2] + size / 2) * (columns, rows)  # centres, in cells
        cell = np.minimum(scaled.astype(np.int64), (columns - 1, rows - 1))
        best = _from_corner(size, anchors).argmax(axis=1)
        values = [np.ones((len(box), 1)), scaled - cell, np.log(size / anchors[best]), kind[:, None]]  # (1), (2)
        target[picture, cell[:, 1], cell[:, 0], best] = np.concatenate(values, axis=1)
    return target


def decode_boxes(raw: ArrayLike, *, anchors: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Read the boxes and how sure they are from what a network says.

    Parameters
    ----------
    raw : float array, shape (n, rows, columns, A, 5 + k)
        Logit of "here is a box", t_x, t_y, t_w, t_h, and logits of the classes.
    anchors : float array, shape (A, 2)
        As in ``encode_boxes``.

    Returns
    -------
    boxes : float array, shape (n, rows * columns * A, 4)
        Corners by (3) and (4), cut off at the picture's border.
    scores : float array, shape (n, rows * columns * A, k)
        Probability of a box times that of each class.
    """
    raw, anchors = floats(raw, "raw"), check_anchors(anchors)
    n, rows, columns = raw.shape[:3]
    corner = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1)[:, :, None]  # (rows, columns, 1, 2)
    centre = (corner + sigmoid(raw[..., 1:3])) / (columns, rows)  # (3)
    half = anchors * np.exp(np.minimum(raw[..., 3:5], LARGEST)) / 2  # (4)
    boxes = np.concatenate([centre - half, centre + half], axis=-1).clip(0, 1).reshape(n, -1, 4)
    scores = sigmoid(raw[..., :1]) * softmax(raw[..., 5:])
    return boxes.astype(raw.dtype, copy=False), scores.reshape(n, boxes.shape[1], -1)


def check_anchors(anchors: ArrayLike) -> FloatArray:
    """Refuse anchors that are not rows of width and height."""
    sizes = floats(anchors, "anchors")
    if sizes.ndim != 2 or sizes.shape[1] != 2 or not len(sizes) or not (sizes > 0).all():
        raise ValueError(
            f"anchors must be rows of a width and a height above 0; got shape {sizes.shape}. Give [[0.2, 0.3], ...]."
        )
    return sizes


def _from_corner(a: FloatArray, b: FloatArray) -> FloatArray:
    """Intersection over union of sizes, as if all boxes began at the same corner: it compares shapes alone."""
    return intersection_over_union(np.pad(a, ((0, 0), (2, 0))), np.pad(b, ((0, 0), (2, 0))))
