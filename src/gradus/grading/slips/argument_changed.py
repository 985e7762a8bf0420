"""An argument is no longer what the caller passed, and that alone is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from gradus.grading.evidence import Evidence
from gradus.model import Confidence

RANK = 12
CONFIDENCE = Confidence.CERTAIN


def explain(evidence: Evidence) -> str | None:
    return words(evidence, evidence.only_changed) if evidence.only_changed else None


def words(evidence: Evidence, changed: Sequence[int | str]) -> str:
    """What to say about changed arguments, given by place or name."""
    names = [
        evidence.parameters[one] if isinstance(one, int) and one < len(evidence.parameters) else str(one)
        for one in changed
    ]
    said = " and ".join(f"`{name}`" for name in names)
    first = names[0]
    return (
        f"The call changed {said} itself, so that the caller's own value is no longer what it was. "
        f"Write `{first} = {first} - …` instead of `{first} -= …`, or work on `{first}.copy()`."
    )
