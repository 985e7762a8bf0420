"""A name taken for another of the same function: one that stands beside it, or one that looks like it."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator

from gradus.author.changes import Change, Definition, functions, nodes

_ALIKE = 0.6
"""From here on two names are easily mistaken for each other."""


def changes(definition: Definition) -> Iterator[Change]:
    """``a + b`` → ``b + b``; ``X_train`` → ``X_test``."""
    for function in functions(definition):
        arguments = function.args
        born = {one.arg: 0 for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
        for part in nodes(function):
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                born[part.id] = min(part.lineno, born.get(part.id, part.lineno))
        loops = any(isinstance(part, ast.For | ast.While) for part in nodes(function))
        for statement in (node for node in nodes(function) if isinstance(node, ast.stmt)):
            own = {name for name, line in born.items() if line < statement.lineno or loops}
            read = [part for part in _here(statement) if isinstance(part, ast.Name) and part.id in own]
            for name in read:
                if isinstance(name.ctx, ast.Load):
                    beside = {other.id for other in read}
                    for other in sorted(own - {name.id}):
                        if other in beside or _alike(name.id, other):
                            yield Change(name, ast.Name(other, ast.Load()))


def _here(statement: ast.stmt) -> Iterator[ast.AST]:
    """The nodes of a statement that belong to no statement inside it."""
    ahead: list[ast.AST] = [statement]
    while ahead:
        node = ahead.pop(0)
        yield node
        ahead += [
            part
            for part in ast.iter_child_nodes(node)
            if not isinstance(part, ast.stmt | ast.arguments | ast.JoinedStr | ast.ExceptHandler)
        ]


def _alike(one: str, other: str) -> bool:
    """Whether two names share a word, as ``X_train`` and ``X_test`` do, or most of their letters."""
    if set(one.split("_")) & set(other.split("_")):
        return True
    return len(one) > 2 and len(other) > 2 and difflib.SequenceMatcher(None, one, other).ratio() >= _ALIKE
