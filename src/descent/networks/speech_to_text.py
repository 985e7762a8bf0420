"""From sound to letters: scores for each stretch of time, and CTC to find out which stretch is which letter."""

from __future__ import annotations

from typing import Any

import numpy as np

from descent.decoding import ctc_beam_search, ctc_greedy
from descent.networks.writing import in_use
from descent.nn import GRU, Conv1d, Linear, Module
from descent.nn.initialisers import Rng
from descent.ops import ctc_loss
from descent.ops.log_softmax import log_softmax
from descent.tensor import Tensor, apply

BLANK = 0


class SpeechToText(Module):
    """A convolution over the frames of a spectrogram, a recurrent layer in both directions, a score per letter.

    There are far more frames than letters, and nobody has written down when each letter is spoken. So the network says
    for each stretch a letter or nothing, the blank, and all ways to say a text count as that text.

    Parameters
    ----------
    features : int
        Numbers of a frame, such as those of ``descent.log_mel``.
    labels : int
        How many different scores: the blank, which is 0, and the letters.
    channels : int
        Filters of the convolution.
    hidden_size : int
        Numbers of the recurrent state in each direction.
    kernel_size, stride : int
        Of the convolution: how many frames a filter sees, and every how many frames there is a score.
    num_layers : int
        Recurrent layers.
    rng : numpy.random.Generator, int or None
        Where the weights are drawn from.

    References
    ----------
    Graves et al. (2006), Connectionist Temporal Classification; Amodei et al. (2016), Deep Speech 2, for the layers.

    Examples
    --------
    >>> network = SpeechToText(16, 5, channels=8, hidden_size=6, rng=0)
    >>> network(np.zeros((2, 20, 16), np.float32)).shape
    (2, 10, 5)
    """

    def __init__(
        self,
        features: int,
        labels: int,
        *,
        channels: int = 64,
        hidden_size: int = 64,
        kernel_size: int = 5,
        stride: int = 2,
        num_layers: int = 1,
        rng: Rng = None,
    ) -> None:
        rng = np.random.default_rng(rng)
        self.filters = Conv1d(features, channels, kernel_size, stride=stride, padding=kernel_size // 2, rng=rng)
        self.reader = GRU(channels, hidden_size, bidirectional=True, num_layers=num_layers, rng=rng)
        self.out = Linear(2 * hidden_size, labels, rng=rng)

    def forward(self, frames: Any) -> Any:
        """Give scores (n, T', labels) of frames (n, T, features); T' is T / stride, rounded up for an odd kernel."""
        read, _ = self.reader(self.filters(frames).relu())
        return self.out(read)

    def transcribe(self, frames: Any, *, width: int = 1) -> list[list[int]]:
        """Give the letters of each sequence: those of the best path, or with a width those of the best labels found."""
        with in_use(self):
            scores = self(frames).data
        if width == 1:
            return ctc_greedy(scores, blank=BLANK)
        return [ctc_beam_search(row, width=width, blank=BLANK)[0][0] for row in log_softmax(scores)]


def ctc_cost(scores: Any, texts: Any) -> Tensor:
    """Surprise at texts (n, L), filled up with the blank at their end, in nats a text: a loss for ``fit``."""
    return apply(ctc_loss, scores, texts, target_lengths=(np.asarray(texts) != BLANK).sum(axis=1), blank=BLANK)
