"""What every selector does once it knows which features to keep, as functions that a class takes in by name."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.shapes import FloatArray, finite, matrix


def transform(self: Any, X: ArrayLike) -> FloatArray:
    """Keep the chosen columns of X."""
    kept: NDArray[np.bool_] = estimator.fitted(self, "support_")
    X = matrix(X, "X", columns=len(kept))
    finite(X, "X")
    return X[:, kept]


def get_support(self: Any, indices: bool = False) -> NDArray[Any]:
    """Say which columns are kept: for each whether, or the numbers of the kept ones."""
    kept: NDArray[np.bool_] = estimator.fitted(self, "support_")
    return np.flatnonzero(kept) if indices else kept


def count(n: int | None, d: int, name: str) -> int:
    """Check how many of d features are to be kept; None means half of them."""
    chosen = max(d // 2, 1) if n is None else n
    if not (chosen == int(chosen) and 1 <= chosen <= d):
        raise ValueError(f"{name} must be a whole number in 1..{d}, as X has {d} features; got {n!r}. Ask for fewer.")
    return int(chosen)
