"""Stable forms that stay with the score as long as they can."""

import numpy as np


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(-np.abs(z))
    return np.where(z < 0, e, 1.0) / (1 + e)


def initialize_with_zeros(dim):
    return np.full((dim, 1), 0.0), 0


def propagate(w, b, X, Y):
    m = X.shape[1]
    z = w.T @ X + b
    losses = np.maximum(z, 0) - z * Y + np.log1p(np.exp(-np.abs(z)))
    error = sigmoid(z) - Y
    dw = np.sum(X * error, axis=1, keepdims=True) / m
    return {"db": np.sum(error) / m, "dw": dw}, np.sum(losses) / m


def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    v = np.vstack([w, [[float(b)]]])
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(v[:-1], v[-1, 0], X, Y)
        if i % 100 == 0:
            costs.append(float(cost))
        v = v - learning_rate * np.vstack([grads["dw"], [[grads["db"]]]])
    return {"w": v[:-1], "b": v[-1, 0]}, grads, costs


def predict(w, b, X):
    return w.T @ X + b > 0


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    params, _, costs = optimize(
        *initialize_with_zeros(X_train.shape[0]), X_train, Y_train, num_iterations, learning_rate
    )
    w, b = params.values()
    return {
        "costs": costs,
        "Y_prediction_test": predict(w, b, X_test),
        "Y_prediction_train": predict(w, b, X_train),
        "w": w,
        "b": b,
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }
