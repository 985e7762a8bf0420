"""The same call gives something else the next time."""

from __future__ import annotations

from gradus.grading.compare import compare
from gradus.grading.evidence import Evidence
from gradus.model import Confidence

RANK = 15
CONFIDENCE = Confidence.CERTAIN


def explain(evidence: Evidence) -> str | None:
    if not evidence.misses:
        return None
    miss = evidence.misses[0]
    if miss.case.timeout is not None:
        return None  # a call that may take long is not made twice
    second = evidence.again(miss.case)
    if second is None or compare(second, miss.result) is None:
        return None
    return (
        "The same call gives another result each time. A random number without a seed, or a variable outside the "
        "function that keeps growing, would do that: begin from the arguments alone."
    )
