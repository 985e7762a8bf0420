"""A slice that begins or ends one place off, or takes everything."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.author.changes import Change, Definition, altered, nodes


def changes(definition: Definition) -> Iterator[Change]:
    """``a[1:n]`` → ``a[2:n]``, ``a[0:n]``, ``a[1:n + 1]``, ``a[1:n - 1]``, ``a[:n]``, ``a[1:]``."""
    for node in nodes(definition):
        if not isinstance(node, ast.Slice):
            continue
        for field in ("lower", "upper"):
            bound = getattr(node, field)
            if bound is not None:
                yield Change(node, altered(node, **{field: None}))
                if not isinstance(bound, ast.Constant):  # those are among the constants
                    for op in (ast.Add(), ast.Sub()):
                        yield Change(bound, ast.BinOp(bound, op, ast.Constant(1)))
