"""Attention as a layer: every place of a sequence asks all places, and gets a mixture of what they offer."""

from __future__ import annotations

from typing import Any

import numpy as np

from descent.nn.initialisers import Rng, xavier_uniform
from descent.nn.linear import Linear
from descent.nn.module import Module
from descent.ops import attention
from descent.tensor import Tensor, apply, as_tensor


class MultiheadAttention(Module):
    """Attention with several heads: each looks for something else, in a part of the numbers of its own.

    Parameters
    ----------
    embed_dim : int
        Numbers a place; the heads share them out, so that num_heads must divide it.
    num_heads : int
        How many heads.
    kdim : int, optional
        Numbers a place of what is asked, where that is another sequence with another width.
    rng : numpy.random.Generator, int or None
        Where the weights are drawn from.

    Attributes
    ----------
    query, key, value, out : Linear
        What turns places into questions, labels and contents, and joins the heads' answers. In PyTorch the first three
        stand in one matrix.

    Examples
    --------
    >>> import numpy as np
    >>> layer = MultiheadAttention(8, 2, rng=0)
    >>> layer(np.zeros((1, 5, 8), np.float32), causal=True).shape
    (1, 5, 8)
    """

    def __init__(self, embed_dim: int, num_heads: int, *, kdim: int | None = None, rng: Rng = None) -> None:
        if num_heads < 1 or embed_dim % num_heads:
            raise ValueError(f"num_heads must divide embed_dim, which it shares out; got {num_heads} and {embed_dim}.")
        rng, asked = np.random.default_rng(rng), embed_dim if kdim is None else kdim
        self.num_heads = num_heads
        self.query = Linear(embed_dim, embed_dim, init=xavier_uniform, rng=rng)
        self.key = Linear(asked, embed_dim, init=xavier_uniform, rng=rng)
        self.value = Linear(asked, embed_dim, init=xavier_uniform, rng=rng)
        self.out = Linear(embed_dim, embed_dim, init=xavier_uniform, rng=rng)

    def forward(self, query: Any, key: Any = None, value: Any = None, *, mask: Any = None, causal: bool = False) -> Any:
        """Ask.

        Parameters
        ----------
        query : tensor, shape (n, T, embed_dim)
            The places that ask.
        key : tensor, shape (n, S, kdim), optional
            The places that are asked; unless given, those of query: self-attention.
        value : tensor, shape (n, S, kdim), optional
            What they offer; unless given, key.
        mask : boolean array, optional
            Broadcast to (n, num_heads, T, S): True where a place may be seen.
        causal : bool
            Whether place t sees only places up to t.

        Returns
        -------
        tensor, shape (n, T, embed_dim)
            The answers.
        """
        query = as_tensor(query)
        key = query if key is None else as_tensor(key)
        value = key if value is None else as_tensor(value)
        q, k, v = (self._split(z) for z in (self.query(query), self.key(key), self.value(value)))
        mixed = apply(attention, q, k, v, mask=mask, causal=causal)  # (n, heads, T, width of a head)
        return self.out(mixed.transpose(0, 2, 1, 3).reshape(*query.shape[:2], -1))

    def _split(self, z: Tensor) -> Tensor:
        """Give every head its numbers: (n, T, embed_dim) becomes (n, heads, T, width of a head)."""
        n, T, d = z.shape
        return z.reshape(n, T, self.num_heads, d // self.num_heads).transpose(0, 2, 1, 3)

    def describe(self) -> str:
        """Say the sizes."""
        return f"{self.query.weight.shape[0]}, {self.num_heads}"
