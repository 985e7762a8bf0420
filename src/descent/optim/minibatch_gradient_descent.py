"""Mini-batch gradient descent takes a step for every few rows of the data instead of one for all of them.

    g = gradient of the mean over the rows of one batch           (5)
    x <- x - lr * g                                               (6)

One row in a batch is stochastic gradient descent, all of them plain gradient descent.

Derivation: docs/derivations/stochastic_gradient_descent.md
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.numbers import whole
from descent.optim.gradient_descent import check_rate
from descent.shapes import FloatArray, finite, floats


class Walk(NamedTuple):
    """The way that was walked."""

    points: FloatArray
    """Shape (n_epochs + 1, ...): the start, and the point after each pass over the data."""
    values: FloatArray
    """Shape (n_epochs, batches): what the function gave for each batch, before its step."""


def minibatch_gradient_descent(
    function: Callable[[FloatArray, NDArray[np.intp]], tuple[Any, FloatArray]],
    start: ArrayLike,
    n: int,
    *,
    batch_size: int,
    lr: float,
    n_epochs: int,
    rng: np.random.Generator | None = None,
) -> Walk:
    """Minimise a mean over n rows, a batch at a time.

    Parameters
    ----------
    function : callable
        Takes a point and the numbers of some rows, returns the mean over these rows and its gradient.
    start : float array, any shape
        Where to begin.
    n : int
        How many rows there are, 1 or more.
    batch_size : int
        Rows per step, 1 or more; the last batch of a pass may be smaller.
    lr : float
        Learning rate, above 0.
    n_epochs : int
        Passes over all rows, 0 or more.
    rng : numpy.random.Generator or None
        Draws a new order of the rows for each pass; None keeps them as they are.

    Returns
    -------
    walk : Walk
        The points after each pass, and the values on the way.

    Raises
    ------
    ValueError
        If a number is out of range, the start is not finite, or the walk left the finite numbers.

    Examples
    --------
    >>> data = np.array([1.0, 2.0, 3.0, 6.0])
    >>> miss = lambda x, rows: (((x - data[rows]) ** 2).mean() / 2, (x - data[rows]).mean())
    >>> walk = minibatch_gradient_descent(miss, 0.0, 4, batch_size=2, lr=0.5, n_epochs=2)
    >>> walk.points
    array([0.    , 2.625 , 3.28125])
    """
    check_rate(lr, n_epochs)
    whole(n, "n", 1)
    whole(batch_size, "batch_size", 1)
    x = floats(start, "start")
    finite(x, "start")
    points, values = [x], []
    with np.errstate(over="ignore", invalid="ignore"):  # a walk that flies off gets a sentence
        for epoch in range(n_epochs):
            order = np.arange(n) if rng is None else rng.permutation(n)
            for first in range(0, n, batch_size):
                value, g = function(x[()], order[first : first + batch_size])  # (5)
                values.append(value)
                x = x - np.multiply(lr, g, dtype=x.dtype)  # (6)
            if not np.isfinite(x).all():
                raise ValueError(f"the walk left the finite numbers in pass {epoch + 1}: lr={lr} is too large.")
            points.append(x)
    return Walk(np.stack(points), np.array(values, x.dtype).reshape(n_epochs, -1))
