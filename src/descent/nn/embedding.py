"""An embedding gives every word of a vocabulary a row of numbers of its own, which is learnt."""

from __future__ import annotations

from typing import Any

from descent.nn.initialisers import Initialiser, Rng, normal
from descent.nn.module import Module, Parameter
from descent.ops import embedding
from descent.tensor import Tensor, apply


class Embedding(Module):
    """Rows of a learnt table, looked up by number.

    Parameters
    ----------
    num_embeddings : int
        How many different words there are.
    embedding_dim : int
        How many numbers describe one.
    init : callable
        Draws the table.
    rng : numpy.random.Generator, int or None
        Where it is drawn from.

    Attributes
    ----------
    weight : Parameter, shape (num_embeddings, embedding_dim)
        The table.

    Examples
    --------
    >>> Embedding(10, 4, rng=0)([[1, 2, 1]]).shape
    (1, 3, 4)
    """

    def __init__(self, num_embeddings: int, embedding_dim: int, *, init: Initialiser = normal, rng: Rng = None) -> None:
        self.weight = Parameter(init((num_embeddings, embedding_dim), rng))  # type: ignore[arg-type]

    def forward(self, indices: Any) -> Tensor:
        """Look up whole numbers of any shape: one axis more comes back."""
        return apply(embedding, self.weight, indices)

    def describe(self) -> str:
        """Say the sizes."""
        return ", ".join(map(str, self.weight.shape))
