"""Schedules: how the learning rate changes as training goes on. A schedule is a function of the step's number.

    1/t            lr / (1 + decay t)                             (1)
    exponential    lr rate^(t / every)                            (2)
    staircase      lr rate^floor(t / every)                       (3)
    cosine         low + (lr - low) (1 + cos(pi t / length)) / 2  (4)
    warm-up        lr (t + 1) / length, then another schedule     (5)

Derivation: docs/derivations/optimizers.md
"""

from __future__ import annotations

import math
from collections.abc import Callable

Schedule = Callable[[int], float]
"""Takes the number of steps (or epochs) taken so far, gives the learning rate of the next."""


def constant(lr: float) -> Schedule:
    """The same learning rate for ever.

    Examples
    --------
    >>> constant(0.1)(1000)
    0.1
    """
    _positive("lr", lr)
    return lambda t: lr


def inverse_time(lr: float, decay: float) -> Schedule:
    """The learning rate falls as 1/t (1): half of it is left after 1/decay steps.

    Examples
    --------
    >>> inverse_time(0.2, decay=1.0)(1)
    0.1
    """
    _positive("lr", lr)
    _positive("decay", decay)
    return lambda t: lr / (1 + decay * t)


def exponential(lr: float, rate: float, *, every: int = 1) -> Schedule:
    """The learning rate is multiplied by ``rate`` over ``every`` steps, evenly (2).

    Examples
    --------
    >>> exponential(1.0, 0.25, every=2)(1)
    0.5
    """
    _positive("lr", lr)
    _positive("rate", rate)
    _positive("every", every)
    return lambda t: lr * rate ** (t / every)


def staircase(lr: float, rate: float, *, every: int) -> Schedule:
    """The learning rate is multiplied by ``rate`` at every ``every``-th step and stays between (3).

    Examples
    --------
    >>> [staircase(1.0, 0.5, every=2)(t) for t in range(5)]
    [1.0, 1.0, 0.5, 0.5, 0.25]
    """
    _positive("lr", lr)
    _positive("rate", rate)
    _positive("every", every)
    return lambda t: lr * rate ** (t // every)


def cosine(lr: float, length: int, *, low: float = 0.0) -> Schedule:
    """The learning rate falls along half a cosine to ``low`` at step ``length``, and stays there (4).

    Examples
    --------
    >>> [round(cosine(1.0, 4)(t), 3) for t in range(6)]
    [1.0, 0.854, 0.5, 0.146, 0.0, 0.0]
    """
    _positive("lr", lr)
    _positive("length", length)
    return lambda t: low + (lr - low) * (1 + math.cos(math.pi * min(t, length) / length)) / 2


def warm_up(length: int, then: Schedule) -> Schedule:
    """The learning rate rises evenly over ``length`` steps to where ``then`` begins, which goes on from there (5).

    Examples
    --------
    >>> [warm_up(2, then=constant(1.0))(t) for t in range(4)]
    [0.5, 1.0, 1.0, 1.0]
    """
    _positive("length", length)
    return lambda t: then(0) * (t + 1) / length if t < length else then(t - length)


def _positive(name: str, value: float) -> None:
    if not 0 < value < math.inf:
        raise ValueError(f"{name} must be a finite number above 0; got {value}.")
