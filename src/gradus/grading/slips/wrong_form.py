"""Another number of values than the specification says, or a dictionary with other keys."""

from __future__ import annotations

import difflib
from typing import Any

from gradus.grading.evidence import Evidence
from gradus.grading.show import show_form
from gradus.model import Confidence

RANK = 14
CONFIDENCE = Confidence.CERTAIN


def explain(evidence: Evidence) -> str | None:
    if not evidence.misses or any(_fits(miss.result, miss.case.expected) for miss in evidence.misses):
        return None
    first = evidence.misses[0]
    for got, wanted in _dictionaries(first.result, first.case.expected):
        for key in wanted:
            if key not in got and (near := _near(key, [one for one in got if one not in wanted])):
                return f"The dictionary has the key `{near}` where `{key}` is wanted. Names count letter by letter."
    return (
        f"`{evidence.exercise}` returns {show_form(first.result)}. It should return {show_form(first.case.expected)}."
    )


def _fits(got: Any, wanted: Any) -> bool:
    """Whether tuples have the right length and dictionaries the right keys, all the way down."""
    if isinstance(wanted, tuple):
        if not isinstance(got, list | tuple) or len(got) != len(wanted):
            return False
        return all(_fits(part, one) for part, one in zip(got, wanted, strict=True))
    if isinstance(wanted, dict):
        return isinstance(got, dict) and all(key in got and _fits(got[key], wanted[key]) for key in wanted)
    return True


def _dictionaries(got: Any, wanted: Any) -> list[tuple[dict[Any, Any], dict[Any, Any]]]:
    if isinstance(got, dict) and isinstance(wanted, dict):
        return [(got, wanted)]
    if isinstance(got, list | tuple) and isinstance(wanted, tuple) and len(got) == len(wanted):
        return [pair for one in zip(got, wanted, strict=True) for pair in _dictionaries(*one)]
    return []


def _near(key: Any, others: list[Any]) -> str | None:
    names = [one for one in others if isinstance(one, str)]
    same = [one for one in names if one.lower() == str(key).lower()]
    return next(iter(same or difflib.get_close_matches(str(key), names, n=1)), None)
