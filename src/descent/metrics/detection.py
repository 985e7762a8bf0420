"""A detector is judged by the boxes that it finds: how well they cover the true ones, and in which order.

    IoU(a, b) = area(a and b) / area(a or b)                                (1)
    a box is right if IoU >= threshold with a true box of its class that no surer box has taken     (2)
    AP = mean of the best precision at recall >= r, over all r in 0..1, or over r = 0, 0.1, ..., 1  (3)
    mAP = mean of AP over the classes                                       (4)

Derivation: docs/derivations/average_precision.md
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.shapes import FloatArray, finite, floats, vector


def intersection_over_union(a: ArrayLike, b: ArrayLike) -> FloatArray:
    """How much boxes have in common, every box of `a` with every box of `b`.

    Parameters
    ----------
    a : float array, shape (n, 4)
        Corners (x1, y1, x2, y2) with x1 <= x2 and y1 <= y2, in any unit; the sides are x2 - x1 and y2 - y1.
    b : float array, shape (m, 4)
        The same.

    Returns
    -------
    float array, shape (n, m)
        In 0..1: 1 for the same box, 0 for boxes that do not meet, or that have no area together.

    Raises
    ------
    ValueError
        If a box has not four finite numbers, or its second corner lies before its first.

    Examples
    --------
    >>> intersection_over_union([[0, 0, 2, 2]], [[1, 1, 3, 3], [0, 0, 2, 1], [5, 5, 6, 6]])
    array([[0.14285714, 0.5       , 0.        ]])
    """
    a, b = _boxes(a, "a"), _boxes(b, "b")
    low = np.maximum(a[:, np.newaxis, :2], b[:, :2])  # (n, m, 2)
    high = np.minimum(a[:, np.newaxis, 2:], b[:, 2:])
    both = np.maximum(high - low, 0).prod(axis=2)
    either = _area(a)[:, np.newaxis] + _area(b) - both
    shares: FloatArray = np.divide(both, either, out=np.zeros_like(both), where=either > 0)  # (1)
    return shares


def mean_average_precision(
    boxes: Sequence[ArrayLike],
    classes: Sequence[ArrayLike],
    scores: Sequence[ArrayLike],
    true_boxes: Sequence[ArrayLike],
    true_classes: Sequence[ArrayLike],
    *,
    threshold: float = 0.5,
    points: int | None = None,
) -> float:
    """Mean over the classes of the average precision of a detector.

    Parameters
    ----------
    boxes, classes, scores : sequence of arrays, one per picture, shapes (n, 4), (n,) and (n,)
        What was found: corners (x1, y1, x2, y2), the class, and how sure; a higher score is surer.
    true_boxes, true_classes : sequence of arrays, one per picture, shapes (m, 4) and (m,)
        What is there.
    threshold : float
        The least IoU of a box that counts as right.
    points : int or None
        11 for the mean over the recalls 0, 0.1, ..., 1; None for the area under the whole curve.

    Returns
    -------
    float
        In 0..1, the mean over the classes that are there. Boxes of other classes change nothing, as in PASCAL VOC.

    Raises
    ------
    ValueError
        If the lists have not one entry per picture, the arrays of a picture not one entry per box, or nothing is there.

    References
    ----------
    Everingham et al. (2010), The PASCAL visual object classes (VOC) challenge, section 4.2.

    Examples
    --------
    >>> there, found = [[[0, 0, 2, 2], [4, 4, 6, 6]]], [[[0, 0, 2, 2], [8, 8, 9, 9], [4, 4, 6, 6]]]
    >>> round(mean_average_precision(found, [[1, 1, 1]], [[0.9, 0.8, 0.7]], there, [[1, 1]]), 4)
    0.8333
    """
    lists = {"boxes": boxes, "classes": classes, "scores": scores, "true_classes": true_classes}
    for name, entries in lists.items():
        if len(entries) != len(true_boxes):
            raise ValueError(
                f"{name} must have one entry per picture, {len(true_boxes)}; got {len(entries)}. "
                "Give an empty array for a picture without boxes."
            )
    found = [_picture(*one) for one in zip(boxes, classes, scores, strict=True)]
    there = [_picture(at, kind, None) for at, kind in zip(true_boxes, true_classes, strict=True)]
    kinds = np.unique(np.concatenate([kind for _, kind, _ in there])) if there else np.empty(0)
    if not len(kinds):
        raise ValueError("there must be at least one true box; got none in all pictures. Look at true_boxes.")
    precisions = []
    for kind in kinds:
        score, right = [np.empty(0)], [np.empty(0, bool)]
        total = 0
        for (box, guess, sure), (true_box, true_kind, _) in zip(found, there, strict=True):
            mine, targets = guess == kind, true_box[true_kind == kind]
            order = np.argsort(-sure[mine], kind="stable")
            score.append(sure[mine][order])
            right.append(_match(box[mine][order], targets, threshold))
            total += len(targets)
        order = np.argsort(-np.concatenate(score), kind="stable")
        precisions.append(_average(np.concatenate(right)[order], total, points))
    return float(np.mean(precisions))  # (4)


def _match(boxes: FloatArray, targets: FloatArray, threshold: float) -> NDArray[np.bool_]:
    """Say which boxes, the surest first, are right by (2); each looks only at the true box that it meets best."""
    right = np.zeros(len(boxes), bool)
    if not len(targets) or not len(boxes):
        return right
    overlap = intersection_over_union(boxes, targets)
    best = overlap.argmax(axis=1)
    close = np.flatnonzero(overlap.max(axis=1) >= threshold)
    _, first = np.unique(best[close], return_index=True)
    right[close[first]] = True  # of several at one true box the surest; the others are wrong
    return right


def _average(right: NDArray[np.bool_], total: int, points: int | None) -> float:
    hits = np.cumsum(right)
    recall, precision = hits / total, hits / np.arange(1, len(right) + 1)
    ceiling = np.append(np.maximum.accumulate(precision[::-1])[::-1], 0.0)  # the best precision from here on
    if points is None:
        return float(np.diff(recall, prepend=0.0) @ ceiling[:-1])  # (3)
    at = np.searchsorted(recall, np.linspace(0, 1, points) - 1e-9)  # 0.3 is not a sum of three 0.1 in binary
    return float(ceiling[at].mean())  # (3)


def _picture(
    boxes: ArrayLike, classes: ArrayLike, scores: ArrayLike | None
) -> tuple[FloatArray, NDArray[np.int64], FloatArray]:
    box, kind = _boxes(boxes, "boxes"), np.asarray(classes)
    sure = np.zeros(len(box)) if scores is None else vector(scores, "scores", length=len(box), per="per box")
    finite(sure, "scores")
    if kind.shape != (len(box),):
        raise ValueError(f"classes must have shape ({len(box)},), one per box; got {kind.shape}. Look for a lost box.")
    return box, kind, sure


def _boxes(value: ArrayLike, name: str) -> FloatArray:
    array = floats(value, name)
    if array.size == 0:
        return array.reshape(0, 4)
    if array.ndim != 2 or array.shape[1] != 4:
        raise ValueError(f"{name} must have shape (n, 4), corners x1, y1, x2, y2; got {array.shape}. Wrap one box.")
    finite(array, name)
    if (array[:, 2:] < array[:, :2]).any():
        bad = int((array[:, 2:] < array[:, :2]).any(axis=1).argmax())
        raise ValueError(
            f"{name} must have x1 <= x2 and y1 <= y2; got {array[bad].tolist()} in row {bad}. "
            "Turn centre and size into corners first."
        )
    return array


def _area(boxes: FloatArray) -> FloatArray:
    area: FloatArray = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    return area
