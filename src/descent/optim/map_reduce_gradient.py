"""The gradient of a sum over rows is the sum of the gradients over parts of the rows: each part can be done elsewhere.

    sum over all rows of g_i = sum over shards of (sum over the rows of one shard of g_i)     (8)

Derivation: docs/derivations/stochastic_gradient_descent.md
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from typing import Any

import numpy as np

from descent.numbers import whole
from descent.shapes import FloatArray

Partial = tuple[Any, FloatArray]


def map_reduce_gradient(
    function: Callable[[FloatArray, slice], Partial], x: FloatArray, n: int, *, shards: int = 2, threads: int = 1
) -> Partial:
    """Compute a value and a gradient that are sums over n rows, in shards.

    Parameters
    ----------
    function : callable
        Takes a point and a slice of the rows, returns the sum over these rows and its gradient. It is called from
        several threads at once if threads is above 1.
    x : float array, any shape
        Where.
    n : int
        How many rows there are, 1 or more.
    shards : int
        Into how many parts to divide the rows, 1 or more; of nearly equal size.
    threads : int
        How many shards to work on at once, 1 or more.

    Returns
    -------
    value, gradient : float, float array of the shape of x
        The sums over all rows. They are added in the order of the shards, so threads change no bit of them.

    Raises
    ------
    ValueError
        If a number is out of range.

    Examples
    --------
    >>> data = np.array([1.0, 2.0, 3.0, 6.0])
    >>> miss = lambda x, part: (((x - data[part]) ** 2).sum() / 2, (x - data[part]).sum())
    >>> value, gradient = map_reduce_gradient(miss, 0.0, 4, shards=2, threads=2)
    >>> float(value), float(gradient)
    (25.0, -12.0)
    """
    for name, count in (("n", n), ("shards", shards), ("threads", threads)):
        whole(count, name, 1)
    edges = np.linspace(0, n, min(shards, n) + 1).astype(int).tolist()
    parts = [slice(first, last) for first, last in zip(edges, edges[1:], strict=False)]
    if threads == 1:
        done = [function(x, part) for part in parts]
    else:
        with ThreadPoolExecutor(threads) as pool:
            done = list(pool.map(lambda part: function(x, part), parts))  # the map
    return reduce(lambda a, b: (a[0] + b[0], a[1] + b[1]), done)  # (8), the reduction
