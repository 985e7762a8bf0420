"""A network that listens for one word, and says when it has just been spoken."""

from __future__ import annotations

from typing import Any

import numpy as np

from descent.nn import GRU, BatchNorm1d, Conv1d, Dropout, Linear, Module
from descent.nn.initialisers import Rng


class TriggerWordDetector(Module):
    """A convolution over the frames of a spectrogram, two GRUs that read forward only, and a yes or no per step.

    The convolution makes 1,375 steps of 5,511 frames, so that the recurrent layers need not go on for so long. They
    read in one direction: a device must answer at once, and cannot wait for the end of what is said.

    Parameters
    ----------
    features : int
        Numbers of a frame.
    channels : int
        Filters of the convolution.
    hidden_size : int
        Numbers of the recurrent states.
    kernel_size, stride : int
        Of the convolution.
    dropout : float
        The share silenced after each part.
    rng : numpy.random.Generator, int or None
        Where weights and masks are drawn from.

    Notes
    -----
    A layer has two biases in its recurrent part, as PyTorch's; Keras's with ``reset_after=False`` has one.

    References
    ----------
    Sainath and Parada (2015), Convolutional Neural Networks for Small-footprint Keyword Spotting, for the task;
    Cho et al. (2014) for the GRU.

    Examples
    --------
    >>> network = TriggerWordDetector(6, channels=4, hidden_size=3, kernel_size=5, stride=2, rng=0)
    >>> network(np.zeros((2, 25, 6), np.float32)).shape
    (2, 11)
    """

    def __init__(
        self,
        features: int = 101,
        *,
        channels: int = 196,
        hidden_size: int = 128,
        kernel_size: int = 15,
        stride: int = 4,
        dropout: float = 0.2,
        rng: Rng = None,
    ) -> None:
        rng = np.random.default_rng(rng)
        self.filters = Conv1d(features, channels, kernel_size, stride=stride, rng=rng)
        self.first, self.second = GRU(channels, hidden_size, rng=rng), GRU(hidden_size, hidden_size, rng=rng)
        self.norms = [BatchNorm1d(width) for width in (channels, hidden_size, hidden_size)]
        self.dropouts = [Dropout(dropout, rng=rng) for _ in range(4)]
        self.out = Linear(hidden_size, 1, rng=rng)

    def forward(self, frames: Any) -> Any:
        """Give logits (n, T') of frames (n, T, features): above 0 where the word has just ended."""
        norms, dropouts = self.norms, self.dropouts
        x = dropouts[0](norms[0](self.filters(frames)).relu())
        x = norms[1](dropouts[1](self.first(x)[0]))
        x = dropouts[3](norms[2](dropouts[2](self.second(x)[0])))
        return self.out(x).reshape(*x.shape[:2])
