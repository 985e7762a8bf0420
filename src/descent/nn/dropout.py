"""Dropout as a layer: it thins out while training and does nothing in use."""

from __future__ import annotations

from typing import Any

import numpy as np

from descent.nn.initialisers import Rng
from descent.nn.module import Module
from descent.ops import dropout
from descent.tensor import Tensor, apply, as_tensor


class Dropout(Module):
    """Each entry becomes 0 with probability ``p_drop`` while training.

    Parameters
    ----------
    p_drop : float
        The share that is silenced, at least 0 and below 1.
    rng : numpy.random.Generator, int or None
        Draws the masks, a new one every time.

    Examples
    --------
    >>> layer = Dropout(0.5, rng=0)
    >>> layer.eval()(Tensor([1.0, 2.0])).data
    array([1., 2.])
    """

    def __init__(self, p_drop: float = 0.5, *, rng: Rng = None) -> None:
        self.p_drop = p_drop
        self.rng = np.random.default_rng(rng)

    def forward(self, x: Any) -> Tensor:
        """Keep the shape."""
        if not self.training or self.p_drop == 0:
            return as_tensor(x)
        return apply(dropout, x, p_drop=self.p_drop, rng=self.rng)

    def describe(self) -> str:
        """Say the share."""
        return f"{self.p_drop:g}"
