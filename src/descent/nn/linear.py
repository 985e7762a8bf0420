"""A linear layer: every output is a weighted sum of all inputs, plus a bias."""

from __future__ import annotations

from typing import Any

from descent.nn.initialisers import Initialiser, Rng, he_uniform, zeros
from descent.nn.module import Module, Parameter
from descent.ops import affine, matmul
from descent.tensor import Tensor, apply, as_tensor


class Linear(Module):
    """z = x W + b along the last axis.

    Parameters
    ----------
    in_features : int
        How many numbers come in.
    out_features : int
        How many go out.
    bias : bool
        Whether there is a b.
    init : callable
        Draws the weights, as the functions of ``descent.nn.initialisers`` do; He's uniform one unless another is given.
    rng : numpy.random.Generator, int or None
        Where the weights are drawn from; with None they differ from run to run.

    Attributes
    ----------
    weight : Parameter, shape (in_features, out_features)
        W. PyTorch's is the transpose of it.
    bias : Parameter, shape (out_features,), or None
        b, which begins at 0.

    Examples
    --------
    >>> layer = Linear(3, 2, rng=0)
    >>> layer(Tensor([[1.0, 2.0, 3.0]])).shape
    (1, 2)
    """

    def __init__(
        self, in_features: int, out_features: int, *, bias: bool = True, init: Initialiser = he_uniform, rng: Rng = None
    ) -> None:
        self.weight = Parameter(init((in_features, out_features), rng))  # type: ignore[arg-type]
        self.bias = Parameter(zeros((out_features,))) if bias else None

    def forward(self, x: Any) -> Tensor:
        """Map x of shape (..., in_features) to (..., out_features)."""
        if self.bias is not None:
            return apply(affine, x, self.weight, self.bias)
        x = as_tensor(x)
        rows = x if x.data.ndim == 2 else x.reshape(-1, x.shape[-1])
        z = apply(matmul, rows, self.weight)
        return z if rows is x else z.reshape(*x.shape[:-1], z.shape[-1])

    def describe(self) -> str:
        """Say the sizes."""
        return ", ".join(map(str, self.weight.shape)) + ("" if self.bias is not None else ", bias=False")
