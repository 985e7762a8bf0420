"""Pooling as layers, fewer places, each speaking for a small window; and the way back to more places."""

from __future__ import annotations

from typing import Any

from descent.nn.module import Module
from descent.ops import avg_pool2d, max_pool2d, mean_over, resize2d
from descent.tensor import Tensor, apply, as_tensor

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


class Upsample(Module):
    """Pictures with more pixels, each repeated or drawn between its neighbours.

    Parameters
    ----------
    scale_factor : int
        How many times as many pixels down, and across.
    mode : str
        "nearest" repeats, "bilinear" draws straight lines between.

    Examples
    --------
    >>> import numpy as np
    >>> Upsample(2)(np.arange(2.0).reshape(1, 1, 2, 1)).data[0, :, :, 0]
    array([[0., 0., 1., 1.],
           [0., 0., 1., 1.]])
    """

    def __init__(self, scale_factor: int, *, mode: str = "nearest") -> None:
        self.scale_factor, self.mode = scale_factor, mode

    def forward(self, x: Any) -> Tensor:
        """Map (n, height, width, channels) to (n, scale height, scale width, channels)."""
        x = as_tensor(x)
        size = (self.scale_factor * x.shape[1], self.scale_factor * x.shape[2])
        return apply(resize2d, x, size=size, mode=self.mode)

    def describe(self) -> str:
        """Say how many times and how."""
        return f"{self.scale_factor}, {self.mode}"
