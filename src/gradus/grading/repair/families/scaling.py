"""A factor left out or one too many: the number of examples, a rate, a stride, two."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.grading.repair.text import Edit, Repair, Text

RANK = 19
_HINT = "a factor is missing on this line."


def repairs(text: Text) -> Iterator[Repair]:
    for node in text.expressions:
        parent = text.parents.get(node)
        if isinstance(node, ast.Tuple | ast.List | ast.Dict | ast.Slice | ast.Starred | ast.Compare | ast.Lambda):
            continue
        whole = isinstance(parent, ast.Assign | ast.AugAssign | ast.Return | ast.Dict)
        inside = isinstance(parent, ast.BinOp | ast.Call) and not (isinstance(parent, ast.Call) and parent.func is node)
        if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Mult | ast.MatMult) and parent.left is not node:
            continue  # a factor more on the right says the same as on the left
        if not (whole or inside) or isinstance(node, ast.Constant) and not whole:
            continue
        old = text.inner(node)
        said = "`{old}` lacks a factor: `{new}`."
        for name in text.names_before(node):
            weight = (0 if whole else 4) - (5 if name in text.unused else 0) + (0 if _is_scalar(text, name) else 3)
            if old == name:
                continue
            start, end = text.span(node)
            if _is_scalar(text, name) and name in text.parameters:
                for sign in ("*", "/"):
                    edits = (Edit(start, start, "(("), Edit(end, end, f") {sign} {name} ** 2)"))
                    yield Repair("scaling", edits, node.lineno, said, _HINT, weight + 3)
            for sign in ("*", "/"):
                edits = (Edit(start, start, "(("), Edit(end, end, f") {sign} {name})"))
                yield Repair("scaling", edits, node.lineno, said, _HINT, weight)
        if whole:
            for form in (f"({old} * 2)", f"({old} / 2)", f"({old} * 0.01)"):
                yield Repair("scaling", (text.place(node, form),), node.lineno, said, _HINT, 1)
            for size in _sizes(text):
                for form in (f"({old} / {size})", f"({old} * {size})"):
                    yield Repair("scaling", (text.place(node, form),), node.lineno, said, _HINT, 4)


def _is_scalar(text: Text, name: str) -> bool:
    """Whether a name is likely to hold one number: short, small letters, or known as such."""
    return (len(name) <= 2 and name.islower()) or any(
        part in name for part in ("rate", "alpha", "beta", "lambda", "stride", "eps", "prob", "num", "size", "lr")
    )


def _sizes(text: Text) -> list[str]:
    """Sizes of the first arrays that are handed in."""
    return [f"{name}.shape[{axis}]" for name in text.parameters[:5] for axis in (0, 1)]
