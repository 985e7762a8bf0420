"""What the deep network must do: slopes are measured, or worked out example by example."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from descent.ops import binary_cross_entropy
from gradus.grading.checks import Case, Law, exercise

Checks = Iterator[Case | Law]
Array = np.ndarray
NETWORKS = ((3, 1), (3, 4, 1), (2, 4, 3, 1), (2, 3, 3, 3, 1))


def drawn(rng: np.random.Generator, sizes: tuple[int, ...]) -> dict[str, Array]:
    found = {}
    for number, (before, after) in enumerate(zip(sizes, sizes[1:], strict=False), 1):
        found[f"W{number}"] = rng.normal(size=(after, before))
        found[f"b{number}"] = rng.normal(size=(after, 1))
    return found


def layers(X: Array, own: dict[str, Array]) -> tuple[list[Array], list[Array]]:
    """All inputs A and sums Z, each example on its own."""
    As, Zs = [X], []
    L = len(own) // 2
    for number in range(1, L + 1):
        W, b = own[f"W{number}"], own[f"b{number}"]
        Zs.append(np.stack([W @ column + b[:, 0] for column in As[-1].T], axis=1))
        As.append(1 / (1 + np.exp(-Zs[-1])) if number == L else np.where(Zs[-1] > 0, Zs[-1], 0.0))
    return As, Zs


def caches_of(X: Array, own: dict[str, Array]) -> tuple[Array, list[Any]]:
    As, Zs = layers(X, own)
    return As[-1], [((As[i], own[f"W{i + 1}"], own[f"b{i + 1}"]), Zs[i]) for i in range(len(Zs))]


def gradients(X: Array, Y: Array, own: dict[str, Array]) -> dict[str, Array]:
    As, Zs = layers(X, own)
    m, L = X.shape[1], len(Zs)
    found: dict[str, Array] = {}
    dZ = As[-1] - Y
    for number in range(L, 0, -1):
        found[f"dW{number}"] = sum(np.outer(d, a) for d, a in zip(dZ.T, As[number - 1].T, strict=True)) / m
        found[f"db{number}"] = sum(dZ.T)[:, np.newaxis] / m
        found[f"dA{number - 1}"] = np.einsum("ab,am->bm", own[f"W{number}"], dZ)
        if number > 1:
            dZ = found[f"dA{number - 1}"] * (Zs[number - 2] > 0)
    return found


def labels(rng: np.random.Generator, m: int) -> Array:
    return rng.permutation(np.arange(m) % 2)[np.newaxis, :]


def entropy(AL: Array, Y: Array) -> float:
    return float(binary_cross_entropy.forward(AL[0], Y[0])[0])


@exercise("L_model_forward", points=5)
def check_forward(rng: np.random.Generator) -> Checks:
    for sizes in NETWORKS:
        X, own = rng.normal(size=(sizes[0], 5)), drawn(rng, sizes)
        expected = caches_of(X, own)
        yield Case(f"AL of a network of {sizes}", (X, own), expected=expected, pick="[0]")
        yield Case(f"the caches of a network of {sizes}", (X, own), expected=expected, pick="[1]")


@exercise("compute_cost", points=5)
def check_cost(rng: np.random.Generator) -> Checks:
    for m in (3, 6):
        AL, Y = rng.uniform(0.1, 0.9, size=(1, m)), labels(rng, m)
        yield Case(f"the cost of {m} examples", (AL, Y), expected=entropy(AL, Y))


@exercise("linear_backward", points=5)
def check_linear_backward(rng: np.random.Generator) -> Checks:
    for before, after, m in ((3, 2, 4), (5, 3, 7)):
        dZ, A_prev, W = rng.normal(size=(after, m)), rng.normal(size=(before, m)), rng.normal(size=(after, before))
        cache = (A_prev, W, rng.normal(size=(after, 1)))
        dW = sum(np.outer(d, a) for d, a in zip(dZ.T, A_prev.T, strict=True)) / m
        expected = (np.einsum("ab,am->bm", W, dZ), dW, sum(dZ.T)[:, np.newaxis] / m)
        for place, name in enumerate(("dA_prev", "dW", "db")):
            yield Case(f"{name} of {m} examples", (dZ, cache), expected=expected, pick=f"[{place}]")


@exercise("L_model_backward", points=5, calls=["linear_backward"])
def check_backward(rng: np.random.Generator) -> Checks:
    for sizes in NETWORKS[1:]:
        X, own, Y = rng.normal(size=(sizes[0], 5)), drawn(rng, sizes), labels(rng, 5)
        AL, caches = caches_of(X, own)
        expected = gradients(X, Y, own)
        for name in sorted(expected):
            claim = f"{name} of a network of {sizes}"
            yield Case(claim, (AL, Y, caches), expected=expected, pick=f'["{name}"]')


@exercise("update_parameters", points=5)
def check_update(rng: np.random.Generator) -> Checks:
    for sizes in NETWORKS[1:3]:
        own = drawn(rng, sizes)
        grads = {f"d{name}": value for name, value in drawn(rng, sizes).items()}
        expected = {name: own[name] - 0.3 * grads[f"d{name}"] for name in own}
        yield Case(f"a step of a network of {sizes}", (own, grads, 0.3), expected=expected)


@exercise("L_layer_model", points=5, calls=["L_model_forward", "compute_cost", "L_model_backward", "update_parameters"])
def check_model(rng: np.random.Generator) -> Checks:
    for sizes in NETWORKS[1:3]:
        X, own, Y = rng.normal(size=(sizes[0], 5)), drawn(rng, sizes), labels(rng, 5)
        now, costs = dict(own), []
        for _ in range(3):
            costs.append(entropy(layers(X, now)[0][-1], Y))
            grads = gradients(X, Y, now)
            now = {name: now[name] - 0.1 * grads[f"d{name}"] for name in now}
        args = (X, Y, own, 0.1, 3)
        yield Case(f"what a network of {sizes} learns", args, expected=(now, costs), pick="[0]")
        yield Case(f"the costs of a network of {sizes}", args, expected=(now, costs), pick="[1]")
