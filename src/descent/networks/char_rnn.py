"""A network that reads letters and says which comes next; fed with what it says, it writes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent.decoding import sample
from descent.networks.writing import in_use, write
from descent.nn import GRU, LSTM, RNN, Embedding, Linear, Module, cross_entropy
from descent.nn.initialisers import Rng, normal
from descent.shapes import indices
from descent.tensor import Tensor

CELLS = {"rnn": RNN, "gru": GRU, "lstm": LSTM}


class CharRNN(Module):
    """Letters, or notes, or words one at a time: a forecast of each from all before it.

    A table of counts knows how often b follows a; to know how often b follows a whole beginning it would have to hold
    every beginning. A recurrent layer sums a beginning up in one state of fixed size.

    Parameters
    ----------
    vocab_size : int
        k, how many different tokens there are.
    hidden_size : int
        Numbers in the state.
    cell : str
        "rnn", "gru" or "lstm".
    embedding_dim : int, optional
        Numbers that stand for a token; unless given, a row of zeros with a single 1.
    num_layers : int
        Recurrent layers above one another.
    rng : numpy.random.Generator, int or None
        Where the weights are drawn from.

    References
    ----------
    Karpathy (2015), The Unreasonable Effectiveness of Recurrent Neural Networks.

    Examples
    --------
    >>> CharRNN(27, 16, rng=0)(np.zeros((2, 5), int)).shape
    (2, 5, 27)
    """

    def __init__(
        self,
        vocab_size: int,
        hidden_size: int,
        *,
        cell: str = "lstm",
        embedding_dim: int | None = None,
        num_layers: int = 1,
        rng: Rng = None,
    ) -> None:
        if cell not in CELLS:
            raise ValueError(f"cell must be one of {', '.join(CELLS)}; got {cell!r}.")
        rng = np.random.default_rng(rng)
        table = partial(normal, spread=1.0)
        self.vocab_size = vocab_size
        self.embedding = Embedding(vocab_size, embedding_dim, init=table, rng=rng) if embedding_dim else None
        self.reader = CELLS[cell](embedding_dim or vocab_size, hidden_size, num_layers=num_layers, rng=rng)
        self.out = Linear(hidden_size, vocab_size, rng=rng)

    def forward(self, tokens: Any) -> Tensor:
        """Give scores (n, T, k) for the token after each of tokens (n, T)."""
        return self.read(tokens)[0]

    def read(self, tokens: Any, states: Any = None) -> tuple[Tensor, Any]:
        """Give the scores, and the states (layers, n, hidden) after the last token, to go on from."""
        if self.embedding is not None:
            x: Any = self.embedding(tokens)
        else:
            numbers = indices(tokens, "tokens", below=self.vocab_size, of="token")
            x = np.eye(self.vocab_size, dtype=self.out.weight.data.dtype)[numbers]
        read, last = self.reader(x, states)
        return self.out(read), last

    def step(self, tokens: Any, states: Any = None) -> tuple[Any, Any]:
        """Read one token of each of n sequences: scores (n, k) and states with n rows, as ``descent.decoding`` asks."""
        scores, last = self.read(np.asarray(tokens)[:, np.newaxis], _turned(states))
        return scores.data[:, 0], _turned(last)

    def sample(
        self,
        rng: np.random.Generator | int,
        *,
        begin: Sequence[int],
        end: int | None = None,
        length: int = 50,
        temperature: float = 1.0,
        n: int = 1,
    ) -> list[list[int]]:
        """Draw n sequences.

        Parameters
        ----------
        rng : numpy.random.Generator or int
            Draws.
        begin : sequence of int
            The tokens all begin with, at least one; they are not repeated in the answer.
        end : int, optional
            The token that ends a sequence.
        length : int
            How many tokens at most.
        temperature : float
            Below 1 bolder on what is probable, above 1 wilder; 0 always takes the most probable.
        n : int
            How many.
        """
        if len(begin) == 0:
            raise ValueError("begin must hold at least one token; got none. Pass the number of the start token.")
        tokens, states = np.tile(np.asarray(begin), (n, 1)), None
        with in_use(self):
            if len(begin) > 1:
                states = _turned(self.read(tokens[:, :-1])[1])
        choose = partial(sample, rng=np.random.default_rng(rng), temperature=temperature)
        return write(self, tokens[:, -1], states, length=length, end=end, choose=choose)

    def bits_per_character(self, tokens: Any, following: ArrayLike, *, ignore_index: int | None = None) -> float:
        """Measure the mean surprise at what follows each token, in bits: 1 is as unsure as about a coin."""
        with in_use(self):
            return float(cross_entropy(self(tokens), following, ignore_index=ignore_index).data) / math.log(2)


def _turned(states: Any) -> Any:
    """Exchange layers and sequences, in both directions."""
    if isinstance(states, tuple):
        return tuple(_turned(part) for part in states)
    return None if states is None else (states.data if isinstance(states, Tensor) else states).swapaxes(0, 1)
