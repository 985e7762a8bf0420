"""A product of matrices for a product entry by entry, and the other way round."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.author.changes import Change, Definition, altered, called, nodes, of_module


def changes(definition: Definition) -> Iterator[Change]:
    """``a @ b``, ``np.dot(a, b)`` → ``a * b``, ``b @ a``; ``a * b`` → ``a @ b``."""
    for node in nodes(definition):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            yield Change(node, altered(node, op=ast.MatMult()))
        factors = _factors(node)
        if factors is not None and isinstance(node, ast.expr):
            left, right = factors
            yield Change(node, ast.BinOp(left, ast.Mult(), right))
            yield Change(node, ast.BinOp(right, ast.MatMult(), left))


def _factors(node: ast.AST) -> tuple[ast.expr, ast.expr] | None:
    """Both factors of a product of matrices."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        return node.left, node.right
    if isinstance(node, ast.Call) and called(node) in ("dot", "matmul"):
        if of_module(node) and len(node.args) == 2:
            return node.args[0], node.args[1]
        if not of_module(node) and len(node.args) == 1 and isinstance(node.func, ast.Attribute):
            return node.func.value, node.args[0]
    return None
