"""Kernels: the inner product of two samples in a space of products of features, without going there.

    linear: k(a, b) = a b        polynomial: (gamma a b + coef0)^degree        RBF: exp(-gamma |a - b|^2)      (1)

Derivation: docs/derivations/svm.md
"""

from __future__ import annotations

import numpy as np

from descent.shapes import FloatArray, scalar

KERNELS = ("linear", "poly", "rbf")

BLOCK = 64
"""Rows of the RBF kernel that are computed together."""


def kernel_matrix(
    A: FloatArray, B: FloatArray, *, kernel: str, gamma: float = 1.0, degree: int = 3, coef0: float = 0.0
) -> FloatArray:
    """Evaluate a kernel for all pairs of rows.

    Parameters
    ----------
    A : float array, shape (n, d)
        One sample per row.
    B : float array, shape (m, d)
        The other samples.
    kernel : str
        ``linear``, ``poly`` or ``rbf``.
    gamma : float
        Factor of the inner product, or of the squared distance; above 0.
    degree : int
        Power of the polynomial kernel.
    coef0 : float
        Added before the power is taken.

    Returns
    -------
    K : float array, shape (n, m)
        Entry i, j is k(A_i, B_j); for ``rbf`` in 0..1.

    Examples
    --------
    >>> import numpy as np
    >>> kernel_matrix(np.array([[1.0, 2.0]]), np.array([[3.0, 1.0]]), kernel="poly", degree=2, coef0=1.0)
    array([[36.]])
    """
    if kernel == "linear":
        return A @ B.T
    if kernel == "poly":
        power: FloatArray = (gamma * (A @ B.T) + coef0) ** degree
        return power
    middle = B.mean(axis=0)  # distances do not change, and small numbers lose fewer digits
    A, B = A - middle, B - middle
    # The exponent as one product: [2 gamma a, -gamma |a|^2, 1] times [b, 1, -gamma |b|^2].
    near = [-gamma * np.einsum("ij,ij->i", side, side)[:, np.newaxis] for side in (A, B)]
    ones = [np.ones((len(side), 1), side.dtype) for side in (A, B)]
    left = np.concatenate([2 * gamma * A, near[0], ones[0]], axis=1)
    right = np.concatenate([B, ones[1], near[1]], axis=1).T
    K = np.empty((len(A), len(B)), left.dtype)
    for first in range(0, len(A), BLOCK):  # a block of rows goes through all three steps while it is in the cache
        block = K[first : first + BLOCK]
        np.matmul(left[first : first + BLOCK], right, out=block)
        np.minimum(block, 0, out=block)  # rounding must not make two samples nearer than equal
        np.exp(block, out=block)  # (1)
    return K


def width(gamma: float | str, X: FloatArray) -> float:
    """Give the number that gamma stands for.

    Examples
    --------
    >>> import numpy as np
    >>> width("scale", np.array([[0.0, 4.0]]))  # 1 / (2 features times variance 4)
    0.125
    """
    d = int(X.shape[1])
    if isinstance(gamma, str):
        spread = float(X.var()) or 1.0
        return 1 / d if gamma == "auto" else 1 / (d * spread)
    return float(gamma)


def check_kernel(kernel: str, gamma: float | str, degree: object, coef0: float) -> None:
    """Refuse a kernel that cannot be meant."""
    if kernel not in KERNELS:
        raise ValueError(f"kernel must be one of {', '.join(KERNELS)}; got {kernel!r}.")
    number = not isinstance(gamma, str) and 0 < scalar(gamma, "gamma") < np.inf
    if not number and gamma not in ("scale", "auto"):
        raise ValueError(f"gamma must be scale, auto or a finite number above 0; got {gamma!r}.")
    if not isinstance(degree, int | np.integer) or degree < 1:
        raise ValueError(f"degree must be a whole number, 1 or more; got {degree!r}.")
    if not np.isfinite(scalar(coef0, "coef0")):
        raise ValueError(f"coef0 must be finite; got {coef0}.")
