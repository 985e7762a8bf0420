"""Pooling as layers: fewer places, each speaking for a small window."""

from __future__ import annotations

from typing import Any

from descent.nn.module import Module
from descent.ops import avg_pool2d, max_pool2d, mean_over
from descent.tensor import Tensor, apply

Pair = int | tuple[int, int]


class MaxPool2d(Module):
    """The largest entry of every window of pictures (n, height, width, channels); ``stride`` is the size unless given.

    Examples
    --------
    >>> import numpy as np
    >>> MaxPool2d(2)(np.zeros((1, 8, 8, 3))).shape
    (1, 4, 4, 3)
    """

    def __init__(self, kernel_size: Pair, *, stride: Pair | None = None) -> None:
        self.options = {"size": kernel_size, "stride": stride}

    def forward(self, x: Any) -> Tensor:
        """Map (n, height, width, channels) to (n, rows, columns, channels)."""
        return apply(max_pool2d, x, **self.options)


class AvgPool2d(Module):
    """The mean of every window of pictures (n, height, width, channels); ``stride`` is the size unless given."""

    def __init__(self, kernel_size: Pair, *, stride: Pair | None = None) -> None:
        self.options = {"size": kernel_size, "stride": stride}

    def forward(self, x: Any) -> Tensor:
        """Map (n, height, width, channels) to (n, rows, columns, channels)."""
        return apply(avg_pool2d, x, **self.options)


class GlobalAvgPool2d(Module):
    """The mean of every channel over the whole picture: (n, height, width, channels) becomes (n, channels)."""

    def forward(self, x: Any) -> Tensor:
        """Take the means."""
        return apply(mean_over, x, axis=(1, 2))
