"""Indexing picks entries by any key that NumPy knows; each derivative goes back to where its entry came from.

    y = x[key]                                                    (1)
    dx = 0 but at the key, where dy is added, once per repetition  (2)

Derivation: docs/derivations/indexing.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.scatter import add_at
from descent.shapes import FloatArray, floats, incoming


class Cache(NamedTuple):
    """What backward needs."""

    x: FloatArray
    key: Any
    y: FloatArray


def index(x: ArrayLike, *, key: Any = ...) -> FloatArray:
    """Entries of an array, as in ``x[key]``.

    Parameters
    ----------
    x : float array, any shape
        The array to pick from.
    key : int, slice, None, Ellipsis, array or list of int or bool, or a tuple of them
        What to pick, with NumPy's rules. By default everything.

    Returns
    -------
    y : float array
        A copy of the entries, in the shape that NumPy gives them.

    Raises
    ------
    IndexError
        If the key points outside the array, or has more places than the array has axes.

    Examples
    --------
    >>> index([[1.0, 2.0], [3.0, 4.0]], key=(slice(None), [1, 1]))
    array([[2., 2.],
           [4., 4.]])
    """
    return forward(x, key=key)[0].copy()


def forward(x: ArrayLike, *, key: Any = ...) -> tuple[FloatArray, Cache]:
    """Compute the entries and their cache."""
    x = floats(x, "x")
    key = tuple(np.asarray(part) if isinstance(part, list) else part for part in _places(key))
    try:
        y = np.asarray(x[key])  # (1), of slices a view: on a tape nothing writes into it
    except IndexError as error:
        raise IndexError(f"key must fit x, which has shape {x.shape}; NumPy says: {error}. Count from 0.") from None
    return y, Cache(x, key, y)


def backward(dy: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to x."""
    x, key, y = cache
    g = incoming(dy, y, "dy")
    dx = np.zeros(x.shape, x.dtype)
    whole = [part for part in key if isinstance(part, np.ndarray) and part.dtype != bool]
    if not whole:
        dx[key] = g  # (2): slices, numbers and masks pick no entry twice
        return dx
    if len(key) == 1:  # whole rows
        add_at(dx, key[0].ravel() % len(x), g.reshape(key[0].size, *x.shape[1:]))  # (2)
        return dx
    # Any flat place of x may come several times; bincount adds up its derivatives, ten times faster than np.add.at.
    place = np.arange(x.size).reshape(x.shape)[key]
    dx.ravel()[:] = np.bincount(place.ravel(), weights=g.ravel(), minlength=x.size)  # (2)
    return dx


def _places(key: Any) -> tuple[Any, ...]:
    return key if isinstance(key, tuple) else (key,)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw an array, and a key of one kind of three, of which the last repeats entries."""
    keys = [(slice(None, None, -2), 1), (np.array([[True, False, True, True]] * 3),), (rng.integers(0, 3, size=5), [0])]
    return {"x": rng.normal(size=(3, 4)), "key": keys[rng.integers(3)]}
