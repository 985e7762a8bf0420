"""The right values in an array that lacks an axis of length 1, or has one too many."""

from __future__ import annotations

import re

from gradus.grading.evidence import Evidence

RANK = 22


def explain(evidence: Evidence) -> str | None:
    pairs = evidence.all_arrays()
    if pairs is None:
        return None
    for miss, (got, want) in zip(evidence.misses, pairs, strict=True):
        if got.shape == want.shape or got.size != want.size or not miss.agrees(got.reshape(want.shape)):
            return None
        if [n for n in got.shape if n > 1] != [n for n in want.shape if n > 1]:
            return None
    got, want = pairs[0]
    start = f"The values are right, but the shape of {_lower(evidence.subject)} is {got.shape}"
    if want.ndim == 0:
        return f"{start} where a plain number is wanted. np.squeeze, or float(…), takes the brackets off."
    if got.ndim < want.ndim and re.search(r"(?:sum|mean|max|min|norm)\(.*axis", evidence.source):
        if "keepdims" not in evidence.source:
            return f"{start} and should be {want.shape}. Pass keepdims=True where you reduce along an axis."
    if got.ndim < want.ndim:
        return f"{start}, of rank {got.ndim}; it should be {want.shape}. Reshape it, or keep the axis of length 1."
    if got.ndim == want.ndim:
        return (
            f"{start} and should be {want.shape}: a row for a column, or a column for a row. Reshape or transpose it."
        )
    return f"{start} and should be {want.shape}. There is an axis of length 1 too many."


def _lower(subject: str) -> str:
    return subject[:1].lower() + subject[1:]
