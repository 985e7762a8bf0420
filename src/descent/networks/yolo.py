"""YOLO: one look at the picture, and every cell of a grid says whether a box has its centre there, which, and of what.

With m boxes in the batch and the targets of ``descent.networks.grid``:

    L = 1/m [ sum over boxes of    -log p                                 there is one              (1)
            + none sum elsewhere   -log (1 - p)                           there is none             (2)
            + box sum over boxes   |sigmoid(t_xy) - offset|^2 + |t_wh - size|^2    where it is      (3)
            + sum over boxes       -log q_class ]                         what it is                (4)

Derivation: docs/derivations/detection.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent.networks.grid import check_anchors
from descent.nn import Conv2d, Module, binary_cross_entropy_with_logits, cross_entropy
from descent.nn.initialisers import Rng
from descent.tensor import Tensor


class YoloHead(Module):
    """A 1 x 1 convolution from features to 5 + k numbers for each anchor of each cell.

    Parameters
    ----------
    in_channels : int
        Channels of the features.
    anchors : float array, shape (A, 2)
        Typical widths and heights, as shares of the picture.
    classes : int
        How many there are: k.
    rng : numpy.random.Generator, int or None
        Draws the weights.

    Examples
    --------
    >>> YoloHead(16, [[0.2, 0.2], [0.5, 0.3]], 3, rng=0)(np.zeros((1, 4, 6, 16), np.float32)).shape
    (1, 4, 6, 2, 8)
    """

    def __init__(self, in_channels: int, anchors: ArrayLike, classes: int, *, rng: Rng = None) -> None:
        self.anchors, self.classes = check_anchors(anchors), classes
        self.out = Conv2d(in_channels, len(self.anchors) * (5 + classes), 1, rng=rng)

    def forward(self, x: Any) -> Tensor:
        """Map features (n, rows, columns, in_channels) to (n, rows, columns, A, 5 + k)."""
        z: Tensor = self.out(x)
        return z.reshape(*z.shape[:3], len(self.anchors), 5 + self.classes)


def yolo_loss(raw: Tensor, target: ArrayLike, *, box: float = 5.0, none: float = 0.5) -> Tensor:
    """Compare what a detector says with the targets of ``encode_boxes``.

    Parameters
    ----------
    raw : tensor, shape (n, rows, columns, A, 5 + k)
        What the network gave.
    target : float array, shape (n, rows, columns, A, 6)
        What is there.
    box, none : float
        Weights of (3) and (2): most cells are empty, and should not drown the rest.

    Returns
    -------
    tensor, one number
        Nats and squares, for one box.

    References
    ----------
    Redmon and Farhadi (2017), YOLO9000: better, faster, stronger, section 2; here the class is one softmax.
    """
    target = np.asarray(target)
    here = target[..., 0] > 0
    m = max(int(here.sum()), 1)
    empty = binary_cross_entropy_with_logits(raw[(~here, 0)], np.zeros((~here).sum(), target.dtype))
    loss = empty * (none * float((~here).sum()) / m)  # (2); the means below are over the m boxes
    if not here.any():
        return loss
    said, wanted = raw[here], target[here]  # (m, 5 + k), (m, 6)
    off, stretched = said[:, 1:3].sigmoid() - wanted[:, 1:3], said[:, 3:5] - wanted[:, 3:5]
    loss = loss + binary_cross_entropy_with_logits(said[:, 0], wanted[:, 0])  # (1)
    loss = loss + ((off * off).sum() + (stretched * stretched).sum()) * (box / m)  # (3)
    return loss + cross_entropy(said[:, 5:], wanted[:, 5].astype(np.int64))  # (4)
