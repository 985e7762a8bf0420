"""Where a tree stops to grow, and the checks of what a caller may ask for."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from descent.numbers import number, whole

ROUNDING = 1e-9
"""Gains that differ by less than this share of the node's impurity count as equal: rounding must not choose."""

PURE = 1e-12
"""A node whose impurity is below this share of the root's is pure: what is left is rounding."""


class Limits(NamedTuple):
    """When a node stays a leaf: too deep, too few rows, or too little to gain."""

    criterion: str
    max_depth: int | None = None
    min_samples_split: int = 2
    min_samples_leaf: int = 1
    min_impurity_decrease: float = 0.0


def limits(model: Any, criteria: tuple[str, ...]) -> Limits:
    """Read the limits off a model's parameters, or say which cannot be."""
    criterion = criteria[0] if model.criterion is None else model.criterion
    if criterion not in criteria:
        raise ValueError(f"criterion must be one of {', '.join(criteria)}; got {model.criterion!r}.")
    if model.max_depth is not None:
        whole(model.max_depth, "max_depth", 1, "None lets the tree grow until its leaves are pure")
    whole(model.min_samples_split, "min_samples_split", 2, "one row cannot be split")
    whole(model.min_samples_leaf, "min_samples_leaf", 1, "a leaf holds at least one row")
    decrease = number(model.min_impurity_decrease, "min_impurity_decrease", 0, np.inf)
    return Limits(criterion, model.max_depth, model.min_samples_split, model.min_samples_leaf, decrease)


def candidates(max_features: int | str | None, d: int, auto: str | None = None) -> int:
    """Turn max_features into a number of columns in 1..d; ``auto`` stands for `auto`."""
    if max_features == "auto":
        max_features = auto
    if max_features is None:
        return d
    if max_features == "sqrt":
        return max(1, int(np.sqrt(d)))
    if isinstance(max_features, str):
        raise ValueError(f"max_features must be None, 'sqrt' or a whole number; got {max_features!r}.")
    return min(d, whole(max_features, "max_features", 1, "a split asks about a feature"))
