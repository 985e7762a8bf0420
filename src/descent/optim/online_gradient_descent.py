"""Online gradient descent learns from every example once, as it comes in, and forgets it.

    x <- x - lr * g,  g the gradient for the newest example       (7)

Derivation: docs/derivations/stochastic_gradient_descent.md
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from descent.optim.gradient_descent import check_rate
from descent.shapes import FloatArray, finite, floats

Example = TypeVar("Example")


def online_gradient_descent(
    function: Callable[[FloatArray, Example], tuple[Any, FloatArray]],
    start: ArrayLike,
    stream: Iterable[Example],
    *,
    lr: float,
) -> Iterator[tuple[FloatArray, Any]]:
    """Learn from a stream, which may have no end.

    Parameters
    ----------
    function : callable
        Takes a point and an example, returns the value there and its gradient.
    start : float array, any shape
        Where to begin.
    stream : iterable
        Gives one example after the other; each is asked for when the one before has been learned from.
    lr : float
        Learning rate, above 0. It stays, so that what is learned can follow a world that changes.

    Returns
    -------
    steps : iterator of (float array, float)
        For each example the point after its step, and the value before: a fair test, since it was not yet learned from.

    Raises
    ------
    ValueError
        If lr is out of range or the start is not finite.

    Examples
    --------
    >>> miss = lambda x, seen: ((x - seen) ** 2 / 2, x - seen)
    >>> [(float(x), float(value)) for x, value in online_gradient_descent(miss, 0.0, [4.0, 4.0], lr=0.5)]
    [(2.0, 8.0), (3.0, 2.0)]
    """
    check_rate(lr, 0)
    x = floats(start, "start")
    finite(x, "start")

    def steps() -> Iterator[tuple[FloatArray, Any]]:
        point = x
        for example in stream:
            value, g = function(point[()], example)
            point = point - np.multiply(lr, g, dtype=x.dtype)  # (7)
            yield point, value

    return steps()
