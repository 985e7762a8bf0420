"""ResNet: blocks with short cuts around them, so that a hundred layers learn as easily as ten.

Derivation: docs/derivations/residual_networks.md
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from descent.networks.convolutions import conv_norm, max_pool
from descent.networks.residual_block import ResidualBlock
from descent.nn import GlobalAvgPool2d, Linear, Module, Sequential
from descent.nn.initialisers import Rng
from descent.tensor import Tensor


class ResNet(Module):
    """A stem, four stages of residual blocks, the mean over all places, and one linear layer.

    Deeper plain networks had become worse, on training data too. Short cuts gave gradients a way round every block.

    Parameters
    ----------
    blocks : sequence of int
        Blocks of each stage. Every stage has twice the width of the one before, on a picture of half its side.
    bottleneck : bool
        Which kind of block.
    in_channels, classes : int
        Channels of the pictures, and classes.
    width : int
        Filters of the first stage.
    small : bool
        True for pictures of about 32 x 32: a 3 x 3 stem instead of a 7 x 7 one and pooling, which quarter the side.
    rng : numpy.random.Generator, int or None
        Draws the weights.

    Attributes
    ----------
    stem, stages : Sequential
        (n, h, w, in_channels) to (n, h/4, w/4, width), and on to (n, h/32, w/32, channels).
    classifier : Linear
        From the means of the channels to logits.

    References
    ----------
    He, Zhang, Ren and Sun (2016), Deep residual learning for image recognition; the stride of a bottleneck is that of
    its 3 x 3 convolution, as in PyTorch.

    Examples
    --------
    >>> ResNet((1, 1), width=4, classes=5, small=True, rng=0)(np.zeros((2, 8, 8, 3), np.float32)).shape
    (2, 5)
    """

    def __init__(
        self,
        blocks: Sequence[int],
        *,
        bottleneck: bool = False,
        in_channels: int = 3,
        classes: int = 1000,
        width: int = 64,
        small: bool = False,
        rng: Rng = None,
    ) -> None:
        rng = np.random.default_rng(rng)
        if small:
            self.stem = conv_norm(in_channels, width, 3, rng=rng)
        else:
            self.stem = Sequential(conv_norm(in_channels, width, 7, stride=2, rng=rng), max_pool)
        stages, channels = [], width
        for stage, count in enumerate(blocks):
            inside = width << stage
            for place in range(count):
                stride = 2 if stage > 0 and place == 0 else 1
                stages.append(ResidualBlock(channels, inside, stride=stride, bottleneck=bottleneck, rng=rng))
                channels = 4 * inside if bottleneck else inside
        self.stages = Sequential(*stages)
        self.pool, self.classifier = GlobalAvgPool2d(), Linear(channels, classes, rng=rng)

    def forward(self, x: Any) -> Tensor:
        """Map pictures (n, height, width, in_channels) to logits (n, classes)."""
        logits: Tensor = self.classifier(self.pool(self.stages(self.stem(x))))
        return logits


def resnet18(**options: Any) -> ResNet:
    """Build the network of 18 layers with weights; the options are those of ``ResNet``."""
    return ResNet((2, 2, 2, 2), **options)


def resnet34(**options: Any) -> ResNet:
    """Build the network of 34 layers."""
    return ResNet((3, 4, 6, 3), **options)


def resnet50(**options: Any) -> ResNet:
    """Build the network of 50 layers, with bottlenecks."""
    return ResNet((3, 4, 6, 3), bottleneck=True, **options)
