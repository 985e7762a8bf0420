"""A copy that is not made, so that the caller's array changes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.author.changes import Change, Definition, called, nodes, of_module


def changes(definition: Definition) -> Iterator[Change]:
    """``a.copy()``, ``np.copy(a)``, ``copy.deepcopy(a)`` → ``a``; ``w = w - d`` → ``w -= d``."""
    for node in nodes(definition):
        if isinstance(node, ast.Call) and called(node) in ("copy", "deepcopy", "array"):
            if of_module(node) or isinstance(node.func, ast.Name):
                if node.args:
                    yield Change(node, node.args[0])
            elif isinstance(node.func, ast.Attribute):
                yield Change(node, node.func.value)
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.value, ast.BinOp):
            target = node.targets[0]
            if ast.unparse(target) == ast.unparse(node.value.left) and isinstance(target, ast.Name | ast.Subscript):
                yield Change(node, ast.AugAssign(target, node.value.op, node.value.right))
