"""``*`` where a matrix product is wanted, or the other way round."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from gradus.grading.compare import close
from gradus.grading.evidence import Evidence, Miss

RANK = 34


def explain(evidence: Evidence) -> str | None:
    found = {_products(miss) for miss in evidence.misses}
    if len(found) != 1 or (answer := found.pop()) is None:
        return None
    left, right, wanted = answer
    if wanted == "matrix":
        return f"`{left}` and `{right}` are multiplied element by element. A matrix product is wanted: np.dot or @."
    return f"This is the matrix product of `{left}` and `{right}`. The product element by element is wanted: *."


def _products(miss: Miss) -> tuple[str, str, str] | None:
    if miss.arrays is None:
        return None
    got, want = miss.arrays
    tables = {name: value for name, value in miss.inputs.items() if isinstance(value, np.ndarray) and value.ndim}
    if len(tables) > 4:
        return None
    for (left, a), (right, b) in permutations(tables.items(), 2):
        plain = [_try(np.multiply, x, y) for x in (a, a.T) for y in (b, b.T)]
        matrix = [_try(np.matmul, x, y) for x in (a, a.T) for y in (b, b.T)]
        for wanted, right_ones, wrong_ones in (("matrix", matrix, plain), ("plain", plain, matrix)):
            if any(_is(want, one) for one in right_ones) and any(_is(got, one) for one in wrong_ones):
                return left, right, wanted
    return None


def _try(operation: np.ufunc, x: np.ndarray, y: np.ndarray) -> np.ndarray | None:
    try:
        return np.asarray(operation(x, y))
    except (ValueError, TypeError):
        return None


def _is(value: np.ndarray, other: np.ndarray | None) -> bool:
    return other is not None and value.shape == other.shape and bool(np.all(close(value, other)))
