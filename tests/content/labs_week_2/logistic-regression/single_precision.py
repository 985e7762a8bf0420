"""Everything in float32."""

import numpy as np

F = np.float32


def sigmoid(z):
    return (1 / (1 + np.exp(-np.asarray(z, dtype=F)))).astype(F)


def initialize_with_zeros(dim):
    return np.zeros((dim, 1), dtype=np.float32), 0.0


def propagate(w, b, X, Y):
    w, X, Y = w.astype(F), X.astype(F), Y.astype(F)
    A = sigmoid(w.T @ X + F(b))
    m = F(X.shape[1])
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A), dtype=F) / m
    return {"dw": X @ (A - Y).T / m, "db": np.sum(A - Y, dtype=F) / m}, cost


def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    w, b, rate = w.astype(F), F(b), F(learning_rate)
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        if i % 100 == 0:
            costs.append(cost)
        w, b = w - rate * grads["dw"], b - rate * grads["db"]
    return {"w": w, "b": b}, grads, costs


def predict(w, b, X):
    return (sigmoid(w.T.astype(F) @ X.astype(F) + F(b)) > 0.5).astype(np.uint8)


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(X_train.shape[0])
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
    return {
        "costs": costs,
        "Y_prediction_test": predict(params["w"], params["b"], X_test),
        "Y_prediction_train": predict(params["w"], params["b"], X_train),
        "w": params["w"],
        "b": params["b"],
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }
