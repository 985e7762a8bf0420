"""A familiar function stands between what came and what was expected: a square, a root, one minus it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gradus.grading.evidence import Evidence

RANK = 33

_KNOWN: tuple[tuple[str, Callable[[np.ndarray], np.ndarray]], ...] = (
    ("is one minus what it should be. Swap the two sides, or the sign", lambda x: 1 - x),
    ("is the square of what it should be. Take the root, or leave out the square", lambda x: np.square(x)),
    ("is the root of what it should be. Leave out the root", lambda x: np.sqrt(x)),
    ("is one divided by what it should be. Turn the fraction round", lambda x: 1 / x),
    ("has lost its sign: an absolute value is taken where none is wanted", lambda x: np.abs(x)),
    ("is the logarithm of what it should be. Leave out the log", lambda x: np.log(x)),
    ("is e to the power of what it should be. Leave out the exp", lambda x: np.exp(x)),
    ("is one too large", lambda x: x + 1),
    ("is one too small", lambda x: x - 1),
)


def explain(evidence: Evidence) -> str | None:
    pairs = evidence.all_arrays()
    if pairs is None or any(got.shape != want.shape or got.dtype.kind == "b" for got, want in pairs):
        return None
    if sum(got.size for got, _ in pairs) < 2:
        return None  # of a single number, too much is some function
    for words, function in _KNOWN:
        if all(_is(got, function(want)) and not _is(got, want) for got, want in pairs):
            return f"{evidence.subject} {words}."
    return None


def _is(got: np.ndarray, value: np.ndarray) -> bool:
    return bool(np.all(np.isfinite(value)) and np.allclose(got, value, rtol=1e-6, atol=1e-9))
