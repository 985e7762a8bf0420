"""What became of an order: a value, an exception, or the end of the candidate; read from an answer that may lie."""

from __future__ import annotations

import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gradus.grading import wire


@dataclass(frozen=True, slots=True)
class Returned:
    """The call came back with a value."""

    value: Any
    output: str = ""
    changed: tuple[int | str, ...] = ()
    """Arguments, by place or name, that the call changed."""


@dataclass(frozen=True, slots=True)
class Raised:
    """The learner's code raised."""

    type: str
    message: str
    label: str = ""
    """The cell or file of the learner's line; empty if no line of the learner's was running."""
    line: int = 0
    function: str = ""
    segment: str = ""
    """The very expression that raised, where Python knows it."""
    values: Mapping[str, Mapping[str, Any]] | None = None
    """What the names in it held."""
    output: str = ""


@dataclass(frozen=True, slots=True)
class Lost:
    """The candidate is gone: it took too long, it ended itself, or it broke the rules of the wire."""

    reason: str
    """``timeout``, ``died``, ``broken``, or ``walls`` if it was never run."""
    text: str


Outcome = Returned | Raised | Lost


def read_answer(reply: dict[str, Any], order: dict[str, Any]) -> Outcome:
    """The answer, every part of it of the type it must have: it may come from learner code itself."""
    output = str(reply.get("output", ""))[:_OUTPUT]
    if "error" in reply:
        if not isinstance(reply["error"], dict):
            raise wire.WireError("an exception that is none")
        return Raised(**_checked_error(reply["error"]), output=output)
    places = [*range(len(order.get("args", ()))), *order.get("kwargs", ())]
    told = reply.get("changed", ())
    changed = tuple(place for place in places if place in told) if isinstance(told, list) else ()
    return Returned(reply["ok"], output, changed)


def _checked_error(error: dict[str, Any]) -> dict[str, Any]:
    """The description of an exception, made of texts and numbers alone."""
    texts = {name: str(error.get(name, ""))[:1000] for name in ("type", "message", "label", "function", "segment")}
    line, values = error.get("line", 0), error.get("values")
    if type(line) is not int or not 0 <= line < 1 << 31:
        raise wire.WireError("a line that is none")
    known = {}
    if isinstance(values, dict):
        for name, about in list(values.items())[:_NAMES]:
            if isinstance(name, str) and isinstance(about, dict):
                known[name[:200]] = {
                    key: about[key] for key, fits in _ABOUT.items() if key in about and fits(about[key])
                }
    return {**texts, "line": line, "values": known}


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value < 1 << 62


_OUTPUT = 8000
_NAMES = 100
_ABOUT: dict[str, Callable[[Any], bool]] = {
    "type": lambda value: isinstance(value, str) and len(value) <= 200,
    "shape": lambda value: isinstance(value, tuple) and len(value) <= 64 and all(map(_is_count, value)),
    "dtype": lambda value: isinstance(value, str) and len(value) <= 1000,
    "value": lambda value: isinstance(value, int | float | complex | bool | np.generic),
    "length": _is_count,
    "keys": lambda value: isinstance(value, list) and len(value) <= 40 and all(isinstance(key, str) for key in value),
}
"""What is told about the value of a name, and what each part must be."""


def last_words(code: int | None) -> str:
    if code is not None and code < 0:
        if code == -signal.SIGKILL:
            return "its process was killed, most likely for taking too much memory"
        if code == -signal.SIGXCPU:
            return "it used up its processor time"
        return f"its process crashed ({signal.Signals(-code).name})"
    if code is None:
        return "its process is gone, and something outside it may have ended it"
    return f"it ended the whole process with exit code {code}"
