"""MobileNet v2: filter many channels, each by itself, where that is cheap; keep few, which is small.

Derivation: docs/derivations/depthwise_convolution.md
"""

from __future__ import annotations

from typing import Any

import numpy as np

from descent.networks.convolutions import conv_norm, relu6, rounded
from descent.nn import Dropout, GlobalAvgPool2d, Linear, Module, Sequential
from descent.nn.initialisers import Rng
from descent.tensor import Tensor, as_tensor

BLOCKS = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))
"""Table 2 of the paper: expansion, filters, how many blocks, stride of the first of them."""


class InvertedResidual(Module):
    """1 x 1 to many channels, 3 x 3 within each, 1 x 1 to few without an activation, and the input added if it fits.

    A classic bottleneck is wide outside and narrow inside; here it is the other way, so that what is kept is small.

    Parameters
    ----------
    in_channels, out_channels : int
        The narrow ends.
    expansion : int
        How many times wider the inside is.
    stride : int
        2 halves the picture.
    rng : numpy.random.Generator, int or None
        Draws the filters.

    Examples
    --------
    >>> InvertedResidual(8, 8, expansion=6, rng=0)(np.zeros((1, 6, 6, 8), np.float32)).shape
    (1, 6, 6, 8)
    """

    def __init__(
        self, in_channels: int, out_channels: int, *, expansion: int = 6, stride: int = 1, rng: Rng = None
    ) -> None:
        rng = np.random.default_rng(rng)
        inside = in_channels * expansion
        widen = [] if expansion == 1 else [conv_norm(in_channels, inside, 1, activation=relu6, rng=rng)]
        self.path = Sequential(
            *widen,
            conv_norm(inside, inside, 3, stride=stride, groups=inside, activation=relu6, rng=rng),
            conv_norm(inside, out_channels, 1, activation=None, rng=rng),
        )
        self.adds = stride == 1 and in_channels == out_channels

    def forward(self, x: Any) -> Tensor:
        """Map (n, height, width, in_channels) to (n, height / stride, width / stride, out_channels)."""
        x = as_tensor(x)
        h: Tensor = self.path(x)
        return x + h if self.adds else h


class MobileNetV2(Module):
    """A stem of stride 2, seventeen inverted residuals, a 1 x 1 convolution, and a classifier with dropout.

    Parameters
    ----------
    in_channels, classes : int
        Channels of the pictures, and classes.
    alpha : float
        Width multiplier; widths are rounded to multiples of 8.
    p_drop : float
        Dropout before the classifier.
    rng : numpy.random.Generator, int or None
        Draws weights and dropout.

    References
    ----------
    Sandler et al. (2018), MobileNetV2: inverted residuals and linear bottlenecks.

    Examples
    --------
    >>> MobileNetV2(alpha=0.25, classes=5, rng=0).eval()(np.zeros((1, 32, 32, 3), np.float32)).shape
    (1, 5)
    """

    def __init__(
        self,
        *,
        in_channels: int = 3,
        classes: int = 1000,
        alpha: float = 1.0,
        p_drop: float = 0.2,
        rng: Rng = None,
    ) -> None:
        rng = np.random.default_rng(rng)
        channels, last = rounded(32 * alpha), rounded(1280 * max(alpha, 1.0))
        layers: list[Module] = [conv_norm(in_channels, channels, 3, stride=2, activation=relu6, rng=rng)]
        for expansion, filters, count, first in BLOCKS:
            out = rounded(filters * alpha)
            for place in range(count):
                stride = first if place == 0 else 1
                layers.append(InvertedResidual(channels, out, expansion=expansion, stride=stride, rng=rng))
                channels = out
        layers.append(conv_norm(channels, last, 1, activation=relu6, rng=rng))
        self.features = Sequential(*layers, GlobalAvgPool2d())
        self.classifier = Sequential(Dropout(p_drop, rng=rng), Linear(last, classes, rng=rng))

    def forward(self, x: Any) -> Tensor:
        """Map pictures (n, height, width, in_channels) to logits (n, classes)."""
        logits: Tensor = self.classifier(self.features(x))
        return logits
