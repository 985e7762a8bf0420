"""A term left out of a sum: what a later step hands back, a penalty, a small number under a fraction."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.grading.repair.text import Repair, Text

RANK = 21
_HINT = "a term is missing on this line."


def repairs(text: Text) -> Iterator[Repair]:
    for node in text.expressions:
        parent = text.parents.get(node)
        if isinstance(node, ast.Tuple | ast.List | ast.Dict | ast.Slice | ast.Starred | ast.Compare | ast.Constant):
            continue
        whole = isinstance(parent, ast.Assign | ast.Return | ast.AugAssign)
        handed = isinstance(parent, ast.Call) and node in parent.args or isinstance(parent, ast.BinOp)
        if not (whole or handed):
            continue
        for name in text.names_before(node):
            if name == text.of(node) or name in text.loop_names:
                continue
            unused = name in text.unused or _only_stored(text, name)
            weight = (0 if whole else 3) - (8 if unused else 0)
            for sign in ("+", "-"):
                said = f"`{name}` is missing in `{{old}}`: `{{new}}`."
                edit = text.place(node, f"({text.inner(node)} {sign} {name})")
                yield Repair("terms", (edit,), node.lineno, said, _HINT, weight + (sign == "-"))


def _only_stored(text: Text, name: str) -> bool:
    """Whether a name is filled anew in a loop and read nowhere in it."""
    for loop in (one for one in text.statements if isinstance(one, ast.For)):
        inside = [one for one in ast.walk(loop) if isinstance(one, ast.Name) and one.id == name]
        if inside and all(isinstance(one.ctx, ast.Store) for one in inside):
            return True
    return False
