"""Convolutions as layers: the same small filters at every place of a picture or a sequence."""

from __future__ import annotations

from typing import Any

from descent.nn.initialisers import Initialiser, Rng, he_uniform, zeros
from descent.nn.module import Module, Parameter
from descent.ops import conv1d, conv2d, conv_transpose2d
from descent.tensor import Tensor, apply

Pair = int | tuple[int, int]


class Conv2d(Module):
    """Filters slid over pictures of shape (n, height, width, channels).

    Parameters
    ----------
    in_channels : int
        How many channels come in.
    out_channels : int
        How many filters there are, each of which makes one channel.
    kernel_size : int or pair of int
        Height and width of the window.
    stride, padding, dilation : int or pair of int
        How far windows lie apart; how many zeros stand around; how far the entries of a window lie apart. With the
        padding "same" and stride 1 a picture keeps its size.
    groups : int
        The channels are divided into so many groups that do not see each other; with as many as channels the
        convolution is called depthwise.
    bias : bool
        Whether a bias is added; before batch normalisation it is useless.
    init : callable
        Draws the filters.
    rng : numpy.random.Generator, int or None
        Where they are drawn from.

    Attributes
    ----------
    weight : Parameter, shape (height, width, in_channels / groups, out_channels)
        The filters. In PyTorch the last two axes come first, in the other order.
    bias : Parameter, shape (out_channels,)
        It begins at 0; without a bias it stays there.

    Examples
    --------
    >>> import numpy as np
    >>> Conv2d(3, 8, 5, padding=2, rng=0)(np.zeros((1, 32, 32, 3), np.float32)).shape
    (1, 32, 32, 8)
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Pair,
        *,
        stride: Pair = 1,
        padding: Pair | str = 0,
        dilation: Pair = 1,
        groups: int = 1,
        bias: bool = True,
        init: Initialiser = he_uniform,
        rng: Rng = None,
    ) -> None:
        height, width = _pair(kernel_size)
        _divides(groups, in_channels, out_channels)
        self.weight = Parameter(init((height, width, in_channels // groups, out_channels), rng))  # type: ignore[arg-type]
        self.bias = _bias(out_channels, bias)
        self.options = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}

    def forward(self, x: Any) -> Tensor:
        """Map (n, height, width, in_channels) to (n, rows, columns, out_channels)."""
        return apply(conv2d, x, self.weight, self.bias, **self.options)

    def describe(self) -> str:
        """Say the shape of the filters."""
        return _describe(self)


class Conv1d(Module):
    """Filters slid along sequences of shape (n, T, channels); the parameters are those of ``Conv2d``.

    Examples
    --------
    >>> import numpy as np
    >>> Conv1d(4, 8, 3, stride=2, rng=0)(np.zeros((1, 11, 4), np.float32)).shape
    (1, 5, 8)
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        *,
        stride: int = 1,
        padding: int | str = 0,
        dilation: int = 1,
        groups: int = 1,
        bias: bool = True,
        init: Initialiser = he_uniform,
        rng: Rng = None,
    ) -> None:
        _divides(groups, in_channels, out_channels)
        self.weight = Parameter(init((kernel_size, in_channels // groups, out_channels), rng))  # type: ignore[arg-type]
        self.bias = _bias(out_channels, bias)
        self.options = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}

    def forward(self, x: Any) -> Tensor:
        """Map (n, T, in_channels) to (n, places, out_channels)."""
        return apply(conv1d, x, self.weight, self.bias, **self.options)

    def describe(self) -> str:
        """Say the shape of the filters."""
        return _describe(self)


class ConvTranspose2d(Module):
    """The way back of a convolution's shapes: every entry paints a small picture, and these add up.

    The parameters are those of ``Conv2d``; with ``kernel_size`` equal to ``stride`` the pictures lie side by side.
    ``weight`` has shape (height, width, out_channels, in_channels), as that of the convolution the other way has.

    Examples
    --------
    >>> import numpy as np
    >>> ConvTranspose2d(8, 4, 2, stride=2, rng=0)(np.zeros((1, 5, 5, 8), np.float32)).shape
    (1, 10, 10, 4)
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Pair,
        *,
        stride: Pair = 1,
        padding: Pair = 0,
        bias: bool = True,
        init: Initialiser = he_uniform,
        rng: Rng = None,
    ) -> None:
        height, width = _pair(kernel_size)
        drawn = init((height, width, in_channels, out_channels), rng)  # type: ignore[arg-type]
        self.weight = Parameter(drawn.swapaxes(2, 3).copy())
        self.bias = _bias(out_channels, bias)
        self.options = {"stride": stride, "padding": padding}

    def forward(self, x: Any) -> Tensor:
        """Map (n, height, width, in_channels) to (n, (height - 1) stride + kernel - 2 padding, ..., out_channels)."""
        return apply(conv_transpose2d, x, self.weight, self.bias, **self.options)

    def describe(self) -> str:
        """Say the shape of the filters."""
        return _describe(self)


def _pair(size: Pair) -> tuple[int, int]:
    return (size, size) if isinstance(size, int) else size


def _bias(out_channels: int, wanted: bool) -> Parameter | Tensor:
    return Parameter(zeros((out_channels,))) if wanted else Tensor(zeros((out_channels,)))


def _divides(groups: int, in_channels: int, out_channels: int) -> None:
    if groups < 1 or in_channels % groups or out_channels % groups:
        raise ValueError(
            f"groups must divide in_channels and out_channels; got {groups}, {in_channels} and {out_channels}. "
            "Take 1, or as many as there are channels."
        )


def _describe(layer: Any) -> str:
    shape = layer.weight.shape
    *window, inside, outside = shape
    changed = [f"{name}={value}" for name, value in layer.options.items() if value not in (0, 1)]
    groups = layer.options.get("groups", 1)
    return ", ".join([f"{inside * groups}, {outside}, {tuple(window) if len(window) > 1 else window[0]}", *changed])
