"""Plain Python lists inside, arrays at the door; other import styles."""

from functools import reduce
from math import exp, sqrt

from numpy import array, asarray, ravel


def basic_sigmoid(x):
    return (1 + exp(-x)) ** (-1)


def each(function, x):
    x = asarray(x)
    flat = [function(float(value)) for value in ravel(x)]
    return array(flat).reshape(x.shape)


def sigmoid(x):
    return each(basic_sigmoid, x)


def sigmoid_derivative(x):
    return each(lambda value: basic_sigmoid(value) * basic_sigmoid(-value), x)


def image2vector(image):
    return array([[value] for plane in image.tolist() for row in plane for value in row], dtype=image.dtype)


def normalize_rows(x):
    return array([[value / sqrt(sum(v * v for v in row)) for value in row] for row in x.tolist()])


def softmax(x):
    def shares(row):
        powers = [exp(v) for v in row]
        return [p / sum(powers) for p in powers]

    return array([shares(row) for row in x.tolist()])


def L1(yhat, y):
    return reduce(lambda total, pair: total + abs(pair[0] - pair[1]), zip(yhat, y, strict=True), 0)


def L2(yhat, y):
    return reduce(lambda total, pair: total + (pair[0] - pair[1]) ** 2, zip(yhat, y, strict=True), 0)
