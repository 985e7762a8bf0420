"""LeNet-5: filters and pooling in turn, then a small classifier. It read cheques, and set the pattern."""

from __future__ import annotations

from typing import Any

import numpy as np

from descent.nn import Conv2d, Flatten, Linear, MaxPool2d, Module, ReLU, Sequential
from descent.nn.initialisers import Rng
from descent.tensor import Tensor


class LeNet5(Module):
    """Two convolutions with pooling and three linear layers, for small pictures.

    Parameters
    ----------
    size : int
        Height and width of the pictures, 16 or more; the paper's digits stand on 32 x 32.
    in_channels : int
        1 for grey, 3 for colour.
    classes : int
        How many there are.
    rng : numpy.random.Generator, int or None
        Draws the weights.

    Attributes
    ----------
    features : Sequential
        (n, size, size, in_channels) to (n, side, side, 16), where 32 becomes 28, 14, 10 and at last 5.
    classifier : Sequential
        Rows of 16 side^2 numbers to 120, 84 and the logits of the classes.

    Notes
    -----
    Today's form: ReLU where the paper has a scaled tanh, maxima where it has means, all filters see all channels.

    References
    ----------
    LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document recognition, section II.B.

    Examples
    --------
    >>> net = LeNet5(rng=0)
    >>> net(np.zeros((2, 32, 32, 1), np.float32)).shape
    (2, 10)
    >>> net.count_parameters()
    61706
    """

    def __init__(self, size: int = 32, *, in_channels: int = 1, classes: int = 10, rng: Rng = None) -> None:
        side = ((size - 4) // 2 - 4) // 2
        if side < 1:
            raise ValueError(f"size must be 16 or more, so that both filters fit; got {size}. Enlarge the pictures.")
        rng = np.random.default_rng(rng)
        self.features = Sequential(
            Conv2d(in_channels, 6, 5, rng=rng), ReLU(), MaxPool2d(2),
            Conv2d(6, 16, 5, rng=rng), ReLU(), MaxPool2d(2),
        )  # fmt: skip
        self.classifier = Sequential(
            Flatten(), Linear(16 * side * side, 120, rng=rng), ReLU(),
            Linear(120, 84, rng=rng), ReLU(), Linear(84, classes, rng=rng),
        )  # fmt: skip

    def forward(self, x: Any) -> Tensor:
        """Map pictures (n, size, size, in_channels) to logits (n, classes)."""
        logits: Tensor = self.classifier(self.features(x))
        return logits
