"""Mean squared error: how far predictions lie from the truth, large misses counting most.

    loss = mean((y_hat - y)^2)                    (1)
    d loss / d y_hat = (2/n) (y_hat - y) = -d loss / d y    (2)

Derivation: docs/derivations/squared_and_absolute_errors.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, floats, incoming, not_empty, same_shape


class Cache(NamedTuple):
    """What backward needs."""

    error: FloatArray
    loss: FloatArray


def mean_squared_error(y_hat: ArrayLike, y: ArrayLike) -> FloatArray:
    """Mean of the squared differences.

    Parameters
    ----------
    y_hat : float array, any shape
        Predictions.
    y : float array, shape of y_hat
        The truth, in the same unit.

    Returns
    -------
    loss : float
        In the unit of y, squared; 0 is perfect.

    Raises
    ------
    ValueError
        If the shapes differ or nothing is given.

    Notes
    -----
    The mean is over all entries, and there is no factor 1/2 as some texts have it.

    Examples
    --------
    >>> float(mean_squared_error([1.0, 2.0], [1.0, 5.0]))
    4.5
    """
    return forward(y_hat, y)[0]


def forward(y_hat: ArrayLike, y: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the loss and its cache."""
    y_hat = floats(y_hat, "y_hat")
    y = floats(y, "y").astype(y_hat.dtype, copy=False)
    same_shape(y_hat, y, ("y_hat", "y"))
    not_empty(y_hat, "y_hat")
    error = y_hat - y
    loss = np.vdot(error, error) / error.dtype.type(error.size)  # (1), squares and their sum in one
    return loss, Cache(error, loss)


def backward(
    dloss: ArrayLike, cache: Cache, needs: tuple[bool, bool] = (True, True)
) -> tuple[FloatArray | None, FloatArray | None]:
    """Give the derivatives with respect to y_hat and y, as far as they are needed."""
    error, loss = cache
    dy_hat = incoming(dloss, loss, "dloss") * error.dtype.type(2 / error.size) * error  # (2)
    return dy_hat if needs[0] else None, -dy_hat if needs[1] else None


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw predictions and truth."""
    size = (rng.integers(1, 6), 2)
    return {"y_hat": rng.normal(size=size), "y": rng.normal(size=size)}
