"""U-Net: down to see what is there, up to say where, and bridges that carry every level's detail across."""

from __future__ import annotations

from typing import Any

import numpy as np

from descent.nn import Conv2d, ConvTranspose2d, MaxPool2d, Module, ReLU, Sequential
from descent.nn.initialisers import Rng
from descent.ops import concatenate
from descent.tensor import Tensor, apply, as_tensor


class UNet(Module):
    """One logit a class for every pixel.

    Parameters
    ----------
    in_channels, classes : int
        Channels of the pictures, and classes of a pixel.
    depth : int
        How often the picture is halved; height and width must be multiples of 2 ** depth.
    base : int
        Filters at full size; every halving doubles them.
    rng : numpy.random.Generator, int or None
        Draws the weights.

    Attributes
    ----------
    down : list of Sequential
        Level l maps (n, h / 2^l, w / 2^l, ...) to base 2^l channels.
    bottom : Sequential
        The lowest level.
    up, back : lists of modules
        From the lowest level on: doubled side with half the channels; and, with the bridge joined on, two convolutions.
    out : Conv2d
        1 x 1, from base channels to classes.

    Notes
    -----
    The paper's convolutions have no padding, so that its output is smaller than the picture. These have, and it is not.

    References
    ----------
    Ronneberger, Fischer and Brox (2015), U-Net: convolutional networks for biomedical image segmentation.

    Examples
    --------
    >>> UNet(3, 5, depth=2, base=4, rng=0)(np.zeros((1, 8, 12, 3), np.float32)).shape
    (1, 8, 12, 5)
    """

    def __init__(self, in_channels: int, classes: int, *, depth: int = 4, base: int = 64, rng: Rng = None) -> None:
        rng = np.random.default_rng(rng)
        widths = [base << level for level in range(depth + 1)]
        self.depth, self.pool = depth, MaxPool2d(2)
        inputs = [in_channels, *widths]
        self.down = [_twice(*pair, rng) for pair in zip(inputs, widths[:-1], strict=False)]
        self.bottom = _twice(inputs[depth], widths[depth], rng)
        self.up = [ConvTranspose2d(2 * width, width, 2, stride=2, rng=rng) for width in widths[-2::-1]]
        self.back = [_twice(2 * width, width, rng) for width in widths[-2::-1]]
        self.out = Conv2d(base, classes, 1, rng=rng)

    def forward(self, x: Any) -> Tensor:
        """Map pictures (n, height, width, in_channels) to logits (n, height, width, classes)."""
        x = as_tensor(x)
        step = 1 << self.depth
        if len(x.shape) != 4 or x.shape[1] % step or x.shape[2] % step:
            raise ValueError(
                f"x must have shape (n, height, width, channels) with height and width divisible by {step}, since "
                f"they are halved {self.depth} times; got {x.shape}. Crop or pad the pictures, or take a smaller depth."
            )
        bridges = []
        for level in self.down:
            bridges.append(x := level(x))
            x = self.pool(x)
        x = self.bottom(x)
        for up, back in zip(self.up, self.back, strict=True):
            x = back(apply(concatenate, bridges.pop(), up(x), axis=-1))
        logits: Tensor = self.out(x)
        return logits


def _twice(inside: int, outside: int, rng: Rng) -> Sequential:
    return Sequential(
        Conv2d(inside, outside, 3, padding=1, rng=rng), ReLU(), Conv2d(outside, outside, 3, padding=1, rng=rng), ReLU()
    )
