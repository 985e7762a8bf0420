"""Normalisation as layers: numbers of mean 0 and spread 1 inside the network, then a learnt scale and shift.

    running <- (1 - momentum) running + momentum (mean or variance of the batch)      (1)

Derivation: docs/derivations/normalisation.md
"""

from __future__ import annotations

from typing import Any

from descent.nn.initialisers import ones, zeros
from descent.nn.module import Module, Parameter
from descent.ops import batch_norm, group_norm, layer_norm
from descent.tensor import Tensor, apply, as_tensor, remember


class BatchNorm2d(Module):
    """Normalise every channel over the samples and places of a batch of pictures (n, height, width, channels).

    Parameters
    ----------
    num_features : int
        The length of the last axis.
    eps : float
        Added to the variance.
    momentum : float
        The share (1) that a new batch has in the running mean and variance.

    Attributes
    ----------
    weight, bias : Parameter, shape (num_features,)
        Scale and shift, which begin at 1 and 0.
    running_mean, running_var : float array, shape (num_features,)
        What is used after training. As in PyTorch the running variance divides by n - 1, that of the batch by n.

    Examples
    --------
    >>> import numpy as np
    >>> layer = BatchNorm2d(2)
    >>> y = layer(np.arange(16.0).reshape(2, 2, 2, 2))
    >>> y.data.mean(axis=(0, 1, 2)).round(6)
    array([0., 0.])
    """

    buffers = ("running_mean", "running_var")

    def __init__(self, num_features: int, *, eps: float = 1e-5, momentum: float = 0.1) -> None:
        self.weight, self.bias = Parameter(ones((num_features,))), Parameter(zeros((num_features,)))
        self.running_mean, self.running_var = zeros((num_features,)), ones((num_features,))
        self.eps, self.momentum = eps, momentum

    def forward(self, x: Any) -> Tensor:
        """Normalise over all axes but the last, and keep the shape."""
        if not self.training:
            fixed = {"mean": self.running_mean, "variance": self.running_var}
            return apply(batch_norm, x, self.weight, self.bias, eps=self.eps, **fixed)
        inputs = (as_tensor(x), self.weight, self.bias)
        y, cache = batch_norm.forward(*(each.data for each in inputs), eps=self.eps)
        n = y.size // y.shape[-1]
        measured = (cache.mean, cache.variance * (n / max(n - 1, 1)))
        for running, new in zip((self.running_mean, self.running_var), measured, strict=True):
            running += self.momentum * (new - running)  # (1)
        return remember(batch_norm, inputs, y, cache)

    def describe(self) -> str:
        """Say how many features there are."""
        return str(len(self.running_mean))


class BatchNorm1d(BatchNorm2d):
    """The same for rows (n, d) and sequences (n, T, d): every feature over all axes but the last."""


class LayerNorm(Module):
    """Normalise every sample, at every place, over its last axis.

    Parameters
    ----------
    normalized_shape : int
        The length of the last axis.
    eps : float
        Added to the variance.

    Attributes
    ----------
    weight, bias : Parameter, shape (normalized_shape,)
        Scale and shift, which begin at 1 and 0.

    Examples
    --------
    >>> import numpy as np
    >>> LayerNorm(2)(np.array([[1.0, 3.0]])).data.round(3)
    array([[-1.,  1.]])
    """

    def __init__(self, normalized_shape: int, *, eps: float = 1e-5) -> None:
        self.weight, self.bias = Parameter(ones((normalized_shape,))), Parameter(zeros((normalized_shape,)))
        self.eps = eps

    def forward(self, x: Any) -> Tensor:
        """Keep the shape."""
        return apply(layer_norm, x, self.weight, self.bias, eps=self.eps)

    def describe(self) -> str:
        """Say the size."""
        return str(self.weight.shape[0])


class GroupNorm(Module):
    """Normalise every sample over its places and the channels of a group; with a group a channel, instance norm.

    Parameters
    ----------
    num_groups : int
        How many groups; it divides num_channels.
    num_channels : int
        The length of the last axis.
    eps : float
        Added to the variance.

    Attributes
    ----------
    weight, bias : Parameter, shape (num_channels,)
        Scale and shift, which begin at 1 and 0.

    Examples
    --------
    >>> import numpy as np
    >>> GroupNorm(2, 4)(np.ones((1, 3, 3, 4))).shape
    (1, 3, 3, 4)
    """

    def __init__(self, num_groups: int, num_channels: int, *, eps: float = 1e-5) -> None:
        self.weight, self.bias = Parameter(ones((num_channels,))), Parameter(zeros((num_channels,)))
        self.num_groups, self.eps = num_groups, eps

    def forward(self, x: Any) -> Tensor:
        """Keep the shape."""
        return apply(group_norm, x, self.weight, self.bias, groups=self.num_groups, eps=self.eps)

    def describe(self) -> str:
        """Say groups and channels."""
        return f"{self.num_groups}, {self.weight.shape[0]}"
