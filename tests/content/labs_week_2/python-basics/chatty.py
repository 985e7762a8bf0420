"""Prints, helpers of one's own, and leftovers of experiments."""

import math

import numpy as np

print("starting")
DEBUG = True


def log(*what):
    if DEBUG:
        print("debug:", *what)


def half(x):
    return x / 2


def basic_sigmoid(x):
    log("x is", x)
    s = 1 / (1 + math.exp(-x))
    print(s)
    return s


print(basic_sigmoid(3))


def sigmoid(x):
    log(np.shape(x))
    return 1 / (1 + np.exp(-x))


def sigmoid_derivative(x):
    s = sigmoid(x)
    log(s)
    return s - s**2


def image2vector(image):
    l, h, d = image.shape  # noqa: E741
    print(l, h, d)
    return np.reshape(image, (l * h * d, 1))


def lengths_of(x):
    return np.sqrt((x * x).sum(axis=1)).reshape(-1, 1)


def normalize_rows(x):
    print(lengths_of(x).shape)
    return x / lengths_of(x)


def softmax(x):
    e = np.exp(x)
    total = e.sum(axis=1).reshape(len(e), 1)
    print(total)
    return e / total


def L1(yhat, y):
    print("L1")
    return np.sum(np.abs(yhat - y))


def L2(yhat, y):
    print("L2")
    return np.dot(yhat - y, yhat - y)


for i in range(3):
    print(i, half(i))
