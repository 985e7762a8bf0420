"""A difference that may not fall below zero, as the width of what two boxes share."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.grading.repair.text import Repair, Text, called

RANK = 17
_HINT = "a difference on this line must not fall below zero, or is taken the wrong way round."


def repairs(text: Text) -> Iterator[Repair]:
    for node in text.operations:
        if not isinstance(node.op, ast.Sub):
            continue
        left, right = text.inner(node.left), text.inner(node.right)
        parent = text.parents.get(node)
        hidden = isinstance(parent, ast.Call) and called(parent) in ("abs", "absolute", "fabs")
        place = parent if hidden and isinstance(parent, ast.expr) else node
        if not (hidden or isinstance(parent, ast.Assign)):
            continue
        said = "`{old}` must count as 0 where it would fall below: `{new}`."
        for weight, (a, b) in enumerate(((left, right), (right, left))):
            edit = text.place(place, f"np.maximum({a} - {b}, 0)")
            yield Repair("clamped", (edit,), node.lineno, said, _HINT, weight)
