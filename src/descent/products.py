"""Products of matrices that NumPy's BLAS is slow at, because it repacks what it multiplies first.

A step of a sequence multiplies many rows of weights by one column for each sample: there are so few columns that
repacking takes a third of the time. Where many samples or pixels meet a small matrix, it repacks the large one.
``descent._fast_products`` holds the same products, compiled, for whole vectors of columns.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from descent import fast
from descent.shapes import FloatArray

FEW = 64
"""Columns up to which the twin is the quicker one: beyond, a repacked matrix is used often enough."""

MANY = 1024
"""Rows from which a product is tall."""

DEPTH = 256
"""Columns of a tall matrix up to which the twin is the quicker one: two vectors of as many rows stay near."""


def tall_product(A: FloatArray, B: FloatArray, b: FloatArray) -> FloatArray:
    """Give A B + b for matrices of which the first may have very many rows; all are of one dtype.

    Examples
    --------
    >>> tall_product(np.array([[2.0, 3.0]]), np.array([[10.0], [100.0]]), np.array([7.0]))
    array([[327.]])
    """
    if is_tall(A, B):
        from descent import _fast_products  # it brings Numba, which not everybody has

        C = np.empty((len(A), B.shape[1]), A.dtype)
        _fast_products.tall(A, np.ascontiguousarray(B), b, C)
        return C
    C = A @ B
    C += b
    return C


def is_tall(A: FloatArray, B: FloatArray) -> bool:
    """Whether `tall_product` has a twin for these matrices, and it pays."""
    if len(A) < MANY or A.shape[1] > DEPTH or A.dtype != np.float32 or not A.flags.c_contiguous or not fast.enabled():
        return False
    from descent import _fast_tiles  # it brings Numba as well

    return bool(B.shape[1] % (2 * _fast_tiles.LANES) == 0)


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
