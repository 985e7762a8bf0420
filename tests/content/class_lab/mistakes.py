"""Known mistakes of the lab of classes."""

import numpy as np

from gradus.grading.checks import mistake


class Right:
    def __init__(self, n_in, n_out, seed=0):
        self.W = np.random.default_rng(seed).normal(size=(n_in, n_out)) / np.sqrt(n_in)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W + self.b

    def backward(self, d_out):
        self.dW = self.X.T @ d_out
        self.db = d_out.sum(axis=0)
        return d_out @ self.W.T

    def __len__(self):
        return self.W.size + self.b.size


Linear = Right


@mistake("Linear", "bias-gradient-is-a-mean", "db is the sum over the rows, not their mean.")
class MeanBias(Right):
    def backward(self, d_out):
        back = super().backward(d_out)
        self.db = d_out.mean(axis=0)
        return back


@mistake("SGD", "forgets-its-velocity", "The velocity begins at zero in each step. Keep it in self.")
class Forgetful:
    def __init__(self, lr, momentum=0.0):
        self.lr = lr

    def step(self, layer):
        layer.W = layer.W - self.lr * layer.dW
        layer.b = layer.b - self.lr * layer.db
