"""Ways to the minimum of a cost, by name, with a sentence when one does not get there.

    theta <- theta - lr * gradient        (6)

Derivation: docs/derivations/softmax_regression.md
"""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np

from descent.linear.likelihood import Objective
from descent.optim.gradient_descent import check_rate
from descent.optim.lbfgs import Function, lbfgs
from descent.optim.newton import newton
from descent.shapes import FloatArray, scalar

SOLVERS = ("lbfgs", "newton", "gradient_descent")


class Minimum(NamedTuple):
    """What was found."""

    theta: FloatArray
    """Shape of the start: the last point."""
    costs: FloatArray
    """The cost after 0, 1, 2, ... steps."""


def minimise(objective: Objective, start: FloatArray, solver: str, lr: float, max_iter: int, tol: float) -> Minimum:
    """Go from the start to the minimum, or as far as max_iter steps lead."""
    if solver == "gradient_descent":
        return descend(lambda theta: objective(theta)[:2], start, lr, max_iter)
    if solver == "newton":
        path = newton(lambda theta: _with_curvature(objective, theta), start, n_iter=max_iter)
        theta, costs, converged = path.points[-1], path.values, path.converged
    else:
        theta, costs, converged = lbfgs(lambda theta: objective(theta)[:2], start, n_iter=max_iter, tol=float(tol))
    if not converged:
        warnings.warn(
            f"the solver {solver} stopped after {len(costs) - 1} steps, before it reached the minimum. "
            "Scale the features, raise max_iter, or lower C.",
            RuntimeWarning,
            stacklevel=3,
        )
    return Minimum(theta, costs)


@np.errstate(over="ignore", invalid="ignore")  # a cost that is not finite gets a sentence
def descend(function: Function, start: FloatArray, lr: float, max_iter: int) -> Minimum:
    """Take max_iter steps of gradient descent down a function that gives value and gradient."""
    theta, rate = start, float(lr)  # a NumPy float64 would turn float32 parameters into float64
    costs = np.empty(max_iter + 1, start.dtype)
    for step in range(max_iter + 1):
        costs[step], gradient = function(theta)
        if not np.isfinite(costs[step]):
            raise ValueError(
                f"the cost became {costs[step]} after {step} steps: lr={lr} is too large for this data. "
                "Divide lr by 10, or scale the features to about 1."
            )
        if step < max_iter:
            theta = theta - rate * gradient  # (6)
    return Minimum(theta, costs)


def check_solver(solver: str, allowed: tuple[str, ...], lr: float, max_iter: int, tol: float = 1e-4) -> None:
    """Refuse a solver that does not exist, and what none can work with."""
    if solver not in allowed:
        raise ValueError(f"solver must be one of {', '.join(allowed)}; got {solver!r}.")
    check_rate(lr, max_iter)
    if not 0 < scalar(tol, "tol") < np.inf:
        raise ValueError(f"tol must be a finite number above 0; got {tol}. Try 1e-4.")


def _with_curvature(objective: Objective, theta: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    cost, gradient, curvature = objective(theta)
    return cost, gradient, curvature()
