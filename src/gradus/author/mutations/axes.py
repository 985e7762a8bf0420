"""Along the wrong axis, or without ``axis`` and ``keepdims``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.author.changes import Change, Definition, altered, nodes

_NAMES = ("axis", "keepdims")


def changes(definition: Definition) -> Iterator[Change]:
    """``axis=1`` → ``axis=0`` or none at all; ``keepdims=True`` left out."""
    for node in nodes(definition):
        if not isinstance(node, ast.Call):
            continue
        for keyword in node.keywords:
            if keyword.arg not in _NAMES:
                continue
            others = [one for one in node.keywords if one is not keyword]
            yield Change(node, altered(node, keywords=others))
            if keyword.arg == "axis" and ast.unparse(keyword.value) in ("0", "1"):
                yield Change(keyword.value, ast.Constant(1 - int(ast.unparse(keyword.value))))
