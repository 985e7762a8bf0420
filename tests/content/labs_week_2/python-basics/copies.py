"""Work in place, on copies."""

import math

import numpy as np


def basic_sigmoid(x):
    s = -x
    s = math.exp(s)
    s += 1
    return s**-1


def sigmoid(x):
    z = np.array(x, dtype=float)
    np.negative(z, out=z)
    np.exp(z, out=z)
    z += 1
    return 1 / z


def sigmoid_derivative(x):
    s = sigmoid(x)
    ds = s.copy()
    ds *= 1 - s
    return ds


def image2vector(image):
    v = image.copy()
    v.shape = (v.size, 1)
    return v


def normalize_rows(x):
    x = x.copy()
    for i in range(len(x)):
        x[i] /= math.sqrt(np.sum(x[i] ** 2))
    return x


def softmax(x):
    x = np.exp(x)
    x /= x.sum(axis=1, keepdims=True)
    return x


def L1(yhat, y):
    errors = np.array(y)
    errors -= yhat
    np.abs(errors, out=errors)
    return float(errors.sum())


def L2(yhat, y):
    errors = np.array(y)
    errors -= yhat
    errors *= errors
    return float(errors.sum())
