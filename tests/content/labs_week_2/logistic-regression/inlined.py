"""Nothing calls anything: each function does its own work."""

import numpy as np


def sigmoid(z):
    return np.exp(-np.logaddexp(0, -np.asarray(z, dtype=float)))


def initialize_with_zeros(dim):
    b = 0.0
    w = np.zeros(dim)
    w = w.reshape(dim, 1)
    return w, b


def propagate(w, b, X, Y):
    A = 1 / (1 + np.exp(-(np.dot(w.T, X) + b)))
    cost = -np.average(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    dw = np.average(X * (A - Y), axis=1).reshape(-1, 1)
    db = np.average(A - Y)
    return {"dw": dw, "db": db}, cost


def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    costs = []
    m = X.shape[1]
    for i in range(num_iterations):
        A = 1 / (1 + np.exp(-(np.dot(w.T, X) + b)))
        if i % 100 == 0:
            costs.append(-np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m)
        dw = np.dot(X, (A - Y).T) / m
        db = np.sum(A - Y) / m
        w = w - learning_rate * dw
        b = b - learning_rate * db
    return {"w": w, "b": b}, {"dw": dw, "db": db}, costs


def predict(w, b, X):
    A = 1 / (1 + np.exp(-(np.dot(w.T, X) + b)))
    Y_prediction = np.zeros((1, X.shape[1]))
    Y_prediction[A > 0.5] = 1
    return Y_prediction


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b, costs, m = np.zeros((X_train.shape[0], 1)), 0.0, [], X_train.shape[1]
    for i in range(num_iterations):
        A = 1 / (1 + np.exp(-(np.dot(w.T, X_train) + b)))
        if i % 100 == 0:
            costs.append(-np.sum(Y_train * np.log(A) + (1 - Y_train) * np.log(1 - A)) / m)
        w = w - learning_rate * np.dot(X_train, (A - Y_train).T) / m
        b = b - learning_rate * np.sum(A - Y_train) / m
    return {
        "costs": costs,
        "Y_prediction_test": 1 * (np.dot(w.T, X_test) + b > 0),
        "Y_prediction_train": 1 * (np.dot(w.T, X_train) + b > 0),
        "w": w,
        "b": b,
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }
