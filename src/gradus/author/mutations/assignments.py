"""``=`` where ``+=`` was meant, or another operator before the ``=``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.author.changes import Change, Definition, altered, nodes

_OTHERS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}


def changes(definition: Definition) -> Iterator[Change]:
    """``a += b`` → ``a = b``, ``a -= b``."""
    for node in nodes(definition):
        if isinstance(node, ast.AugAssign):
            yield Change(node, ast.Assign([node.target], node.value))
            if other := _OTHERS.get(type(node.op)):
                yield Change(node, altered(node, op=other()))
