"""The result is wrong for a reason unknown, and an argument was changed on the way."""

from __future__ import annotations

from gradus.grading.evidence import Evidence
from gradus.grading.slips.argument_changed import words

RANK = 90


def explain(evidence: Evidence) -> str | None:
    if not evidence.misses or not evidence.returned or not all(one.changed for one in evidence.returned):
        return None
    return words(evidence, evidence.returned[0].changed)
