"""Checks of the tiny lab. Expected values are literals or laws."""

import numpy as np

from gradus.grading.checks import Case, Law, exercise


@exercise("squash", points=10)
def squash(rng):
    yield Case("squash(0) is one half", args=(0.0,), expected=0.5)
    z = rng.normal(size=(2, 3))
    yield Case("it works on arrays", args=(z,), expected=0.5 * (1 + np.tanh(z / 2)))
    yield Law(
        "squash(-z) is 1 - squash(z)",
        args=(np.array([-z, z]),),
        holds=lambda s, z: None if np.allclose(s[0], 1 - s[1]) else "the two halves do not add up to 1",
    )


@exercise("measure", points=20, calls=("squash",))
def measure(rng):
    w, X = rng.normal(size=(3, 1)), rng.normal(size=(3, 5))
    Y = (rng.random((1, 5)) > 0.5).astype(float)
    A = 0.5 * (1 + np.tanh(w.T @ X / 2))
    expected = ({"dw": 2 * X @ (A - Y).T / 5}, float(np.mean((A - Y) ** 2)))
    yield Case("the mean is over the examples", args=(w, X, Y), expected=expected, pick="[1]")
    yield Case("dw is the slope", args=(w, X, Y), expected=expected, pick='[0]["dw"]')


@exercise("descend", points=10)
def descend(rng):
    start = float(rng.uniform(1, 2))
    yield Case("three steps", args=(start, 3, 0.1), expected=[start * 0.8, start * 0.64, start * 0.512])
    yield Case("no step at all", args=(start, 0, 0.1), expected=[])


@exercise("Counter", points=5)
def counter(rng):
    yield Law("a counter can be made", args=(3,), holds=lambda counter, start: None)
