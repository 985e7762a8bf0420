"""Choosing between two arrays, entry by entry: the one that was taken learns.

    c = a where the condition holds, else b                                 (1)
    da = dc where it holds, db = dc elsewhere, each summed over its copies  (2)

Derivation: docs/derivations/indexing.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.broadcasting import broadcast_shapes, operands, unbroadcast
from descent.shapes import FloatArray, floats, incoming


class Cache(NamedTuple):
    """What backward needs."""

    condition: NDArray[np.bool_]
    a: FloatArray
    b: FloatArray
    c: FloatArray


def where(condition: ArrayLike, a: ArrayLike, b: ArrayLike) -> FloatArray:
    """Entries of a where a condition holds, and of b elsewhere.

    Parameters
    ----------
    condition : array of bool
        Numbers count as true where they are not 0. It broadcasts against a and b.
    a : float array
        What to take where the condition holds; broadcasts.
    b : float array
        What to take elsewhere; broadcasts.

    Returns
    -------
    c : float array, the broadcast shape
        The chosen entries.

    Notes
    -----
    What is not taken gets the derivative 0, and yet it was computed: a NaN in it stays away from c but not from a
    derivative further back, since 0 times inf is NaN. Keep what is not taken harmless, for example with ``clip``.

    Examples
    --------
    >>> where([True, False], [1.0, 2.0], 0.0)
    array([1., 0.])
    """
    return forward(condition, a, b)[0]


def forward(condition: ArrayLike, a: ArrayLike, b: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the chosen entries and their cache."""
    chosen = np.asarray(condition)
    chosen = chosen if chosen.dtype == bool else floats(condition, "condition") != 0
    a, b = operands(a, b)
    broadcast_shapes(chosen.shape, a.shape, b.shape)
    c = np.asarray(np.where(chosen, a, b))  # (1)
    return c, Cache(np.asarray(chosen), a, b, c)


def backward(
    dc: ArrayLike, cache: Cache, needs: tuple[bool, bool, bool] = (False, True, True)
) -> tuple[None, FloatArray | None, FloatArray | None]:
    """Give the derivatives with respect to condition, which is data, a and b, or to the one that is needed."""
    chosen, a, b, c = cache
    g = incoming(dc, c, "dc")
    da = unbroadcast(g * chosen, a.shape) if needs[1] else None
    db = unbroadcast(g * ~chosen, b.shape) if needs[2] else None  # (2)
    return None, da, db


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a condition and two arrays that stretch each other."""
    n = rng.integers(1, 4)
    condition = rng.permutation([True, False, True])
    return {"condition": condition, "a": rng.normal(size=(2, 3)), "b": rng.normal(size=(n, 1, 3))}
