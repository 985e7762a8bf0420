"""What these three must do: by counting, by whole tables where the lab loops, by measured slopes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from descent.gradcheck import numerical_gradient
from gradus.grading.checks import Case, Law, exercise

Checks = Iterator[Case | Law]
Array = np.ndarray


def f1(y: Array, p: Array, epsilon: float) -> float:
    flagged = [bool(one < epsilon) for one in p]
    right = sum(flag and label == 1 for flag, label in zip(flagged, y, strict=True))
    return 2 * right / (sum(flagged) + int(sum(y))) if right else 0.0


@exercise("select_threshold", points=5)
def check_threshold(rng: np.random.Generator) -> Checks:
    for m in (12, 20):
        y = (np.arange(m) % 3 == 0).astype(int)
        p = rng.uniform(0.1, 0.8, size=m) - 0.15 * y
        steps = np.arange(p.min(), p.max(), (p.max() - p.min()) / 1000)
        scores = [f1(y, p, float(epsilon)) for epsilon in steps]
        expected = (float(steps[int(np.argmax(scores))]), max(scores))
        yield Case(f"the best F1 of {m} examples", (y, p), expected=expected, pick="[1]")
        yield Case(f"the threshold for {m} examples", (y, p), expected=expected, pick="[0]", rtol=1e-6)


def ratings(rng: np.random.Generator, movies: int, users: int, n: int) -> tuple[Array, Array, Array, Array]:
    R = (np.add.outer(np.arange(movies), np.arange(users)) % 3 > 0).astype(int)
    return rng.normal(size=(movies, n)), rng.normal(size=(users, n)), rng.integers(1, 6, size=(movies, users)) * R, R


@exercise("cofi_cost_func", points=5)
def check_cost(rng: np.random.Generator) -> Checks:
    for movies, users, n in ((4, 3, 2), (5, 4, 3)):
        X, W, Y, R = ratings(rng, movies, users, n)
        b, reg = rng.normal(size=(1, users)), float(rng.uniform(0.5, 2))
        errors = np.where(R == 1, np.einsum("in,jn->ij", X, W) + b - Y, 0.0)
        bare = float((errors**2).sum()) / 2
        yield Case(f"{movies} films, {users} users, no penalty", (X, W, b, Y, R, 0.0), expected=bare)
        whole = bare + reg / 2 * float((W**2).sum() + (X**2).sum())
        yield Case(f"{movies} films, {users} users", (X, W, b, Y, R, reg), expected=whole)


@exercise("cofiCostFunc", points=5)
def check_slope(rng: np.random.Generator) -> Checks:
    for movies, users, n in ((4, 3, 2), (5, 6, 3)):
        X, Theta, Y, R = ratings(rng, movies, users, n)
        wanted = numerical_gradient(lambda x: float(((R * (x @ Theta.T - Y)) ** 2).sum()) / 2, X)
        yield Case(f"{movies} films, {users} users", (X, Theta, Y, R), expected=wanted, atol=1e-6)


@exercise("findClosestCentroids", points=5)
def check_centroids(rng: np.random.Generator) -> Checks:
    for m, k, n in ((6, 3, 2), (9, 4, 3)):
        points, centroids = rng.normal(size=(m, n)), rng.normal(size=(k, n))
        far = [[float(np.linalg.norm(point - one)) for one in centroids] for point in points]
        wanted = np.array([row.index(min(row)) for row in far])
        yield Case(f"{m} points, {k} centroids", (points, centroids), expected=wanted)
