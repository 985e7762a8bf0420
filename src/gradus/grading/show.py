"""Write values for a reader: small ones in full and ready to paste, large ones by shape and first values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from gradus.grading.wire import Opaque

SMALL = 24
"""Arrays up to this many elements are written out."""
MANY = 40
"""Of keys and parts, so many are named."""
LONG = 700
"""No text is longer than this."""


def show(value: Any) -> str:
    """A value as short text."""
    return _cut(_show(value, 0), LONG)


def show_call(name: str, parameters: Sequence[str], args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    """A call with its inputs: in place where they are short, else by name with a line for each."""
    parts: list[str] = []
    notes: list[str] = []
    for place, value in enumerate(args):
        text = show(value)
        if len(text) <= 40 and "\n" not in text and not isinstance(value, np.ndarray | dict):
            parts.append(text)
        elif len(args) == 1 and not kwargs and len(text) <= 60:
            parts.append(text)
        else:
            parameter = parameters[place] if place < len(parameters) else f"argument_{place + 1}"
            parts.append(parameter)
            notes.append(f"  {parameter} = {text}")
    for key, value in kwargs.items():
        text = show(value)
        if len(text) <= 40:
            parts.append(f"{key}={text}")
        else:
            parts.append(f"{key}={key}")
            notes.append(f"  {key} = {text}")
    call = f"{name}({', '.join(parts)})"
    return "\n".join([f"{call} with", *notes]) if notes else call


def show_form(value: Any) -> str:
    """What kind of thing a value is, without its values: what may be said where the answer must not be."""
    return _cut(_form(value), LONG)


def show_names(names: Iterable[Any]) -> str:
    """The first keys of a dictionary, and how many there are beside them."""
    listed = list(names)
    more = [f"{len(listed) - MANY} more"] if len(listed) > MANY else []
    return ", ".join([*(_cut(repr(name), 60) for name in listed[:MANY]), *more])


def _form(value: Any) -> str:
    if isinstance(value, np.ndarray) and value.ndim:
        return f"an array of shape {value.shape}"
    if isinstance(value, bool | np.bool_):
        return "True or False"
    if isinstance(value, int | np.integer):
        return "a whole number"
    if isinstance(value, float | complex | np.inexact | np.ndarray):
        return "a number"
    if isinstance(value, dict):
        return f"a dictionary with the keys {show_names(value)}"
    if isinstance(value, tuple):
        more = [f"{len(value) - MANY} more"] if len(value) > MANY else []
        return "a tuple of " + (", ".join([*map(_form, value[:MANY]), *more]) or "nothing")
    if isinstance(value, list):
        return f"a list of length {len(value)}"
    if isinstance(value, str):
        return "a string"
    return "None" if value is None else f"a value of type {type(value).__name__}"


def show_number(value: Any) -> str:
    """One number, with six significant digits."""
    if isinstance(value, bool | np.bool_):
        return str(bool(value))
    if isinstance(value, int | np.integer):
        bits = int(value).bit_length()
        return str(int(value)) if bits < 128 else f"<an integer of {bits} bits>"
    if isinstance(value, complex | np.complexfloating):
        return f"{complex(value):.6g}"
    text = f"{float(value):.6g}"
    return text if any(mark in text for mark in ".en") else f"{text}.0"


def _show(value: Any, depth: int) -> str:
    if isinstance(value, np.ndarray):
        return _show_array(value)
    if isinstance(value, bool | int | float | complex | np.bool_ | np.number):
        return show_number(value)
    if isinstance(value, str | np.str_):
        return _cut(repr(str(value)), 120)
    if value is None or value is Ellipsis:
        return repr(value)
    if isinstance(value, Opaque):
        return _cut(value.text or value.kind, 120)
    if depth > 4:
        return "…"
    if isinstance(value, dict):
        pairs = [f"{_show(key, depth + 1)}: {_show(part, depth + 1)}" for key, part in list(value.items())[:12]]
        return "{" + ", ".join([*pairs, *(["…"] if len(value) > 12 else [])]) + "}"
    if isinstance(value, list | tuple | set | frozenset):
        parts = [_show(part, depth + 1) for part in list(value)[:12]]
        parts += [f"… {len(value)} in all"] if len(value) > 12 else []
        if isinstance(value, tuple):
            return f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})"
        return f"[{', '.join(parts)}]" if isinstance(value, list) else f"{{{', '.join(parts)}}}"
    return _cut(repr(value), 120)


def _show_array(array: np.ndarray) -> str:
    if array.ndim == 0:
        return f"np.array({_element(array[()])})"
    if 0 < array.size <= SMALL:
        dtype = "" if array.dtype in (np.float64, np.int64, np.bool_) or array.dtype.kind in "US" else _dtype(array)
        return f"np.array({_rows(array)}{dtype})"
    first = ", ".join(_element(value) for value in array.flat[:4])
    start = f", starting {first}, …" if array.size else ""
    return f"<array of shape {array.shape}, {array.dtype}{start}>"


def _rows(array: Any) -> str:
    if not isinstance(array, np.ndarray):
        return _element(array)
    return f"[{', '.join(_rows(part) for part in array)}]"


def _element(value: Any) -> str:
    return repr(str(value)) if isinstance(value, str | np.str_ | bytes) else show_number(value)


def _dtype(array: np.ndarray) -> str:
    return f", dtype=np.{array.dtype}"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 2]} …"
