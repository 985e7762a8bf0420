"""A class does the work; the functions of the contract are its doors."""

import numpy as np


class Neuron:
    def __init__(self, w, b):
        self.w = w
        self.b = b

    def scores(self, X):
        return self.w.T @ X + self.b

    def __call__(self, X):
        return sigmoid(self.scores(X))

    def gradient(self, X, Y):
        error = self(X) - Y
        return {"dw": X @ error.T / X.shape[1], "db": float(error.mean())}

    def cost(self, X, Y):
        A = self(X)
        return float(-(Y * np.log(A) + (1 - Y) * np.log(1 - A)).mean())

    def step(self, grads, rate):
        return Neuron(self.w - rate * grads["dw"], self.b - rate * grads["db"])


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def initialize_with_zeros(dim):
    neuron = Neuron(np.zeros((dim, 1)), 0.0)
    return neuron.w, neuron.b


def propagate(w, b, X, Y):
    neuron = Neuron(w, b)
    return neuron.gradient(X, Y), neuron.cost(X, Y)


def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    neuron, costs, grads = Neuron(w, b), [], None
    for i in range(num_iterations):
        if i % 100 == 0:
            costs.append(neuron.cost(X, Y))
        grads = neuron.gradient(X, Y)
        neuron = neuron.step(grads, learning_rate)
    return {"w": neuron.w, "b": neuron.b}, grads, costs


def predict(w, b, X):
    return np.sign(np.maximum(Neuron(w, b).scores(X), 0))


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(X_train.shape[0])
    params, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
    return {
        "costs": costs,
        "Y_prediction_test": predict(params["w"], params["b"], X_test),
        "Y_prediction_train": predict(params["w"], params["b"], X_train),
        "w": params["w"],
        "b": params["b"],
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }
