"""Everything is off by one and the same factor, whose reason nothing in the inputs tells."""

from __future__ import annotations

import math

import numpy as np

from gradus.grading.evidence import Evidence
from gradus.grading.slips.constant_factor import ratio_of

RANK = 60


def explain(evidence: Evidence) -> str | None:
    ratios = [ratio_of(miss) for miss in evidence.misses]
    if not ratios or (first := ratios[0]) is None or first < 0:
        return None
    if len(ratios) < 2 and np.asarray(evidence.misses[0].got).size < 3:
        return None  # of one or two numbers, too much is some factor
    if any(ratio is None or not math.isclose(ratio, first, rel_tol=1e-4) for ratio in ratios):
        return None
    return f"{evidence.subject} is {first:.4g} times what it should be, everywhere. A constant factor is wrong."
