"""What Adam and mini-batches must do, number by number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from gradus.grading.checks import Case, Law, exercise

Checks = Iterator[Case | Law]


@exercise("update_parameters_with_adam", points=5)
def check_adam(rng: np.random.Generator) -> Checks:
    for t in (1, 3):
        shapes = {"W1": (2, 3), "b1": (2, 1)}
        own = {name: rng.normal(size=shape) for name, shape in shapes.items()}
        grads = {f"d{name}": rng.normal(size=shape) * 0.1 for name, shape in shapes.items()}
        v = {f"d{name}": rng.normal(size=shape) for name, shape in shapes.items()}
        s = {f"d{name}": rng.uniform(0.1, 1, size=shape) for name, shape in shapes.items()}
        rate, beta1, beta2, epsilon = 0.05, float(rng.uniform(0.8, 0.9)), float(rng.uniform(0.95, 0.99)), 0.01
        new: tuple[dict[str, Any], ...] = ({}, {}, {})
        for name in shapes:
            key = f"d{name}"
            new[1][key] = beta1 * v[key] + (1 - beta1) * grads[key]
            new[2][key] = beta2 * s[key] + (1 - beta2) * grads[key] ** 2
            far = (new[2][key] / (1 - beta2**t)) ** 0.5 + epsilon
            new[0][name] = own[name] - rate * (new[1][key] / (1 - beta1**t)) / far
        args = (own, grads, v, s, t, rate, beta1, beta2, epsilon)
        for path in ('[1]["dW1"]', '[2]["dW1"]', '[0]["W1"]', '[0]["b1"]'):
            name = {"0": "", "1": "v of ", "2": "s of "}[path[1]] + path[5:-2]
            yield Case(f"{name} after step {t}", args, expected=new, pick=path)


@exercise("random_mini_batches", points=5)
def check_batches(rng: np.random.Generator) -> Checks:
    for m, size in ((8, 4), (11, 4), (7, 3)):
        seed = int(rng.integers(1 << 30))
        X, Y = rng.normal(size=(3, m)), rng.integers(0, 2, size=(1, m))
        order = np.random.RandomState(seed).permutation(m)  # noqa: NPY002 -- the contract speaks of this generator
        parts = [order[begin : begin + size] for begin in range(0, m, size)]
        wanted = [(X[:, part], Y[:, part]) for part in parts]
        yield Case(f"{m} examples in batches of {size}", (X, Y, size), expected=wanted, seed=seed)
