"""L-BFGS steps like Newton's method, but guesses the curvature from how the gradient changed in the last few steps.

    x <- x - t H g,  g the gradient                                       (1)
    s = x_new - x,  y = g_new - g,  rho = 1 / (s . y);  H y = s           (2)
    H g: for the pairs, newest first,  a = rho s . g,  g <- g - a y;
         g <- g (s . y) / (y . y) of the newest pair;
         for the pairs, oldest first,  g <- g + (a - rho y . g) s         (3)
    f(x - t H g) <= f(x) - 1e-4 t g . H g                                 (4)
    g_new . H g <= 0.9 g . H g                                            (5)

Derivation: docs/derivations/lbfgs.md
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.numbers import whole
from descent.shapes import FloatArray, finite, scalar, vector

ENOUGH, FLATTER = 1e-4, 0.9  # Nocedal and Wright (2006), Numerical Optimization, section 3.1, their c1 and c2
TRIES = 50  # halvings of a step; after these the rest of it is below rounding
ROUNDING = 4  # a value that rises by so many units in the last place need not be higher

Function = Callable[[FloatArray], tuple[FloatArray, FloatArray]]
Pair = tuple[FloatArray, FloatArray, float]


class Result(NamedTuple):
    """Where the walk ended."""

    point: FloatArray
    """Shape (d,): the last point."""
    values: FloatArray
    """Shape (steps + 1,): the function after 0, 1, 2, ... steps."""
    converged: bool
    """Whether the gradient became as small as asked, or rounding is all that is left to gain."""


@np.errstate(over="ignore", invalid="ignore")  # a step into infinity is taken back
def lbfgs(function: Function, start: ArrayLike, *, n_iter: int = 1000, tol: float = 1e-6, memory: int = 10) -> Result:
    """Minimise a smooth function of many variables.

    Parameters
    ----------
    function : callable
        Takes a point of shape (d,), returns the value there and the gradient of shape (d,).
    start : float array, shape (d,)
        Where to begin.
    n_iter : int
        The most steps to take, 0 or more.
    tol : float
        Stop when no entry of the gradient is larger than this, 0 or more.
    memory : int
        How many pairs (2) to keep, 1 or more: 2 d numbers each.

    Returns
    -------
    result : Result
        The last point, the values on the way, and whether it is a minimum.

    Raises
    ------
    ValueError
        If the start is not finite, or n_iter, tol or memory is out of range.

    References
    ----------
    Nocedal and Wright (2006), Numerical Optimization, algorithms 7.4 and 7.5; Lewis and Overton (2013), Nonsmooth
    optimization via quasi-Newton methods, section 3, for the search along the line.

    Examples
    --------
    >>> result = lbfgs(lambda x: ((x - 3) @ (x - 3), 2 * (x - 3)), [0.0, 10.0])
    >>> result.point.round(6)
    array([3., 3.])
    """
    x = vector(start, "start")
    finite(x, "start")
    _check(n_iter, tol, memory)
    value, g = function(x)
    values, pairs = [value], deque[Pair](maxlen=memory)
    converged = bool(np.abs(g).max(initial=0) <= tol)
    while not converged and len(values) <= n_iter:
        step = _step(g, pairs)
        t = 1.0 if pairs else min(1.0, 1 / float(np.abs(g).sum()))  # at first nothing is known of the curvature
        found = _search(function, x, value, float(g @ step), step, t)
        if found is None:
            converged = float(g @ step) <= 100 * np.finfo(x.dtype).eps * abs(float(value))
            break
        x, old, (value, new) = found[0], x, found[1:]
        s, y = x - old, new - g
        if (curvature := float(s @ y)) > 0:  # (5) sees to it, but for rounding
            pairs.append((s, y, 1 / curvature))
        g = new
        values.append(value)
        stalled = len(values) > memory and not value < values[-1 - memory]
        converged = stalled or bool(np.abs(g).max() <= tol)
    return Result(x, np.array(values), converged)


def _step(g: FloatArray, pairs: deque[Pair]) -> FloatArray:
    """Multiply the gradient by the guess H of the inverse curvature (3)."""
    step, shares = g.copy(), []
    for s, y, rho in reversed(pairs):
        shares.append(rho * float(s @ step))
        step -= shares[-1] * y
    if pairs:
        s, y, rho = pairs[-1]
        step /= rho * float(y @ y)
    for s, y, rho in pairs:
        step += (shares.pop() - rho * float(y @ step)) * s
    return step


def _search(
    function: Function, x: FloatArray, value: FloatArray, slope: float, step: FloatArray, t: float
) -> tuple[FloatArray, FloatArray, FloatArray] | None:
    """Find a share t of the step with (4) and (5), by doubling and halving; give the new point, value and gradient."""
    low, high = 0.0, np.inf
    slack = ROUNDING * float(np.finfo(x.dtype).eps) * abs(float(value))
    for _ in range(TRIES):
        point = x - t * step
        new, g = function(point)
        if not new <= value - ENOUGH * t * slope + slack:  # too far, or NaN
            high = t
        elif float(g @ step) > FLATTER * slope:  # too short: it still goes down nearly as steeply
            low = t
        else:
            return point, new, g
        t = 2 * t if high == np.inf else (low + high) / 2
    return None


def _check(n_iter: object, tol: float, memory: object) -> None:
    whole(n_iter, "n_iter", 0)
    whole(memory, "memory", 1)
    if not 0 <= scalar(tol, "tol") < np.inf:
        raise ValueError(f"tol must be a finite number, 0 or more; got {tol}. Try 1e-6.")
