"""What recurrent networks must do: sums by einsum, gradients measured by moving each number a little."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from descent.gradcheck import numerical_gradient
from gradus.grading.checks import Case, Law, exercise

Checks = Iterator[Case | Law]
Array = np.ndarray
SIZES = ((2, 3, 4, 2, 3), (3, 4, 2, 3, 4))
"""Inputs, states, outputs, examples, steps."""


def columns(z: Array) -> Array:
    e = np.exp(z - z.max(axis=0))
    return np.asarray(e / e.sum(axis=0))


def squash(z: Array) -> Array:
    return np.asarray(0.5 * (1 + np.tanh(z / 2)))


def drawn(rng: np.random.Generator, n_x: int, n_a: int, n_y: int) -> dict[str, Array]:
    shapes = {"Wax": (n_a, n_x), "Waa": (n_a, n_a), "Wya": (n_y, n_a), "ba": (n_a, 1), "by": (n_y, 1)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def step(xt: Array, a: Array, own: dict[str, Array]) -> tuple[Array, Array]:
    after = np.tanh(np.einsum("ax,xm->am", own["Wax"], xt) + np.einsum("ab,bm->am", own["Waa"], a) + own["ba"])
    return after, columns(np.einsum("ya,am->ym", own["Wya"], after) + own["by"])


def run(x: Array, a: Array, own: dict[str, Array]) -> tuple[Array, Array]:
    states, outputs = [], []
    for t in range(x.shape[2]):
        a, y = step(x[:, :, t], a, own)
        states.append(a)
        outputs.append(y)
    return np.stack(states, axis=2), np.stack(outputs, axis=2)


@exercise("rnn_cell_forward", points=5)
def check_cell(rng: np.random.Generator) -> Checks:
    for n_x, n_a, n_y, m, _ in SIZES:
        args = (rng.normal(size=(n_x, m)), rng.normal(size=(n_a, m)), drawn(rng, n_x, n_a, n_y))
        expected = step(*args)
        yield Case(f"a_next of {m} examples", args, expected=expected, pick="[0]")
        yield Case(f"yt_pred of {m} examples", args, expected=expected, pick="[1]")


@exercise("rnn_forward", points=5, calls=["rnn_cell_forward"])
def check_forward(rng: np.random.Generator) -> Checks:
    for n_x, n_a, n_y, m, T in SIZES:
        args = (rng.normal(size=(n_x, m, T)), rng.normal(size=(n_a, m)), drawn(rng, n_x, n_a, n_y))
        expected = run(*args)
        yield Case(f"a over {T} steps", args, expected=expected, pick="[0]")
        yield Case(f"y_pred over {T} steps", args, expected=expected, pick="[1]")


@exercise("rnn_backward", points=5)
def check_backward(rng: np.random.Generator) -> Checks:
    for n_x, n_a, n_y, m, T in SIZES:
        x, a0, own = rng.normal(size=(n_x, m, T)), rng.normal(size=(n_a, m)), drawn(rng, n_x, n_a, n_y)
        a, _ = run(x, a0, own)
        before = np.concatenate([a0[:, :, None], a[:, :, :-1]], axis=2)
        caches = [(a[:, :, t], before[:, :, t], x[:, :, t], own) for t in range(T)]
        da = rng.normal(size=(n_a, m, T))

        def weighed(**moved: Array) -> float:
            given = {"dx": x, "da0": a0, "dWax": own["Wax"], "dWaa": own["Waa"], "dba": own["ba"]} | moved
            inner = own | {"Wax": given["dWax"], "Waa": given["dWaa"], "ba": given["dba"]}
            return float(np.sum(run(given["dx"], given["da0"], inner)[0] * da))

        starts = {"dx": x, "da0": a0, "dWax": own["Wax"], "dWaa": own["Waa"], "dba": own["ba"]}
        expected = {name: numerical_gradient(_only(weighed, name), value) for name, value in starts.items()}
        for name in expected:
            yield Case(
                f"{name} over {T} steps", (da, caches), expected=expected, pick=f'["{name}"]', rtol=1e-4, atol=1e-6
            )


def _only(function: Callable[..., float], name: str) -> Callable[[Array], float]:
    return lambda value: function(**{name: value})


def gates(rng: np.random.Generator, n_x: int, n_a: int) -> dict[str, Array]:
    weights = {f"W{gate}": rng.normal(size=(n_a, n_a + n_x)) for gate in "fico"}
    return weights | {f"b{gate}": rng.normal(size=(n_a, 1)) for gate in "fico"}


def lstm_step(xt: Array, a: Array, c: Array, own: dict[str, Array]) -> tuple[Array, Array, tuple[Array, ...]]:
    both = np.vstack([a, xt])
    z = {gate: np.einsum("ab,bm->am", own[f"W{gate}"], both) + own[f"b{gate}"] for gate in "fico"}
    f, i, o, cc = squash(z["f"]), squash(z["i"]), squash(z["o"]), np.tanh(z["c"])
    after = f * c + i * cc
    return o * np.tanh(after), after, (f, i, cc, o)


@exercise("lstm_cell_forward", points=5)
def check_lstm_cell(rng: np.random.Generator) -> Checks:
    for n_x, n_a, _, m, _ in SIZES:
        args = (rng.normal(size=(n_x, m)), rng.normal(size=(n_a, m)), rng.normal(size=(n_a, m)), gates(rng, n_x, n_a))
        expected = lstm_step(*args)[:2]
        yield Case(f"a_next of {m} examples", args, expected=expected, pick="[0]")
        yield Case(f"c_next of {m} examples", args, expected=expected, pick="[1]")


@exercise("lstm_forward", points=5, calls=["lstm_cell_forward"])
def check_lstm(rng: np.random.Generator) -> Checks:
    for n_x, n_a, _, m, T in SIZES:
        x, a0, own = rng.normal(size=(n_x, m, T)), rng.normal(size=(n_a, m)), gates(rng, n_x, n_a)
        a, c, found = a0, np.zeros((n_a, m)), []
        for t in range(T):
            a, c, _ = lstm_step(x[:, :, t], a, c, own)
            found.append((a, c))
        expected = tuple(np.stack([one[place] for one in found], axis=2) for place in (0, 1))
        yield Case(f"a over {T} steps", (x, a0, own), expected=expected, pick="[0]")
        yield Case(f"c over {T} steps", (x, a0, own), expected=expected, pick="[1]")


@exercise("lstm_cell_backward", points=5)
def check_lstm_backward(rng: np.random.Generator) -> Checks:
    for n_x, n_a, _, m, _ in SIZES:
        xt, a, c, own = (
            rng.normal(size=(n_x, m)),
            rng.normal(size=(n_a, m)),
            rng.normal(size=(n_a, m)),
            gates(rng, n_x, n_a),
        )
        after, cell, (f, i, cc, o) = lstm_step(xt, a, c, own)
        da, dc = rng.normal(size=(n_a, m)), rng.normal(size=(n_a, m))

        def weighed(**moved: Array) -> float:
            inner = own | {
                "Wf": moved.get("dWf", own["Wf"]),
                "Wo": moved.get("dWo", own["Wo"]),
                "bo": moved.get("dbo", own["bo"]),
            }
            one, two, _ = lstm_step(xt, moved.get("da_prev", a), c, inner)
            return float(np.sum(one * da) + np.sum(two * dc))

        starts = {"da_prev": a, "dWf": own["Wf"], "dWo": own["Wo"], "dbo": own["bo"]}
        expected: dict[str, Any] = {
            name: numerical_gradient(_only(weighed, name), value) for name, value in starts.items()
        }
        cache = (after, cell, a, c, f, i, cc, o, xt, own)
        for name in expected:
            yield Case(
                f"{name} of {m} examples", (da, dc, cache), expected=expected, pick=f'["{name}"]', rtol=1e-4, atol=1e-6
            )


@exercise("sample", points=5)
def check_sample(rng: np.random.Generator) -> Checks:
    for vocab, n_a, length in ((5, 3, 4), (7, 4, 6)):
        shapes = {"Waa": (n_a, n_a), "Wax": (n_a, vocab), "Wya": (vocab, n_a), "b": (n_a, 1), "by": (vocab, 1)}
        own, seed = {name: rng.normal(size=shape) for name, shape in shapes.items()}, int(rng.integers(1 << 30))
        numbers = np.random.RandomState(seed)  # noqa: NPY002 -- the contract speaks of this generator
        x, a, wanted = np.zeros(vocab), np.zeros(n_a), []
        for _ in range(length):
            a = np.tanh(own["Wax"] @ x + own["Waa"] @ a + own["b"][:, 0])
            wanted.append(int(numbers.choice(vocab, p=columns(own["Wya"] @ a + own["by"][:, 0]))))
            x = np.eye(vocab)[wanted[-1]]
        yield Case(f"{length} of {vocab} characters", (own, length), expected=wanted, seed=seed)
