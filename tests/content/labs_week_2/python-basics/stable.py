"""Care for large scores, and the other algebraic forms."""

import numpy as np


def basic_sigmoid(x):
    return float(0.5 * (1 + np.tanh(x / 2)))


def sigmoid(x):
    x = np.asarray(x, dtype=float)
    positive = x >= 0
    e = np.exp(np.where(positive, -x, x))
    return np.where(positive, 1 / (1 + e), e / (1 + e))


def sigmoid_derivative(x):
    return sigmoid(x) * sigmoid(-np.asarray(x))


def image2vector(image):
    return image.flatten()[:, np.newaxis]


def normalize_rows(x):
    largest = np.max(np.abs(x), axis=1, keepdims=True)
    scaled = x / largest
    return scaled / np.sqrt(np.sum(scaled**2, axis=1, keepdims=True))


def softmax(x):
    shifted = x - np.max(x, axis=1, keepdims=True)
    e = np.exp(shifted)
    return e / np.sum(e, axis=1, keepdims=True)


def L1(yhat, y):
    return np.linalg.norm(y - yhat, ord=1)


def L2(yhat, y):
    return np.linalg.norm(y - yhat) ** 2
