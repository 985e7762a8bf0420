"""Index notation."""

import numpy as np


def sigmoid(z):
    return 0.5 * (1 + np.tanh(np.asarray(z) / 2))


def initialize_with_zeros(dim):
    w = np.empty((dim, 1))
    w.fill(0)
    return w, np.float64(0)


def propagate(w, b, X, Y):
    m = Y.shape[1]
    z = np.einsum("jk,ji->ki", w, X) + b
    A = sigmoid(z)
    cost = np.einsum("ki->", np.logaddexp(0, z) - Y * z) / m
    dw = np.einsum("ji,ki->jk", X, A - Y) / m
    db = np.einsum("ki->", A - Y) / m
    return {"dw": dw, "db": db}, cost


def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    costs = np.zeros(0)
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        if i % 100 == 0:
            costs = np.append(costs, cost)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, costs


def predict(w, b, X):
    return np.heaviside(np.einsum("jk,ji->ki", w, X) + b, 0)


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(X_train.shape[0])
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
    d = dict(params)
    d["costs"] = costs
    d["Y_prediction_train"] = predict(params["w"], params["b"], X_train)
    d["Y_prediction_test"] = predict(params["w"], params["b"], X_test)
    d["learning_rate"], d["num_iterations"] = learning_rate, num_iterations
    return d
