"""A text's class from its words: from their mean, or from what an LSTM makes of their order."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from descent.nn import LSTM, Dropout, Embedding, Linear, Module
from descent.nn.initialisers import Rng, normal


class TextClassifier(Module):
    """Words, looked up in a table, then summed up in one row, then a score for each class.

    The mean of the words does not know their order: "not good, bad" is the same to it as "not bad, good". An LSTM
    reads on and on, and remembers that there was a "not".

    Parameters
    ----------
    vocab_size : int
        How many different words there are.
    classes : int
        How many scores come out.
    embedding_dim : int
        Numbers that stand for a word.
    hidden_size : int, optional
        Numbers of the LSTM's state; unless given, the words are averaged.
    num_layers : int
        Of the LSTM.
    dropout : float
        The share silenced in the row that sums the text up.
    pad : int
        The word that fills texts up at their end; it does not count.
    rng : numpy.random.Generator, int or None
        Where the weights are drawn from.

    References
    ----------
    Iyyer et al. (2015), Deep Unordered Composition Rivals Syntactic Methods for Text Classification, for the mean;
    Hochreiter and Schmidhuber (1997) for the LSTM.

    Examples
    --------
    >>> texts = np.array([[3, 4, 5], [3, 4, 0]])
    >>> TextClassifier(10, 2, rng=0)(texts).shape
    (2, 2)
    >>> TextClassifier(10, 2, hidden_size=6, rng=0)(texts).shape
    (2, 2)
    """

    def __init__(
        self,
        vocab_size: int,
        classes: int,
        *,
        embedding_dim: int = 50,
        hidden_size: int | None = None,
        num_layers: int = 1,
        dropout: float = 0.0,
        pad: int = 0,
        rng: Rng = None,
    ) -> None:
        rng = np.random.default_rng(rng)
        self.pad = pad
        self.words = Embedding(vocab_size, embedding_dim, init=partial(normal, spread=1.0), rng=rng)
        self.reader = LSTM(embedding_dim, hidden_size, num_layers=num_layers, rng=rng) if hidden_size else None
        self.dropout = Dropout(dropout, rng=rng)
        self.out = Linear(hidden_size or embedding_dim, classes, rng=rng)

    def forward(self, texts: Any) -> Any:
        """Give scores (n, classes) of texts (n, T)."""
        real = np.asarray(texts) != self.pad
        words, lengths = self.words(texts), real.sum(axis=1)
        if self.reader is not None:
            row = self.reader(words, lengths=lengths)[1][0][-1]  # the top layer's last state
        else:
            share = (real / np.maximum(lengths, 1)[:, np.newaxis]).astype(words.data.dtype)
            row = (words * share[:, :, np.newaxis]).sum(axis=1)
        return self.out(self.dropout(row))
