"""Where values lie in the text of a JSON file, so that one of them can be changed and every other byte stays."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_SPACE = re.compile(r"[ \t\r\n]*")
_READ = json.JSONDecoder(strict=False, parse_constant=str)  # two texts are compared, and NaN is not equal to itself
read_json = _READ.decode


@dataclass(frozen=True, slots=True)
class Place:
    """A value, and the part of the text that writes it."""

    value: Any
    start: int
    end: int
    lead: str = ""
    """The white space before it in a list, or before its key in an object."""


def whole(text: str) -> Place:
    """The value that the text as a whole writes; ``ValueError`` if it is not JSON."""
    start = _skip(text, 0)
    value, end = _READ.raw_decode(text, start)
    if _skip(text, end) != len(text):
        raise ValueError("there is more text behind the value")
    return Place(value, start, end)


def members(text: str, place: Place) -> dict[str, Place]:
    """The values of an object by key; of a key that stands there twice the last, as every reader takes it."""
    return {key: member for key, member in _members(text, place)}


def elements(text: str, place: Place) -> list[Place]:
    """The values of a list."""
    found: list[Place] = []
    at = place.start + 1
    while True:
        start = _skip(text, at)
        if text[start] == "]":
            return found
        value, end = _READ.raw_decode(text, start)
        found.append(Place(value, start, end, text[at:start]))
        at = _skip(text, end)
        at += text[at] == ","


def _members(text: str, place: Place) -> Iterator[tuple[str, Place]]:
    at = place.start + 1
    while True:
        start = _skip(text, at)
        if text[start] == "}":
            return
        key, end = _READ.raw_decode(text, start)
        begin = _skip(text, _skip(text, end) + 1)  # behind the colon
        value, end = _READ.raw_decode(text, begin)
        yield key, Place(value, begin, end, text[at:start])
        at = _skip(text, end)
        at += text[at] == ","


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
