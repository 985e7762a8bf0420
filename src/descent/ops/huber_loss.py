"""The Huber loss is a square for small errors and a straight line for large ones: outliers pull, but not harder.

    loss = mean of e^2 / 2 where |e| <= delta, delta (|e| - delta / 2) elsewhere,  e = y_hat - y     (1)
    d loss / d y_hat = e / n, moved into -delta / n .. delta / n                                     (2)

Derivation: docs/derivations/squared_and_absolute_errors.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, floats, incoming, not_empty, same_shape


class Cache(NamedTuple):
    """What backward needs."""

    slope: FloatArray
    loss: FloatArray


def huber_loss(y_hat: ArrayLike, y: ArrayLike, *, delta: float = 1.0) -> FloatArray:
    """Mean Huber loss of predictions.

    Parameters
    ----------
    y_hat : float array, any shape
        Predictions.
    y : array, shape of y_hat
        The truth.
    delta : float
        The error, in units of y, from which on the loss is a line. More than 0.

    Returns
    -------
    loss : float
        0 when all is right; between units of y and their squares.

    Raises
    ------
    ValueError
        If the shapes differ, nothing is given, or delta is not positive.

    References
    ----------
    Huber (1964), Robust Estimation of a Location Parameter.

    Examples
    --------
    >>> float(huber_loss([1.0, 5.0], [0.0, 0.0]))
    2.5
    """
    return forward(y_hat, y, delta=delta)[0]


def forward(y_hat: ArrayLike, y: ArrayLike, *, delta: float = 1.0) -> tuple[FloatArray, Cache]:
    """Compute the loss and its cache."""
    y_hat = floats(y_hat, "y_hat")
    y = floats(y, "y").astype(y_hat.dtype, copy=False)
    same_shape(y_hat, y, ("y_hat", "y"))
    not_empty(y_hat, "y_hat")
    if not delta > 0:
        raise ValueError(f"delta must be more than 0; got {delta}. Without squares at all it is l1_loss.")
    error = y_hat - y
    slope = np.clip(error, -float(delta), float(delta))  # (2)
    loss = (slope * (error - slope / 2)).mean()  # (1), both cases in one: e^2 / 2 where the slope is e itself
    return loss, Cache(np.asarray(slope), loss)


def backward(dloss: ArrayLike, cache: Cache) -> tuple[FloatArray, FloatArray]:
    """Give the derivatives with respect to y_hat and y."""
    dy_hat = incoming(dloss, cache.loss, "dloss") * cache.slope / cache.slope.size
    return dy_hat, -dy_hat


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw errors on both sides of delta."""
    n = int(rng.integers(1, 6))
    y = rng.normal(size=(n, 2))
    error = rng.choice([-1.0, 1.0], size=(n, 2)) * rng.choice([rng.uniform(0, 0.4), rng.uniform(0.6, 2)], size=(n, 2))
    return {"y_hat": y + error, "y": y, "delta": 0.5}
