"""What logistic regression must do: by ``descent``, by sums in loops, by measured slopes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from descent.gradcheck import numerical_gradient
from descent.ops import sigmoid as oracle
from gradus.grading.checks import Case, Law, exercise

Checks = Iterator[Case | Law]
Array = np.ndarray


def entropy(X: Array, y: Array, theta: Array, reg: float = 0.0) -> float:
    """The cost, one example after the other, with a penalty on all parameters but the first."""
    total = 0.0
    for row, label in zip(X, y, strict=True):
        p = 1 / (1 + math.exp(-sum(a * b for a, b in zip(row, theta, strict=True))))
        total -= math.log(p) if label == 1 else math.log(1 - p)
    return total / len(y) + reg / (2 * len(y)) * float(sum(t * t for t in theta[1:]))


def slope(X: Array, y: Array, theta: Array, reg: float = 0.0) -> Array:
    return numerical_gradient(lambda t: entropy(X, y, t, reg), theta)


def problem(rng: np.random.Generator, m: int, n: int) -> tuple[Array, Array, Array]:
    X = np.column_stack([np.ones(m), rng.normal(size=(m, n))])
    return X, rng.permutation(np.arange(m) % 2), rng.normal(size=n + 1)


def sizes(rng: np.random.Generator) -> list[tuple[int, int]]:
    return [(int(rng.integers(4, 6)), 2), (int(rng.integers(6, 9)), 3)]


@exercise("sigmoid", points=5)
def check_sigmoid(rng: np.random.Generator) -> Checks:
    yield Case("a half at zero", (0.0,), expected=0.5)
    for shape in ((4,), (2, 3), (3, 1)):
        z = rng.normal(size=shape) * 2
        yield Case(f"each element of an array of shape {shape}", (z,), expected=oracle.sigmoid(z))


@exercise("costFunction", points=5, calls=["sigmoid"])
def check_cost(rng: np.random.Generator) -> Checks:
    for m, n in sizes(rng):
        X, y, theta = problem(rng, m, n)
        yield Case(f"the cost of {m} examples", (theta, X, y), expected=entropy(X, y, theta))


@exercise("costFunctionReg", points=5, calls=["sigmoid"])
def check_cost_reg(rng: np.random.Generator) -> Checks:
    for m, n in sizes(rng):
        X, y, theta = problem(rng, m, n)
        reg = float(rng.uniform(0.5, 3))
        expected: tuple[Any, Any] = (entropy(X, y, theta, reg), slope(X, y, theta, reg))
        yield Case(f"the cost, {n} features", (theta, X, y, reg), expected=expected, pick="[0]")
        yield Case(f"the gradient, {n} features", (theta, X, y, reg), expected=expected, pick="[1]", atol=1e-6)


@exercise("compute_cost", points=5, calls=["sigmoid"])
def check_compute_cost(rng: np.random.Generator) -> Checks:
    for m, n in sizes(rng):
        X, y, theta = problem(rng, m, n)
        args = (X[:, 1:], y, theta[1:], float(theta[0]))
        yield Case(f"the cost of {m} examples", args, expected=entropy(X, y, theta))


@exercise("compute_cost_reg", points=5, calls=["compute_cost"])
def check_compute_cost_reg(rng: np.random.Generator) -> Checks:
    for m, n in sizes(rng):
        X, y, theta = problem(rng, m, n)
        reg = float(rng.uniform(0.5, 3))
        args = (X[:, 1:], y, theta[1:], float(theta[0]), reg)
        yield Case(f"the cost of {m} examples", args, expected=entropy(X, y, theta, reg))


@exercise("compute_gradient_reg", points=5, calls=["sigmoid"])
def check_compute_gradient_reg(rng: np.random.Generator) -> Checks:
    for m, n in sizes(rng):
        X, y, theta = problem(rng, m, n)
        reg = float(rng.uniform(0.5, 3))
        args, wanted = (X[:, 1:], y, theta[1:], float(theta[0]), reg), slope(X, y, theta, reg)
        expected = (float(wanted[0]), wanted[1:])
        yield Case(f"dj_db is the slope along b, {n} features", args, expected=expected, pick="[0]", atol=1e-6)
        yield Case(f"dj_dw is the slope along w, {n} features", args, expected=expected, pick="[1]", atol=1e-6)


@exercise("predict", points=5, calls=["sigmoid"])
def check_predict(rng: np.random.Generator) -> Checks:
    for m, n in ((10, 2), (14, 3)):
        X, _, theta = problem(rng, m, n)
        wanted = np.array([1.0 if sum(a * b for a, b in zip(row, theta, strict=True)) >= 0 else 0.0 for row in X])
        yield Case(f"the classes of {m} examples", (X[:, 1:], theta[1:], float(theta[0])), expected=wanted)
    yield Case("a tie is a 1", (np.array([[1.0, -1.0]]), np.array([2.0, 2.0]), 0.0), expected=np.array([1.0]))


@exercise("predictOneVsAll", points=5, calls=["sigmoid"])
def check_predict_one_vs_all(rng: np.random.Generator) -> Checks:
    for m, k in ((5, 3), (7, 4)):
        X, all_theta = rng.normal(size=(m, 3)), rng.normal(size=(k, 3))
        scores = [[sum(a * b for a, b in zip(row, theta, strict=True)) for theta in all_theta] for row in X]
        wanted = np.array([max(range(k), key=row.__getitem__) for row in scores])
        yield Case(f"the best of {k} classes for {m} examples", (all_theta, X), expected=wanted)
