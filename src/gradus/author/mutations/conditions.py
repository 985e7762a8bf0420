"""Truth turned around: a condition negated, ``and`` for ``or``, ``not`` forgotten, True for False."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.author.changes import Change, Definition, altered, nodes


def changes(definition: Definition) -> Iterator[Change]:
    """``if a`` → ``if not a``, ``a and b`` → ``a or b``, ``a``, ``b``; ``True`` → ``False``."""
    for node in nodes(definition):
        tests: list[ast.expr] = []
        if isinstance(node, ast.If | ast.While | ast.IfExp | ast.Assert):
            tests = [node.test]
        elif isinstance(node, ast.comprehension):
            tests = node.ifs
        for test in tests:
            yield Change(test, ast.UnaryOp(ast.Not(), test))
        if isinstance(node, ast.BoolOp):
            yield Change(node, altered(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And()))
            for place in range(len(node.values)):
                left = [*node.values[:place], *node.values[place + 1 :]]
                yield Change(node, altered(node, values=left) if len(left) > 1 else left[0])
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield Change(node, node.operand)
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
            yield Change(node, ast.Constant(not node.value))
