"""A whole detector, small enough to learn in seconds: convolutions, a head, and the surest boxes of what it says.

Derivation: docs/derivations/detection.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.networks.convolutions import conv_norm
from descent.networks.grid import decode_boxes
from descent.networks.suppression import non_max_suppression
from descent.networks.yolo import YoloHead
from descent.nn import MaxPool2d, Module, Sequential
from descent.nn.initialisers import Rng
from descent.shapes import FloatArray
from descent.tensor import Tensor
from descent.training import predict


class Found(NamedTuple):
    """What a detector sees in one picture, the surest first."""

    boxes: FloatArray
    classes: NDArray[np.int64]
    scores: FloatArray


class TinyYolo(Module):
    """Convolutions that halve the picture ``levels`` times, and a head.

    Parameters
    ----------
    anchors : float array, shape (A, 2)
        Typical widths and heights, as shares of the picture.
    classes : int
        How many there are.
    levels : int
        A picture of 64 x 64 gets 64 / 2^levels cells a side.
    in_channels, width : int
        Channels of the pictures, and filters of the first level; every level has twice as many.
    rng : numpy.random.Generator, int or None
        Draws the weights.

    References
    ----------
    Redmon, Divvala, Girshick and Farhadi (2016), You only look once: unified, real-time object detection.

    Examples
    --------
    >>> net = TinyYolo([[0.25, 0.25]], 3, levels=2, width=4, rng=0)
    >>> net(np.zeros((1, 16, 16, 3), np.float32)).shape
    (1, 4, 4, 1, 8)
    >>> net.detect(np.zeros((1, 16, 16, 3), np.float32), least=0.99)[0].boxes.shape
    (0, 4)
    """

    def __init__(
        self,
        anchors: ArrayLike,
        classes: int,
        *,
        levels: int = 3,
        in_channels: int = 3,
        width: int = 16,
        rng: Rng = None,
    ) -> None:
        rng = np.random.default_rng(rng)
        layers: list[Module] = []
        for level in range(levels):
            layers += [conv_norm(in_channels, width << level, 3, rng=rng), MaxPool2d(2)]
            in_channels = width << level
        self.features = Sequential(*layers, conv_norm(in_channels, in_channels, 3, rng=rng))
        self.head = YoloHead(in_channels, anchors, classes, rng=rng)

    def forward(self, x: Any) -> Tensor:
        """Map pictures (n, height, width, channels) to (n, rows, columns, A, 5 + k)."""
        raw: Tensor = self.head(self.features(x))
        return raw

    def detect(self, pictures: ArrayLike, *, least: float = 0.5, threshold: float = 0.5) -> list[Found]:
        """Find the boxes with a score of at least ``least``, and of those that overlap by more the surest."""
        all_boxes, all_scores = decode_boxes(predict(self, pictures), anchors=self.head.anchors)
        found = []
        for boxes, scores in zip(all_boxes, all_scores, strict=True):
            place, kind = np.nonzero(scores >= least)
            box, score = boxes[place], scores[place, kind]
            kept = non_max_suppression(box, score, kind, threshold=threshold)
            found.append(Found(box[kept], kind[kept], score[kept]))
        return found
