"""Non-max suppression: of all boxes that claim the same thing, the surest stays.

Derivation: docs/derivations/detection.md
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.metrics.detection import intersection_over_union
from descent.shapes import floats


def non_max_suppression(
    boxes: ArrayLike, scores: ArrayLike, classes: ArrayLike, *, threshold: float = 0.5
) -> NDArray[np.int64]:
    """Of boxes of one class that cover the same thing keep only the surest; classes do not see each other.

    Parameters
    ----------
    boxes : float array, shape (m, 4)
        Corners.
    scores : float array, shape (m,)
        How sure each is.
    classes : int array, shape (m,)
        The class of each.
    threshold : float
        Two boxes are of the same thing if their intersection over union is larger than this.

    Returns
    -------
    int array
        The places of those kept, the surest first; of equally sure ones the earlier.

    Examples
    --------
    >>> boxes = [[0, 0, 2, 2], [0, 0, 2, 1.9], [0, 0, 2, 1.8]]
    >>> non_max_suppression(boxes, [0.6, 0.9, 0.8], [0, 0, 1])
    array([1, 2])
    """
    boxes, scores = floats(boxes, "boxes").reshape(-1, 4), floats(scores, "scores")
    kind = np.asarray(classes)
    left = np.argsort(-scores, kind="stable")
    kept = []
    while len(left):
        surest = left[0]
        kept.append(int(surest))
        same = intersection_over_union(boxes[surest : surest + 1], boxes[left])[0] > threshold
        same[0] = True  # a box without area would not cover even itself
        left = left[~(same & (kind[left] == kind[surest]))]
    return np.array(kept, np.int64)
