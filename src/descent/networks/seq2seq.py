"""Sequence to sequence with attention: one network reads, another writes, and looks back before every word.

Derivation: docs/derivations/additive_attention.md
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from descent.networks.writing import in_use
from descent.nn import LSTM, Embedding, Linear, Module
from descent.nn.initialisers import Rng, normal
from descent.ops import attentive_lstm, concatenate
from descent.shapes import FloatArray
from descent.tensor import Tensor, apply


class Seq2Seq(Module):
    """A bidirectional LSTM reads; an LSTM with additive attention writes.

    A single state has no room for a long sentence. Here the states of all words that were read stay, and the writer
    takes, before each word, a mean of them, weighed by how well each goes together with what it is about to write.

    Parameters
    ----------
    source_size, target_size : int
        How many different tokens are read and written.
    embedding_dim : int
        Numbers that stand for a token.
    hidden_size : int
        h: of the reader's state in each direction, and of the writer's.
    attention_size : int
        Units of the small network that scores.
    pad : int
        The token that fills sources up at their end; it is not looked at.
    rng : numpy.random.Generator, int or None
        Where the weights are drawn from.

    References
    ----------
    Bahdanau, Cho and Bengio (2015), Neural Machine Translation by Jointly Learning to Align and Translate.

    Examples
    --------
    >>> network = Seq2Seq(12, 9, embedding_dim=4, hidden_size=6, rng=0)
    >>> source, target = np.array([[3, 4, 5], [3, 4, 0]]), np.array([[1, 7], [1, 8]])
    >>> network(source, target).shape  # scores of the token after each of target's
    (2, 2, 9)
    >>> network.attention_weights(source, target).shape
    (2, 2, 3)
    """

    def __init__(
        self,
        source_size: int,
        target_size: int,
        *,
        embedding_dim: int = 64,
        hidden_size: int = 128,
        attention_size: int = 32,
        pad: int = 0,
        rng: Rng = None,
    ) -> None:
        rng, wide = np.random.default_rng(rng), 2 * hidden_size
        self.hidden_size, self.pad = hidden_size, pad
        self.source = Embedding(source_size, embedding_dim, init=partial(normal, spread=1.0), rng=rng)
        self.target = Embedding(target_size, embedding_dim, init=partial(normal, spread=1.0), rng=rng)
        self.reader = LSTM(embedding_dim, hidden_size, bidirectional=True, rng=rng)
        self.bridge = Linear(wide, hidden_size, rng=rng)
        self.key = Linear(wide, attention_size, rng=rng)
        self.query = Linear(hidden_size, attention_size, bias=False, rng=rng)
        self.score = Linear(attention_size, 1, bias=False, rng=rng)
        self.writer = LSTM(embedding_dim + wide, hidden_size, rng=rng)
        self.out = Linear(hidden_size + wide, target_size, rng=rng)

    def forward(self, source: Any, target: Any) -> Any:
        """Give scores (n, T, target_size) for the token after each of target (n, T), having read source (n, S)."""
        written = apply(attentive_lstm, *self._inputs(target, (read := self._read(source))), mask=read["mask"])
        return self._scores(written)

    def begin(self, source: Any) -> dict[str, Any]:
        """Read sources (n, S), and give what the writer remembers at first; n rows each."""
        return {name: _numbers(value) for name, value in self._read(source).items()}

    def step(self, tokens: Any, states: dict[str, Any]) -> tuple[FloatArray, dict[str, Any]]:
        """Write one token after each of tokens (n,): scores (n, target_size), and what is remembered then."""
        inputs = self._inputs(np.asarray(tokens)[:, np.newaxis], states)
        written = apply(attentive_lstm, *inputs, mask=states["mask"])
        h, last = self.hidden_size, written.data[:, -1]
        return self._scores(written).data[:, -1], {**states, "hidden": last[:, :h], "cell": last[:, h : 2 * h]}

    def attention_weights(self, source: Any, target: Any) -> FloatArray:
        """Show where the writer looks, (n, T, S): each row is at least 0 and of sum 1."""
        with in_use(self):
            read = self._read(source)
            inputs = [_numbers(each) for each in self._inputs(target, read)]
            return attentive_lstm.forward(*inputs, mask=read["mask"])[1].weights

    def _read(self, source: Any) -> dict[str, Any]:
        mask = np.asarray(source) != self.pad
        values, (last, _) = self.reader(self.source(source), lengths=mask.sum(axis=1))
        both = last.transpose(1, 0, 2).reshape(len(mask), -1)  # (n, 2 h)
        hidden = self.bridge(both).tanh()
        empty = np.zeros(hidden.shape, hidden.data.dtype)
        return {"values": values, "keys": self.key(values), "mask": mask, "hidden": hidden, "cell": empty}

    def _inputs(self, target: Any, states: dict[str, Any]) -> tuple[Any, ...]:
        (writer,) = self.writer.directions
        remembered = (states[name] for name in ("hidden", "cell", "keys", "values"))
        weights = self.query.weight, self.score.weight.reshape(-1), writer.weight_ih, writer.weight_hh, writer.bias
        return self.target(target), *remembered, *weights

    def _scores(self, written: Tensor) -> Any:
        h = self.hidden_size
        return self.out(apply(concatenate, written[:, :, :h], written[:, :, 2 * h :], axis=-1))


def _numbers(value: Any) -> Any:
    return value.data if isinstance(value, Tensor) else value
