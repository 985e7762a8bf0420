"""Reshaping reads the same entries, row by row, into another shape.

    b[place k] = a[place k], places counted row by row     (1)
    da[place k] = db[place k]                              (2)

Derivation: docs/derivations/reshaping.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, floats, incoming


class Cache(NamedTuple):
    """What backward needs."""

    a: FloatArray
    b: FloatArray


def reshape(a: ArrayLike, *, shape: int | tuple[int, ...] = -1) -> FloatArray:
    """Same entries in another shape.

    Parameters
    ----------
    a : float array, any shape
        The entries.
    shape : int or tuple of int
        The new shape; one size may be -1 and is worked out. By default one long vector.

    Returns
    -------
    b : float array of that shape
        A copy: writing into it leaves a alone.

    Raises
    ------
    ValueError
        If the new shape has not as many entries.

    Examples
    --------
    >>> reshape([[1.0, 2.0], [3.0, 4.0]], shape=(1, -1))
    array([[1., 2., 3., 4.]])
    """
    return forward(a, shape=shape)[0].copy()


def forward(a: ArrayLike, *, shape: int | tuple[int, ...] = -1) -> tuple[FloatArray, Cache]:
    """Compute the reshaped array and its cache."""
    a = floats(a, "a")
    try:
        b = a.reshape(shape)  # (1), a view where there can be one: on a tape nothing writes into it
    except ValueError:
        raise ValueError(
            f"shape must have as many entries as a, {a.size} in shape {a.shape}; got {shape}. "
            "Write -1 for one size that is to be worked out."
        ) from None
    return b, Cache(a, b)


def backward(db: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to a."""
    return incoming(db, cache.b, "db").reshape(cache.a.shape)  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw an array and flatten all but its first axis."""
    return {"a": rng.normal(size=(rng.integers(1, 4), 2, 3)), "shape": (-1, 6)}
