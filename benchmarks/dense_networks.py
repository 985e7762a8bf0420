"""Training steps of networks of linear layers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.rows import Row
from benchmarks.steps import ADAM, LOGISTIC, PRODUCTS, SGD, SOFTMAX, SQUARED, classes, normal, row
from descent import nn


def dense(sizes: tuple[int, ...]) -> tuple[Callable[[], nn.Module], Callable[[Any], Any]]:
    """Linear layers with ReLU between, twice."""

    def make() -> nn.Module:
        layers: list[Any] = []
        for seed, (inside, outside) in enumerate(zip(sizes[:-1], sizes[1:], strict=True)):
            layers += [nn.Linear(inside, outside, rng=seed), nn.ReLU()]
        return nn.Sequential(*layers[:-1])

    def twin(torch_nn: Any) -> Any:
        layers: list[Any] = []
        for inside, outside in zip(sizes[:-1], sizes[1:], strict=True):
            layers += [torch_nn.Linear(inside, outside), torch_nn.ReLU()]
        return torch_nn.Sequential(*layers[:-1])

    return make, twin


def dense_row(name: str, sizes: tuple[int, ...], n: int, loss: Any, optimizer: Any, **said: Any) -> Row:
    """A network of linear layers."""
    make, twin = dense(sizes)
    k = sizes[-1]

    def data() -> tuple[Any, Any]:
        answers = {id(SOFTMAX): lambda: classes(n, k), id(SQUARED): lambda: normal(n, k, seed=2)}
        y = answers.get(id(loss), lambda: classes(n, 2)[:, None].astype(np.float32))()
        return normal(n, sizes[0]), y

    return row(name, make, twin, data, loss, optimizer, **said)


ROWS = [
    dense_row("logistic regression, 209 x 12288", (12288, 1), 209, LOGISTIC, SGD, why=PRODUCTS),
    dense_row("network 12288-20-7-5-1, 209 samples", (12288, 20, 7, 5, 1), 209, LOGISTIC, SGD, why=PRODUCTS),
    dense_row("network 784-512-256-10, batch 64, Adam", (784, 512, 256, 10), 64, SOFTMAX, ADAM),
    dense_row("DQN update 8-64-64-4, batch 64, Adam", (8, 64, 64, 4), 64, SQUARED, ADAM),
]
