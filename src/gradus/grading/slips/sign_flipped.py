"""Everything has the opposite sign."""

from __future__ import annotations

import numpy as np

from gradus.grading.evidence import Evidence

RANK = 30


def explain(evidence: Evidence) -> str | None:
    pairs = evidence.all_arrays()
    if pairs is None or any(got.shape != want.shape or got.dtype.kind == "b" for got, want in pairs):
        return None
    if not all(np.any(want) and miss.agrees(-got) for miss, (got, want) in zip(evidence.misses, pairs, strict=True)):
        return None
    return (
        f"{evidence.subject} has the opposite sign. Is a minus missing or one too many, or a difference turned round?"
    )
