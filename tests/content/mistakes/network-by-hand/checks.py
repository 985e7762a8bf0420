"""What a network must do: example by example, class by class, slopes measured."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from descent.gradcheck import numerical_gradient
from descent.ops import sigmoid
from gradus.grading.checks import Case, Law, exercise

Checks = Iterator[Case | Law]
Array = np.ndarray


def outputs(Theta1: Array, Theta2: Array, X: Array) -> Array:
    rows = []
    for x in X:
        hidden = sigmoid.sigmoid(Theta1[:, 0] + Theta1[:, 1:] @ x)
        rows.append(sigmoid.sigmoid(Theta2[:, 0] + Theta2[:, 1:] @ hidden))
    return np.array(rows)


def cost(Theta1: Array, Theta2: Array, X: Array, Y: Array, reg: float) -> float:
    H = outputs(Theta1, Theta2, X)
    total = sum(
        -np.log(h) if y else -np.log(1 - h)
        for row, labels in zip(H, Y, strict=True)
        for h, y in zip(row, labels, strict=True)
    )
    squares = float((Theta1[:, 1:] ** 2).sum() + (Theta2[:, 1:] ** 2).sum())
    return float(total + reg / 2 * squares) / len(X)


def problem(rng: np.random.Generator, m: int, n: int, h: int, k: int) -> tuple[Array, Array, Array]:
    return rng.normal(size=(h, n + 1)), rng.normal(size=(k, h + 1)), rng.normal(size=(m, n))


@exercise("predict", points=5)
def check_predict(rng: np.random.Generator) -> Checks:
    for m, n, h, k in ((8, 2, 4, 3), (12, 3, 5, 4)):
        args = problem(rng, m, n, h, k)
        yield Case(f"the classes of {m} examples", args, expected=outputs(*args).argmax(axis=1))


@exercise("nnCostFunction", points=5)
def check_cost(rng: np.random.Generator) -> Checks:
    for m, n, h, k in ((4, 2, 3, 2), (5, 3, 4, 3)):
        Theta1, Theta2, X = problem(rng, m, n, h, k)
        Y, reg = np.eye(k, dtype=int)[rng.integers(0, k, size=m)], float(rng.uniform(0.5, 3))
        slopes = numerical_gradient(lambda one, two: cost(one, two, X, Y, reg), Theta1, Theta2)
        expected = (cost(Theta1, Theta2, X, Y, reg), *slopes)
        args = (Theta1, Theta2, X, Y, reg)
        yield Case(f"J of {m} examples", args, expected=expected, pick="[0]")
        yield Case(f"Theta1_grad of {m} examples", args, expected=expected, pick="[1]", atol=1e-6)
        yield Case(f"Theta2_grad of {m} examples", args, expected=expected, pick="[2]", atol=1e-6)


@exercise("my_dense_v", points=5)
def check_dense(rng: np.random.Generator) -> Checks:
    for m, n, j in ((4, 2, 3), (5, 3, 2)):
        A_in, W, b = rng.normal(size=(m, n)), rng.normal(size=(n, j)), rng.normal(size=(1, j))
        z = np.array([[sum(a * w for a, w in zip(row, column, strict=True)) for column in W.T] for row in A_in]) + b
        yield Case(f"a sigmoid layer of {j} units", (A_in, W, b, "sigmoid"), expected=sigmoid.sigmoid(z))
        yield Case(f"a linear layer of {j} units", (A_in, W, b, "linear"), expected=z)
