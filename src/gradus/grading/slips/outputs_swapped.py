"""The right values, in each other's places."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from gradus.grading.compare import compare
from gradus.grading.evidence import Evidence, Miss

RANK = 13


def explain(evidence: Evidence) -> str | None:
    found = {_swapped(miss) for miss in evidence.misses}
    if len(found) != 1 or (pair := found.pop()) is None:
        return None
    said = f"{pair[0]} and {pair[1]}"
    return f"{said[:1].upper()}{said[1:]} have changed places. Give each its own place in the result."


def _swapped(miss: Miss) -> tuple[str, str] | None:
    for got, wanted in ((miss.result, miss.case.expected), (_first(miss.result), _first(miss.case.expected))):
        places = _places(got, wanted)
        for one, other in combinations(places, 2):
            if all(_same(got[place], wanted[place]) for place in places if place not in (one, other)):
                crossed = _same(got[one], wanted[other]) and _same(got[other], wanted[one])
                if crossed and not _same(got[one], wanted[one]):
                    return _name(one), _name(other)
    return None


def _places(got: Any, wanted: Any) -> list[Any]:
    if isinstance(got, dict) and isinstance(wanted, dict) and got.keys() >= wanted.keys():
        return list(wanted)
    if isinstance(got, list | tuple) and isinstance(wanted, list | tuple) and len(got) == len(wanted) <= 6:
        return list(range(len(wanted)))
    return []


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list | tuple) and value else None


def _same(got: Any, wanted: Any) -> bool:
    return compare(got, wanted) is None


def _name(place: Any) -> str:
    return f"`{place}`" if isinstance(place, str) else f"value {place + 1}"
