"""A number that is another than it should be: a factor, a power, a start, a setting."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.grading.repair.text import Repair, Text

RANK = 20
_HINT = "a number or a True/False on this line is another than it should be."


def repairs(text: Text) -> Iterator[Repair]:
    for node in text.expressions:
        if not isinstance(node, ast.Constant):
            continue
        said = "`{old}` holds the wrong value; with `{new}` it comes out right."
        parent = text.parents.get(node)
        if isinstance(parent, ast.keyword) and parent.arg in ("axis", "keepdims"):
            continue
        for rank, new in enumerate(_others(node.value)):
            yield Repair("constants", (text.place(node, new),), node.lineno, said, _HINT, rank)


def _others(value: object) -> list[str]:
    if isinstance(value, bool):
        return [str(not value)]
    if isinstance(value, int):
        near = [str(value + 1), str(value - 1) if value > 0 else "-1"]
        rest = ["0", "1", "2", "-1", "0.5", str(-value)]
        return [f"({one})" for one in dict.fromkeys(near + rest) if one != str(value)]
    if isinstance(value, float):
        return [
            f"({one})"
            for one in (1.0, 1 - value, 0.0, 2.0, 0.5, 0.01, 0.1, 2 * value, value / 2, -value)
            if one != value
        ]
    if value is None:
        return ["0", "1"]
    return []
