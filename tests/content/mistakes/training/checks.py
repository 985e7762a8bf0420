"""What starting, dropping out and checking must do; draws are repeated with the generator of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from gradus.grading.checks import Case, Law, exercise

Checks = Iterator[Case | Law]
Array = np.ndarray


def drawing(seed: int) -> Any:
    return np.random.RandomState(seed)  # noqa: NPY002 -- the contract speaks of this generator


@exercise("initialize_parameters_zeros", points=5)
def check_zeros(rng: np.random.Generator) -> Checks:
    for sizes in ([3, 2, 1], [4, 3, 5, 2]):
        for number, (before, after) in enumerate(zip(sizes, sizes[1:], strict=False), 1):
            expected = {f"W{number}": np.zeros((after, before)), f"b{number}": np.zeros((after, 1))}
            for name in expected:
                yield Case(f"{name} of {sizes}", (sizes,), expected=expected, pick=f'["{name}"]')


@exercise("initialize_parameters_he", points=5)
def check_he(rng: np.random.Generator) -> Checks:
    for sizes in ([3, 2, 1], [5, 3, 4, 2]):
        seed = int(rng.integers(1 << 30))
        numbers, expected = drawing(seed), {}
        for number, (before, after) in enumerate(zip(sizes, sizes[1:], strict=False), 1):
            expected[f"W{number}"] = numbers.randn(after, before) * (2 / before) ** 0.5
            expected[f"b{number}"] = np.zeros((after, 1))
        for name in expected:
            yield Case(f"{name} of {sizes}", (sizes,), expected=expected, pick=f'["{name}"]', seed=seed)


@exercise("forward_propagation_with_dropout", points=5)
def check_dropout(rng: np.random.Generator) -> Checks:
    for n, h, m in ((2, 4, 5), (3, 6, 7)):
        seed = int(rng.integers(1 << 30))
        own = {"W1": rng.normal(size=(h, n)), "b1": rng.normal(size=(h, 1))}
        own |= {"W2": rng.normal(size=(1, h)), "b2": rng.normal(size=(1, 1))}
        X, kept = rng.normal(size=(n, m)), float(rng.uniform(0.5, 0.8))
        mask = drawing(seed).rand(h, m)
        hidden = np.einsum("hn,nm->hm", own["W1"], X) + own["b1"]
        hidden = np.where((hidden > 0) & (mask < kept), hidden / kept, 0.0)
        wanted = 1 / (1 + np.exp(-(np.einsum("kh,hm->km", own["W2"], hidden) + own["b2"])))
        yield Case(f"A2 of {m} examples", (X, own, kept), expected=wanted, seed=seed)
        yield Case(f"nothing dropped of {m}", (X, own, 1.0), expected=_undropped(X, own), seed=seed)


def _undropped(X: Array, own: dict[str, Array]) -> Array:
    hidden = np.maximum(np.einsum("hn,nm->hm", own["W1"], X) + own["b1"], 0)
    return np.asarray(1 / (1 + np.exp(-(np.einsum("kh,hm->km", own["W2"], hidden) + own["b2"]))))


@exercise("gradient_check", points=5)
def check_gradient_check(rng: np.random.Generator) -> Checks:
    for factor in (1.5, 0.25):
        theta, x, y = rng.normal(size=2), float(rng.uniform(1, 2)), float(rng.normal())
        error = theta[0] * x + theta[1] ** 2 - y
        right = np.array([error * x, error * 2 * theta[1]])
        grad = right * np.array([factor, 1.0])
        far = np.linalg.norm(grad - right) / (np.linalg.norm(grad) + np.linalg.norm(right))
        yield Case(f"a slope that is {factor} times too large", (theta, grad, x, y), expected=float(far), rtol=1e-4)


@exercise("backward_propagation_n", points=5)
def check_backward(rng: np.random.Generator) -> Checks:
    for n, h, k, m in ((2, 3, 1, 4), (4, 5, 2, 7)):
        X, Z1, W2 = rng.normal(size=(n, m)), rng.normal(size=(h, m)), rng.normal(size=(k, h))
        A1, A2, Y = np.where(Z1 > 0, Z1, 0.0), rng.uniform(size=(k, m)), rng.integers(0, 2, size=(k, m))
        error = A2 - Y
        back = np.einsum("kh,km->hm", W2, error) * (Z1 > 0)
        expected = {
            "dW1": np.einsum("hm,nm->hn", back, X) / m,
            "db1": np.einsum("hm->h", back)[:, None] / m,
            "dW2": np.einsum("km,hm->kh", error, A1) / m,
            "db2": np.einsum("km->k", error)[:, None] / m,
        }
        for name in expected:
            yield Case(f"{name} of {m} examples", (X, Y, (Z1, A1, W2, A2)), expected=expected, pick=f'["{name}"]')
