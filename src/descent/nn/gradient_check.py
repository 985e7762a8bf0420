"""Are the gradients of a whole network right? Move some entries of every parameter a little and measure.

Derivation: docs/derivations/gradient_check.md
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np

from descent.gradcheck import GradientReport, check_gradient
from descent.nn.module import Module
from descent.shapes import FloatArray
from descent.tensor import Tensor


def check_model(
    model: Module,
    loss: Callable[[Any, Any], Tensor],
    X: Any,
    y: Any,
    *,
    entries: int = 20,
    tolerance: float = 1e-6,
    rng: np.random.Generator | int | None = 0,
) -> GradientReport:
    """Compare the gradients of a network with measured slopes.

    Parameters
    ----------
    model : Module
        A copy of it is checked, in float64; the model itself stays as it is.
    loss : callable
        Takes the model's output and y, returns a tensor with one number.
    X : array or tuple of arrays
        A few samples.
    y : array
        What the loss compares with.
    entries : int
        How many entries of each parameter to measure, drawn at random: each costs two passes.
    tolerance : float
        The largest relative error that passes.
    rng : numpy.random.Generator, int or None
        Draws the entries.

    Returns
    -------
    GradientReport
        One line a parameter; true if all pass.

    Raises
    ------
    ValueError
        If two passes give different losses: then something is random, and no slope can be measured.

    Examples
    --------
    >>> from descent import nn
    >>> net = nn.Sequential(nn.Linear(3, 4, rng=0), nn.Tanh(), nn.Linear(4, 2, rng=1))
    >>> print(check_model(net, nn.cross_entropy, np.eye(3), [0, 1, 1]))  # doctest: +ELLIPSIS
    layers.0.weight: right, relative error ...
    layers.0.bias: right, relative error ...
    layers.2.weight: right, relative error ...
    layers.2.bias: right, relative error ...
    """
    twin = copy.deepcopy(model).to(np.float64)
    parts = tuple(_wide(part) for part in (X if isinstance(X, tuple) else (X,)))
    draws = np.random.default_rng(rng)
    learnt = {name: parameter for name, parameter in twin.named_parameters() if parameter.requires_grad}
    places = [draws.permutation(p.data.size)[:entries] for p in learnt.values()]

    def value() -> Tensor:
        return loss(twin(*parts), y)

    first = value()
    if float(first.data) != float(value().data):
        raise ValueError(
            "two passes over the same data gave different losses, so that no slope can be measured. "
            "Switch off what is random, such as dropout, with model.eval()."
        )
    first.backward()
    gradients = [
        np.zeros(len(place)) if p.grad is None else p.grad.ravel()[place]
        for p, place in zip(learnt.values(), places, strict=True)
    ]

    def moved(*chosen: FloatArray) -> FloatArray:
        for parameter, place, numbers in zip(learnt.values(), places, chosen, strict=True):
            parameter.data.ravel()[place] = numbers
        return value().data

    points = [p.data.ravel()[place] for p, place in zip(learnt.values(), places, strict=True)]
    return check_gradient(moved, lambda *_: tuple(gradients), *points, tolerance=tolerance, names=list(learnt))


def _wide(part: Any) -> Any:
    """Numbers in float64; whole numbers, such as those of words, stay."""
    array = np.asarray(part)
    return array.astype(np.float64) if array.dtype.kind == "f" else array
