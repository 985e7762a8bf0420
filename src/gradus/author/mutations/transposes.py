"""A transpose forgotten, or one too many."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.author.changes import Change, Definition, called, nodes, of_module


def changes(definition: Definition) -> Iterator[Change]:
    """``A.T`` → ``A``; an operand ``A`` of a sum or product → ``A.T``."""
    for node in nodes(definition):
        if isinstance(node, ast.Attribute) and node.attr == "T":
            yield Change(node, node.value)
        elif isinstance(node, ast.Call) and called(node) == "transpose":
            of_what = node.args[0] if of_module(node) and node.args else getattr(node.func, "value", None)
            if isinstance(of_what, ast.expr):
                yield Change(node, of_what)
        for operand in _operands(node):
            if isinstance(operand, ast.Name | ast.Subscript):
                yield Change(operand, ast.Attribute(operand, "T", ast.Load()))


def _operands(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.BinOp):
        return [node.left, node.right]
    return list(node.args[:2]) if isinstance(node, ast.Call) and called(node) in ("dot", "matmul") else []
