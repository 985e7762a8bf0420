"""A function taken for its neighbour, or forgotten."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.author.changes import Change, Definition, altered, called, nodes, of_module

_NEIGHBOURS = (
    ("sum", "mean", "prod"),
    ("max", "min"),
    ("maximum", "minimum"),
    ("argmax", "argmin"),
    ("zeros", "ones"),
    ("zeros_like", "ones_like"),
    ("log", "log2", "log10"),
    ("exp", "expm1"),
    ("sin", "cos"),
    ("tanh", "sinh"),
    ("abs", "square"),
    ("sqrt", "square"),
    ("var", "std"),
    ("floor", "ceil"),
    ("hstack", "vstack"),
    ("rand", "randn"),
    ("normal", "uniform"),
    ("cumsum", "cumprod"),
    ("any", "all"),
)


def changes(definition: Definition) -> Iterator[Change]:
    """``np.sum(a)`` → ``np.mean(a)``; ``f(a, …)`` → ``a``; ``a.sum()`` → ``a``."""
    for node in nodes(definition):
        if not isinstance(node, ast.Call):
            continue
        name = called(node)
        for family in _NEIGHBOURS:
            for other in family if name in family else ():
                if other != name:
                    yield Change(node.func, _renamed(node.func, other))
        if isinstance(node.func, ast.Attribute) and not of_module(node):
            yield Change(node, node.func.value)
        elif node.args and not isinstance(node.args[0], ast.Starred):
            yield Change(node, node.args[0])


def _renamed(func: ast.expr, name: str) -> ast.expr:
    return altered(func, attr=name) if isinstance(func, ast.Attribute) else ast.Name(name, ast.Load())
