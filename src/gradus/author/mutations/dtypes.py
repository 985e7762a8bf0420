"""Numbers of another type."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.author.changes import Change, Definition, altered, called, nodes

_TYPES = ("int", "float", "bool")


def changes(definition: Definition) -> Iterator[Change]:
    """``a.astype(int)`` → ``a.astype(float)``; ``dtype=float`` → ``dtype=int``; ``int(a)`` → ``float(a)``."""
    for node in nodes(definition):
        if not isinstance(node, ast.Call):
            continue
        said = [keyword.value for keyword in node.keywords if keyword.arg == "dtype"]
        if called(node) == "astype":
            said += node.args[:1]
        for one in said:
            yield from (Change(one, ast.Name(other, ast.Load())) for other in _TYPES if ast.unparse(one) != other)
        if isinstance(node.func, ast.Name) and node.func.id in ("int", "float"):
            other = "float" if node.func.id == "int" else "int"
            yield Change(node.func, altered(node.func, id=other))
