"""Follow a path such as ``[0]["dw"]`` into a result."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import Any

_STEP = re.compile(r"\[([^\[\]]+)\]")


class PickError(ValueError):
    """The result has no such place; the message says what is there instead."""


@lru_cache(maxsize=256)
def steps(path: str) -> tuple[Any, ...]:
    """The indices and keys of a path."""
    found = []
    place = 0
    while place < len(path):
        step = _STEP.match(path, place)
        if step is None:
            raise ValueError(f'a path is written like [0]["dw"]; got {path!r}.')
        found.append(ast.literal_eval(step[1].strip()))
        place = step.end()
    return tuple(found)


def pick(result: Any, path: str) -> Any:
    """The part of ``result`` at ``path``; ``PickError`` where there is none."""
    at = ""
    for step in steps(path):
        where = f"the result{at}"
        if isinstance(step, str):
            if not isinstance(result, dict):
                raise PickError(f"{where} should be a dictionary with the key {step!r}; it is {_kind(result)}")
            if step not in result:
                keys = ", ".join(repr(key) for key in result) or "no keys"
                raise PickError(f"{where} has no key {step!r}; it has {keys}")
        elif isinstance(result, list | tuple):
            if not -len(result) <= step < len(result):
                raise PickError(f"{where} should have at least {step + 1} values; it has {len(result)}")
        else:
            raise PickError(f"{where} should be several values, in a tuple; it is {_kind(result)}")
        result = result[step]
        at += f"[{step!r}]" if not isinstance(step, str) else f'["{step}"]'
    return result


def _kind(value: Any) -> str:
    if value is None:
        return "None"
    name = type(value).__name__
    return f"one {name}" if name not in ("ndarray",) else f"one array of shape {value.shape}"
