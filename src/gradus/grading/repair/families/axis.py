"""A sum, mean or maximum that works along the wrong axis, or along all of them, or along one too few."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.grading.repair.text import Edit, Repair, Text, called, is_method

RANK = 10
REDUCTIONS = frozenset(
    "sum mean max min amax amin argmax argmin prod std var norm any all median average cumsum nansum nanmean".split()
)
OTHERS = frozenset("concatenate stack argsort sort softmax repeat flip diff hstack".split())


def repairs(text: Text) -> Iterator[Repair]:
    for call in text.calls:
        name = called(call)
        if name not in REDUCTIONS | OTHERS or not (call.args or is_method(call)):
            continue
        given = next((one for one in call.keywords if one.arg == "axis"), None)
        place = 0 if is_method(call) else 1
        value = given.value if given else call.args[place] if len(call.args) > place and name in REDUCTIONS else None
        if value is not None:
            old = ast.unparse(value)
            said = "`{old}` works along the wrong axis; with `{new}` it comes out right."
            for new in ("1", "0", "-1", "(1, 2)", "2"):
                if new != old:
                    weight = 0 if new in ("0", "1") else 8
                    yield Repair("axis", (text.place(value, new),), call.lineno, said, _HINT, weight)
            if given is not None and name in REDUCTIONS:
                said = "`{old}` keeps one number for each row or column, where one for all is wanted: `{new}`."
                yield Repair("axis", _without(text, call, given), call.lineno, said, _HINT, 6)
        elif name in REDUCTIONS:
            end = text.span(call)[1] - 1
            comma = ", " if call.args or call.keywords else ""
            kept = any(one.arg == "keepdims" for one in call.keywords)
            said = "`{old}` runs over all axes, also those to be kept; with `{new}` it comes out right."
            for axis in ("0", "1", "-1"):
                for tail in ("",) if kept else ("", ", keepdims=True"):
                    edit = Edit(end, end, f"{comma}axis={axis}{tail}")
                    yield Repair("axis", (edit,), call.lineno, said, _HINT, 4 + 2 * bool(tail))


_HINT = "a sum, mean or maximum on this line runs along the wrong axis."


def _without(text: Text, call: ast.Call, keyword: ast.keyword) -> tuple[Edit, ...]:
    """The change that takes a keyword and all later ones out of a call."""
    ends = [text.span(one)[1] for one in call.args] + [text.span(one)[1] for one in call.keywords]
    before = [end for end in ends if end <= text.span(keyword)[0]]
    start = max(before, default=text.span(keyword)[0])
    last = max(text.span(one)[1] for one in call.keywords)
    return (Edit(start, last, ""),)
