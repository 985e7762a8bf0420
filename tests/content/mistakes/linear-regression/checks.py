"""What linear regression must do. Sums are written out in loops here; slopes are measured; fits come from NumPy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from descent.gradcheck import numerical_gradient
from gradus.grading.checks import Case, Law, exercise

Checks = Iterator[Case | Law]
Array = np.ndarray


def half_mean_square(X: Array, y: Array, theta: Array, reg: float = 0.0) -> float:
    """The cost, one example after the other."""
    errors = [sum(x * t for x, t in zip(row, theta, strict=True)) - target for row, target in zip(X, y, strict=True)]
    return float(sum(e * e for e in errors) + reg * sum(t * t for t in theta[1:])) / (2 * len(y))


def slope(X: Array, y: Array, theta: Array, reg: float = 0.0) -> Array:
    return numerical_gradient(lambda t: half_mean_square(X, y, t, reg), theta)


def walked(X: Array, y: Array, theta: Array, alpha: float, steps: int) -> Array:
    for _ in range(steps):
        theta = theta - alpha * slope(X, y, theta)
    return theta


def problem(rng: np.random.Generator, m: int, n: int) -> tuple[Array, Array, Array]:
    """Examples with a column of ones before n features, targets, and parameters."""
    X = np.column_stack([np.ones(m), rng.normal(size=(m, n))])
    return X, rng.normal(size=m) * 2, rng.normal(size=n + 1)


def sizes(rng: np.random.Generator) -> list[tuple[int, int]]:
    return [(int(rng.integers(4, 7)), 1), (int(rng.integers(5, 8)), 3)]


def fitted(X: Array, y: Array, reg: float) -> Array:
    """Least squares with a penalty, as more rows of one larger problem."""
    rows = np.sqrt(reg) * np.eye(X.shape[1])[1:]
    return np.linalg.lstsq(np.vstack([X, rows]), np.concatenate([y, np.zeros(len(rows))]), rcond=None)[0]


@exercise("computeCost", points=5)
def check_compute_cost_theta(rng: np.random.Generator) -> Checks:
    for m, n in sizes(rng):
        X, y, theta = problem(rng, m, n)
        yield Case(f"the cost of {m} examples, {n} features", (X, y, theta), expected=half_mean_square(X, y, theta))


@exercise("compute_cost", points=5)
def check_compute_cost(rng: np.random.Generator) -> Checks:
    for m, n in sizes(rng):
        X, y, theta = problem(rng, m, n)
        args = (X[:, 1:], y, theta[1:], float(theta[0]))
        yield Case(f"the cost of {m} examples, {n} features", args, expected=half_mean_square(X, y, theta))


@exercise("compute_gradient", points=5)
def check_compute_gradient(rng: np.random.Generator) -> Checks:
    for m, n in sizes(rng):
        X, y, theta = problem(rng, m, n)
        args, wanted = (X[:, 1:], y, theta[1:], float(theta[0])), slope(X, y, theta)
        expected = (float(wanted[0]), wanted[1:])
        yield Case(f"dj_db is the slope along b, {n} features", args, expected=expected, pick="[0]", atol=1e-6)
        yield Case(f"dj_dw is the slope along w, {n} features", args, expected=expected, pick="[1]", atol=1e-6)


@exercise("gradientDescent", points=5)
def check_gradient_descent_theta(rng: np.random.Generator) -> Checks:
    for (m, n), steps in zip(sizes(rng), (1, 4), strict=True):
        X, y, theta = problem(rng, m, n)
        X = X @ np.diag([1.0] + [0.5] * n)
        wanted = walked(X, y, theta, 0.1, steps)
        yield Case(f"after {steps} steps, {n} features", (X, y, theta, 0.1, steps), expected=wanted, atol=1e-6)
    yield Case("no step at all", (X, y, theta, 0.1, 0), expected=theta)


@exercise("gradient_descent", points=5)
def check_gradient_descent(rng: np.random.Generator) -> Checks:
    for (m, n), steps in zip(sizes(rng), (1, 4), strict=True):
        X, y, theta = problem(rng, m, n)
        wanted = walked(X, y, theta, 0.1, steps)
        args = (X[:, 1:], y, theta[1:], float(theta[0]), 0.1, steps)
        expected = (wanted[1:], float(wanted[0]))
        yield Case(f"w after {steps} steps, {n} features", args, expected=expected, pick="[0]", atol=1e-6)
        yield Case(f"b after {steps} steps, {n} features", args, expected=expected, pick="[1]", atol=1e-6)


@exercise("featureNormalize", points=5)
def check_feature_normalize(rng: np.random.Generator) -> Checks:
    for m, n in ((5, 2), (8, 3)):
        X = rng.normal(size=(m, n)) * rng.uniform(2, 9, size=n) + rng.uniform(-9, 9, size=n)
        mu = np.array([sum(column) / m for column in X.T])
        sigma = np.array([(sum((x - u) ** 2 for x in column) / m) ** 0.5 for column, u in zip(X.T, mu, strict=True)])
        rows = np.array([[(x - u) / s for x, u, s in zip(row, mu, sigma, strict=True)] for row in X])
        for place, name in enumerate(("X_norm", "mu", "sigma")):
            yield Case(f"{name} of {n} columns", (X,), expected=(rows, mu, sigma), pick=f"[{place}]")


@exercise("predict_price", points=5)
def check_predict_price(rng: np.random.Generator) -> Checks:
    for n in (1, 2, 4):
        house, mu, sigma = rng.uniform(1, 2000, size=n), rng.uniform(1, 2000, size=n), rng.uniform(1, 500, size=n)
        theta = rng.normal(size=n + 1) * 1000
        wanted = theta[0] + sum(t * (x - u) / s for t, x, u, s in zip(theta[1:], house, mu, sigma, strict=True))
        yield Case(f"the price by {n} features", (house, theta, mu, sigma), expected=float(wanted))


@exercise("linearRegCostFunction", points=5)
def check_regularised(rng: np.random.Generator) -> Checks:
    for m, n in sizes(rng):
        X, y, theta = problem(rng, m, n)
        reg = float(rng.uniform(0.5, 3))
        expected: tuple[Any, Any] = (half_mean_square(X, y, theta, reg), slope(X, y, theta, reg))
        yield Case(f"the cost, {n} features", (X, y, theta, reg), expected=expected, pick="[0]")
        yield Case(f"the gradient, {n} features", (X, y, theta, reg), expected=expected, pick="[1]", atol=1e-6)


@exercise("learningCurve", points=5)
def check_learning_curve(rng: np.random.Generator) -> Checks:
    for m, n in ((4, 1), (6, 2)):
        (X, y, _), (Xval, yval, _) = problem(rng, m, n), problem(rng, m + 1, n)
        reg = float(rng.uniform(0.5, 3))
        thetas = [fitted(X[:i], y[:i], reg) for i in range(1, m + 1)]
        train = np.array([half_mean_square(X[:i], y[:i], theta) for i, theta in enumerate(thetas, 1)])
        val = np.array([half_mean_square(Xval, yval, theta) for theta in thetas])
        args = (X, y, Xval, yval, reg)
        yield Case(f"the errors in training, {m} examples", args, expected=(train, val), pick="[0]", rtol=1e-5)
        yield Case(f"the errors in validation, {m} examples", args, expected=(train, val), pick="[1]", rtol=1e-5)


@exercise("validationCurve", points=5)
def check_validation_curve(rng: np.random.Generator) -> Checks:
    for m, n in ((5, 1), (6, 2)):
        (X, y, _), (Xval, yval, _) = problem(rng, m, n), problem(rng, m + 1, n)
        lambdas = np.sort(rng.uniform(0.1, 5, size=4))
        thetas = [fitted(X, y, reg) for reg in lambdas]
        train = np.array([half_mean_square(X, y, theta) for theta in thetas])
        val = np.array([half_mean_square(Xval, yval, theta) for theta in thetas])
        args = (X, y, Xval, yval, lambdas)
        yield Case(f"the errors in training, {m} examples", args, expected=(train, val), pick="[0]", rtol=1e-5)
        yield Case(f"the errors in validation, {m} examples", args, expected=(train, val), pick="[1]", rtol=1e-5)
