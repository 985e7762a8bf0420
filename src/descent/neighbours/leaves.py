"""An index of samples with few features: boxes of samples that lie together, so that far ones need no look.

    |q - x|^2 >= sum_j max(low_j - q_j, q_j - high_j, 0)^2    for every x in a box        (4)

The samples are halved at the median of their widest side until about sqrt(n) are left in each leaf: then a query is
compared with as many boxes as there are samples in a box. A query's own leaf says how near its neighbours are at
least; then only leaves whose boxes come nearer are looked at, all queries of a leaf by one product.

Derivation: docs/derivations/nearest_neighbours.md
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from descent.shapes import FloatArray

Ints = NDArray[np.intp]

MOST_FEATURES, FEWEST_SAMPLES = 12, 500
"""With more features, or fewer samples, all distances at once are faster."""

WORTH = 0.5
"""The share of all distances up to which leaves are faster."""

ROWS = 2**13
"""Queries at a time, so that memory does not grow with their number."""

SMALLEST, LARGEST = 1e-20, 1e36
"""Between these, squared lengths fit well into single precision."""


class Leaves(NamedTuple):
    """Samples in leaves of one size s; where a leaf has fewer, its last places are at infinity."""

    middle: FloatArray  # (d,), mean of the samples; all that follows is measured from there
    low: FloatArray  # (d, leaves, 1), the boxes; they and the columns in single precision, which is twice as fast
    high: FloatArray  # (d, leaves, 1)
    columns: FloatArray  # (leaves, d + 1, s), -2 x and |x|^2
    points: FloatArray  # (leaves s, d)
    place: Ints  # (leaves s,), row of the sample


def leaves(samples: FloatArray) -> Leaves | None:
    """Halve the samples, shape (n, d), again and again; None where an index would not pay.

    Examples
    --------
    >>> import numpy as np
    >>> leaves(np.arange(600.0)[:, np.newaxis]).columns.shape
    (32, 2, 19)
    """
    n, d = samples.shape
    if d > MOST_FEATURES or n < FEWEST_SAMPLES:
        return None
    halvings = round(np.log2(n) / 2)
    missing = -n % 2**halvings
    # A missing sample is halved as a copy of one that is there: so each leaf gets its share of them.
    place = np.concatenate([np.arange(n), np.linspace(0, n - 1, missing).astype(np.intp)])
    middle = samples.mean(axis=0)
    points = (samples - middle)[place]
    order = np.arange(n + missing)[np.newaxis]  # (nodes, samples in a node)
    for _ in range(halvings):
        inside = points[order]
        widest = np.ptp(inside, axis=1).argmax(axis=1)[:, np.newaxis, np.newaxis]
        half = order.shape[1] // 2
        cut = np.take_along_axis(inside, widest, axis=2)[:, :, 0].argpartition(half, axis=1)
        order = np.take_along_axis(order, cut, axis=1).reshape(-1, half)
    inside = points[order]
    squares = np.einsum("lsd,lsd->ls", inside, inside)
    if not SMALLEST < squares.max() < LARGEST:
        return None
    low, high = (np.ascontiguousarray(side.T)[:, :, np.newaxis] for side in (inside.min(axis=1), inside.max(axis=1)))
    columns = np.concatenate([-2 * inside.swapaxes(1, 2), squares[:, np.newaxis]], axis=1)
    columns[:, -1][order >= n] = LARGEST
    inside[order >= n] = np.inf
    low, high, columns = (part.astype(np.float32) for part in (low, high, columns))
    return Leaves(middle, low, high, columns, inside.reshape(-1, d), place[order].ravel())


def search(queries: FloatArray, index: Leaves, k: int) -> tuple[FloatArray, Ints] | None:
    """Find the k samples nearest to each query, shape (m, d), as ``descent.neighbours.nearest`` does.

    None if a leaf has fewer than k, or so many leaves are near that an index does not pay.

    Examples
    --------
    >>> import numpy as np
    >>> index = leaves(np.arange(600.0)[:, np.newaxis])
    >>> search(np.array([[77.4]]), index, 2)[1]
    array([[77, 78]])
    """
    queries = queries - index.middle
    parts = [_search(queries[start : start + ROWS], index, k) for start in range(0, len(queries), ROWS)]
    if any(part is None for part in parts):
        return None
    distances, indices = zip(*(part for part in parts if part is not None), strict=True)
    return np.concatenate(distances), np.concatenate(indices)


def _search(q: FloatArray, index: Leaves, k: int) -> tuple[FloatArray, Ints] | None:
    count, width, size = index.columns.shape
    own = np.einsum("ij,ij->i", q, q)
    if k > size or not own.max(initial=0) < LARGEST:
        return None
    away = np.zeros((count, len(q)), np.float32)  # (4)
    sides = np.column_stack([q, np.ones(len(q))]).astype(np.float32)  # times columns: (1) less |q|^2, one for all
    for column, low, high in zip(sides[:, :-1].T, index.low, index.high, strict=True):
        outside = np.maximum(column, low)  # with the next a clip, which NumPy has no quick loop for
        np.minimum(outside, high, out=outside)
        outside -= column
        away += np.square(outside, out=outside)
    reach = np.empty(len(q), np.float32)
    for number, rows in _by_leaf(away.argmin(axis=0), np.arange(len(q)), count):
        reach[rows] = np.partition(sides[rows] @ index.columns[number], k - 1, axis=1)[:, k - 1]
    largest = float(index.columns[:, -1].max(initial=0, where=index.columns[:, -1] < LARGEST))
    slack = 4 * width * float(np.finfo(np.float32).eps) * (own + largest)  # more than any product is rounded by
    reach += 2 * slack
    leaf, row = np.nonzero(away <= (reach + own).astype(np.float32))
    if len(row) > WORTH * away.size:
        return None
    found = []
    for number, rows in _by_leaf(leaf, row, count):
        near = np.flatnonzero(sides[rows] @ index.columns[number] <= reach[rows, np.newaxis])
        found.append((rows[near // size], number * size + near % size))
    row, at = (np.concatenate(part) for part in zip(*found, strict=True))
    off = index.points[at] - q[row]
    squares = np.einsum("ij,ij->i", off, off)  # (1) would round near 0
    order = squares.argsort()  # by square, and below by row: whole numbers sort faster than pairs do
    order = order[np.sort(row[order] << 32 | np.arange(len(order))) & ((1 << 32) - 1)]
    first = np.searchsorted(row[order], np.arange(len(q)))  # where the neighbours of each query begin
    best = order[first[:, np.newaxis] + np.arange(k)]
    return np.sqrt(squares[best]), index.place[at[best]]


def _by_leaf(leaf: Ints, row: Ints, count: int) -> Iterator[tuple[int, Ints]]:
    """Give each leaf that is wanted, and the rows of queries that want it."""
    order = leaf.argsort(kind="stable")
    ends = np.searchsorted(leaf[order], np.arange(count + 1)).tolist()
    for number, (begin, end) in enumerate(zip(ends, ends[1:], strict=False)):
        if begin < end:
            yield number, row[order[begin:end]]
