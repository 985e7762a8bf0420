"""Results in each other's place: parts of a tuple, values of a dictionary."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.author.changes import Change, Definition, altered, nodes


def changes(definition: Definition) -> Iterator[Change]:
    """``return a, b`` → ``return b, a``; ``{"w": w, "b": b}`` → ``{"w": b, "b": w}``; ``a, b = …`` → ``b, a = …``."""
    for node in nodes(definition):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            yield from _swaps(node.value, "elts")
        elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Tuple):
            yield from _swaps(node.targets[0], "elts")
        elif isinstance(node, ast.Dict):
            yield from _swaps(node, "values")


def _swaps(node: ast.Tuple | ast.Dict, field: str) -> Iterator[Change]:
    parts = getattr(node, field)
    for place in range(len(parts) - 1):
        swapped = [*parts[:place], parts[place + 1], parts[place], *parts[place + 2 :]]
        yield Change(node, altered(node, **{field: swapped}))
