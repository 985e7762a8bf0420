"""What a transformer reads: for each token a learnt row, and added to it waves that say where the token stands.

Derivation: docs/derivations/attention.md
"""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import numpy as np

from descent.nn import Dropout, Embedding, Module
from descent.nn.initialisers import Rng, normal
from descent.positions import positional_encoding


class TokenEmbedding(Module):
    """sqrt(d) times a row of a table, plus the positional encoding of its place, then dropout.

    The table's numbers have the spread 1 / sqrt(d), as a layer of scores that shares them needs; times sqrt(d) they
    are as large as the waves.

    Parameters
    ----------
    vocab_size : int
        How many different tokens there are.
    d_model : int
        d, numbers a place.
    dropout : float
        The share silenced.
    rng : numpy.random.Generator, int or None
        Where the table is drawn from.

    References
    ----------
    Vaswani et al. (2017), Attention Is All You Need, sections 3.4 and 3.5.

    Examples
    --------
    >>> TokenEmbedding(10, 8, rng=0)([[1, 2, 1]]).shape
    (1, 3, 8)
    """

    def __init__(self, vocab_size: int, d_model: int, *, dropout: float = 0.0, rng: Rng = None) -> None:
        rng = np.random.default_rng(rng)
        self.tokens = Embedding(vocab_size, d_model, init=partial(normal, spread=d_model**-0.5), rng=rng)
        self.dropout = Dropout(dropout, rng=rng)

    def forward(self, tokens: Any) -> Any:
        """Map (n, T) to (n, T, d)."""
        looked_up = self.tokens(tokens)
        _, T, d = looked_up.shape
        return self.dropout(looked_up * math.sqrt(d) + positional_encoding(T, d, dtype=looked_up.data.dtype.type))
