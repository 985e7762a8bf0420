"""What the six functions must do. Expected values come from ``descent``, from paper, or from a law.

``descent`` keeps samples in rows and this lab keeps examples in columns, so the oracles below transpose.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from descent.ops import logistic_cost, sigmoid
from gradus.grading.checks import Case, Law, exercise

Checks = Iterator[Case | Law]
Array = np.ndarray
LN2, LN3 = float(np.log(2)), float(np.log(3))

HAND_X, HAND_Y = np.array([[1.0, 3.0], [2.0, 0.0]]), np.array([[1, 0]])
"""The example that the lab works out on paper."""


def propagated(w: Array, b: float, X: Array, Y: Array) -> tuple[dict[str, Any], float]:
    """What ``propagate`` must return."""
    cost, cache = logistic_cost.forward(X.T, w[:, 0], b, Y[0])
    _, dw, db, _ = logistic_cost.backward(1.0, cache)
    return {"dw": dw[:, np.newaxis], "db": float(db)}, float(cost)


def optimized(w: Array, b: float, X: Array, Y: Array, steps: int, rate: float) -> tuple[dict, dict, list[float]]:
    """What ``optimize`` must return."""
    costs, grads = [], {}
    for step in range(steps):
        grads, cost = propagated(w, b, X, Y)
        if step % 100 == 0:
            costs.append(cost)
        w, b = w - rate * grads["dw"], b - rate * grads["db"]
    return {"w": w, "b": b}, grads, costs


def probabilities(w: Array, b: float, X: Array) -> Array:
    """What the neuron believes, one column per example."""
    return sigmoid.sigmoid(w.T @ X + b)


def problem(rng: np.random.Generator, n: int, m: int) -> tuple[Array, float, Array, Array]:
    """Parameters and labelled examples with scores of moderate size; both labels occur if m > 1."""
    Y = rng.permutation(np.arange(m) % 2)[np.newaxis, :]
    return rng.normal(size=(n, 1)) / np.sqrt(n), float(rng.uniform(0.2, 0.8)), rng.normal(size=(n, m)), Y


def two_sizes(rng: np.random.Generator) -> tuple[int, int]:
    """Two different small sizes."""
    n, m = rng.choice([2, 3, 4, 5, 6], size=2, replace=False)
    return int(n), int(m)


@exercise("sigmoid", points=10)
def check_sigmoid(rng: np.random.Generator) -> Checks:
    row = rng.normal(scale=2, size=(1, int(rng.integers(3, 7))))
    table = rng.normal(scale=2, size=tuple(rng.integers(2, 5, size=2)))
    number = float(rng.uniform(-3, 3))
    yield Case("0 gives one half, ln 3 three quarters", args=(np.array([0.0, LN3]),), expected=np.array([0.5, 0.75]))
    yield Case("each score of a row becomes its probability", args=(row,), expected=sigmoid.sigmoid(row))
    yield Case("a matrix keeps its shape", args=(table,), expected=sigmoid.sigmoid(table))
    yield Case("a single number works too", args=(number,), expected=float(sigmoid.sigmoid(number)))
    yield Case("scores of ±500 give 0 and 1", args=(np.array([-500.0, 500.0]),), expected=np.array([0.0, 1.0]))


@exercise("initialize_with_zeros", points=10)
def check_initialize_with_zeros(rng: np.random.Generator) -> Checks:
    dim = int(rng.integers(3, 9))

    def plain_zero(result: Any, dim: int) -> str | None:
        if not isinstance(result, tuple | list) or len(result) != 2:
            return "The function should return two things, w and b."
        b = result[1]
        if np.ndim(b):
            return f"b is an array of shape {np.shape(b)}. It should be a plain number."
        return None if b == 0 else f"b is {b}."

    for name, size in [
        (f"w is a column of {dim} zeros", dim),
        ("a single weight is a column too", 1),
        ("one weight for each of 192 numbers", 192),
    ]:
        yield Case(name, args=(size,), expected=(np.zeros((size, 1)), 0.0), pick="[0]")
    yield Law("b is the number 0", args=(dim,), holds=plain_zero)


@exercise("propagate", points=25, calls=("sigmoid",))
def check_propagate(rng: np.random.Generator) -> Checks:
    start = (np.zeros((2, 1)), 0.0, HAND_X, HAND_Y)
    by_hand = ({"dw": np.array([[0.5], [-0.5]]), "db": 0.0}, LN2)
    yield Case("by hand: a neuron that knows nothing costs ln 2", args=start, expected=by_hand, pick="[1]", shape="any")
    yield Case("by hand: dw is (0.5, −0.5)", args=start, expected=by_hand, pick='[0]["dw"]')

    call = w, b, X, Y = problem(rng, *two_sizes(rng))
    right = grads, cost = propagated(*call)
    nudge, slopes = 1e-5, np.zeros_like(w)
    for j in range(len(w)):
        step = np.zeros_like(w)
        step[j] = nudge
        higher, lower = (propagated(w + sign * step, b, X, Y)[1] for sign in (1, -1))
        slopes[j] = (higher - lower) / (2 * nudge)
    measured = ({**grads, "dw": slopes}, cost)
    yield Case("dw is what nudging each weight measures", args=call, expected=measured, pick='[0]["dw"]')
    yield Case("db is the derivative for the bias", args=call, expected=right, pick='[0]["db"]', shape="any")
    yield Case("the cost is the mean loss of all examples", args=call, expected=right, pick="[1]", shape="any")

    twice = (w, b, np.hstack([X, X]), np.hstack([Y, Y]))
    yield Case("seeing every example twice changes no mean", args=twice, expected=right, shape="any")

    single = problem(rng, 3, 1)
    yield Case("a single example", args=single, expected=propagated(*single), shape="any")


@exercise("optimize", points=20, calls=("sigmoid", "propagate"))
def check_optimize(rng: np.random.Generator) -> Checks:
    start = problem(rng, *two_sizes(rng))
    rate, steps = float(rng.uniform(0.05, 0.2)), int(rng.integers(5, 40))
    once, many = (*start, 1, rate), (*start, steps, rate)
    first, last = optimized(*once), optimized(*many)
    yield Case("one step moves w against its gradient", args=once, expected=first, pick='[0]["w"]')
    yield Case("one step moves b against its derivative", args=once, expected=first, pick='[0]["b"]', shape="any")
    yield Case(f"w and b after {steps} steps", args=many, expected=last, pick="[0]", shape="any")
    yield Case("dw and db are what the last step used", args=many, expected=last, pick="[1]", shape="any")

    call = (*problem(rng, 2, 6), 301, rate)
    name = "301 steps record the costs before steps 0, 100, 200 and 300"
    yield Case(name, args=call, expected=optimized(*call), pick="[2]", shape="any")


@exercise("predict", points=15, calls=("sigmoid",))
def check_predict(rng: np.random.Generator) -> Checks:
    n, m = two_sizes(rng)
    w, _, X, _ = problem(rng, n, 3 * m)
    b = float(rng.normal())
    moved = 3.0 if rng.integers(2) else -3.0

    sure = rng.choice([-1.0, 1.0], size=(1, 8)) * rng.uniform(1, 3, size=(1, 8))
    unsure = np.array([[0.4, -0.4, 0.1, -0.1, 0.7]])
    one = np.ones((1, 1))
    yield Case("scores well above 0 are a yes, well below a no", args=(one, 0.0, sure), expected=1 * (sure > 0))
    close_call = np.array([[1, 0, 1, 0, 1]])
    yield Case("a probability just above one half is a yes", args=(one, 0.0, unsure), expected=close_call)
    yield Case("the bias counts", args=(one, moved, unsure), expected=np.full((1, 5), int(moved > 0)))
    yield Case("random examples fall on their side", args=(w, b, X), expected=1 * (probabilities(w, b, X) > 0.5))
    yield Case("a single example", args=(w, 0.1, -w), expected=np.array([[int(float(np.sum(w * w)) < 0.1)]]))


@exercise("model", points=20, calls=("sigmoid", "initialize_with_zeros", "propagate", "optimize", "predict"))
def check_model(rng: np.random.Generator) -> Checks:
    n, m = int(rng.integers(2, 5)), int(rng.integers(7, 12))
    data = (*problem(rng, n, m)[2:], *problem(rng, n, m - 3)[2:])
    call = (*data, int(rng.integers(101, 130)), float(rng.uniform(0.05, 0.3)))
    right = trained(*call)
    yield Case("w is what so many steps from zero lead to", args=call, expected=right, pick='["w"]')
    yield Case("b is what so many steps from zero lead to", args=call, expected=right, pick='["b"]', shape="any")
    yield Case("the costs are those of the training", args=call, expected=right, pick='["costs"]', shape="any")
    yield Case("the test examples are predicted", args=call, expected=right, pick='["Y_prediction_test"]')
    yield Case("the training examples are predicted", args=call, expected=right, pick='["Y_prediction_train"]')
    yield Case("the number of steps is reported", args=call, expected=right, pick='["num_iterations"]')
    yield Case("the learning rate is reported", args=call, expected=right, pick='["learning_rate"]')

    square = (*problem(rng, 5, 5)[2:], *problem(rng, 5, 3)[2:], 20, 0.1)
    yield Case("as many examples as features", args=square, expected=trained(*square), pick='["w"]')

    side = rng.permutation(np.arange(12) % 2)[np.newaxis]
    apart = rng.normal(scale=0.3, size=(2, 12)) + np.array([[2.0], [-1.0]]) * (2 * side - 1)
    groups = (apart[:, :9], side[:, :9], apart[:, 9:], side[:, 9:])
    told_apart = "unless told otherwise, 2000 steps at rate 0.5 tell two groups apart"
    yield Law(told_apart, args=groups, holds=_defaults, timeout=20.0)


def trained(X: Array, Y: Array, X_test: Array, Y_test: Array, steps: int, rate: float) -> dict[str, Any]:
    """What ``model`` must return."""
    params, _, costs = optimized(np.zeros((len(X), 1)), 0.0, X, Y, steps, rate)
    predictions = {
        f"Y_prediction_{name}": 1 * (probabilities(**params, X=examples) > 0.5)
        for name, examples in [("train", X), ("test", X_test)]
    }
    return {"costs": costs, **predictions, **params, "learning_rate": rate, "num_iterations": steps}


def _defaults(result: Any, X: Array, Y: Array, X_test: Array, Y_test: Array) -> str | None:
    given, recorded = (result["num_iterations"], result["learning_rate"]), len(result["costs"])
    if given != (2000, 0.5):
        return f"It took {given[0]} steps at rate {given[1]}."
    if recorded != 20:
        return f"2000 steps record 20 costs; there are {recorded}."
    for key, truth in [("Y_prediction_train", Y), ("Y_prediction_test", Y_test)]:
        prediction = np.asarray(result[key])
        if prediction.shape != truth.shape:
            return f'result["{key}"] has shape {prediction.shape}; the labels have {truth.shape}.'
        if wrong := int(np.sum(prediction != truth)):
            return f'result["{key}"] is wrong for {wrong} of {truth.size} examples.'
    return None
