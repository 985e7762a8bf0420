"""What the tape costs: the same small network with its backward pass written by hand, and long chains of operations."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.rows import Row, Step
from benchmarks.steps import classes, normal
from benchmarks.twins import torch_with_threads
from descent import nn
from descent.tensor import Tensor


def taped(sizes: tuple[int, ...], n: int) -> Step:
    """A step of plain descent with the tape."""
    layers: list[Any] = []
    for seed, (inside, outside) in enumerate(zip(sizes[:-1], sizes[1:], strict=True)):
        layers += [nn.Linear(inside, outside, rng=seed), nn.Tanh()]
    net = nn.Sequential(*layers[:-1])
    X, y = normal(n, sizes[0]), classes(n, sizes[-1])
    parameters = net.parameters()

    def step() -> Any:
        loss = nn.cross_entropy(net(X), y)
        loss.backward()
        for parameter in parameters:
            parameter.data -= np.float32(0.01) * parameter.grad
            parameter.grad = None
        return loss.data

    return step


def by_hand(sizes: tuple[int, ...], n: int) -> Step:
    """The same step with forward and backward pass written out."""
    pairs = enumerate(zip(sizes[:-1], sizes[1:], strict=True))
    weights = [nn.initialisers.he_uniform(pair, seed) for seed, pair in pairs]
    biases = [np.zeros(size, np.float32) for size in sizes[1:]]
    X, y = normal(n, sizes[0]), classes(n, sizes[-1])
    rows = np.arange(n)

    def step() -> Any:
        outputs = [X]
        for place, (W, b) in enumerate(zip(weights, biases, strict=True)):
            z = outputs[-1] @ W + b
            outputs.append(np.tanh(z) if place < len(weights) - 1 else z)
        z = outputs[-1] - outputs[-1].max(axis=1, keepdims=True)
        e = np.exp(z)
        sums = e.sum(axis=1)
        loss = (np.log(sums) - z[rows, y]).mean()
        g = e / sums[:, None]
        g[rows, y] -= 1
        g /= np.float32(n)
        for place in reversed(range(len(weights))):
            dW, db = outputs[place].T @ g, g.sum(axis=0)
            if place:
                g = g @ weights[place].T
                g *= 1 - outputs[place] ** 2
            weights[place] -= np.float32(0.01) * dW
            biases[place] -= np.float32(0.01) * db
        return loss

    return step


def chain(length: int) -> Step:
    """Many small operations one after another, there and back."""
    x = Tensor(np.ones(10, np.float32), requires_grad=True)

    def step() -> Any:
        y = x
        for _ in range(length // 2):
            y = y * 1.001 + 0.1
        y.sum().backward()
        x.grad = None
        return y.data[0]

    return step


def torch_chain(length: int) -> Step:
    torch = torch_with_threads()
    x = torch.ones(10, requires_grad=True)

    def step() -> Any:
        y = x
        for _ in range(length // 2):
            y = y * 1.001 + 0.1
        y.sum().backward()
        x.grad = None
        return y.detach()[0]

    return step


HAND = "written by hand"
SMALL, MIDDLE = (64, 64, 64, 10), (784, 256, 10)
ROWS = [
    Row("tape, 64-64-64-10, batch 64", HAND, lambda: taped(SMALL, 64), lambda: by_hand(SMALL, 64)),
    Row("tape, 784-256-10, batch 64", HAND, lambda: taped(MIDDLE, 64), lambda: by_hand(MIDDLE, 64)),
    Row("tape, chain of 400 operations", "PyTorch eager", lambda: chain(400), lambda: torch_chain(400)),
]
