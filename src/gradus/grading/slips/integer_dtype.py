"""Whole numbers came out, because the array that holds them can hold nothing else."""

from __future__ import annotations

import numpy as np

from gradus.grading.evidence import Evidence

RANK = 40


def explain(evidence: Evidence) -> str | None:
    pairs = evidence.all_arrays()
    if pairs is None or any(got.shape != want.shape or want.dtype.kind != "f" for got, want in pairs):
        return None
    if any(got.dtype.kind == "b" for got, _ in pairs):
        return None  # yes or no is another kind of answer, not a number that lost its fraction
    if not any(np.any(got) or got.dtype.kind in "iu" for got, _ in pairs):
        return None  # nothing but zeros says nothing
    for got, want in pairs:
        if not np.all(np.isfinite(want)) or np.array_equal(want, np.trunc(want)):
            return None
        if not (np.array_equal(got, np.trunc(want)) or np.array_equal(got, np.rint(want))):
            return None
    return (
        f"{evidence.subject} holds whole numbers only: the fractions were cut off. An array of integers stays one; "
        "make it with dtype=float, and divide with / and not //."
    )
