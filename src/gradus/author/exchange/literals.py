"""A value as Python text that gives the same value again, to the last digit."""

from __future__ import annotations

import base64
import io
import math
import zlib
from typing import Any

import numpy as np

LARGE = 200
"""Arrays of more elements are packed: as numbers they would fill pages."""


class NoLiteral(ValueError):
    """The value cannot be written as text."""


def literal(value: Any) -> str:
    """The text of a value; ``NoLiteral`` for one that is neither plain data nor an array of numbers."""
    kind = type(value)
    if value is None or value is Ellipsis or kind in (bool, int, str, bytes):
        return repr(value)
    if kind is float:
        return repr(value) if math.isfinite(value) else f'float("{value}")'
    if kind is complex:
        return f"complex({literal(value.real)}, {literal(value.imag)})"
    if kind is list:
        return f"[{', '.join(map(literal, value))}]"
    if kind is tuple:
        return f"({', '.join(map(literal, value))}{',' if len(value) == 1 else ''})"
    if kind is dict:
        return "{" + ", ".join(f"{literal(key)}: {literal(part)}" for key, part in value.items()) + "}"
    if kind in (set, frozenset):
        parts = ", ".join(sorted(map(literal, value)))
        return f"{kind.__name__}([{parts}])"
    if isinstance(value, np.generic) and value.dtype.kind in "biufc":
        return f"np.{value.dtype.name}({literal(value.item())})".replace("np.bool(", "np.bool_(")
    if isinstance(value, np.ndarray) and value.dtype.kind in "biufcU":
        return _array(value)
    raise NoLiteral(f"a value of type {kind.__name__} cannot be written as text")


def _array(array: np.ndarray) -> str:
    if array.size > LARGE:
        return f'unpacked("{_packed(array)}")'
    if not array.size:
        return f'np.zeros({array.shape}, "{array.dtype.str}")'
    plain = array.dtype in (np.float64, np.int64, np.bool_)
    return f"np.array({literal(array.tolist())}" + (")" if plain else f', "{array.dtype.str}")')


def _packed(array: np.ndarray) -> str:
    """The array's .npy file, compressed, as text."""
    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    return base64.b64encode(zlib.compress(file.getvalue(), 9)).decode()
