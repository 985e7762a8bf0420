"""One example and one feature at a time."""

import math

import numpy as np


def sigmoid(z):
    if np.ndim(z) == 0:
        return 1 / (1 + math.exp(-z))
    result = np.zeros(z.shape)
    for index in np.ndindex(*z.shape):
        result[index] = 1 / (1 + math.exp(-z[index]))
    return result


def initialize_with_zeros(dim):
    w = np.array([[0.0] for _ in range(dim)])
    b = 0
    return w, b


def propagate(w, b, X, Y):
    n, m = X.shape
    cost, db = 0.0, 0.0
    dw = np.zeros((n, 1))
    for i in range(m):
        z = b
        for j in range(n):
            z += w[j, 0] * X[j, i]
        a = sigmoid(z)
        if Y[0, i] == 1:
            cost -= math.log(a)
        else:
            cost -= math.log(1 - a)
        for j in range(n):
            dw[j, 0] += X[j, i] * (a - Y[0, i])
        db += a - Y[0, i]
    return {"dw": dw / m, "db": db / m}, cost / m


def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    costs = []
    i = 0
    while i < num_iterations:
        grads, cost = propagate(w, b, X, Y)
        if i % 100 == 0:
            costs.append(cost)
        w = np.array([[w[j, 0] - learning_rate * grads["dw"][j, 0]] for j in range(len(w))])
        b = b - learning_rate * grads["db"]
        i += 1
    return {"w": w, "b": b}, grads, costs


def predict(w, b, X):
    m = X.shape[1]
    Y_prediction = np.zeros((1, m))
    for i in range(m):
        z = b + sum(w[j, 0] * X[j, i] for j in range(X.shape[0]))
        if sigmoid(z) > 0.5:
            Y_prediction[0, i] = 1
        else:
            Y_prediction[0, i] = 0
    return Y_prediction


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(X_train.shape[0])
    parameters, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    w = parameters["w"]
    b = parameters["b"]
    d = {}
    d["costs"] = costs
    d["Y_prediction_test"] = predict(w, b, X_test)
    d["Y_prediction_train"] = predict(w, b, X_train)
    d["w"] = w
    d["b"] = b
    d["learning_rate"] = learning_rate
    d["num_iterations"] = num_iterations
    return d
