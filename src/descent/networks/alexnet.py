"""AlexNet: five convolutions and three linear layers, ReLU, dropout and a million pictures."""

from __future__ import annotations

from typing import Any

import numpy as np

from descent.nn import Conv2d, Dropout, Flatten, Linear, MaxPool2d, Module, ReLU, Sequential
from descent.nn.initialisers import Rng
from descent.tensor import Tensor


class AlexNet(Module):
    """The network of 2012, for pictures of 227 x 227.

    Parameters
    ----------
    in_channels, classes : int
        Channels of the pictures, and classes.
    size : int
        Height and width of the pictures, 67 or more.
    hidden : int
        Units of the two large linear layers, which hold nearly all of the parameters.
    groups : int
        2 as in the paper, where two graphics cards each had half of the filters of layers two, four and five; or 1.
    p_drop : float
        Dropout before each large layer.
    rng : numpy.random.Generator, int or None
        Draws weights and dropout.

    Attributes
    ----------
    features : Sequential
        A side of 227 becomes 55, 27, 13 and at last 6, with 256 channels.
    classifier : Sequential
        From 256 * 6 * 6 numbers to the logits.

    Notes
    -----
    The paper's local response normalisation is left out: later networks showed that it does not help.

    References
    ----------
    Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional neural networks.

    Examples
    --------
    >>> net = AlexNet(size=67, classes=5, hidden=8, rng=0)
    >>> net(np.zeros((1, 67, 67, 3), np.float32)).shape
    (1, 5)
    """

    def __init__(
        self,
        *,
        in_channels: int = 3,
        classes: int = 1000,
        size: int = 227,
        hidden: int = 4096,
        groups: int = 2,
        p_drop: float = 0.5,
        rng: Rng = None,
    ) -> None:
        rng = np.random.default_rng(rng)
        side = (size - 11) // 4 + 1
        for _ in range(3):
            side = (side - 3) // 2 + 1  # each of the three poolings
        if side < 1:
            raise ValueError(f"size must be 67 or more, so that all poolings fit; got {size}. Enlarge the pictures.")
        self.features = Sequential(
            Conv2d(in_channels, 96, 11, stride=4, rng=rng), ReLU(), MaxPool2d(3, stride=2),
            Conv2d(96, 256, 5, padding=2, groups=groups, rng=rng), ReLU(), MaxPool2d(3, stride=2),
            Conv2d(256, 384, 3, padding=1, rng=rng), ReLU(),
            Conv2d(384, 384, 3, padding=1, groups=groups, rng=rng), ReLU(),
            Conv2d(384, 256, 3, padding=1, groups=groups, rng=rng), ReLU(), MaxPool2d(3, stride=2),
        )  # fmt: skip
        self.classifier = Sequential(
            Flatten(),
            Dropout(p_drop, rng=rng), Linear(256 * side * side, hidden, rng=rng), ReLU(),
            Dropout(p_drop, rng=rng), Linear(hidden, hidden, rng=rng), ReLU(),
            Linear(hidden, classes, rng=rng),
        )  # fmt: skip

    def forward(self, x: Any) -> Tensor:
        """Map pictures (n, size, size, in_channels) to logits (n, classes)."""
        logits: Tensor = self.classifier(self.features(x))
        return logits
