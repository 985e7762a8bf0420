"""Beside what a learner would otherwise read: numpy-ml, micrograd and autograd, as the package index has them.

python -m benchmarks.others [--samples 1000] [--seconds 2] [--json FILE]

Measured is what can be imported; benchmarks/README.md says how to install them in a place of their own.
"""

from __future__ import annotations

import argparse
import collections
import collections.abc
import importlib
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

import descent
from benchmarks.measure import again_with_one_thread
from benchmarks.steps import ours
from descent import nn, optim

NETWORK, TREE = 5.0, 100.0
"""How many times faster ours shall be."""
Step = Callable[[], Any]


@dataclass
class Faster:
    """One comparison."""

    name: str
    peer: str
    ours_ms: float
    peer_ms: float
    times: float
    wanted: float


def alternately(our_step: Step, theirs: Step, seconds: float) -> tuple[float, float]:
    """Milliseconds of the processor for either, as medians of turns; a peer that takes very long takes one turn."""
    taken: tuple[list[float], list[float]] = [], []
    our_step()
    begin = time.process_time()
    while not taken[0] or time.process_time() - begin < seconds:
        for side, step in zip(taken, (our_step, theirs), strict=True):
            start = time.process_time()
            step()
            side.append(1000 * (time.process_time() - start))
    return statistics.median(taken[0]), statistics.median(taken[1])


def digits(n: int = 64, d: int = 784, k: int = 10) -> tuple[Any, Any]:
    rng = np.random.default_rng(0)
    return rng.standard_normal((n, d), dtype=np.float32), rng.integers(0, k, n)


def table(n: int) -> tuple[Any, Any]:
    """20 features, of which five matter."""
    X = np.random.default_rng(0).normal(size=(n, 20))
    score = X[:, 0] * X[:, 1] + X[:, 2] ** 2 - 1 + np.sin(2 * X[:, 3]) + 0.5 * X[:, 4]
    return X, (score > 0).astype(np.int64)


def our_network(net: nn.Module, loss: Any, X: Any, y: Any) -> Step:
    return ours(lambda: net, lambda: (X, y), loss, lambda parameters: optim.SGD(parameters, lr=0.01))


def our_digits() -> Step:
    X, y = digits()
    return our_network(nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10)), nn.cross_entropy, X, y)


def numpy_ml_network() -> tuple[Step, Step]:
    layers = importlib.import_module("numpy_ml.neural_nets.layers")
    X, y = digits()
    how = {"optimizer": "SGD(lr=0.01)"}
    stack = [layers.FullyConnected(256, act_fn="ReLU", **how), layers.FullyConnected(10, act_fn=None, **how)]
    return our_digits(), numpy_ml_step(stack, X, y)


def numpy_ml_step(stack: list[Any], X: Any, y: Any) -> Step:
    rows = np.arange(len(y))

    def step() -> Any:
        h = X
        for layer in stack:
            h = layer.forward(h)
        e = np.exp(h - h.max(axis=1, keepdims=True))
        g = e / e.sum(axis=1, keepdims=True)
        g[rows, y] -= 1
        g /= len(y)
        for layer in reversed(stack):
            g = layer.backward(g)
            layer.update()
            layer.flush_gradients()

    return step


def numpy_ml_pictures() -> tuple[Step, Step]:
    layers = importlib.import_module("numpy_ml.neural_nets.layers")
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((32, 28, 28, 1), dtype=np.float32), rng.integers(0, 10, 32)
    how = {"optimizer": "SGD(lr=0.01)"}
    stack = [
        layers.Conv2D(8, (5, 5), pad=2, act_fn="ReLU", **how),
        layers.Conv2D(16, (5, 5), stride=2, act_fn="ReLU", **how),
        layers.Flatten(**how),
        layers.FullyConnected(10, act_fn=None, **how),
    ]
    net = nn.Sequential(
        nn.Conv2d(1, 8, 5, padding=2), nn.ReLU(), nn.Conv2d(8, 16, 5, stride=2), nn.ReLU(), nn.Flatten(),
        nn.Linear(16 * 12 * 12, 10),
    )  # fmt: skip
    return our_network(net, nn.cross_entropy, X, y), numpy_ml_step(stack, X, y)


def micrograd_network() -> tuple[Step, Step]:
    """Two inputs, two layers of 16, 100 samples: the network of its own demonstration."""
    micrograd = importlib.import_module("micrograd.nn")
    rng = np.random.default_rng(0)
    X = rng.standard_normal((100, 2), dtype=np.float32)
    y = np.sign(X[:, :1] * X[:, 1:]).astype(np.float32)
    theirs = micrograd.MLP(2, [16, 16, 1])
    rows, answers = X.tolist(), y[:, 0].tolist()

    def step() -> None:
        losses = [(theirs(row) - answer) ** 2 for row, answer in zip(rows, answers, strict=True)]
        loss = sum(losses) * (1 / len(losses))
        theirs.zero_grad()
        loss.backward()
        for parameter in theirs.parameters():
            parameter.data -= 0.01 * parameter.grad

    net = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 1))
    return our_network(net, nn.mse_loss, X, y), step


def autograd_network() -> tuple[Step, Step]:
    anp = importlib.import_module("autograd.numpy")
    grad = importlib.import_module("autograd").grad
    X, y = digits()
    rng = np.random.default_rng(0)
    learnt = [(0.05 * rng.standard_normal(pair), np.zeros(pair[1])) for pair in ((784, 256), (256, 10))]

    def loss(learnt: Any) -> Any:
        (W1, b1), (W2, b2) = learnt
        z = anp.dot(anp.maximum(anp.dot(X, W1) + b1, 0), W2) + b2
        z = z - anp.max(z, axis=1, keepdims=True)
        return anp.mean(anp.log(anp.sum(anp.exp(z), axis=1)) - z[np.arange(len(y)), y])

    slopes = grad(loss)

    def step() -> None:
        for pair, slope in zip(learnt, slopes(learnt), strict=True):
            for numbers, g in zip(pair, slope, strict=True):
                numbers -= 0.01 * g

    return our_digits(), step


def numpy_ml_tree(n: int) -> tuple[Step, Step]:
    trees = importlib.import_module("numpy_ml.trees")
    X, y = table(n)
    return (
        lambda: descent.DecisionTreeClassifier(criterion="entropy").fit(X, y),
        lambda: trees.DecisionTree(criterion="entropy").fit(X, y),
    )


def numpy_ml_forest(n: int) -> tuple[Step, Step]:
    trees = importlib.import_module("numpy_ml.trees")
    X, y = table(n)
    how = {"n_estimators": 10, "criterion": "entropy", "max_features": 4, "random_state": 0}
    return (
        lambda: descent.RandomForestClassifier(**how).fit(X, y),
        lambda: trees.RandomForest(n_trees=10, max_depth=None, n_feats=4).fit(X, y),
    )


def comparisons(samples: int) -> Iterator[tuple[str, str, Callable[[], tuple[Step, Step]], float]]:
    """Give what is compared, with whom, both sides' builder, and how many times faster ours shall be."""
    yield "network 784-256-10, batch 64", "numpy-ml", numpy_ml_network, NETWORK
    yield "network 784-256-10, batch 64", "autograd", autograd_network, NETWORK
    yield "network of two convolutions, 32 x 28 x 28", "numpy-ml", numpy_ml_pictures, NETWORK
    yield "network 2-16-16-1, 100 samples", "micrograd", micrograd_network, NETWORK
    yield f"decision tree {samples:,} x 20", "numpy-ml", lambda: numpy_ml_tree(samples), TREE
    yield f"forest of 10 trees {samples:,} x 20", "numpy-ml", lambda: numpy_ml_forest(samples), TREE


def names_of_old() -> None:
    """Put back the names that Python and NumPy have dropped since: numpy-ml uses them and could not be imported."""
    for name in ("Hashable", "Iterable", "Mapping", "Sequence"):
        if not hasattr(collections, name):
            setattr(collections, name, getattr(collections.abc, name))
    for name, kind in (("float", float), ("int", int), ("bool", bool), ("object", object)):
        if name not in vars(np):
            setattr(np, name, kind)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.others", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--samples", type=int, default=1000, help="for trees; numpy-ml takes minutes for 5000")
    parser.add_argument("--seconds", type=float, default=2.0, help="how long to measure a row, at least")
    parser.add_argument("--json", type=Path, help="write the rows to this file as well")
    options = parser.parse_args()
    code = again_with_one_thread("benchmarks.others")
    if code is not None:
        return code
    names_of_old()
    found: list[Faster] = []
    for name, peer, build, wanted in comparisons(options.samples):
        try:
            sides = build()
        except ImportError as problem:
            print(f"{name:44} {peer}: not measured, {problem}")
            continue
        ours_ms, peer_ms = alternately(*sides, options.seconds)
        row = Faster(name, peer, ours_ms, peer_ms, peer_ms / ours_ms, wanted)
        found.append(row)
        print(f"{name:44} ours {ours_ms:10.2f} ms   {peer:10} {peer_ms:12.2f} ms   {row.times:8.1f} times as fast, "
              f"wanted {wanted:.0f}", flush=True)  # fmt: skip
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in found], indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
