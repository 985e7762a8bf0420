"""A loop that takes one turn too many or too few, or starts at the wrong end."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.author.changes import Change, Definition, altered, called, nodes


def changes(definition: Definition) -> Iterator[Change]:
    """``range(n)`` → ``range(n + 1)``, ``range(n - 1)``, ``range(1, n)``; each bound likewise."""
    for node in nodes(definition):
        if not isinstance(node, ast.Call) or called(node) not in ("range", "arange") or not node.args:
            continue
        for bound in node.args[:2]:
            for op in (ast.Add(), ast.Sub()):
                yield Change(bound, ast.BinOp(bound, op, ast.Constant(1)))
        if len(node.args) == 1:
            yield Change(node, altered(node, args=[ast.Constant(1), *node.args]))
