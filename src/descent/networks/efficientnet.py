"""EfficientNet: make a network larger in depth, width and resolution at once, in fixed proportions.

depth 1.2^phi,  width 1.1^phi,  resolution 1.15^phi               (1)
cost ~ depth width^2 resolution^2 = (1.2 * 1.1^2 * 1.15^2)^phi = 1.92^phi      (2)
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from descent.networks.convolutions import conv_norm, rounded, silu
from descent.networks.mbconv import MBConv
from descent.nn import Dropout, GlobalAvgPool2d, Linear, Module, Sequential
from descent.nn.initialisers import Rng
from descent.tensor import Tensor

B0 = (
    (1, 16, 1, 1, 3), (6, 24, 2, 2, 3), (6, 40, 2, 2, 5), (6, 80, 3, 2, 3),
    (6, 112, 3, 1, 5), (6, 192, 4, 2, 5), (6, 320, 1, 1, 3),
)  # fmt: skip
"""Table 1 of the paper: expansion, filters, how many blocks, stride of the first of them, window."""


class Scaling(NamedTuple):
    """By how much a network grows, each 1 for the smallest."""

    depth: float
    width: float
    resolution: float


def compound_scaling(phi: float, *, alpha: float = 1.2, beta: float = 1.1, gamma: float = 1.15) -> Scaling:
    """Divide a larger budget among depth, width and resolution (1).

    Parameters
    ----------
    phi : float
        How much larger: the cost grows with (alpha beta^2 gamma^2)^phi, about 2^phi.
    alpha, beta, gamma : float
        What depth, width and resolution grow by for phi = 1; the paper found these by trying on the smallest network.

    Returns
    -------
    Scaling
        Factors of the number of layers, of the filters, and of the picture's side.

    References
    ----------
    Tan and Le (2019), EfficientNet: rethinking model scaling for convolutional neural networks, section 3.3.

    Notes
    -----
    The published networks B1 to B7 have factors rounded by hand, such as depth 1.1, width 1 and side 240 for B1.

    Examples
    --------
    >>> [round(factor, 4) for factor in compound_scaling(2)]
    [1.44, 1.21, 1.3225]
    """
    return Scaling(alpha**phi, beta**phi, gamma**phi)


class EfficientNet(Module):
    """A stem of stride 2, seven stages of MBConv blocks, a 1 x 1 convolution, and a classifier with dropout.

    Parameters
    ----------
    depth, width : float
        Factors of the numbers of blocks and filters of B0, the smallest; ``compound_scaling`` proposes them.
    in_channels, classes : int
        Channels of the pictures, and classes.
    p_drop : float
        Dropout before the classifier.
    rng : numpy.random.Generator, int or None
        Draws weights and dropout.

    Examples
    --------
    >>> EfficientNet(width=0.25, classes=5, rng=0).eval()(np.zeros((1, 32, 32, 3), np.float32)).shape
    (1, 5)
    """

    def __init__(
        self,
        *,
        depth: float = 1.0,
        width: float = 1.0,
        in_channels: int = 3,
        classes: int = 1000,
        p_drop: float = 0.2,
        rng: Rng = None,
    ) -> None:
        rng = np.random.default_rng(rng)
        channels = rounded(32 * width)
        layers: list[Module] = [conv_norm(in_channels, channels, 3, stride=2, activation=silu, rng=rng)]
        for expansion, filters, count, first, window in B0:
            out = rounded(filters * width)
            for place in range(math.ceil(count * depth)):
                stride = first if place == 0 else 1
                layers.append(MBConv(channels, out, window, expansion=expansion, stride=stride, rng=rng))
                channels = out
        last = rounded(1280 * width)
        layers.append(conv_norm(channels, last, 1, activation=silu, rng=rng))
        self.features = Sequential(*layers, GlobalAvgPool2d())
        self.classifier = Sequential(Dropout(p_drop, rng=rng), Linear(last, classes, rng=rng))

    def forward(self, x: Any) -> Tensor:
        """Map pictures (n, height, width, in_channels) to logits (n, classes)."""
        logits: Tensor = self.classifier(self.features(x))
        return logits
