"""NumPy's helpers that apply a function for one number or one row."""

import math

import numpy as np


def basic_sigmoid(number):
    return 1 / (1 + math.exp(-number))


@np.vectorize
def sigmoid(number):
    return basic_sigmoid(number)


def sigmoid_derivative(x):
    return np.vectorize(lambda one: basic_sigmoid(one) * (1 - basic_sigmoid(one)))(x)


def image2vector(picture):
    return np.vstack([pixel.reshape(-1, 1) for row in picture for pixel in row])


def normalize_rows(matrix):
    return np.apply_along_axis(lambda row: row / np.linalg.norm(row), 1, matrix)


def softmax(scores):
    def of_row(row):
        return np.exp(row) / np.sum(np.exp(row))

    return np.apply_along_axis(of_row, 1, scores)


def L1(predicted, true):
    return math.fsum(abs(p - t) for p, t in zip(predicted, true, strict=True))


def L2(predicted, true):
    return math.fsum((p - t) ** 2 for p, t in zip(predicted, true, strict=True))
