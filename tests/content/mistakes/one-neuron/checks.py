"""What one neuron must do, by ``descent``, which keeps examples in rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from descent.ops import logistic_cost
from gradus.grading.checks import Case, Law, exercise

Checks = Iterator[Case | Law]
Array = np.ndarray


def propagated(w: Array, b: float, X: Array, Y: Array) -> tuple[dict[str, Any], float]:
    cost, cache = logistic_cost.forward(X.T, w[:, 0], b, Y[0])
    _, dw, db, _ = logistic_cost.backward(1.0, cache)
    return {"dw": dw[:, np.newaxis], "db": float(db)}, float(cost)


def optimized(w: Array, b: float, X: Array, Y: Array, steps: int, rate: float) -> tuple[dict[str, Any], dict[str, Any]]:
    grads: dict[str, Any] = {}
    for _ in range(steps):
        grads, _ = propagated(w, b, X, Y)
        w, b = w - rate * grads["dw"], b - rate * grads["db"]
    return {"w": w, "b": b}, grads


def problem(rng: np.random.Generator, n: int, m: int) -> tuple[Array, float, Array, Array]:
    Y = rng.permutation(np.arange(m) % 2)[np.newaxis, :]
    return rng.normal(size=(n, 1)), float(rng.uniform(0.2, 0.8)), rng.normal(size=(n, m)), Y


@exercise("propagate", points=5)
def check_propagate(rng: np.random.Generator) -> Checks:
    for n, m in ((2, 3), (4, 6)):
        w, b, X, Y = problem(rng, n, m)
        expected = propagated(w, b, X, Y)
        yield Case(f"dw of {m} examples", (w, b, X, Y), expected=expected, pick='[0]["dw"]')
        yield Case(f"db of {m} examples", (w, b, X, Y), expected=expected, pick='[0]["db"]')
        yield Case(f"the cost of {m} examples", (w, b, X, Y), expected=expected, pick="[1]")


@exercise("optimize", points=5, calls=["propagate"])
def check_optimize(rng: np.random.Generator) -> Checks:
    for n, m, steps in ((2, 3, 1), (3, 5, 4)):
        args = (*problem(rng, n, m), steps, 0.1)
        expected = optimized(*args)
        for path in ('[0]["w"]', '[0]["b"]', '[1]["dw"]', '[1]["db"]'):
            yield Case(f"{path[5:-2]} after {steps} steps", args, expected=expected, pick=path)


@exercise("model", points=5, calls=["optimize"])
def check_model(rng: np.random.Generator) -> Checks:
    for n, m in ((4, 7), (3, 4)):
        _, _, X, Y = problem(rng, n, m)
        expected = optimized(np.zeros((n, 1)), 0.0, X, Y, 3, 0.2)[0]
        yield Case(f"what is learnt from {m} examples", (X, Y, 3, 0.2), expected=expected)
