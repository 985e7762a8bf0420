"""Another operator of arithmetic, one operand forgotten, two operands in each other's place."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.author.changes import Change, Definition, altered, nodes

_OTHERS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
}


def changes(definition: Definition) -> Iterator[Change]:
    """``a + b`` → ``a - b``, ``a * b``, ``a``, ``b``; ``a - b`` → ``b - a``; ``-a`` → ``a``."""
    for node in nodes(definition):
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            yield Change(node, node.operand)
        if not isinstance(node, ast.BinOp):
            continue
        for other in _OTHERS.get(type(node.op), ()):
            yield Change(node, altered(node, op=other()))
        if type(node.op) in _OTHERS:
            yield Change(node, node.left)
            yield Change(node, node.right)
        if isinstance(node.op, ast.Sub | ast.Div | ast.FloorDiv | ast.Mod | ast.Pow):
            yield Change(node, altered(node, left=node.right, right=node.left))
