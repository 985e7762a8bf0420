"""Index notation wherever it fits."""

import math

import numpy as np


def basic_sigmoid(x):
    return math.pow(1 + math.pow(math.e, -x), -1)


def sigmoid(x):
    return np.power(1 + np.power(np.e, -np.asarray(x, dtype=float)), -1)


def sigmoid_derivative(x):
    s = sigmoid(x)
    return np.einsum("...,...->...", s, 1 - s)


def image2vector(image):
    return np.einsum("i->i", image.ravel())[:, None]


def normalize_rows(x):
    return np.einsum("ij,i->ij", x, 1 / np.sqrt(np.einsum("ij,ij->i", x, x)))


def softmax(x):
    e = np.exp(x)
    return np.einsum("ij,i->ij", e, 1 / np.einsum("ij->i", e))


def L1(yhat, y):
    return np.einsum("i->", np.abs(y - yhat))


def L2(yhat, y):
    return np.einsum("i,i->", y - yhat, y - yhat)
