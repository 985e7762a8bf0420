"""An exception of learner code as plain data: the line it came from, and what the names there held.

Runs in the candidate, where the frames are; the examiner words what this tells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import FrameType, TracebackType
from typing import Any

import numpy as np


def describe(error: BaseException, texts: Mapping[str, Mapping[int, str]]) -> dict[str, Any]:
    """An exception as plain data: its text, the learner's line, and what the names there held."""
    about: dict[str, Any] = {"type": type(error).__name__, "message": str(error)[:1000]}
    if isinstance(error, KeyError) and error.args:
        about["message"] = repr(error.args[0])[:200]
    elif isinstance(error, PermissionError):
        about["message"] += " (a lab is graded without files to write, a network or other processes)"
    elif about["message"] == "can't start new thread":
        about["message"] += " (a lab is graded in one thread)"
    found: tuple[FrameType, TracebackType] | None = None
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename in texts:
            found = step.tb_frame, step
        step = step.tb_next
    if found is None:
        return about
    frame, step = found
    lines = texts[frame.f_code.co_filename]
    segment = _segment(step, lines)
    return about | {
        "label": frame.f_code.co_filename[1:-1],
        "line": step.tb_lineno,
        "function": frame.f_code.co_name,
        "segment": segment,
        "values": _values(segment or lines.get(step.tb_lineno, ""), frame),
    }


def _segment(step: TracebackType, lines: Mapping[int, str]) -> str:
    """The text of the very expression that raised, where Python knows it."""
    positions = list(step.tb_frame.f_code.co_positions())
    begin, end, left, right = positions[step.tb_lasti // 2]
    if begin is None or end is None or left is None or right is None:
        return ""
    taken = [lines.get(number, "").encode() for number in range(begin, end + 1)]
    taken[-1] = taken[-1][:right]
    taken[0] = taken[0][left:]
    return " ".join(part.decode("utf-8", "replace").strip() for part in taken)[:300]


def _values(text: str, frame: FrameType) -> dict[str, dict[str, Any]]:
    """What the names in an expression held: shapes and dtypes of arrays, numbers, or only the type."""
    found: dict[str, dict[str, Any]] = {}
    for name in dict.fromkeys(re.findall(r"(?<![\w.'\"])[A-Za-z_]\w*", text)):
        if name not in frame.f_locals:
            continue
        value = frame.f_locals[name]
        found[name] = _summary(value)
        if isinstance(value, dict):
            for key in list(value)[:40]:
                if isinstance(key, str):
                    for quote in "\"'":
                        if f"{name}[{quote}{key}{quote}]" in text:
                            found[f"{name}[{quote}{key}{quote}]"] = _summary(value[key])
            found[name]["keys"] = [key for key in value if isinstance(key, str)][:40]
    return found


def _summary(value: Any) -> dict[str, Any]:
    about: dict[str, Any] = {"type": type(value).__name__}
    if isinstance(value, np.ndarray):
        about |= {"shape": tuple(value.shape), "dtype": str(value.dtype)}
    elif isinstance(value, int | float | complex | bool | np.generic):
        about["value"] = value
    elif isinstance(value, list | tuple | dict | str):
        about["length"] = len(value)
    return about
