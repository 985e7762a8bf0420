"""Transformer layers: attention mixes places, a small network works on each place, and both only add to what is there.

    x <- x + attention(norm(x)),  x <- x + network(norm(x))      (1)  norm first, as in most networks today
    x <- norm(x + attention(x)),  x <- norm(x + network(x))      (2)  norm after, as in Vaswani et al. (2017)

Derivation: docs/derivations/attention.md
"""

from __future__ import annotations

from typing import Any

import numpy as np

from descent.nn.activations import GELU, ReLU
from descent.nn.attention import MultiheadAttention
from descent.nn.containers import Sequential
from descent.nn.dropout import Dropout
from descent.nn.initialisers import Rng
from descent.nn.linear import Linear
from descent.nn.module import Module
from descent.nn.normalisation import LayerNorm
from descent.tensor import as_tensor

ACTIVATIONS = {"relu": ReLU, "gelu": GELU}


class TransformerEncoderLayer(Module):
    """Self-attention, then a network of two layers at each place.

    Parameters
    ----------
    d_model : int
        Numbers a place.
    nhead : int
        Heads of the attention.
    dim_feedforward : int
        Units of the small network.
    dropout : float
        The share silenced in what each part adds.
    activation : str
        "relu" or "gelu".
    norm_first : bool
        Whether the parts normalise what they read (1) or what they leave (2).
    rng : numpy.random.Generator, int or None
        Where weights and masks are drawn from.

    Examples
    --------
    >>> TransformerEncoderLayer(8, 2, dim_feedforward=16, rng=0)(np.zeros((1, 5, 8), np.float32)).shape
    (1, 5, 8)
    """

    def __init__(
        self,
        d_model: int,
        nhead: int,
        *,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: str = "relu",
        norm_first: bool = False,
        rng: Rng = None,
    ) -> None:
        rng = np.random.default_rng(rng)
        self.norm_first = norm_first
        self.self_attn = MultiheadAttention(d_model, nhead, rng=rng)
        self.network = _network(d_model, dim_feedforward, dropout, activation, rng)
        self.norm1, self.norm2 = LayerNorm(d_model), LayerNorm(d_model)
        self.dropout1, self.dropout2 = Dropout(dropout, rng=rng), Dropout(dropout, rng=rng)

    def forward(self, x: Any, *, mask: Any = None, causal: bool = False) -> Any:
        """Keep the shape (n, T, d_model); mask and causal as in ``MultiheadAttention``."""
        x = as_tensor(x)
        if self.norm_first:
            x = x + self.dropout1(self.self_attn(self.norm1(x), mask=mask, causal=causal))  # (1)
            return x + self.dropout2(self.network(self.norm2(x)))
        x = self.norm1(x + self.dropout1(self.self_attn(x, mask=mask, causal=causal)))  # (2)
        return self.norm2(x + self.dropout2(self.network(x)))


class TransformerDecoderLayer(Module):
    """Causal self-attention, attention to what an encoder has read, then a network of two layers at each place.

    The parameters are those of ``TransformerEncoderLayer``.

    Examples
    --------
    >>> layer = TransformerDecoderLayer(8, 2, dim_feedforward=16, rng=0)
    >>> layer(np.zeros((1, 5, 8), np.float32), np.zeros((1, 3, 8), np.float32)).shape
    (1, 5, 8)
    """

    def __init__(
        self,
        d_model: int,
        nhead: int,
        *,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: str = "relu",
        norm_first: bool = False,
        rng: Rng = None,
    ) -> None:
        rng = np.random.default_rng(rng)
        self.norm_first = norm_first
        self.self_attn = MultiheadAttention(d_model, nhead, rng=rng)
        self.cross_attn = MultiheadAttention(d_model, nhead, rng=rng)
        self.network = _network(d_model, dim_feedforward, dropout, activation, rng)
        self.norms = [LayerNorm(d_model) for _ in range(3)]
        self.dropouts = [Dropout(dropout, rng=rng) for _ in range(3)]

    def forward(self, x: Any, memory: Any, *, mask: Any = None, memory_mask: Any = None) -> Any:
        """Keep the shape (n, T, d_model); memory has shape (n, S, d_model), memory_mask broadcasts to (n, h, T, S)."""
        x = as_tensor(x)
        parts: tuple[Any, ...] = (
            lambda z: self.self_attn(z, mask=mask, causal=True),
            lambda z: self.cross_attn(z, memory, mask=memory_mask),
            self.network,
        )
        for part, norm, dropout in zip(parts, self.norms, self.dropouts, strict=True):
            x = x + dropout(part(norm(x))) if self.norm_first else norm(x + dropout(part(x)))
        return x


class TransformerEncoder(Module):
    """Encoder layers above one another; with ``norm`` a last normalisation, which networks that norm first need.

    Examples
    --------
    >>> layers = [TransformerEncoderLayer(8, 2, dim_feedforward=16, rng=seed) for seed in range(2)]
    >>> TransformerEncoder(layers)(np.zeros((1, 5, 8), np.float32)).shape
    (1, 5, 8)
    """

    def __init__(self, layers: list[TransformerEncoderLayer], *, norm: LayerNorm | None = None) -> None:
        self.layers, self.norm = list(layers), norm

    def forward(self, x: Any, *, mask: Any = None, causal: bool = False) -> Any:
        """Keep the shape."""
        x = as_tensor(x)
        for layer in self.layers:
            x = layer(x, mask=mask, causal=causal)
        return x if self.norm is None else self.norm(x)


class TransformerDecoder(Module):
    """Decoder layers above one another, all attending to the same memory.

    Examples
    --------
    >>> decoder = TransformerDecoder([TransformerDecoderLayer(8, 2, dim_feedforward=16, rng=0)])
    >>> decoder(np.zeros((1, 5, 8), np.float32), np.zeros((1, 3, 8), np.float32)).shape
    (1, 5, 8)
    """

    def __init__(self, layers: list[TransformerDecoderLayer], *, norm: LayerNorm | None = None) -> None:
        self.layers, self.norm = list(layers), norm

    def forward(self, x: Any, memory: Any, *, mask: Any = None, memory_mask: Any = None) -> Any:
        """Keep the shape of x."""
        x = as_tensor(x)
        for layer in self.layers:
            x = layer(x, memory, mask=mask, memory_mask=memory_mask)
        return x if self.norm is None else self.norm(x)


def _network(width: int, inside: int, dropout: float, activation: str, rng: np.random.Generator) -> Sequential:
    if activation not in ACTIVATIONS:
        raise ValueError(f"activation must be one of {', '.join(ACTIVATIONS)}; got {activation!r}.")
    wide, narrow = Linear(width, inside, rng=rng), Linear(inside, width, rng=rng)
    return Sequential(wide, ACTIVATIONS[activation](), Dropout(dropout, rng=rng), narrow)
