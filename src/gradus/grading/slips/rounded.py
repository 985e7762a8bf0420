"""The right values, rounded."""

from __future__ import annotations

import numpy as np

from gradus.grading.evidence import Evidence

RANK = 42


def explain(evidence: Evidence) -> str | None:
    pairs = evidence.all_arrays()
    if pairs is None or any(got.shape != want.shape or want.dtype.kind != "f" for got, want in pairs):
        return None
    if sum(got.size for got, _ in pairs) < 2:
        return None
    for digits in range(1, 7):
        if all(np.allclose(got, np.round(want, digits), rtol=0, atol=1e-12) for got, want in pairs):
            return f"{evidence.subject} is right, but rounded to {digits} decimals. Return the number as it is."
    return None
