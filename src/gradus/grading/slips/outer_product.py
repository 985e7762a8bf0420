"""A row and a column were combined element by element, which makes a whole table."""

from __future__ import annotations

from gradus.grading.evidence import Evidence

RANK = 23


def explain(evidence: Evidence) -> str | None:
    pairs = evidence.all_arrays()
    if pairs is None:
        return None
    for got, want in pairs:
        length = want.size
        if length < 2 or got.shape != (length, length) or want.shape not in ((length,), (length, 1), (1, length)):
            return None
    got, want = pairs[0]
    return (
        f"{evidence.subject} is a table of shape {got.shape} where {want.shape} is wanted: a row and a column were "
        "combined, and broadcasting made a table of them. Give both the same shape first."
    )
