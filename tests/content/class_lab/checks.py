"""Checks of the lab of classes."""

import numpy as np

from gradus.grading.checks import Steps, call, exercise, have, held_out, loss_falls, make, put, read, same_again, the


@exercise("Linear", points=20)
def linear(rng):
    X, d_out = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    W, b = rng.normal(size=(3, 2)), rng.normal(size=2)
    yield Steps(
        "forward is X W + b",
        make("layer", 3, 2),
        put("layer.b", b),
        read("layer.W", holds=lambda W, seen: None if W.shape == (3, 2) else f"W has shape {W.shape}, not (3, 2)"),
        call("layer.forward", X, expected=lambda seen: X @ seen["layer.W"] + b),
    )
    yield Steps(
        "backward keeps the gradients and passes one on",
        make("layer", 3, 2),
        put("layer.W", W),
        call("layer.forward", X),
        call("layer.backward", d_out, expected=d_out @ W.T),
        read("layer.dW", expected=X.T @ d_out),
        read("layer.db", expected=d_out.sum(axis=0)),
    )
    yield Steps("its length is the number of parameters", make("layer", 3, 2), call("layer.__len__", expected=8))
    yield same_again("the weights come from the seed", make("layer", 4, 3, 7), read("layer.W"))


@exercise("SGD", points=10)
def sgd(rng):
    W, g = rng.normal(size=(2, 1)), rng.normal(size=(2, 1))
    yield Steps(
        "two steps with momentum",
        make("layer", 2, 1, of="Linear"),
        put("layer.W", W),
        put("layer.dW", g),
        put("layer.db", np.zeros(1)),
        make("optimizer", 0.1, momentum=0.9),
        call("optimizer.step", the("layer")),
        read("layer.W", expected=W - 0.1 * g),
        call("optimizer.step", the("layer")),
        read("layer.W", expected=W - 0.29 * g),
    )


@exercise("train", points=10, calls=("Linear", "SGD"))
def train(rng):
    X = rng.normal(size=(40, 2))
    y = X @ rng.normal(size=(2, 1)) + 0.5
    yield loss_falls("training fits the line", call("train()", X, y, 60, pick="[1]"), to=0.05)
    yield same_again("training can be repeated", call("train()", X, y, 5, pick="[1]"))


@exercise("classify", points=10)
def classify(rng):
    labels = rng.permutation(np.arange(60) % 2)
    X = rng.normal(size=(60, 2)) + 3 * labels[:, np.newaxis]
    yield held_out(
        "two clouds are told apart",
        have("X", X[:30]),
        call("classify()", the("X"), labels[:30], X[30:]),
        y=labels[30:],
        at_least=0.9,
    )
