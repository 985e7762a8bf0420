"""Flat vectors inside, the shapes of the contract at the door."""

import numpy as np


def sigmoid(z):
    return np.divide(1, 1 + np.exp(-z))


def initialize_with_zeros(dim):
    return np.zeros(dim)[:, np.newaxis], 0.0


def propagate(w, b, X, Y):
    y, flat = Y.ravel(), w.ravel()
    a = sigmoid(X.T @ flat + b)
    cost = -(y @ np.log(a) + (1 - y) @ np.log(1 - a)) / y.size
    dw = X @ (a - y) / y.size
    return {"dw": dw.reshape(w.shape), "db": (a - y).mean()}, cost


def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    history = []
    for _ in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        history.append(cost)
        w = w + -learning_rate * grads["dw"]
        b = b + -learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, history[::100]


def predict(w, b, X):
    return np.atleast_2d(np.where(sigmoid(X.T @ w.ravel() + b) > 0.5, 1, 0))


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    params, _, costs = optimize(
        *initialize_with_zeros(X_train.shape[0]), X_train, Y_train, num_iterations, learning_rate
    )
    d = {**params, "costs": costs, "learning_rate": learning_rate, "num_iterations": num_iterations}
    for name, X in {"train": X_train, "test": X_test}.items():
        d["Y_prediction_" + name] = predict(d["w"], d["b"], X)
    return d
