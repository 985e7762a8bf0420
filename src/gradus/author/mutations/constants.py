"""Another number: one more, one less, zero, the other sign."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.author.changes import Change, Definition, nodes


def changes(definition: Definition) -> Iterator[Change]:
    """``2`` → ``3``, ``1``, ``0``, ``-2``."""
    for node in nodes(definition):
        if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
            continue
        if isinstance(node.value, int | float):
            number = node.value
            for other in dict.fromkeys([number + 1, number - 1, type(number)(0), -number]):
                if other != number:
                    yield Change(node, _literal(other))


def _literal(number: float) -> ast.expr:
    """A number as the parser would give it: a negative one is a minus before a positive one."""
    return ast.Constant(number) if number >= 0 else ast.UnaryOp(ast.USub(), ast.Constant(-number))
