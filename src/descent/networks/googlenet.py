"""Inception: not one size of window but several side by side, each made cheap by a 1 x 1 convolution before it."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from descent.networks.convolutions import conv_norm, max_pool
from descent.nn import Dropout, GlobalAvgPool2d, Linear, Module, Sequential
from descent.nn.initialisers import Rng
from descent.ops import concatenate
from descent.tensor import Tensor, apply

BLOCKS = (
    (64, 96, 128, 16, 32, 32), (128, 128, 192, 32, 96, 64), (),
    (192, 96, 208, 16, 48, 64), (160, 112, 224, 24, 64, 64), (128, 128, 256, 24, 64, 64), (112, 144, 288, 32, 64, 64),
    (256, 160, 320, 32, 128, 128), (),
    (256, 160, 320, 32, 128, 128), (384, 192, 384, 48, 128, 128),
)  # fmt: skip
"""Table 1 of the paper: 1 x 1; before 3 x 3, 3 x 3; before 5 x 5, 5 x 5; after pooling. Nothing stands for pooling."""


class InceptionBlock(Module):
    """Four paths from the same input, whose channels are laid side by side.

    Parameters
    ----------
    in_channels : int
        Channels that come in.
    one : int
        Filters 1 x 1.
    before_three, three : int
        Filters 1 x 1, then 3 x 3.
    before_five, five : int
        Filters 1 x 1, then 5 x 5.
    pooled : int
        Filters 1 x 1 after 3 x 3 max pooling at stride 1.
    rng : numpy.random.Generator, int or None
        Draws the filters.

    Attributes
    ----------
    paths : list of Sequential
        In this order.

    Examples
    --------
    >>> InceptionBlock(8, 4, 3, 6, 2, 3, 2, rng=0)(np.zeros((1, 6, 6, 8), np.float32)).shape
    (1, 6, 6, 15)
    """

    def __init__(
        self,
        in_channels: int,
        one: int,
        before_three: int,
        three: int,
        before_five: int,
        five: int,
        pooled: int,
        *,
        rng: Rng = None,
    ) -> None:
        rng = np.random.default_rng(rng)
        self.paths = [
            conv_norm(in_channels, one, 1, rng=rng),
            Sequential(conv_norm(in_channels, before_three, 1, rng=rng), conv_norm(before_three, three, 3, rng=rng)),
            Sequential(conv_norm(in_channels, before_five, 1, rng=rng), conv_norm(before_five, five, 5, rng=rng)),
            Sequential(partial(max_pool, stride=1), conv_norm(in_channels, pooled, 1, rng=rng)),
        ]

    def forward(self, x: Any) -> Tensor:
        """Map (n, height, width, in_channels), all at least 0, to as many places and the channels of all paths."""
        return apply(concatenate, *(path(x) for path in self.paths), axis=-1)


class GoogLeNet(Module):
    """A stem, nine inception blocks with pooling between them, the mean over all places, and one linear layer.

    Parameters
    ----------
    in_channels, classes : int
        Channels of the pictures, and classes.
    width : float
        A share of the filters, for small tasks.
    p_drop : float
        Dropout before the classifier.
    rng : numpy.random.Generator, int or None
        Draws weights and dropout.

    Notes
    -----
    With batch normalisation, as in the second paper on Inception, and therefore without the two auxiliary classifiers.

    References
    ----------
    Szegedy et al. (2015), Going deeper with convolutions.

    Examples
    --------
    >>> GoogLeNet(width=0.125, classes=5, rng=0).eval()(np.zeros((1, 32, 32, 3), np.float32)).shape
    (1, 5)
    """

    def __init__(
        self, *, in_channels: int = 3, classes: int = 1000, width: float = 1.0, p_drop: float = 0.4, rng: Rng = None
    ) -> None:
        rng = np.random.default_rng(rng)
        stem, channels = int(64 * width), int(192 * width)
        layers: list[Any] = [
            conv_norm(in_channels, stem, 7, stride=2, rng=rng), max_pool,
            conv_norm(stem, stem, 1, rng=rng), conv_norm(stem, channels, 3, rng=rng), max_pool,
        ]  # fmt: skip
        for row in BLOCKS:
            filters = [int(count * width) for count in row]
            layers.append(InceptionBlock(channels, *filters, rng=rng) if row else max_pool)
            channels = sum(filters[place] for place in (0, 2, 4, 5)) if row else channels
        self.features = Sequential(*layers, GlobalAvgPool2d())
        self.classifier = Sequential(Dropout(p_drop, rng=rng), Linear(channels, classes, rng=rng))

    def forward(self, x: Any) -> Tensor:
        """Map pictures (n, height, width, in_channels) to logits (n, classes)."""
        logits: Tensor = self.classifier(self.features(x))
        return logits
