"""MBConv: an inverted residual whose channels are weighed by a look at the whole picture (squeeze and excitation)."""

from __future__ import annotations

from typing import Any

import numpy as np

from descent.networks.convolutions import conv_norm, silu
from descent.nn import Linear, Module, Sequential
from descent.nn.initialisers import Rng
from descent.tensor import Tensor, as_tensor


class SqueezeExcitation(Module):
    """Multiply every channel by a number in 0..1 that depends on the means of all channels.

    Parameters
    ----------
    channels : int
        Channels that come in and go out.
    squeezed : int
        Units between.
    rng : numpy.random.Generator, int or None
        Draws the weights.

    References
    ----------
    Hu, Shen and Sun (2018), Squeeze-and-excitation networks.

    Examples
    --------
    >>> SqueezeExcitation(8, 2, rng=0)(np.ones((1, 4, 4, 8), np.float32)).shape
    (1, 4, 4, 8)
    """

    def __init__(self, channels: int, squeezed: int, *, rng: Rng = None) -> None:
        rng = np.random.default_rng(rng)
        self.weigh = Sequential(Linear(channels, squeezed, rng=rng), silu, Linear(squeezed, channels, rng=rng))

    def forward(self, x: Any) -> Tensor:
        """Keep the shape (n, height, width, channels)."""
        x = as_tensor(x)
        logits: Tensor = self.weigh(x.mean(axis=(1, 2)))  # (n, channels)
        weights = logits.sigmoid().reshape(x.shape[0], 1, 1, x.shape[3])
        weighed: Tensor = weights * x
        return weighed


class MBConv(Module):
    """1 x 1 to more channels, a depthwise filter, squeeze and excitation, 1 x 1 to few; the input added if it fits.

    Parameters
    ----------
    in_channels, out_channels : int
        The narrow ends.
    kernel_size : int
        Window of the depthwise filter, 3 or 5.
    expansion : int
        How many times wider the inside is.
    stride : int
        2 halves the picture.
    rng : numpy.random.Generator, int or None
        Draws the weights.

    Examples
    --------
    >>> MBConv(8, 8, 5, expansion=6, rng=0)(np.zeros((1, 6, 6, 8), np.float32)).shape
    (1, 6, 6, 8)
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        *,
        expansion: int = 6,
        stride: int = 1,
        rng: Rng = None,
    ) -> None:
        rng = np.random.default_rng(rng)
        inside = in_channels * expansion
        widen = [] if expansion == 1 else [conv_norm(in_channels, inside, 1, activation=silu, rng=rng)]
        self.path = Sequential(
            *widen,
            conv_norm(inside, inside, kernel_size, stride=stride, groups=inside, activation=silu, rng=rng),
            SqueezeExcitation(inside, max(1, in_channels // 4), rng=rng),
            conv_norm(inside, out_channels, 1, activation=None, rng=rng),
        )
        self.adds = stride == 1 and in_channels == out_channels

    def forward(self, x: Any) -> Tensor:
        """Map (n, height, width, in_channels) to (n, height / stride, width / stride, out_channels)."""
        x = as_tensor(x)
        h: Tensor = self.path(x)
        return x + h if self.adds else h
