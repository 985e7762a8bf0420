"""Broadcasting avoided by turning the array round."""

import math

import numpy as np


def basic_sigmoid(x):
    return math.exp(x) / (math.exp(x) + 1)


def sigmoid(x):
    return 1 - 1 / (1 + np.exp(np.clip(x, -700, 700)))


def sigmoid_derivative(x):
    s = sigmoid(x)
    ds = np.multiply(s, np.subtract(1, s))
    return ds


def image2vector(image):
    return image.reshape(1, -1).T


def normalize_rows(x):
    return (x.T / np.linalg.norm(x, axis=1)).T


def softmax(x):
    e = np.exp(x.T)
    return (e / e.sum(axis=0)).T


def L1(yhat, y):
    return sum(abs(yhat - y))


def L2(yhat, y):
    return sum(np.square(yhat - y))
