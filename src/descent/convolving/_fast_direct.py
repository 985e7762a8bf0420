"""The sums over windows of ``descent.convolving.sums``, compiled: a tile of neighbouring windows and filters at a time.

``padded`` holds pictures with their zeros around them, flat; ``steps`` says where in it the windows lie. One line of a
window is one piece of memory, and so a window is ``steps.height`` such pieces.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from descent._fast_compiled import compiled
from descent._fast_tiles import LANES, PIXELS, add, add_products, load, save
from descent.convolving.steps import Steps
from descent.shapes import FloatArray

NEAR = 4096
"""Numbers of g at a time: 16 kilobytes, which stay in the nearest cache while all of a window is gone through."""


def _sums(vectors: int) -> Callable[..., Any]:
    """Compile the sums for so many vectors of filters."""

    @compiled
    def sums(padded: FloatArray, W: FloatArray, b: FloatArray, steps: Steps, z: FloatArray, f: int) -> None:
        flat, weights, k, columns = z.reshape(-1), W.reshape(-1), W.shape[1], steps.columns
        for n in range(len(z)):
            for r in range(steps.lines):
                for some in range(0, columns, PIXELS):
                    c = min(some, columns - PIXELS)  # the last tile overlaps the one before
                    tile, w = load(b, f, 0, vectors), f
                    window = n * steps.picture + r * steps.down + c * steps.across
                    for i in range(steps.height):
                        line = window + i * steps.inside
                        for m in range(line, line + steps.row):
                            tile = add_products(tile, padded, m, steps.across, weights, w)
                            w += k
                    save(tile, flat, ((n * steps.lines + r) * columns + c) * k + f, k)

    return sums


def _gradient(vectors: int) -> Callable[..., Any]:
    """Compile the derivative for so many vectors of filters."""

    @compiled
    def gradient(
        padded: FloatArray, back: FloatArray, nothing: FloatArray, first: int, last: int, steps: Steps,
        dM: FloatArray, f: int,
    ) -> None:  # fmt: skip
        total, whole, k = dM.reshape(-1), dM.shape[1], dM.shape[2]
        for i in range(steps.height):
            for m in range(0, whole, PIXELS):
                tile = load(nothing, 0, 0, vectors)
                for line in range(first, last):
                    n, r = line // steps.lines, line % steps.lines
                    window = n * steps.picture + r * steps.down + i * steps.inside + m
                    place = line * steps.columns * k + f
                    for _ in range(steps.columns):
                        tile = add_products(tile, padded, window, 1, back, place)
                        window += steps.across
                        place += k
                at = (i * whole + m) * k + f
                save(add(load(total, at, k, vectors), tile), total, at, k)

    return gradient


_sums_of_two, _sums_of_one = _sums(2), _sums(1)
_gradient_of_two, _gradient_of_one = _gradient(2), _gradient(1)


@compiled
def weighted_sums(padded: FloatArray, W: FloatArray, b: FloatArray, steps: Steps, z: FloatArray) -> None:
    """Write the windows times W, of shape (numbers in a window, k), plus b, into z."""
    f, k = 0, W.shape[1]
    while f + 2 * LANES <= k:
        _sums_of_two(padded, W, b, steps, z, f)
        f += 2 * LANES
    if f < k:
        _sums_of_one(padded, W, b, steps, z, f)


@compiled
def weight_gradient(padded: FloatArray, g: FloatArray, steps: Steps, dM: FloatArray) -> None:
    """Add the windows times what came back from them to dM, of shape (height, numbers in a line or some more, k)."""
    k, nothing = dM.shape[2], dM.reshape(-1)[: 2 * LANES] * 0
    lines, every = len(g) * steps.lines, max(1, NEAR // (steps.columns * k))
    back = g.reshape(-1)
    for first in range(0, lines, every):
        last, f = min(first + every, lines), 0
        while f + 2 * LANES <= k:
            _gradient_of_two(padded, back, nothing, first, last, steps, dM, f)
            f += 2 * LANES
        if f < k:
            _gradient_of_one(padded, back, nothing, first, last, steps, dM, f)
