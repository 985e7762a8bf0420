"""The L1 loss adds up how far predictions lie from the truth.

    loss = sum |y_hat - y|                                    (1)
    d loss / d y_hat = sign(y_hat - y) = -d loss / d y        (2)

Derivation: docs/derivations/squared_and_absolute_errors.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, floats, incoming, same_shape


class Cache(NamedTuple):
    """What backward needs."""

    error: FloatArray
    loss: FloatArray


def l1_loss(y_hat: ArrayLike, y: ArrayLike) -> FloatArray:
    """Sum of the absolute differences.

    Parameters
    ----------
    y_hat : float array, any shape
        Predictions.
    y : float array, shape of y_hat
        The truth, in the same unit.

    Returns
    -------
    loss : float
        In the unit of y; 0 is perfect, and what nothing at all costs.

    Raises
    ------
    ValueError
        If the shapes differ.

    Notes
    -----
    A sum, as in the course; other libraries take the mean under this name. Where a prediction is exactly right there
    is no derivative; ``backward`` uses 0.

    Examples
    --------
    >>> float(l1_loss([1.0, 2.0], [1.5, 4.0]))
    2.5
    """
    return forward(y_hat, y)[0]


def forward(y_hat: ArrayLike, y: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the loss and its cache."""
    y_hat = floats(y_hat, "y_hat")
    y = floats(y, "y").astype(y_hat.dtype, copy=False)
    same_shape(y_hat, y, ("y_hat", "y"))
    error = y_hat - y
    loss = np.abs(error).sum()  # (1)
    return loss, Cache(error, loss)


def backward(dloss: ArrayLike, cache: Cache) -> tuple[FloatArray, FloatArray]:
    """Give the derivatives with respect to y_hat and y."""
    dy_hat = incoming(dloss, cache.loss, "dloss") * np.sign(cache.error)  # (2)
    return dy_hat, -dy_hat


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw predictions that miss the truth by at least 0.1."""
    size = (rng.integers(1, 6), 2)
    y = rng.normal(size=size)
    return {"y_hat": y + rng.choice([-1.0, 1.0], size=size) * rng.uniform(0.1, 2, size=size), "y": y}
