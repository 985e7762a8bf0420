"""A masked language model learns a language by filling gaps, and so needs no one to write answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.networks.token_embedding import TokenEmbedding
from descent.networks.writing import in_use
from descent.nn import GELU, LayerNorm, Linear, Module, Sequential, TransformerEncoder, TransformerEncoderLayer
from descent.nn.initialisers import Rng
from descent.tensor import Tensor

Ids = NDArray[np.int64]
UNASKED = -1
"""The label of a place about which nothing is asked; pass it on as ``ignore_index``."""


class MaskedLanguageModel(Module):
    """A transformer's encoder that sees what stands before and after a gap, and says what belongs there.

    Parameters
    ----------
    vocab_size : int
        How many different tokens there are, the mask among them.
    d_model, nhead, num_layers, dim_feedforward, dropout : int, int, int, int, float
        As of ``Transformer``.
    pad : int
        The token that fills sentences up at their end; it is not looked at.
    rng : numpy.random.Generator, int or None
        Where weights and masks of dropout are drawn from.

    References
    ----------
    Devlin, Chang, Lee and Toutanova (2019), BERT: Pre-training of Deep Bidirectional Transformers.

    Examples
    --------
    >>> network = MaskedLanguageModel(20, d_model=8, nhead=2, num_layers=1, dim_feedforward=16, rng=0)
    >>> network(np.array([[5, 6, 7, 0]])).shape
    (1, 4, 20)
    """

    def __init__(
        self,
        vocab_size: int,
        *,
        d_model: int = 128,
        nhead: int = 4,
        num_layers: int = 2,
        dim_feedforward: int = 512,
        dropout: float = 0.1,
        pad: int = 0,
        rng: Rng = None,
    ) -> None:
        rng = np.random.default_rng(rng)
        sizes: dict[str, Any] = {"dim_feedforward": dim_feedforward, "dropout": dropout, "activation": "gelu"}
        self.pad = pad
        self.tokens = TokenEmbedding(vocab_size, d_model, dropout=dropout, rng=rng)
        layers = [TransformerEncoderLayer(d_model, nhead, norm_first=True, rng=rng, **sizes) for _ in range(num_layers)]
        self.encoder = TransformerEncoder(layers, norm=LayerNorm(d_model))
        self.out = Sequential(Linear(d_model, d_model, rng=rng), GELU(), Linear(d_model, vocab_size, rng=rng))

    def forward(self, tokens: Any) -> Any:
        """Give scores (n, T, vocab_size) for what belongs at each place of tokens (n, T)."""
        return self.out(self.read(tokens))

    def read(self, tokens: Any) -> Tensor:
        """Give each place what the network makes of it among its neighbours, (n, T, d_model), for other tasks."""
        mask = (np.asarray(tokens) != self.pad)[:, np.newaxis, np.newaxis]
        read: Tensor = self.encoder(self.tokens(tokens), mask=mask)
        return read

    def fill(self, tokens: ArrayLike, *, mask: int) -> Ids:
        """Replace every mask of tokens (n, T) by what is most probable there."""
        given = np.asarray(tokens)
        with in_use(self):
            return np.where(given == mask, self(given).data.argmax(axis=-1), given)


def corrupt(
    tokens: ArrayLike,
    rng: np.random.Generator,
    *,
    vocab_size: int,
    mask: int,
    special: Sequence[int] = (0,),
    share: float = 0.15,
) -> tuple[Ids, Ids]:
    """Make gaps to be filled.

    Of the chosen places 80 % become the mask, 10 % another token, and 10 % stay as they are: so the network cannot
    trust any token it sees, and learns something about every place.

    Parameters
    ----------
    tokens : array of whole numbers, shape (n, T)
        Sentences.
    rng : numpy.random.Generator
        Chooses.
    vocab_size : int
        How many different tokens there are.
    mask : int
        The token of a gap.
    special : sequence of int
        Tokens about which nothing is asked, and that are never put in: filling, begin, end.
    share : float
        The part of the places that is asked about.

    Returns
    -------
    corrupted : int array, shape (n, T)
        What the network reads.
    labels : int array, shape (n, T)
        What stood there at the places asked about, and ``UNASKED``, -1, elsewhere.

    Examples
    --------
    >>> corrupted, labels = corrupt([[5, 6, 7, 0]], np.random.default_rng(0), vocab_size=20, mask=1, share=1.0)
    >>> corrupted.tolist(), labels.tolist()
    ([[13, 6, 1, 0]], [[5, 6, 7, -1]])
    """
    given = np.asarray(tokens)
    ordinary = np.setdiff1d(np.arange(vocab_size), [*special, mask])
    asked = (rng.random(given.shape) < share) & ~np.isin(given, special)
    fate = rng.random(given.shape)
    other = ordinary[rng.integers(0, len(ordinary), given.shape)]
    corrupted = np.where(fate < 0.8, mask, np.where(fate < 0.9, other, given))
    return np.where(asked, corrupted, given), np.where(asked, given, UNASKED)
