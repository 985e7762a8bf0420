"""Prints everywhere, helpers of one's own, training at the top of the file."""

import time

import numpy as np

started = time.time()
np.random.seed(1)  # noqa: NPY002
VERBOSE = True


def say(*what):
    if VERBOSE:
        print(*what, flush=True)


def score(w, b, X):
    say("score", w.shape, X.shape)
    return np.dot(w.T, X) + b


def sigmoid(z):
    say("sigmoid of", z)
    return 1 / (1 + np.exp(-z))


def initialize_with_zeros(dim):
    say(dim)
    w = np.random.randn(dim, 1) * 0  # noqa: NPY002
    return w, 0.0


def activation(w, b, X):
    return sigmoid(score(w, b, X))


def cross_entropy(A, Y):
    terms = Y * np.log(A) + (1 - Y) * np.log(1 - A)
    return -terms.sum() / terms.shape[1]


def propagate(w, b, X, Y):
    A = activation(w, b, X)
    cost = cross_entropy(A, Y)
    say("cost", cost)
    error = np.subtract(A, Y)
    grads = {"dw": np.matmul(X, np.transpose(error)) / X.shape[1], "db": np.average(error), "note": "extra"}
    return grads, cost


def update(parameter, gradient, rate):
    return parameter - rate * gradient


def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    costs, VERBOSE = [], False
    for i in range(0, num_iterations, 1):
        grads, cost = propagate(w, b, X, Y)
        w = update(w, grads["dw"], learning_rate)
        b = update(b, grads["db"], learning_rate)
        if i in range(0, num_iterations, 100):
            costs.append(cost)
            say(i, cost, VERBOSE)
    params = {"w": w, "b": b}
    return params, grads, costs


def predict(w, b, X):
    A = activation(w, b, X)
    say(A)
    return np.array([[1 if a > 0.5 else 0 for a in A[0]]])


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(X_train.shape[0])
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    test, train = predict(params["w"], params["b"], X_test), predict(params["w"], params["b"], X_train)
    say("accuracy", np.mean(train == Y_train), np.mean(test == Y_test))
    d = {"costs": costs, "Y_prediction_test": test, "Y_prediction_train": train, "w": params["w"], "b": params["b"]}
    d["learning_rate"] = learning_rate
    d["num_iterations"] = num_iterations
    return d


d = model(np.ones((2, 3)), np.ones((1, 3)), np.ones((2, 1)), np.ones((1, 1)), num_iterations=10)
print(d, time.time() - started)
