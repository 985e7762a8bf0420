"""Layers one after another, and the small ones that only pass on or change the shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from descent.nn.module import Module
from descent.tensor import Tensor, as_tensor


class Sequential(Module):
    """Layers that run one after another, each on what the one before gave.

    Parameters
    ----------
    *layers : Module or callable
        In order. A plain function from tensor to tensor may stand among them; it has nothing to learn.

    Examples
    --------
    >>> from descent import nn
    >>> net = nn.Sequential(nn.Linear(4, 3, rng=0), nn.ReLU(), nn.Linear(3, 2, rng=1))
    >>> [name for name, _ in net.named_parameters()]
    ['layers.0.weight', 'layers.0.bias', 'layers.2.weight', 'layers.2.bias']
    >>> net
    Sequential()
      layers.0: Linear(4, 3)
      layers.1: ReLU()
      layers.2: Linear(3, 2)
    """

    def __init__(self, *layers: Any) -> None:
        self.layers = list(layers)

    def forward(self, x: Any) -> Any:
        """Run all layers."""
        for layer in self.layers:
            x = layer(x)
        return x

    def __iter__(self) -> Iterator[Any]:
        """Go through the layers."""
        return iter(self.layers)

    def __len__(self) -> int:
        """Count the layers."""
        return len(self.layers)

    def __getitem__(self, place: int) -> Any:
        """Give one layer."""
        return self.layers[place]


class Identity(Module):
    """What comes in goes out: a place holder where a layer may stand."""

    def forward(self, x: Any) -> Any:
        """Return x."""
        return x


class Flatten(Module):
    """Every sample as one row: (n, ...) becomes (n, d)."""

    def forward(self, x: Any) -> Tensor:
        """Join all axes but the first."""
        samples = as_tensor(x)
        return samples.reshape(samples.shape[0], -1)
