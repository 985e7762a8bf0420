"""A statement left out, and ``break`` for ``continue``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.author.changes import Change, Definition, nodes

_LEAVES_NOTHING = (ast.Pass, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


def changes(definition: Definition) -> Iterator[Change]:
    """``x = 1`` → ``pass``; an ``if`` without its ``else``; ``break`` → ``continue``."""
    for node in nodes(definition):
        if isinstance(node, ast.stmt) and not isinstance(node, _LEAVES_NOTHING):
            yield Change(node, ast.Pass())
        if isinstance(node, ast.Break):
            yield Change(node, ast.Continue())
        elif isinstance(node, ast.Continue):
            yield Change(node, ast.Break())
