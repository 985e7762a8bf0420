"""Small pictures of three kinds, and how the tests of networks learn from them."""

from __future__ import annotations

from typing import Any

import numpy as np

from descent import nn, optim
from descent.training import fit

Floats = np.ndarray[Any, Any]


def stripes(n: int, side: int) -> tuple[Floats, Floats]:
    """Four waves that run across, down or aslant, with phases and noise of their own; the label says which."""
    rng = np.random.default_rng(5)
    y = rng.integers(0, 3, size=n)
    i, j = np.mgrid[:side, :side]
    ways = np.stack([i, j, (i + j) / 2]) * (8 * np.pi / side)
    waves = np.sin(ways[y] + rng.uniform(0, 2 * np.pi, size=(n, 1, 1)))
    return (waves[..., None] + 0.2 * rng.normal(size=(n, side, side, 1))).astype(np.float32), y


def learn(net: nn.Module, X: Floats, y: Floats, *, epochs: int, lr: float = 0.01) -> list[float]:
    adam = optim.Adam(net.parameters(), lr=lr)
    return fit(net, nn.cross_entropy, adam, X, y, epochs=epochs, batch_size=16, rng=0).loss
