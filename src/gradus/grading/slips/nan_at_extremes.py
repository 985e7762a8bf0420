"""NaN or infinity, where the right result is an ordinary number."""

from __future__ import annotations

import numpy as np

from gradus.grading.evidence import Evidence

RANK = 41


def explain(evidence: Evidence) -> str | None:
    pairs = evidence.all_arrays()
    if pairs is None:
        return None
    if any(
        got.dtype.kind not in "fc" or np.all(np.isfinite(got)) or not np.all(np.isfinite(want)) for got, want in pairs
    ):
        return None
    kind = "NaN" if any(np.any(np.isnan(got)) for got, _ in pairs) else "infinite"
    why = "a logarithm of 0 or of a negative number, 0 divided by 0, or an exp of a large number leads there"
    return f"{evidence.subject} is {kind} where an ordinary number is wanted: {why}. Print the values on the way."
