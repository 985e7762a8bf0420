"""Broadcasting: how NumPy pairs arrays of different shapes, said in words, and undone for gradients.

The rule: line the shapes up at their right ends; a missing size on the left counts as 1; two sizes fit if they are
equal or one of them is 1; a 1 is stretched, as if its entries were copied.

Derivation: docs/derivations/broadcasting.md
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, floats

Shape = tuple[int, ...]


class Pair(NamedTuple):
    """What the backward of an operation c = f(a, b), entry by entry, needs: it is the cache of all of them."""

    a: FloatArray
    b: FloatArray
    c: FloatArray


def broadcast_shapes(*shapes: Sequence[int]) -> Shape:
    """Shape that arrays of these shapes have together.

    Parameters
    ----------
    *shapes : sequence of int
        Shapes, each written like ``a.shape``.

    Returns
    -------
    tuple of int
        The common shape.

    Raises
    ------
    ValueError
        If two sizes differ and neither is 1; the message says where.

    Examples
    --------
    >>> broadcast_shapes((3, 1), (4,))
    (3, 4)
    """
    common = []
    for place, sizes in _places(shapes):
        different = sorted({size for size in sizes if size not in (None, 1)})
        if len(different) > 1:
            raise ValueError(
                f"shapes {', '.join(str(tuple(shape)) for shape in shapes)} do not fit together: at place {place}, "
                f"counted from the right, the sizes are {' and '.join(map(str, different))}, and neither is 1. "
                "Transpose or reshape one, or give it an axis of length 1 with np.expand_dims."
            )
        common.append(different[0] if different else 1)
    return tuple(reversed(common))


def explain_broadcast(*shapes: Sequence[int]) -> str:
    """Broadcasting of these shapes in words, place by place from the right.

    Parameters
    ----------
    *shapes : sequence of int
        Shapes, each written like ``a.shape``.

    Returns
    -------
    str
        One line a place, and one for the outcome.

    Examples
    --------
    >>> print(explain_broadcast((3, 1), (4,)))
    place -1: 1 and 4: the 1 is stretched to 4
    place -2: 3 and nothing: the missing size counts as 1 and is stretched to 3
    together: (3, 4)
    """
    lines = [f"place {place}: {_what_happens(sizes)}" for place, sizes in _places(shapes)]
    try:
        outcome = str(broadcast_shapes(*shapes))
    except ValueError:
        outcome = "an error"
    return "\n".join([*lines, f"together: {outcome}"])


def unbroadcast(gradient: ArrayLike, shape: Sequence[int]) -> FloatArray:
    """Gradient with respect to an array of this shape, from the gradient with respect to its broadcast copies.

    Parameters
    ----------
    gradient : float array
        Derivative with respect to the stretched array.
    shape : sequence of int
        The shape before it was stretched.

    Returns
    -------
    float array of this shape
        Sums over the copies, since each entry acted through all of its copies.

    Raises
    ------
    ValueError
        If an array of this shape cannot be stretched to the shape of the gradient.

    Examples
    --------
    >>> unbroadcast([[1.0, 2.0], [3.0, 4.0]], (2, 1))
    array([[3.],
           [7.]])
    """
    g, shape = floats(gradient, "gradient"), tuple(shape)
    if g.shape == shape:
        return g
    added = g.ndim - len(shape)
    if added < 0 or any(size not in (1, there) for size, there in zip(shape, g.shape[added:], strict=True)):
        raise ValueError(
            f"gradient must have a shape to which {shape} can be stretched; got {g.shape}. "
            "Pass the gradient with respect to the result of the broadcast operation."
        )
    stretched = [axis for axis in range(added, g.ndim) if shape[axis - added] == 1]
    summed: FloatArray = g.sum(axis=(*range(added), *stretched)).reshape(shape)
    return summed


def operands(a: ArrayLike, b: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Turn two operands called a and b into float arrays that fit together.

    A plain Python number takes the other's dtype, so that ``a * 0.5`` does not widen float32.
    """
    if type(b) in (int, float):
        left = floats(a, "a")
        return left, np.asarray(b, left.dtype)
    if type(a) in (int, float):
        right = floats(b, "b")
        return np.asarray(a, right.dtype), right
    left, right = floats(a, "a"), floats(b, "b")
    if left.shape != right.shape:
        broadcast_shapes(left.shape, right.shape)
    return left, right


def _places(shapes: Sequence[Sequence[int]]) -> list[tuple[int, list[int | None]]]:
    """Each place from the right, -1 first, with the sizes there; None where a shape is too short."""
    rank = max((len(shape) for shape in shapes), default=0)
    places = range(-1, -rank - 1, -1)
    return [(place, [shape[place] if -place <= len(shape) else None for shape in shapes]) for place in places]


def _what_happens(sizes: Sequence[int | None]) -> str:
    """Say how the sizes at one place become one."""
    listed = " and ".join("nothing" if size is None else str(size) for size in sizes)
    different = {size for size in sizes if size not in (None, 1)}
    if len(different) > 1:
        return f"{listed}: different, and neither is 1"
    size = different.pop() if different else 1
    changes = []
    if size != 1 and 1 in sizes:
        changes.append(f"the 1 is stretched to {size}")
    if None in sizes:
        changes.append("the missing size counts as 1" + (f" and is stretched to {size}" if size != 1 else ""))
    return f"{listed}: {', '.join(changes) or 'equal'}"
