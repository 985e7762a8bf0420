"""The transformer: reading and writing by attention alone, all places of a sequence at the same time.

Derivation: docs/derivations/attention.md
"""

from __future__ import annotations

from typing import Any

import numpy as np

from descent.networks.token_embedding import TokenEmbedding
from descent.nn import (
    LayerNorm,
    Linear,
    Module,
    TransformerDecoder,
    TransformerDecoderLayer,
    TransformerEncoder,
    TransformerEncoderLayer,
)
from descent.nn.initialisers import Rng
from descent.shapes import FloatArray
from descent.tensor import Tensor


class Transformer(Module):
    """An encoder that reads, and a decoder that writes, by attention.

    A recurrent network must take a sentence word by word, in reading and in training. Here every word sees every other
    at once: a sentence is a few large products, and the way from any word to any other is one step long.

    Parameters
    ----------
    source_size, target_size : int
        How many different tokens are read and written.
    d_model : int
        Numbers a place.
    nhead : int
        Heads of each attention.
    num_layers : int
        Layers of the encoder, and as many of the decoder.
    dim_feedforward : int
        Units of the small network of each layer.
    dropout : float
        The share silenced in what each part adds.
    norm_first : bool
        Whether the parts normalise what they read, which learns well without a warm-up, or what they leave.
    tied : bool
        Whether the scores use the table of the target's tokens instead of weights of their own.
    pad : int
        The token that fills sources up at their end; it is not looked at.
    rng : numpy.random.Generator, int or None
        Where weights and masks are drawn from.

    References
    ----------
    Vaswani et al. (2017), Attention Is All You Need; Press and Wolf (2017) for the shared table.

    Examples
    --------
    >>> network = Transformer(12, 9, d_model=8, nhead=2, num_layers=1, dim_feedforward=16, rng=0)
    >>> network(np.array([[3, 4, 5], [3, 4, 0]]), np.array([[1, 7], [1, 8]])).shape
    (2, 2, 9)
    """

    def __init__(
        self,
        source_size: int,
        target_size: int,
        *,
        d_model: int = 512,
        nhead: int = 8,
        num_layers: int = 6,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        norm_first: bool = False,
        tied: bool = False,
        pad: int = 0,
        rng: Rng = None,
    ) -> None:
        rng = np.random.default_rng(rng)
        sizes: dict[str, Any] = {"dim_feedforward": dim_feedforward, "dropout": dropout, "norm_first": norm_first}
        self.pad, self.tied = pad, tied
        self.source = TokenEmbedding(source_size, d_model, dropout=dropout, rng=rng)
        self.target = TokenEmbedding(target_size, d_model, dropout=dropout, rng=rng)
        readers = [TransformerEncoderLayer(d_model, nhead, rng=rng, **sizes) for _ in range(num_layers)]
        writers = [TransformerDecoderLayer(d_model, nhead, rng=rng, **sizes) for _ in range(num_layers)]
        self.encoder = TransformerEncoder(readers, norm=LayerNorm(d_model) if norm_first else None)
        self.decoder = TransformerDecoder(writers, norm=LayerNorm(d_model) if norm_first else None)
        self.out = None if tied else Linear(d_model, target_size, rng=rng)

    def forward(self, source: Any, target: Any) -> Tensor:
        """Give scores (n, T, target_size) for the token after each of target (n, T), having read source (n, S)."""
        return self._scores(self._write(target, *self._read(source)))

    def begin(self, source: Any) -> dict[str, Any]:
        """Read sources (n, S), and give what the writer remembers at first; n rows each."""
        memory, mask = self._read(source)
        return {"memory": memory.data, "mask": mask, "written": np.empty((len(mask), 0), np.int64)}

    def step(self, tokens: Any, states: dict[str, Any]) -> tuple[FloatArray, dict[str, Any]]:
        """Write one token after each of tokens (n,): scores (n, target_size), and what is remembered then."""
        written = np.concatenate([states["written"], np.asarray(tokens)[:, np.newaxis]], axis=1)
        last = self._write(written, states["memory"], states["mask"])[:, -1]
        return self._scores(last).data, {**states, "written": written}

    def _read(self, source: Any) -> tuple[Tensor, Any]:
        mask = (np.asarray(source) != self.pad)[:, np.newaxis, np.newaxis]  # (n, 1, 1, S), for all heads and places
        return self.encoder(self.source(source), mask=mask), mask

    def _write(self, target: Any, memory: Any, mask: Any) -> Tensor:
        written: Tensor = self.decoder(self.target(target), memory, memory_mask=mask)  # place t sees places up to t
        return written

    def _scores(self, x: Tensor) -> Tensor:
        return x @ self.target.tokens.weight.transpose() if self.out is None else self.out(x)
