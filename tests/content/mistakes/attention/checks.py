"""What attention must do, by ``descent`` and by sums."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from descent.ops import softmax, softmax_cross_entropy
from gradus.grading.checks import Case, Law, exercise

Checks = Iterator[Case | Law]


@exercise("scaled_dot_product_attention", points=5)
def check_attention(rng: np.random.Generator) -> Checks:
    for n, m, d, dv in ((2, 3, 4, 2), (4, 2, 3, 5)):
        q, k, v = rng.normal(size=(n, d)), rng.normal(size=(m, d)), rng.normal(size=(m, dv))
        weights = softmax.softmax(np.einsum("nd,md->nm", q, k) / math.sqrt(d), axis=1)
        expected = (np.einsum("nm,mv->nv", weights, v), weights)
        yield Case(f"the weights of {n} queries", (q, k, v), expected=expected, pick="[1]")
        yield Case(f"the output of {n} queries", (q, k, v), expected=expected, pick="[0]")


@exercise("linear_function", points=5)
def check_linear(rng: np.random.Generator) -> Checks:
    for number in (1, 2):
        seed = int(rng.integers(1 << 30))
        numbers = np.random.RandomState(seed)  # noqa: NPY002 -- the contract speaks of this generator
        X, W, b = numbers.randn(3, 1), numbers.randn(4, 3), numbers.randn(4, 1)
        yield Case(f"draw {number}", (), expected=np.einsum("ij,jk->ik", W, X) + b, seed=seed)


@exercise("compute_total_loss", points=5)
def check_loss(rng: np.random.Generator) -> Checks:
    for k, m in ((3, 4), (5, 2)):
        logits, classes = rng.normal(size=(k, m)), rng.integers(0, k, size=m)
        wanted = m * float(softmax_cross_entropy.forward(logits.T, classes)[0])
        yield Case(f"{m} examples, {k} classes", (logits, np.eye(k)[classes].T), expected=wanted)
