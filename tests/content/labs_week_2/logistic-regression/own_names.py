"""Other names for everything that is the writer's own, and lists for tuples."""

from __future__ import annotations

import numpy


def sigmoid(scores: numpy.ndarray) -> numpy.ndarray:
    """Squeeze scores."""
    return 1 / (1 + numpy.exp(-scores))


def initialize_with_zeros(features: int) -> list:
    """Start."""
    return [numpy.zeros((features, 1)), 0.0]


def propagate(weights, bias, examples, labels) -> list:
    """Forward and back."""
    beliefs = sigmoid(weights.T.dot(examples) + bias)
    count = labels.shape[1]
    surprise = numpy.multiply(labels, numpy.log(beliefs)) + numpy.multiply(1 - labels, numpy.log(1 - beliefs))
    gradient = {}
    gradient["dw"] = examples.dot((beliefs - labels).T) / count
    gradient["db"] = (beliefs - labels).sum() / count
    return [gradient, -surprise.sum() / count]


def optimize(weights, bias, examples, labels, num_iterations=100, learning_rate=0.009, print_cost=False) -> list:
    """Descend."""
    diary = []
    for step in range(num_iterations):
        gradient, cost = propagate(weights, bias, examples, labels)
        weights = weights - learning_rate * gradient["dw"]
        bias = bias - learning_rate * gradient["db"]
        if step % 100 == 0:
            diary.append(cost)
    return [{"w": weights, "b": bias}, gradient, diary]


def predict(weights, bias, examples):
    """Decide."""
    return (sigmoid(weights.T.dot(examples) + bias) >= 0.5).astype("int8")


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    """Everything."""
    weights, bias = initialize_with_zeros(X_train.shape[0])
    trained, _, diary = optimize(weights, bias, X_train, Y_train, num_iterations, learning_rate, print_cost)
    both = [predict(trained["w"], trained["b"], examples) for examples in (X_test, X_train)]
    return {
        "num_iterations": num_iterations,
        "learning_rate": learning_rate,
        "b": trained["b"],
        "w": trained["w"],
        "Y_prediction_train": both[1],
        "Y_prediction_test": both[0],
        "costs": diary,
    }
