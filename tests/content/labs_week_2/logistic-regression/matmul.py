"""The operator @, means instead of sums, and thresholds in other words."""

import numpy as np


def sigmoid(z):
    return np.reciprocal(1.0 + np.exp(np.negative(z)))


def initialize_with_zeros(dim):
    return np.zeros([dim, 1]), float(0)


def propagate(w, b, X, Y):
    A = sigmoid(w.T @ X + b)
    right = np.where(Y == 1, A, 1 - A)
    E = A - Y
    return {"dw": X @ E.T / E.size, "db": E.mean()}, -np.log(right).mean()


def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    costs = []
    for step in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        if not step % 100:
            costs += [cost]
        w, b = w - learning_rate * grads["dw"], b - learning_rate * grads["db"]
    return dict(w=w, b=b), grads, costs


def predict(w, b, X):
    return np.round(sigmoid(w.T @ X + b))


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    start = initialize_with_zeros(len(X_train))
    params, _, costs = optimize(*start, X_train, Y_train, num_iterations, learning_rate)
    return dict(
        costs=costs,
        Y_prediction_test=predict(**params, X=X_test),
        Y_prediction_train=predict(**params, X=X_train),
        **params,
        learning_rate=learning_rate,
        num_iterations=num_iterations,
    )
