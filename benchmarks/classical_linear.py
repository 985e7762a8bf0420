"""Linear models beside scikit-learn's, and one gradient step of logistic regression beside PyTorch's.

Each row has a name, the peer, and two builders; a builder makes the data and gives the callable that is timed. What
has to be computed is counted where the way to the answer is one and the same for all: not for the number of steps that
a solver takes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn import linear_model
from sklearn.datasets import load_digits

import descent
from benchmarks.rows import Row, Work

Build = Callable[[], Callable[[], object]]
STEPS = 50


def _numbers(n: int, d: int) -> tuple[Any, Any]:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, d))
    return X, X @ np.where(rng.random(d) < 0.3, rng.normal(size=d), 0) + rng.normal(size=n)


def _classes(n: int, d: int) -> tuple[Any, Any]:
    X, y = _numbers(n, d)
    return X, (y > 0).astype(int)


def _digits() -> tuple[Any, Any]:
    X, y = load_digits(return_X_y=True)
    return X / 16, y


def _cats() -> tuple[Any, Any]:
    rng = np.random.default_rng(0)
    return rng.random((209, 12288), dtype=np.float32), (rng.random(209) < 0.35).astype(np.float32)


def _ours(kind: str, data: Callable[[], tuple[Any, Any]], **parameters: Any) -> Build:
    def build() -> Callable[[], object]:
        X, y = data()
        return lambda: getattr(descent, kind)(**parameters).fit(X, y)

    return build


def _theirs(kind: str, data: Callable[[], tuple[Any, Any]], **parameters: Any) -> Build:
    def build() -> Callable[[], object]:
        X, y = data()
        return lambda: getattr(linear_model, kind)(**parameters).fit(X, y)

    return build


def _torch_steps() -> Callable[[], object]:
    import torch

    X, y = map(torch.from_numpy, _cats())

    def steps() -> object:
        w, b = torch.zeros(X.shape[1], requires_grad=True), torch.zeros((), requires_grad=True)
        optimizer = torch.optim.SGD([w, b], lr=1e-3)
        for _ in range(STEPS):
            optimizer.zero_grad()
            loss = torch.nn.functional.binary_cross_entropy_with_logits(X @ w + b, y)
            loss.backward()
            optimizer.step()
        return loss

    return steps


def _least_squares(n: int, d: int) -> Work:
    """X is read once, for X^T X, half of which mirrors the other half. float64 counts twice."""
    return Work(2 * 2 * n * d * (d + 1) / 2, 8 * n * d)


INTERPRETED = "A step along one coordinate costs scikit-learn's compiled loop 100 ns, and Python several times that."


def _row(kind: str, shape: tuple[int, int], **parameters: Any) -> Row:
    def data() -> tuple[Any, Any]:
        return (_classes if kind == "LogisticRegression" else _numbers)(*shape)

    name = f"{kind} {shape[0]}x{shape[1]}"
    sides = _ours(kind, data, **parameters), _theirs(kind, data, **parameters)
    counted = (lambda: _least_squares(*shape)) if kind in ("LinearRegression", "Ridge") else None
    why = INTERPRETED if kind == "Lasso" and shape[1] > shape[0] else ""
    return Row(name, "scikit-learn", *sides, work=counted, why=why)


ROWS = [
    *(_row(kind, shape) for kind in ("LinearRegression", "Ridge") for shape in ((1000, 20), (5000, 100))),
    *(_row("Lasso", shape, alpha=0.1) for shape in ((1000, 20), (5000, 100), (200, 1000), (100, 5000))),
    *(_row("LogisticRegression", shape) for shape in ((1000, 20), (5000, 100))),
    Row(
        "LogisticRegression digits, 10 classes",
        "scikit-learn",
        _ours("LogisticRegression", _digits),
        _theirs("LogisticRegression", _digits, max_iter=1000),
    ),
    Row(
        f"LogisticRegression 209x12288, {STEPS} gradient steps",
        "PyTorch",
        _ours("LogisticRegression", _cats, solver="gradient_descent", C=np.inf, lr=1e-3, max_iter=STEPS),
        _torch_steps,
        # X w and X^T g: two products a step, of which the second can not begin before the first is done
        work=lambda: Work(STEPS * 4 * 209 * 12288, STEPS * 2 * 4 * 209 * 12288, 2 * STEPS),
    ),
]
