"""Where in a text the answer stands: two scores for every place, one for the first word and one for the last."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.networks.masked_language_model import MaskedLanguageModel
from descent.networks.writing import in_use
from descent.nn import Linear, Module, cross_entropy
from descent.nn.initialisers import Rng
from descent.shapes import FloatArray
from descent.tensor import Tensor


class SpanFinder(Module):
    """A head on an encoder that has read question and text, one after the other.

    Parameters
    ----------
    encoder : MaskedLanguageModel
        What reads; it may have learnt the language before, from texts without questions.
    rng : numpy.random.Generator, int or None
        Where the weights of the head are drawn from.

    References
    ----------
    Devlin, Chang, Lee and Toutanova (2019), BERT, section 4.2.

    Examples
    --------
    >>> encoder = MaskedLanguageModel(20, d_model=8, nhead=2, num_layers=1, dim_feedforward=16, rng=0)
    >>> SpanFinder(encoder, rng=0)(np.array([[5, 6, 7, 0]])).shape
    (1, 4, 2)
    """

    def __init__(self, encoder: MaskedLanguageModel, *, rng: Rng = None) -> None:
        self.encoder = encoder
        self.out = Linear(encoder.out[0].weight.shape[0], 2, rng=rng)

    def forward(self, tokens: Any) -> Any:
        """Give scores (n, T, 2) for first and last place of the answer, in tokens (n, T); filling is never one."""
        real = (np.asarray(tokens) != self.encoder.pad)[:, :, np.newaxis]
        scores = self.out(self.encoder.read(tokens))
        return scores + np.where(real, 0, -1e4).astype(scores.data.dtype)

    def find(self, tokens: Any, *, longest: int = 15) -> NDArray[np.int64]:
        """Give the best first and last place (n, 2) of answers of at most so many tokens."""
        with in_use(self):
            return best_spans(self(tokens).data, longest=longest)


def span_loss(scores: Any, spans: Any) -> Tensor:
    """Mean of the surprises at first and last place; scores (n, T, 2) and spans (n, 2)."""
    return cross_entropy(scores.transpose(0, 2, 1), spans)


def best_spans(scores: ArrayLike, *, longest: int = 15) -> NDArray[np.int64]:
    """Find the pair first <= last with the largest sum of scores, for each of n texts.

    Parameters
    ----------
    scores : float array, shape (n, T, 2)
        For each place how well an answer begins and ends there.
    longest : int
        The most tokens of an answer.

    Returns
    -------
    int array, shape (n, 2)
        First and last place.

    Examples
    --------
    >>> best_spans([[[0.0, 9.0], [5.0, 1.0], [2.0, 3.0]]])  # the best end stands before the best beginning
    array([[0, 0]])
    """
    z: FloatArray = np.asarray(scores)
    pairs = z[:, :, np.newaxis, 0] + z[:, np.newaxis, :, 1]  # (n, first, last)
    steps = np.arange(z.shape[1]) - np.arange(z.shape[1])[:, np.newaxis]
    pairs = np.where((steps >= 0) & (steps < longest), pairs, -np.inf)
    best = pairs.reshape(len(z), -1).argmax(axis=1)
    return np.stack(np.divmod(best, z.shape[1]), axis=1)
