"""How time and memory grow: with batch, width, length and number of samples, beside what theory says.

    time ~ c size^p,  so  log time = log c + p log size    (1)

p is fitted by least squares over sizes that double. Overheads that do not grow make it smaller than theory says, caches
that overflow make it larger. Measured are the processor's time and the arrays that are made on the way.

python -m benchmarks.growth [--only WORD] [--repeats 5] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

import descent
from benchmarks.measure import again_with_one_thread
from benchmarks.steps import classes, normal
from descent import nn
from descent.ops import affine, attention, conv2d, lstm


@dataclass(frozen=True)
class Growing:
    """A piece of work whose size can be chosen."""

    name: str
    what: str
    sizes: tuple[int, ...]
    make: Callable[[int], Callable[[], Any]]
    time: float
    """The exponent of time in theory."""
    memory: float
    """The exponent of the memory taken on the way, in theory."""


@dataclass
class Grown:
    """What was measured."""

    name: str
    what: str
    sizes: list[int]
    milliseconds: list[float]
    megabytes: list[float]
    time: float
    time_in_theory: float
    memory: float
    memory_in_theory: float


def there_and_back(op: Any, *inputs: Any, **options: Any) -> Callable[[], Any]:
    """An operation's forward and backward pass."""

    def step() -> Any:
        output, cache = op.forward(*inputs, **options)
        return op.backward(np.ones_like(output), cache)

    return step


def an_affine(n: int = 256, width: int = 256) -> Callable[[], Any]:
    return there_and_back(affine, normal(n, width), normal(width, width), normal(width))


def a_convolution(n: int = 4, side: int = 32, channels: int = 16) -> Callable[[], Any]:
    W = normal(3, 3, channels, channels)
    return there_and_back(conv2d, normal(n, side, side, channels), W, normal(channels), padding=1)


def an_lstm(n: int = 32, length: int = 32, width: int = 64) -> Callable[[], Any]:
    start = np.zeros((n, width), np.float32)
    W, U = normal(width, 4 * width, spread=0.1), normal(width, 4 * width, spread=0.1)
    return there_and_back(lstm, normal(n, length, width), start, start, W, U, normal(4 * width))


def an_attention(n: int = 4, length: int = 64, width: int = 32) -> Callable[[], Any]:
    return there_and_back(attention, *(normal(n, 4, length, width, seed=seed) for seed in range(3)))


def an_encoder(n: int = 8, length: int = 64, width: int = 64) -> Callable[[], Any]:
    layer = nn.TransformerEncoderLayer(width, 4, dim_feedforward=4 * width, dropout=0.0, rng=0)
    X = normal(n, length, width)
    return lambda: layer(X).sum().backward()


def a_fit(kind: str, n: int = 1000, d: int = 20, **arguments: Any) -> Callable[[], Any]:
    X = normal(n, d)
    y = (X[:, 0] * X[:, 1] + X[:, 2] ** 2 > 1).astype(np.int64)
    model = getattr(descent, kind)
    return lambda: model(**arguments).fit(X, y)


def k_means(n: int = 4000, d: int = 20, k: int = 16) -> Callable[[], Any]:
    X = normal(n, d)
    return lambda: descent.KMeans(n_clusters=k, init=X[:k], n_init=1, max_iter=10, tol=0).fit(X)


def neighbours(n: int = 4000, queries: int = 1000) -> Callable[[], Any]:
    X, Q = normal(n, 20), normal(queries, 20, seed=1)
    fitted = descent.KNeighborsClassifier().fit(X, classes(n, 3))
    return lambda: fitted.predict(Q)


PIECES = (
    Growing("affine layer", "batch", (256, 512, 1024, 2048), lambda n: an_affine(n), 1, 1),
    Growing("affine layer", "width", (256, 512, 1024, 2048), lambda d: an_affine(width=d), 2, 2),
    Growing("3 x 3 convolution", "batch", (4, 8, 16, 32), lambda n: a_convolution(n), 1, 1),
    Growing("3 x 3 convolution", "side of the picture", (16, 32, 64, 128), lambda s: a_convolution(side=s), 2, 2),
    Growing("3 x 3 convolution", "channels", (32, 64, 128, 256), lambda c: a_convolution(channels=c), 2, 1),
    Growing("LSTM", "batch", (32, 64, 128, 256), lambda n: an_lstm(n), 1, 1),
    Growing("LSTM", "length", (16, 32, 64, 128), lambda T: an_lstm(length=T), 1, 1),
    Growing("LSTM", "width", (64, 128, 256, 512), lambda h: an_lstm(width=h), 2, 1),
    Growing("attention", "length", (128, 256, 512, 1024), lambda T: an_attention(length=T), 2, 2),
    Growing("attention", "width of a head", (64, 128, 256, 512), lambda d: an_attention(length=256, width=d), 1, 1),
    Growing("transformer encoder layer", "batch", (4, 8, 16, 32), lambda n: an_encoder(n), 1, 1),
    Growing("k-means", "samples", (4000, 8000, 16_000, 32_000), lambda n: k_means(n), 1, 1),
    Growing("k-means", "clusters", (16, 32, 64, 128), lambda k: k_means(k=k), 1, 0),
    Growing("decision tree", "samples", (1000, 2000, 4000, 8000), lambda n: a_fit("DecisionTreeClassifier", n), 1, 1),
    Growing("decision tree", "features", (10, 20, 40, 80), lambda d: a_fit("DecisionTreeClassifier", d=d), 1, 1),
    Growing("5 nearest", "samples", (2000, 4000, 8000, 16_000), lambda n: neighbours(n), 1, 0),
    Growing("5 nearest", "queries", (500, 1000, 2000, 4000), lambda q: neighbours(queries=q), 1, 0),
    Growing("SVM with RBF kernel", "samples", (500, 1000, 2000, 4000), lambda n: a_fit("SVC", n), 2, 2),
)
"""Sorting's logarithm, which a tree and the search for neighbours have on top, adds about a tenth at these sizes."""


def exponent(sizes: tuple[int, ...] | list[int], values: list[float]) -> float:
    """Fit p of (1)."""
    return float(np.polyfit(np.log(sizes), np.log(values), 1)[0])


def grow(piece: Growing, repeats: int) -> Grown:
    """Measure a piece at all its sizes: the shortest time, and the most memory that arrays took on the way."""
    times, peaks = [], []
    for size in piece.sizes:
        step = piece.make(size)
        step()
        taken = []
        for _ in range(repeats):
            begin = time.process_time()
            step()
            taken.append(1000 * (time.process_time() - begin))
        times.append(min(taken))
        tracemalloc.start()
        step()
        peaks.append(max(tracemalloc.get_traced_memory()[1], 1) / 2**20)
        tracemalloc.stop()
    found = exponent(piece.sizes, times), piece.time, exponent(piece.sizes, peaks), piece.memory
    return Grown(piece.name, piece.what, list(piece.sizes), times, peaks, *found)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", default="", help="pieces whose name holds this word")
    parser.add_argument("--repeats", type=int, default=5, help="how often to measure each size")
    parser.add_argument("--json", type=Path, help="write what was measured to this file as well")
    options = parser.parse_args()
    code = again_with_one_thread("benchmarks.growth")
    if code is not None:
        return code
    print(f"{'':26} {'with':22} {'time ~':>7} {'theory':>7} {'memory ~':>9} {'theory':>7}   ms")
    found = []
    for piece in PIECES:
        if options.only in piece.name:
            grown = grow(piece, options.repeats)
            found.append(grown)
            print(line(grown), flush=True)
    if options.json:
        options.json.write_text(json.dumps([asdict(grown) for grown in found], indent=1))
    return 0 if found else 1


def line(g: Grown) -> str:
    took = ", ".join(f"{size}: {taken:.3g}" for size, taken in zip(g.sizes, g.milliseconds, strict=True))
    fitted = f"{g.time:7.2f} {g.time_in_theory:7.2f} {g.memory:9.2f} {g.memory_in_theory:7.2f}"
    return f"{g.name:26} {g.what:22} {fitted}   {took}"


if __name__ == "__main__":
    sys.exit(main())
