"""A placeholder ``...`` of the starter is still there."""

from __future__ import annotations

from typing import Any

from gradus.grading.evidence import Evidence
from gradus.model import Confidence

RANK = 11
CONFIDENCE = Confidence.CERTAIN


def explain(evidence: Evidence) -> str | None:
    if not any(_holds_placeholder(one.value) for one in evidence.returned):
        return None
    left = [line.partition("=")[0].strip() for line in evidence.source.split("\n") if "..." in line and "=" in line]
    names = [name for name in left if name.isidentifier()]
    if names:
        said = ", ".join(f"`{name}`" for name in names)
        return f"{said} {'is' if len(names) == 1 else 'are'} still the placeholder `...`. Write your code there."
    return "The result still holds a placeholder `...`. Write your code in its place."


def _holds_placeholder(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_holds_placeholder(part) for part in value.values())
    if isinstance(value, list | tuple):
        return any(_holds_placeholder(part) for part in value)
    return value is Ellipsis
