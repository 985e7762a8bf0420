"""Spaces say what an environment shows and what it takes: a number of choices, or a box of real numbers.

They have the names and methods of Gymnasium's spaces of the same name, and an environment the methods of its
environments, so that agents written for one work with the other.
"""

from __future__ import annotations

from typing import Any, Protocol, SupportsFloat

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

Rng = np.random.Generator | int | None


class Environment(Protocol):
    """What an agent needs of an environment; those of ``descent.rl`` and of Gymnasium have it."""

    action_space: Any
    observation_space: Any

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Begin an episode: the first observation, and a dictionary of further facts."""

    def step(self, action: Any) -> tuple[Any, SupportsFloat, bool, bool, dict[str, Any]]:
        """Act once: observation, reward, whether it ended, whether it was cut short, and further facts."""


class Discrete:
    """The choices 0..n-1.

    Parameters
    ----------
    n : int
        How many there are, 1 or more.
    seed : int, optional
        Makes ``sample`` repeatable.

    Examples
    --------
    >>> actions = Discrete(3, seed=0)
    >>> actions.contains(2), actions.contains(3)
    (True, False)
    """

    shape: tuple[int, ...] = ()
    dtype = np.dtype(np.int64)

    def __init__(self, n: int, seed: int | None = None) -> None:
        if n < 1:
            raise ValueError(f"n must be 1 or more, the number of choices; got {n}.")
        self.n = n
        self.rng = np.random.default_rng(seed)

    def __repr__(self) -> str:
        """Show the number of choices."""
        return f"Discrete({self.n})"

    def seed(self, seed: int | None = None) -> None:
        """Start the random numbers anew."""
        self.rng = np.random.default_rng(seed)

    def sample(self) -> int:
        """Draw a choice, each as likely as the others."""
        return int(self.rng.integers(self.n))

    def contains(self, value: Any) -> bool:
        """Say whether a value is one of the choices."""
        whole = isinstance(value, int | np.integer) or (isinstance(value, np.ndarray) and value.dtype.kind in "iu")
        return bool(whole and np.ndim(value) == 0 and 0 <= value < self.n)

    __contains__ = contains


class Box:
    """Arrays whose entries lie between two bounds each.

    Parameters
    ----------
    low : array-like
        The smallest value of every entry; may be minus infinity.
    high : array-like, shape of low
        The largest.
    dtype : dtype
        Of the arrays.
    seed : int, optional
        Makes ``sample`` repeatable.

    Examples
    --------
    >>> box = Box([-1.0, 0.0], [1.0, np.inf], seed=0)
    >>> box.shape, box.contains(np.array([0.5, 3.0])), box.contains(np.array([0.5, -3.0]))
    ((2,), True, False)
    """

    def __init__(
        self, low: ArrayLike, high: ArrayLike, *, dtype: DTypeLike = np.float32, seed: int | None = None
    ) -> None:
        self.dtype = np.dtype(dtype)
        self.low, self.high = np.asarray(low, self.dtype), np.asarray(high, self.dtype)
        if self.low.shape != self.high.shape or not (self.low <= self.high).all():
            raise ValueError(
                f"low and high must have one shape and low <= high everywhere; got shapes {self.low.shape} "
                f"and {self.high.shape}. Look whether they were exchanged."
            )
        self.rng = np.random.default_rng(seed)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the arrays."""
        return self.low.shape

    def __repr__(self) -> str:
        """Show shape and dtype."""
        return f"Box{self.shape} of {self.dtype}"

    def seed(self, seed: int | None = None) -> None:
        """Start the random numbers anew."""
        self.rng = np.random.default_rng(seed)

    def sample(self) -> NDArray[Any]:
        """Draw an array: evenly between two bounds, exponentially from one, normally without any."""
        low, high = self.low.astype(np.float64), self.high.astype(np.float64)
        below, above = np.isfinite(low), np.isfinite(high)
        tail = self.rng.exponential(size=self.shape)
        free = self.rng.normal(size=self.shape)
        both = below & above
        inside = self.rng.uniform(np.where(both, low, 0.0), np.where(both, high, 1.0))
        one_side = np.where(below, low + tail, np.where(above, high - tail, free))
        return np.where(both, inside, one_side).astype(self.dtype)

    def contains(self, value: Any) -> bool:
        """Say whether an array has the shape and lies between the bounds."""
        array = np.asarray(value)
        return array.shape == self.shape and bool((array >= self.low).all() and (array <= self.high).all())

    __contains__ = contains


def choice(action: Any, space: Discrete) -> int:
    """Turn an action into a plain whole number, or say which there are."""
    if not space.contains(action):
        raise ValueError(f"an action must be a whole number in 0..{space.n - 1}; got {action!r}.")
    return int(action)
