"""Gradient descent walks downhill: at every step a little against the gradient.

    x <- x - lr * f'(x)    (1)

Derivation: docs/derivations/gradient_descent.md
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, finite, floats, scalar


class Path(NamedTuple):
    """The way that was walked; entry i is the state after i steps."""

    points: FloatArray
    """Shape (steps + 1, ...): the start first."""
    values: FloatArray
    """Shape (steps + 1,): the function at each point."""
    gradients: FloatArray
    """Shape of points: the gradient at each point, along whose negative the next step goes."""


def gradient_descent(function: Callable[[Any], tuple[Any, Any]], start: ArrayLike, *, lr: float, n_iter: int) -> Path:
    """Minimise a function with a fixed learning rate, and keep the whole path.

    Parameters
    ----------
    function : callable
        Takes a point, returns the value there and the gradient, which has the point's shape.
    start : float array, any shape
        Where to begin.
    lr : float
        Learning rate, above 0: the length of a step divided by the length of the gradient.
    n_iter : int
        How many steps to take, 0 or more.

    Returns
    -------
    Path
        It has n_iter steps, or fewer if the walk left the finite numbers: then the last point is the last finite one.

    Raises
    ------
    ValueError
        If lr or n_iter is out of range, the start is not finite, or the gradient has another shape than the point.

    Examples
    --------
    >>> path = gradient_descent(lambda x: (x**2, 2 * x), 4.0, lr=0.25, n_iter=3)
    >>> path.points
    array([4. , 2. , 1. , 0.5])
    """
    x = floats(start, "start")
    finite(x, "start")
    check_rate(lr, n_iter)
    points: list[FloatArray] = []
    values: list[FloatArray] = []
    gradients: list[FloatArray] = []
    with np.errstate(over="ignore", invalid="ignore"):  # too large a step ends the walk; it is not an accident
        for _ in range(n_iter + 1):
            value, gradient = function(x[()])
            gradient = floats(gradient, "the gradient")
            if gradient.shape != x.shape:
                raise ValueError(
                    f"the gradient must have the shape of the point, {x.shape}; got {gradient.shape}. "
                    "Return one partial derivative per entry."
                )
            if points and not (np.isfinite(value) and np.isfinite(gradient).all() and np.isfinite(x).all()):
                break
            points.append(x)
            values.append(floats(value, "the value"))
            gradients.append(gradient)
            x = x - np.multiply(lr, gradient, dtype=x.dtype)  # (1)
    return Path(np.stack(points), np.stack(values), np.stack(gradients))


def check_rate(lr: float, n_iter: object) -> None:
    """Refuse a learning rate or a number of steps that cannot be meant."""
    if not 0 < scalar(lr, "lr") < np.inf:
        raise ValueError(f"lr must be a finite number above 0; got {lr}. Try 0.01, and change it by factors of 3.")
    if not isinstance(n_iter, int | np.integer) or n_iter < 0:
        raise ValueError(f"n_iter must be a whole number, 0 or more; got {n_iter!r}. Give the number of steps.")
