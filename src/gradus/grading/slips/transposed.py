"""Rows and columns have changed places."""

from __future__ import annotations

from gradus.grading.evidence import Evidence

RANK = 21


def explain(evidence: Evidence) -> str | None:
    pairs = evidence.all_arrays()
    if pairs is None or any(got.ndim != 2 or got.T.shape != want.shape for got, want in pairs):
        return None
    if not all(miss.agrees(got.T) for miss, (got, _) in zip(evidence.misses, pairs, strict=True)):
        return None
    got, want = pairs[0]
    shapes = f": its shape is {got.shape} and should be {want.shape}" if got.shape != want.shape else ""
    return f"{evidence.subject} is the transpose of what it should be{shapes}. Swap the factors, or add a .T."
