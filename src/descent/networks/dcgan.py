"""DCGAN: a generator that doubles a small picture until it is large, and a judge that halves it again.

The recipe: strides instead of pooling, batch normalisation in both but not at the pictures' ends, ReLU in the generator
and leaky ReLU in the judge, weights drawn with spread 0.02.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from descent.nn import BatchNorm2d, Conv2d, ConvTranspose2d, Flatten, LeakyReLU, Linear, Module, ReLU, Sequential, Tanh
from descent.nn.initialisers import Rng, normal
from descent.tensor import Tensor

small = partial(normal, spread=0.02)


class DCGenerator(Module):
    """Latent numbers to pictures in -1..1.

    Parameters
    ----------
    latent : int
        Numbers that a picture is made from.
    size : int
        Height and width of the picture: 8, 16, 32, 64, ...
    channels : int
        Channels of the picture.
    width : int
        Filters before the last doubling; every layer nearer to the latent numbers has twice as many.
    rng : numpy.random.Generator, int or None
        Draws the weights.

    References
    ----------
    Radford, Metz and Chintala (2016), Unsupervised representation learning with deep convolutional generative
    adversarial networks.

    Examples
    --------
    >>> DCGenerator(10, size=16, width=4, rng=0)(np.zeros((2, 10), np.float32)).shape
    (2, 16, 16, 3)
    """

    def __init__(self, latent: int, *, size: int = 64, channels: int = 3, width: int = 64, rng: Rng = None) -> None:
        doublings = _doublings(size)
        rng = np.random.default_rng(rng)
        inside = width << (doublings - 1)
        self.start = Linear(latent, 16 * inside, bias=False, init=small, rng=rng)
        layers: list[Module] = [BatchNorm2d(inside), ReLU()]
        for _ in range(doublings - 1):
            up = ConvTranspose2d(inside, inside // 2, 4, stride=2, padding=1, bias=False, init=small, rng=rng)
            inside //= 2
            layers += [up, BatchNorm2d(inside), ReLU()]
        out = ConvTranspose2d(inside, channels, 4, stride=2, padding=1, init=small, rng=rng)
        self.grow = Sequential(*layers, out, Tanh())

    def forward(self, z: Any) -> Tensor:
        """Map (n, latent) to (n, size, size, channels)."""
        h = self.start(z)
        pictures: Tensor = self.grow(h.reshape(h.shape[0], 4, 4, -1))
        return pictures


def dc_judge(*, size: int = 64, channels: int = 3, width: int = 64, norm: bool = True, rng: Rng = None) -> Sequential:
    """Make the judge: pictures (n, size, size, channels) to logits (n, 1).

    Parameters
    ----------
    size, channels : int
        Of the pictures, as in ``DCGenerator``.
    width : int
        Filters of the first layer; every further one has twice as many.
    norm : bool
        Whether there is batch normalisation; a gradient penalty wants none, since it ties samples together.
    rng : numpy.random.Generator, int or None
        Draws the weights.

    Returns
    -------
    Sequential
        Its layers are those that ``input_gradient`` knows, without normalisation.

    Examples
    --------
    >>> dc_judge(size=16, width=4, rng=0)(np.zeros((2, 16, 16, 3), np.float32)).shape
    (2, 1)
    """
    rng = np.random.default_rng(rng)
    layers: list[Module] = []
    for level in range(_doublings(size)):
        out = width << level
        follows = norm and level > 0
        layers.append(Conv2d(channels, out, 4, stride=2, padding=1, bias=not follows, init=small, rng=rng))
        layers += [BatchNorm2d(out)] if follows else []
        layers.append(LeakyReLU(0.2))
        channels = out
    return Sequential(*layers, Flatten(), Linear(16 * channels, 1, init=small, rng=rng))


def _doublings(size: int) -> int:
    if size < 8 or size & (size - 1):
        raise ValueError(f"size must be a power of 2, 8 or more, since 4 is doubled again and again; got {size}.")
    return size.bit_length() - 3
