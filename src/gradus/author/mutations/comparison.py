"""A comparison that takes the border in, leaves it out, or looks the other way."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.author.changes import Change, Definition, altered, nodes

_OTHERS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}


def changes(definition: Definition) -> Iterator[Change]:
    """``a < b`` → ``a <= b``, ``a > b``; ``a == b`` → ``a != b``."""
    for node in nodes(definition):
        if not isinstance(node, ast.Compare):
            continue
        for place, op in enumerate(node.ops):
            for other in _OTHERS[type(op)]:
                yield Change(node, altered(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]]))
