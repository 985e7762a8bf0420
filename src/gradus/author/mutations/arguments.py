"""Arguments of a call in each other's place, or one of them forgotten."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.author.changes import Change, Definition, altered, nodes


def changes(definition: Definition) -> Iterator[Change]:
    """``f(a, b)`` → ``f(b, a)``, ``f(a)``; ``f(a, rate=r)`` → ``f(a)``; ``f((a, b))`` → ``f((b, a))``."""
    for node in nodes(definition):
        if isinstance(node, ast.Call):
            for place in range(len(node.args) - 1):
                yield Change(node, altered(node, args=_swapped(node.args, place)))
            if len(node.args) > 1:
                yield Change(node, altered(node, args=node.args[:-1]))
            for keyword in node.keywords:
                yield Change(node, altered(node, keywords=[one for one in node.keywords if one is not keyword]))
            for arg in node.args:
                if isinstance(arg, ast.Tuple) and len(arg.elts) > 1:  # a shape
                    yield from (Change(arg, altered(arg, elts=_swapped(arg.elts, i))) for i in range(len(arg.elts) - 1))


def _swapped(parts: list[ast.expr], place: int) -> list[ast.expr]:
    return [*parts[:place], parts[place + 1], parts[place], *parts[place + 2 :]]
