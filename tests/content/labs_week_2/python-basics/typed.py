"""Annotations, keyword defaults and early returns."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def basic_sigmoid(x: float, *, one: float = 1.0) -> float:
    """Return the sigmoid."""
    if x == 0:
        return 0.5
    return one / (one + math.exp(-x))


def sigmoid(x: Any, one: float = 1.0) -> Any:
    return one / (one + np.exp(-x))


def sigmoid_derivative(x: Any) -> Any:
    s: Floats = sigmoid(x)
    return s * (1 - s)


def image2vector(image: Floats) -> Floats:
    rows: int = int(np.prod(image.shape))
    return image.reshape((rows, 1), order="C")


def normalize_rows(x: Floats) -> Floats:
    norm: Floats = np.sum(x**2, axis=-1, keepdims=True) ** 0.5
    return x / norm


def softmax(x: Floats, axis: int = 1) -> Floats:
    e = np.exp(x)
    return e / np.sum(e, axis=axis, keepdims=True)


def L1(yhat: Floats, y: Floats) -> float:
    assert yhat.shape == y.shape
    return float(np.abs(yhat - y).sum())


def L2(yhat: Floats, y: Floats) -> float:
    assert yhat.shape == y.shape
    return float(np.square(np.abs(yhat - y)).sum())
