"""Activations as layers, for use between others in ``Sequential``; each stands for the operation of the same idea."""

from __future__ import annotations

from typing import Any

from descent.nn.module import Module
from descent.ops import elu, gelu, hard_swish, leaky_relu, relu, sigmoid, softmax, swish, tanh
from descent.tensor import Tensor, apply


class ReLU(Module):
    """max(0, z) of every entry."""

    def forward(self, z: Any) -> Tensor:
        """Keep the shape."""
        return apply(relu, z)


class Tanh(Module):
    """tanh(z) of every entry."""

    def forward(self, z: Any) -> Tensor:
        """Keep the shape."""
        return apply(tanh, z)


class Sigmoid(Module):
    """1 / (1 + exp(-z)) of every entry. For a loss, rather keep z: the losses that take logits are exact."""

    def forward(self, z: Any) -> Tensor:
        """Keep the shape."""
        return apply(sigmoid, z)


class GELU(Module):
    """z times the share of a normal distribution below z."""

    def forward(self, z: Any) -> Tensor:
        """Keep the shape."""
        return apply(gelu, z)


class LeakyReLU(Module):
    """z where it is positive, else ``negative_slope`` times z."""

    def __init__(self, negative_slope: float = 0.01) -> None:
        self.negative_slope = negative_slope

    def forward(self, z: Any) -> Tensor:
        """Keep the shape."""
        return apply(leaky_relu, z, negative_slope=self.negative_slope)


class ELU(Module):
    """z where it is positive, else ``alpha`` (exp(z) - 1)."""

    def __init__(self, alpha: float = 1.0) -> None:
        self.alpha = alpha

    def forward(self, z: Any) -> Tensor:
        """Keep the shape."""
        return apply(elu, z, alpha=self.alpha)


class Softmax(Module):
    """Shares that add up to 1 along the last axis. For a loss, rather keep the logits."""

    def forward(self, z: Any) -> Tensor:
        """Keep the shape."""
        return apply(softmax, z)


class SiLU(Module):
    """z times its sigmoid, also called swish."""

    def forward(self, z: Any) -> Tensor:
        """Keep the shape."""
        return apply(swish, z)


class Hardswish(Module):
    """Swish with its sigmoid replaced by three straight lines, for small processors."""

    def forward(self, z: Any) -> Tensor:
        """Keep the shape."""
        return apply(hard_swish, z)
