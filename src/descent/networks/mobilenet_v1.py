"""MobileNet: a convolution divided into one within each channel and one across them costs about a ninth.

    k x k in all channels at once:     k^2 c_in c_out products a place              (1)
    depthwise, then pointwise:         k^2 c_in + c_in c_out products a place       (2)

Derivation: docs/derivations/depthwise_convolution.md
"""

from __future__ import annotations

from typing import Any

import numpy as np

from descent.networks.convolutions import conv_norm
from descent.nn import GlobalAvgPool2d, Linear, Module, Sequential
from descent.nn.initialisers import Rng
from descent.tensor import Tensor

BLOCKS = ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5, (1024, 2), (1024, 1))
"""Table 1 of the paper: filters and stride of each separable convolution."""


def depthwise_separable(in_channels: int, out_channels: int, *, stride: int = 1, rng: Rng = None) -> Sequential:
    """Filter every channel by itself, 3 x 3, then mix the channels, 1 x 1: the cost (2).

    Examples
    --------
    >>> depthwise_separable(8, 16, stride=2, rng=0)(np.zeros((1, 6, 6, 8), np.float32)).shape
    (1, 3, 3, 16)
    """
    rng = np.random.default_rng(rng)
    return Sequential(
        conv_norm(in_channels, in_channels, 3, stride=stride, groups=in_channels, rng=rng),
        conv_norm(in_channels, out_channels, 1, rng=rng),
    )


class MobileNetV1(Module):
    """A stem of stride 2 and thirteen depthwise separable convolutions, for telephones.

    Parameters
    ----------
    in_channels, classes : int
        Channels of the pictures, and classes.
    alpha : float
        Width multiplier: every layer has this share of the filters. Cost falls with its square.
    rng : numpy.random.Generator, int or None
        Draws the weights.

    References
    ----------
    Howard et al. (2017), MobileNets: efficient convolutional neural networks for mobile vision applications.

    Examples
    --------
    >>> MobileNetV1(alpha=0.125, classes=5, rng=0)(np.zeros((1, 32, 32, 3), np.float32)).shape
    (1, 5)
    """

    def __init__(self, *, in_channels: int = 3, classes: int = 1000, alpha: float = 1.0, rng: Rng = None) -> None:
        rng = np.random.default_rng(rng)
        channels = int(32 * alpha)
        layers = [conv_norm(in_channels, channels, 3, stride=2, rng=rng)]
        for filters, stride in BLOCKS:
            layers.append(depthwise_separable(channels, int(filters * alpha), stride=stride, rng=rng))
            channels = int(filters * alpha)
        self.features = Sequential(*layers, GlobalAvgPool2d())
        self.classifier = Linear(channels, classes, rng=rng)

    def forward(self, x: Any) -> Tensor:
        """Map pictures (n, height, width, in_channels) to logits (n, classes)."""
        logits: Tensor = self.classifier(self.features(x))
        return logits
