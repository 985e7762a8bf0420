"""Everything in float32."""

import math

import numpy as np

dtype = np.float32


def basic_sigmoid(x):
    return np.float32(1 / (1 + math.exp(-x)))


def sigmoid(x):
    x = np.asarray(x, dtype=dtype)
    return (1 / (1 + np.exp(-x))).astype(dtype)


def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)


def image2vector(image):
    return image.astype(dtype).reshape(image.size, 1)


def normalize_rows(x):
    x = x.astype(dtype)
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def softmax(x):
    e = np.exp(x.astype(dtype))
    return e / e.sum(axis=1, keepdims=True)


def L1(yhat, y):
    return np.sum(np.abs(yhat.astype(dtype) - y.astype(dtype)), dtype=dtype)


def L2(yhat, y):
    d = yhat.astype(dtype) - y.astype(dtype)
    return np.sum(d * d, dtype=dtype)
