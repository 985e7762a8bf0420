"""A value used bare where another line uses it with its factors; a condition that lacks its second half."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.grading.repair.text import Repair, Text

RANK = 19
_HINT = "a value on this line lacks what another line does to it."


def repairs(text: Text) -> Iterator[Repair]:
    products = [one for one in text.operations if len(text.of(one)) <= 40]
    for node in text.expressions:
        if isinstance(node, ast.Name):
            for product in products:
                if _first(product) == node.id and node.lineno != product.lineno:
                    whole = text.of(product)
                    said = f"`{node.id}` is used bare here; elsewhere it is `{whole}`: `{{new}}`."
                    yield Repair("reuse", (text.place(node, f"({whole})"),), node.lineno, said, _HINT, 0)
    conditions = [one for one in text.expressions if isinstance(one, ast.Compare) and len(one.ops) == 1]
    told = dict.fromkeys(text.of(one) for one in conditions)
    for condition in conditions:
        one = text.of(condition)
        for other in told:
            if other != one:
                said = "`{old}` lacks a second condition: `{new}`."
                hint = "a condition on this line lacks its second half."
                for new in (f"(({other}) & ({one}))", f"(({one}) and ({other}))"):
                    yield Repair("reuse", (text.place(condition, new),), condition.lineno, said, hint, -9)


def _first(node: ast.expr) -> str:
    """The name that an operation begins with."""
    while isinstance(node, ast.BinOp):
        node = node.left
    return node.id if isinstance(node, ast.Name) else ""
