"""A residual block computes what to add to its input, so that doing nothing is what it finds easiest.

    y = relu(x + F(x))          identity block: the shapes agree                  (1)
    y = relu(S(x) + F(x))       convolutional block: S is a 1 x 1 convolution     (2)

Derivation: docs/derivations/residual_networks.md
"""

from __future__ import annotations

from typing import Any

import numpy as np

from descent.networks.convolutions import conv_norm
from descent.nn import Identity, Module, Sequential
from descent.nn.initialisers import Rng
from descent.tensor import Tensor, as_tensor


class ResidualBlock(Module):
    """Two 3 x 3 convolutions, or a bottleneck of 1 x 1, 3 x 3 and 1 x 1, around which the input takes a short cut.

    Parameters
    ----------
    in_channels : int
        Channels that come in.
    width : int
        Filters inside; that many channels go out, or 4 times as many from a bottleneck.
    stride : int
        2 halves the picture.
    bottleneck : bool
        Whether a 1 x 1 convolution first makes the 3 x 3 one cheap.
    rng : numpy.random.Generator, int or None
        Draws the filters.

    Attributes
    ----------
    path : Sequential
        F of (1).
    shortcut : Module
        S of (2) if size or channels change, else nothing is done.

    Examples
    --------
    >>> ResidualBlock(16, 8, stride=2, bottleneck=True, rng=0)(np.zeros((1, 8, 8, 16), np.float32)).shape
    (1, 4, 4, 32)
    """

    def __init__(
        self, in_channels: int, width: int, *, stride: int = 1, bottleneck: bool = False, rng: Rng = None
    ) -> None:
        rng = np.random.default_rng(rng)
        out = 4 * width if bottleneck else width
        if bottleneck:
            self.path = Sequential(
                conv_norm(in_channels, width, 1, rng=rng),
                conv_norm(width, width, 3, stride=stride, rng=rng),
                conv_norm(width, out, 1, activation=None, rng=rng),
            )
        else:
            self.path = Sequential(
                conv_norm(in_channels, width, 3, stride=stride, rng=rng),
                conv_norm(width, width, 3, activation=None, rng=rng),
            )
        same = stride == 1 and in_channels == out
        self.shortcut = Identity() if same else conv_norm(in_channels, out, 1, stride=stride, activation=None, rng=rng)

    def forward(self, x: Any) -> Tensor:
        """Map (n, height, width, in_channels) to (n, height / stride, width / stride, channels out)."""
        x = as_tensor(x)
        y: Tensor = self.path(x) + self.shortcut(x)  # (1), (2)
        return y.relu()
