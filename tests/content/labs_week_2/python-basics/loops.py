"""Everything entry by entry, as one writes it on the first day."""

import math

import numpy as np


def basic_sigmoid(x):
    return 1.0 / (1.0 + math.exp(-x))


def sigmoid(x):
    if np.ndim(x) == 0:
        return basic_sigmoid(x)
    result = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        result[index] = basic_sigmoid(x[index])
    return result


def sigmoid_derivative(x):
    if np.ndim(x) == 0:
        return basic_sigmoid(x) * (1 - basic_sigmoid(x))
    result = np.empty(x.shape)
    for index in np.ndindex(*x.shape):
        s = basic_sigmoid(x[index])
        result[index] = s * (1 - s)
    return result


def image2vector(image):
    column = []
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            for k in range(image.shape[2]):
                column.append([image[i, j, k]])
    return np.array(column)


def normalize_rows(x):
    rows = []
    for row in x:
        total = 0
        for value in row:
            total += value**2
        rows.append([value / math.sqrt(total) for value in row])
    return np.array(rows)


def softmax(x):
    result = np.zeros(x.shape)
    for i in range(x.shape[0]):
        total = sum(math.exp(score) for score in x[i])
        for j in range(x.shape[1]):
            result[i, j] = math.exp(x[i, j]) / total
    return result


def L1(yhat, y):
    loss = 0
    for i in range(len(y)):
        loss = loss + abs(y[i] - yhat[i])
    return loss


def L2(yhat, y):
    loss = 0
    for predicted, true in zip(yhat, y, strict=True):
        loss += (true - predicted) ** 2
    return loss
