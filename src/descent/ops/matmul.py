"""Matrix multiplication makes of rows and columns all their sums of products.

    C = A B,  C_ij = sum_l A_il B_lj      (1)
    dA = dC B^T,  dB = A^T dC             (2)

Derivation: docs/derivations/matmul.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.broadcasting import broadcast_shapes, unbroadcast
from descent.shapes import FloatArray, floats, incoming


class Cache(NamedTuple):
    """What backward needs."""

    A: FloatArray
    B: FloatArray
    C: FloatArray


def matmul(A: ArrayLike, B: ArrayLike) -> FloatArray:
    """Matrix product, or a stack of them.

    Parameters
    ----------
    A : float array, shape (..., n, d)
        One matrix, or many along the leading axes.
    B : float array, shape (..., d, k)
        As many rows as A has columns. Its leading axes broadcast against those of A.

    Returns
    -------
    C : float array, shape (..., n, k)
        The products.

    Raises
    ------
    ValueError
        If A or B is no matrix, or the shapes do not fit together.

    Examples
    --------
    >>> matmul([[1.0, 2.0]], [[10.0], [100.0]])
    array([[210.]])
    """
    return forward(A, B)[0]


def forward(A: ArrayLike, B: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the products and their cache."""
    A, B = _matrices(A, "A"), _matrices(B, "B")
    if A.shape[-1] != B.shape[-2]:
        fix = "Transpose B." if A.shape[-1] == B.shape[-1] else "Look at which axis is summed over."
        raise ValueError(f"B must have {A.shape[-1]} rows, one per column of A; got {A.shape} and {B.shape}. {fix}")
    broadcast_shapes(A.shape[:-2], B.shape[:-2])
    C = A @ B  # (1), (..., n, k)
    return C, Cache(A, B, C)


def backward(
    dC: ArrayLike, cache: Cache, needs: tuple[bool, bool] = (True, True)
) -> tuple[FloatArray | None, FloatArray | None]:
    """Give the derivatives with respect to A and B, or to the one that is needed."""
    A, B, C = cache
    dC = incoming(dC, C, "dC")
    dA = unbroadcast(dC @ B.swapaxes(-1, -2), A.shape) if needs[0] else None
    dB = unbroadcast(A.swapaxes(-1, -2) @ dC, B.shape) if needs[1] else None  # (2)
    return dA, dB


def _matrices(value: ArrayLike, name: str) -> FloatArray:
    array = floats(value, name)
    if array.ndim < 2:
        raise ValueError(
            f"{name} must have shape (..., rows, columns); got {array.shape}. "
            f"Use np.reshape({name}, (1, -1)) for one row."
        )
    return array


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a stack of matrices and one matrix that is used for all of them."""
    n, k = rng.integers(1, 4, size=2)
    return {"A": rng.normal(size=(2, n, 3)), "B": rng.normal(size=(3, k))}
