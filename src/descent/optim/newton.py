"""Newton's method steps to where the parabola that touches the function has its lowest point.

    x <- x - t H^-1 g,  g the gradient, H the matrix of second derivatives    (1)
    t = 1, 1/2, 1/4, ... until  f(new) <= f(x) - 1e-4 t g . H^-1 g            (2)
    gain = g . H^-1 g / 2, how far that parabola goes down                    (3)

Derivation: docs/derivations/newton.md
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, finite, vector

ENOUGH = 1e-4  # Nocedal and Wright (2006), Numerical Optimization, section 3.1, their c1
SHORTEST = 1e-10  # a step this short no longer lowers the value: rounding, or a gradient that is wrong


class Path(NamedTuple):
    """The way that was walked; entry i is the state after i steps."""

    points: FloatArray
    """Shape (steps + 1, d): the start first."""
    values: FloatArray
    """Shape (steps + 1,): the function at each point."""
    converged: bool
    """Whether the last step promised to lower the value by no more than the tolerance."""


def newton(
    function: Callable[[FloatArray], tuple[FloatArray, FloatArray, FloatArray]],
    start: ArrayLike,
    *,
    n_iter: int = 100,
    tol: float = 1e-12,
) -> Path:
    """Minimise a smooth convex function of a vector.

    Parameters
    ----------
    function : callable
        Takes a point of shape (d,), returns value, gradient of shape (d,) and second derivatives of shape (d, d).
    start : float array, shape (d,)
        Where to begin.
    n_iter : int
        The most steps to take.
    tol : float
        Stop after a step that promised to lower the value by no more than this (3), in the unit of the function.

    Returns
    -------
    Path
        It ends at the minimum, if converged.

    Raises
    ------
    ValueError
        If the start is not finite, or the function curves downwards.

    Notes
    -----
    The step is the shortest solution of H step = g. Where H is singular, as with two equal columns of data, directions
    without slope are left alone. The last step is taken in full: so close to the minimum it squares the error, while
    the values differ by less than rounding.

    References
    ----------
    Boyd and Vandenberghe (2004), Convex Optimization, section 9.5.

    Examples
    --------
    >>> parabola = lambda x: (float(x @ x), 2 * x, 2 * np.eye(2))
    >>> newton(parabola, [3.0, 4.0]).points[-1]
    array([0., 0.])
    """
    x = vector(start, "start")
    finite(x, "start")
    value, gradient, curvature = function(x)
    points, values = [x], [value]
    converged = False
    for _ in range(n_iter):
        step = np.linalg.lstsq(curvature, gradient, rcond=None)[0]
        gain = gradient @ step / 2  # (3)
        if gain < -tol:
            raise ValueError(
                f"the function must be convex; at step {len(values) - 1} its second derivatives curve downwards. "
                "Start nearer to the minimum, or use gradient_descent."
            )
        converged = bool(gain <= tol)
        t, new = 1.0, function(x - step)
        while not converged and not new[0] <= value - 2 * ENOUGH * t * gain and t > SHORTEST:  # (2), or NaN
            t /= 2
            new = function(x - t * step)
        if t <= SHORTEST:
            break
        x = x - t * step  # (1)
        value, gradient, curvature = new
        points.append(x)
        values.append(value)
        if converged:
            break
    return Path(np.stack(points), np.array(values), converged)
