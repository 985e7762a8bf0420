"""VGG: nothing but 3 x 3 convolutions and pooling, again and again; two in a row see 5 x 5, three see 7 x 7."""

from __future__ import annotations

from typing import Any

import numpy as np

from descent.nn import Conv2d, Dropout, Flatten, Linear, MaxPool2d, Module, ReLU, Sequential
from descent.nn.initialisers import Rng
from descent.tensor import Tensor

CONVOLUTIONS = {11: (1, 1, 2, 2, 2), 13: (2, 2, 2, 2, 2), 16: (2, 2, 3, 3, 3), 19: (2, 2, 4, 4, 4)}
"""Table 1 of the paper: how many before each pooling, for the number of layers with weights."""

FILTERS = (64, 128, 256, 512, 512)


class VGG(Module):
    """Five stages of convolutions that each end in pooling, and three linear layers.

    Parameters
    ----------
    layers : int
        Layers with weights: 11, 13, 16 or 19.
    in_channels, classes : int
        Channels of the pictures, and classes.
    size : int
        Height and width of the pictures, a multiple of 32.
    hidden : int
        Units of the two large linear layers; 4096 in the paper, where these hold most of the parameters.
    width : float
        A share of the filters, for small tasks.
    p_drop : float
        Dropout after each large layer.
    rng : numpy.random.Generator, int or None
        Draws weights and dropout.

    Attributes
    ----------
    features : Sequential
        (n, size, size, in_channels) to (n, size / 32, size / 32, 512). Its activations serve ``transfer_style``.
    classifier : Sequential
        From there to the logits.

    References
    ----------
    Simonyan and Zisserman (2015), Very deep convolutional networks for large-scale image recognition.

    Examples
    --------
    >>> net = VGG(16, size=32, width=0.125, hidden=16, classes=5, rng=0)
    >>> net(np.zeros((1, 32, 32, 3), np.float32)).shape
    (1, 5)
    """

    def __init__(
        self,
        layers: int = 16,
        *,
        in_channels: int = 3,
        classes: int = 1000,
        size: int = 224,
        hidden: int = 4096,
        width: float = 1.0,
        p_drop: float = 0.5,
        rng: Rng = None,
    ) -> None:
        if layers not in CONVOLUTIONS:
            raise ValueError(f"layers must be one of {', '.join(map(str, CONVOLUTIONS))}; got {layers}.")
        if size < 32 or size % 32:
            raise ValueError(f"size must be a multiple of 32, since it is halved five times; got {size}. Resize first.")
        rng = np.random.default_rng(rng)
        stages: list[Module] = []
        for count, filters in zip(CONVOLUTIONS[layers], FILTERS, strict=True):
            for _ in range(count):
                stages += [Conv2d(in_channels, int(filters * width), 3, padding=1, rng=rng), ReLU()]
                in_channels = int(filters * width)
            stages.append(MaxPool2d(2))
        self.features = Sequential(*stages)
        self.classifier = Sequential(
            Flatten(), Linear(in_channels * (size // 32) ** 2, hidden, rng=rng), ReLU(), Dropout(p_drop, rng=rng),
            Linear(hidden, hidden, rng=rng), ReLU(), Dropout(p_drop, rng=rng), Linear(hidden, classes, rng=rng),
        )  # fmt: skip

    def forward(self, x: Any) -> Tensor:
        """Map pictures (n, size, size, in_channels) to logits (n, classes)."""
        logits: Tensor = self.classifier(self.features(x))
        return logits
