"""Draws rows with replacement: the bootstrap, as counts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def draw_counts(n_trees: int, n: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """For each tree draw n of n rows with replacement; how often each row came, shape (n_trees, n).

    A row that came twice counts twice, and about 37 % did not come at all.

    Examples
    --------
    >>> draw_counts(2, 4, np.random.default_rng(0)).sum(axis=1)
    array([4, 4])
    """
    return np.stack([np.bincount(rng.integers(n, size=n), minlength=n) for _ in range(n_trees)])
