"""The product of every step of a sequence: many rows of weights times one column for each sample.

It has so few columns that NumPy's BLAS, which first repacks what it multiplies, needs a third more time than the
arithmetic. ``descent._fast_products`` holds the same product, compiled for whole vectors of columns.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from descent import fast
from descent.shapes import FloatArray

FEW = 64
"""Columns up to which the twin is the quicker one: beyond, a repacked matrix is used often enough."""


def step_product(rows: int, columns: int, dtype: Any) -> Callable[[FloatArray, FloatArray, FloatArray], Any]:
    """Choose a function of A, B and out that writes A B into out; all three are whole pieces of memory.

    Parameters
    ----------
    rows, columns : int
        Of the product.
    dtype : dtype
        Of all three.

    Returns
    -------
    callable
        NumPy's or, where there is one that pays, the compiled twin.

    Examples
    --------
    >>> out = np.empty((1, 1))
    >>> _ = step_product(1, 1, out.dtype)(np.array([[2.0, 3.0]]), np.array([[10.0], [100.0]]), out)
    >>> out
    array([[320.]])
    """
    if dtype != np.float32 or columns > FEW or not fast.enabled():
        return np.matmul
    from descent import _fast_products, _fast_tiles  # they bring Numba, which not everybody has

    whole = rows >= _fast_tiles.PIXELS and columns % _fast_tiles.LANES == 0 < columns
    return _fast_products.product if whole else np.matmul
