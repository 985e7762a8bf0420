"""A list with one entry too many or too few, otherwise right."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradus.grading.compare import compare
from gradus.grading.evidence import Evidence, Miss

RANK = 45


def explain(evidence: Evidence) -> str | None:
    found = {_said(miss) for miss in evidence.misses}
    if len(found) != 1 or (said := found.pop()) is None:
        return None
    return f"{evidence.subject} {said}"


def _said(miss: Miss) -> str | None:
    got, wanted = _entries(miss.got), _entries(miss.expected)
    if got is None or wanted is None:
        return None
    if len(got) == len(wanted) + 1:
        if compare(got[1:], wanted) is None:
            return "has one entry too many, at its beginning. Record after the step, or begin with an empty list."
        if compare(got[:-1], wanted) is None:
            return "has one entry too many, at its end. Look at where the loop stops."
    if len(got) + 1 == len(wanted):
        if compare(got, wanted[1:]) is None:
            return "lacks its first entry. Look at where recording begins."
        if compare(got, wanted[:-1]) is None:
            return "lacks its last entry. Look at where the loop stops."
    return None


def _entries(value: Any) -> list[Any] | None:
    if isinstance(value, np.ndarray):
        return list(value) if value.ndim == 1 else None
    return list(value) if isinstance(value, list | tuple) else None
