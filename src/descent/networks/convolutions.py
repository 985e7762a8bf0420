"""Pieces that networks for pictures share: convolution with normalisation, rounded widths, pooling with a border."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from descent.nn import BatchNorm2d, Conv2d, Sequential
from descent.nn.initialisers import Rng
from descent.ops import clip, max_pool2d, pad, relu, swish
from descent.tensor import Tensor, apply

Activation = Callable[[Any], Tensor] | None


def rectify(x: Any) -> Tensor:
    """ReLU: max(0, x)."""
    return apply(relu, x)


def relu6(x: Any) -> Tensor:
    """ReLU that ends at 6, so that numbers of few bits suffice to store what comes out."""
    return apply(clip, x, low=0.0, high=6.0)


def silu(x: Any) -> Tensor:
    """Swish: x times its own sigmoid."""
    return apply(swish, x)


def conv_norm(
    in_channels: int,
    out_channels: int,
    kernel_size: int | tuple[int, int],
    *,
    stride: int = 1,
    groups: int = 1,
    activation: Activation = rectify,
    eps: float = 1e-5,
    rng: Rng = None,
) -> Sequential:
    """Convolution without a bias, batch normalisation, activation; an odd window and stride 1 keep the size.

    Parameters
    ----------
    in_channels, out_channels : int
        Channels before and after.
    kernel_size : int or pair of int
        The window; the border has half its width, rounded down.
    stride, groups : int
        As in ``Conv2d``.
    activation : callable or None
        What follows; nothing with None.
    eps : float
        Added to the variance.
    rng : numpy.random.Generator, int or None
        Draws the filters.

    Returns
    -------
    Sequential
        From (n, height, width, in_channels) to (n, height / stride, width / stride, out_channels).

    Examples
    --------
    >>> import numpy as np
    >>> conv_norm(3, 8, 3, stride=2, rng=0)(np.zeros((1, 8, 8, 3), np.float32)).shape
    (1, 4, 4, 8)
    """
    height, width = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    border = (height // 2, width // 2)
    options: dict[str, Any] = {"stride": stride, "padding": border, "groups": groups}
    filters = Conv2d(in_channels, out_channels, (height, width), bias=False, rng=rng, **options)
    return Sequential(filters, BatchNorm2d(out_channels, eps=eps), *([activation] if activation else []))


def rounded(channels: float, divisor: int = 8) -> int:
    """Round a width to a multiple of the divisor, but never down by more than a tenth.

    Examples
    --------
    >>> [rounded(c) for c in (8.0, 11.0, 19.2, 33.0)]
    [8, 16, 24, 32]
    """
    nearest = max(divisor, int(channels + divisor / 2) // divisor * divisor)
    return nearest if nearest >= 0.9 * channels else nearest + divisor


def max_pool(x: Any, *, size: int = 3, stride: int = 2, border: int = 1) -> Tensor:
    """Pool pictures that have just been rectified: to them a border of zeros is as good as one of minus infinity."""
    padded = apply(pad, x, widths=((0, 0), (border, border), (border, border), (0, 0)))
    return apply(max_pool2d, padded, size=size, stride=stride)
