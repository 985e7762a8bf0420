"""Compare what came with what was expected, place by place, and say where they first differ.

The comparison is strict about values and shapes and easy about style: a ``float`` for a 0-d array, a
list for a tuple, an ``int`` for a ``float`` of the same value and any float dtype are all the same.
How near is near enough is for ``gradus.grading.tolerance`` to say.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

import numpy as np

from gradus.grading.show import show_form, show_number
from gradus.grading.tolerance import Tolerance
from gradus.grading.wire import Opaque

_NUMBERS = (bool, int, float, complex, np.bool_, np.number)


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place where two results differ."""

    path: str
    """Where, as one would write it: ``[0]["dw"]``."""
    text: str
    """What is different, in a sentence."""
    form: str
    """The same without a value of the expected result."""
    got: Any
    expected: Any
    """The parts at that path."""


def compare(
    got: Any,
    expected: Any,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    shape: str = "exact",
    path: str = "",
    tolerance: Tolerance | None = None,
) -> Difference | None:
    """The first difference, or None where the results agree.

    ``tolerance`` is what the inputs of the call allow; ``rtol`` and ``atol`` alone make a plain one.
    """
    allowed = tolerance or Tolerance(rtol, atol)

    def differs(text: str, form: str | None = None) -> Difference:
        return Difference(path, text, text if form is None else form, got, expected)

    def inner(part: Any, wanted: Any, step: str) -> Difference | None:
        return compare(part, wanted, shape=shape, path=path + step, tolerance=allowed)

    if is_numeric(expected):
        return _numbers(got, expected, allowed, shape, path)
    if expected is None or isinstance(expected, str):
        if isinstance(got, str | np.str_ if isinstance(expected, str) else type(None)) and got == expected:
            return None
        where = f"at {path}: " if path else ""
        return differs(f"{where}expected {expected!r}; got {_what(got)}", f"{where}this is not the right value")
    if isinstance(expected, dict):
        if not isinstance(got, dict):
            return differs(f"expected {show_form(expected)}; got {_what(got)}")
        for key, wanted in expected.items():
            if key not in got:
                return differs(_missing_key(key, got, path))
            if found := inner(got[key], wanted, f"[{_quoted(key)}]"):
                return found
        return None
    if isinstance(expected, list | tuple):
        if isinstance(got, np.ndarray) and got.ndim and all(is_numeric(part) for part in expected):
            got_parts: list[Any] | tuple[Any, ...] = list(got)
        elif isinstance(got, list | tuple):
            got_parts = got
        else:
            return differs(f"expected {show_form(expected)}; got {_what(got)}")
        if len(got_parts) != len(expected):
            return differs(f"expected {len(expected)} values; got {len(got_parts)}")
        for place, (part, wanted) in enumerate(zip(got_parts, expected, strict=True)):
            if found := inner(part, wanted, f"[{place}]"):
                return found
        return None
    if isinstance(expected, np.ndarray):
        same = isinstance(got, np.ndarray) and got.shape == expected.shape and bool(np.all(got == expected))
        return None if same else differs(f"expected {show_form(expected)}; got {_what(got)}")
    if isinstance(expected, set | frozenset):
        return None if got == expected else differs(f"expected {show_form(expected)}; got {_what(got)}")
    return None if type(got) is type(expected) and got == expected else differs(f"got {_what(got)}")


def is_numeric(value: Any) -> bool:
    """Whether a value is a number or an array of numbers."""
    return isinstance(value, _NUMBERS) or (isinstance(value, np.ndarray) and value.dtype.kind in "biufc")


def as_array(value: Any) -> np.ndarray:
    """A number or array as an array of numbers; an integer that no dtype holds becomes the float nearest to it."""
    array = np.asarray(value)
    if array.dtype != object:
        return array
    try:
        return np.asarray(float(value))
    except OverflowError:
        return np.asarray(np.inf if value > 0 else -np.inf)


def close(got: Any, expected: Any, rtol: float | None = None, atol: float | None = None) -> np.ndarray:
    """Element by element, whether two broadcastable arrays of numbers agree."""
    return Tolerance(rtol, atol).close(as_array(got), as_array(expected))


def _numbers(got: Any, expected: Any, allowed: Tolerance, shape: str, path: str) -> Difference | None:
    want = as_array(expected)

    def differs(text: str, form: str | None = None) -> Difference:
        where = f"at {path}: " if path else ""
        return Difference(path, where + text, where + (text if form is None else form), got, expected)

    if not is_numeric(got):
        return differs(f"expected {show_form(expected)}; got {_what(got)}")
    have = as_array(got)
    if shape == "any" and have.size == want.size and have.shape != want.shape:
        flat = () if want.size == 1 else (-1,)
        have, want = have.reshape(flat), want.reshape(flat)
    if have.shape != want.shape:
        return differs(f"expected {show_form(expected)}; got {_what(got)}")
    agree = allowed.close(have, want)
    if bool(np.all(agree)):
        return None
    wrong = int(np.size(agree) - np.count_nonzero(agree))
    if want.ndim == 0:
        place, value, right = "", have[()], want[()]
    else:
        index = tuple(int(i) for i in np.argwhere(~agree)[0])
        place, value, right = f"[{', '.join(map(str, index))}]", have[index], want[index]
    where = f"{path}{place}"
    many = (
        f"{wrong} of {want.size} values differ, first at {where}: " if want.ndim else (f"at {where}: " if where else "")
    )
    form = f"{many}got {show_number(value)}, which is not right"
    text = f"{many}got {show_number(value)}, expected {show_number(right)}"
    return Difference(path, text, form, got, expected)


def _what(got: Any) -> str:
    """What came, named so that the surprise is plain."""
    if got is None:
        return "None"
    if got is Ellipsis:
        return "the placeholder ..."
    if isinstance(got, Opaque):
        return f"a value of type {got.kind}" if got.kind.isidentifier() else f"a value that is a {got.kind}"
    if is_numeric(got) and not isinstance(got, np.ndarray):
        return f"the number {show_number(got)}"
    return show_form(got)


def _missing_key(key: Any, got: dict[Any, Any], path: str) -> str:
    where = f"at {path}: " if path else ""
    close_ones = difflib.get_close_matches(str(key), [str(one) for one in got], n=1)
    keys = ", ".join(repr(one) for one in got) or "none"
    hint = f"; is {close_ones[0]!r} a misspelling?" if close_ones else f"; its keys are {keys}"
    return f"{where}the dictionary has no key {key!r}{hint}"


def _quoted(key: Any) -> str:
    return f'"{key}"' if isinstance(key, str) else repr(key)
