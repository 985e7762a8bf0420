"""What the network must do: sums written out, and slopes along A1 and A2 as they are handed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from descent.ops import affine, sigmoid, tanh
from gradus.grading.checks import Case, Law, exercise

Checks = Iterator[Case | Law]
Array = np.ndarray
SIZES = ((2, 4, 1, 3), (3, 5, 2, 6))
"""Inputs, hidden units, outputs, examples."""


def drawn(rng: np.random.Generator, n_x: int, n_h: int, n_y: int) -> dict[str, Array]:
    shapes = {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


@exercise("initialize_parameters", points=5)
def check_initialize(rng: np.random.Generator) -> Checks:
    for n_x, n_h, n_y, _ in SIZES:
        seed = int(rng.integers(1 << 30))
        numbers = np.random.RandomState(seed)  # noqa: NPY002 -- the contract speaks of this generator
        expected: dict[str, Any] = {
            "W1": numbers.randn(n_h, n_x) * 0.01,
            "b1": np.zeros((n_h, 1)),
            "W2": numbers.randn(n_y, n_h) * 0.01,
            "b2": np.zeros((n_y, 1)),
        }
        for name in expected:
            args = (n_x, n_h, n_y)
            yield Case(f"{name} of a network of {args}", args, expected=expected, pick=f'["{name}"]', seed=seed)


@exercise("forward_propagation", points=5)
def check_forward(rng: np.random.Generator) -> Checks:
    for n_x, n_h, n_y, m in SIZES:
        own, X = drawn(rng, n_x, n_h, n_y), rng.normal(size=(n_x, m))
        Z1 = affine.affine(X.T, own["W1"].T, own["b1"][:, 0]).T
        A1 = tanh.tanh(Z1)
        Z2 = affine.affine(A1.T, own["W2"].T, own["b2"][:, 0]).T
        expected = (sigmoid.sigmoid(Z2), {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": sigmoid.sigmoid(Z2)})
        yield Case(f"A2 of {m} examples", (X, own), expected=expected, pick="[0]")
        for name in ("Z1", "A1", "Z2"):
            yield Case(f"{name} of {m} examples", (X, own), expected=expected, pick=f'[1]["{name}"]')


@exercise("backward_propagation", points=5)
def check_backward(rng: np.random.Generator) -> Checks:
    for n_x, n_h, n_y, m in SIZES:
        own, X = drawn(rng, n_x, n_h, n_y), rng.normal(size=(n_x, m))
        A1, A2 = np.tanh(rng.normal(size=(n_h, m))), rng.uniform(0.1, 0.9, size=(n_y, m))
        cache = {"Z1": rng.normal(size=(n_h, m)), "A1": A1, "Z2": rng.normal(size=(n_y, m)), "A2": A2}
        Y = rng.integers(0, 2, size=(n_y, m))
        error = A2 - Y
        back = np.einsum("kh,km->hm", own["W2"], error) * (1 - A1 * A1)
        expected = {
            "dW1": np.einsum("hm,xm->hx", back, X) / m,
            "db1": np.einsum("hm->h", back)[:, np.newaxis] / m,
            "dW2": np.einsum("km,hm->kh", error, A1) / m,
            "db2": np.einsum("km->k", error)[:, np.newaxis] / m,
        }
        for name in expected:
            args = (own, cache, X, Y)
            yield Case(f"{name} of {m} examples", args, expected=expected, pick=f'["{name}"]')


@exercise("update_parameters", points=5)
def check_update(rng: np.random.Generator) -> Checks:
    for n_x, n_h, n_y, _ in SIZES:
        own = drawn(rng, n_x, n_h, n_y)
        grads = {f"d{name}": value for name, value in drawn(rng, n_x, n_h, n_y).items()}
        expected = {name: own[name] - 0.3 * grads[f"d{name}"] for name in own}
        for name in expected:
            yield Case(f"{name} after a step", (own, grads, 0.3), expected=expected, pick=f'["{name}"]')
