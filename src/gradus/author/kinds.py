"""Kinds of input. Code that is right for all others and wrong for one kind fails only where that kind is asked for.

So a check that asks for a kind which no other check of its exercise asks for is needed, whatever else it claims.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from gradus.author.bench import Asked, Check

MANY = 30
"""So many entries that nobody writes them out."""
LARGE = 20.0
"""From here on exponentials leave what eyes can follow."""

_KINDS: Mapping[str, Callable[[np.ndarray], bool]] = {
    "a single number": lambda a: a.ndim == 0,
    "one axis": lambda a: a.ndim == 1,
    "two axes": lambda a: a.ndim == 2,
    "three axes": lambda a: a.ndim == 3,
    "the number one": lambda a: a.ndim == 0 and a == 1,
    "a single entry": lambda a: a.ndim > 0 and a.size == 1,
    "many entries": lambda a: a.size > MANY,
    "one row": lambda a: a.ndim > 1 and a.shape[0] == 1 < a.shape[1],
    "one column": lambda a: a.ndim > 1 and a.shape[1] == 1 < a.shape[0],
    "one layer": lambda a: a.ndim > 2 and a.shape[2] == 1,
    "a square": lambda a: a.ndim > 1 and a.shape[0] == a.shape[1] > 1,
    "more rows than columns": lambda a: a.ndim > 1 and a.shape[0] > a.shape[1] > 1,
    "more columns than rows": lambda a: a.ndim > 1 and 1 < a.shape[0] < a.shape[1],
    "whole numbers": lambda a: a.dtype.kind in "iu",
    "bytes": lambda a: a.dtype == np.uint8,
    "a zero": lambda a: bool(np.any(a == 0)),
    "nothing but zeros": lambda a: bool(np.all(a == 0)),
    "nothing but numbers above zero": lambda a: bool(np.all(a > 0)),
    "nothing but numbers below zero": lambda a: bool(np.all(a < 0)),
    "large numbers": lambda a: bool(np.any(np.abs(a) > LARGE)),
}


def only_one_asks(about: Asked, parameters: Sequence[str]) -> frozenset[int]:
    """The places of the checks that ask for some kind of input which no other check of the exercise asks for."""
    asks: dict[tuple[str, str], list[int]] = {}
    for place, check in enumerate(about.checks):
        for kind in kinds_of(check, parameters):
            asks.setdefault(kind, []).append(place)
    return frozenset(places[0] for places in asks.values() if len(places) == 1)


def kinds_of(check: Check, parameters: Sequence[str]) -> set[tuple[str, str]]:
    """The kinds of the arguments of a call, each with the name of its parameter."""
    given: dict[str, Any] = dict(zip(parameters, check.args, strict=False)) | dict(check.kwargs)
    found = {(name, "left to its default") for name in parameters if name not in given}
    for name, value in given.items():
        if isinstance(value, bool | int | float | np.ndarray | np.generic):
            array = np.asarray(value)
            if array.dtype.kind in "biuf":
                found |= {(name, kind) for kind, holds in _KINDS.items() if holds(array)}
    return found
