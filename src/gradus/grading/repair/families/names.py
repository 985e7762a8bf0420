"""One variable used where another belongs: a slip of copying, a global for the argument, a name never used."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator

from gradus.grading.repair.text import MODULES, Repair, Text

RANK = 15
_HINT = "a name on this line is not the one that belongs there."


def repairs(text: Text) -> Iterator[Repair]:
    for node in text.expressions:
        if not isinstance(node, ast.Name) or node.id in MODULES:
            continue
        parent = text.parents.get(node)
        if isinstance(parent, ast.Call) and parent.func is node:
            continue
        reach = text.names_before(node)
        outside = node.id not in reach
        filled = _filled(text, node)
        for other in reach:
            if other == node.id or other in MODULES or other in filled:  # nothing is put into itself
                continue
            weight = _unlikeness(text, node.id, other)
            if outside:  # a name of the notebook, where a parameter belongs
                weight -= 6 if other in text.parameters else 2
                said = (
                    f"`{node.id}` is no argument of this function and none of its variables. Use `{other}`: `{{new}}`."
                )
                hint = f"`{node.id}` is no argument of this function and none of its variables."
            else:
                said = f"In `{{old}}` stands `{node.id}` where `{other}` belongs: `{{new}}`."
                hint = _HINT
            yield Repair("names", (text.place(node, other),), node.lineno, said, hint, weight)
    yield from _whole_values(text)


def _filled(text: Text, node: ast.expr) -> set[str]:
    """The containers into which the statement of a node puts something."""
    home = text.statement_of(node)
    targets = home.targets if isinstance(home, ast.Assign) else []
    parts = [part for target in targets for part in ast.walk(target) if isinstance(part, ast.Subscript)]
    return {part.value.id for part in parts if isinstance(part.value, ast.Name)}


def _unlikeness(text: Text, old: str, new: str) -> float:
    """How unlikely it is that ``new`` was meant: alike names and names that nothing reads come first."""
    alike = difflib.SequenceMatcher(None, old.lower(), new.lower()).ratio()
    return 5 * (1 - alike) - (4 if new in text.unused else 0)


def _whole_values(text: Text) -> Iterator[Repair]:
    """A whole expression where a parameter that nothing reads belongs, as zeros for a state that is handed in."""
    for node in text.expressions:
        parent = text.parents.get(node)
        if isinstance(node, ast.Name) or not isinstance(parent, ast.Assign | ast.keyword | ast.Call | ast.BinOp):
            continue
        if isinstance(parent, ast.Call) and parent.func is node:
            continue
        for name in text.unused:
            if name in text.parameters:
                said = f"The argument `{name}` is never used. It belongs where `{{old}}` stands."
                hint = f"the argument `{name}` is never used."
                yield Repair("names", (text.place(node, name),), node.lineno, said, hint, -1)
    for node in text.expressions:
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
            for name in text.parameters:
                if name not in text.unused:
                    said = f"`{{old}}` holds a number written by hand where `{name}` belongs: `{{new}}`."
                    hint = "a number on this line is written by hand; it should come from the arguments."
                    yield Repair("names", (text.place(node, name),), node.lineno, said, hint, 6)
    for node in text.expressions:
        if isinstance(node, ast.Call | ast.BinOp) and isinstance(
            text.parents.get(node), ast.BinOp | ast.Call | ast.UnaryOp
        ):
            if node in getattr(text.parents[node], "keywords", ()) or getattr(text.parents[node], "func", None) is node:
                continue
            for name in text.names_before(node):
                inside = any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node))
                if name not in MODULES and len(text.of(node)) <= 40:
                    said = f"`{{old}}` works something out that is there already, as `{name}`: `{{new}}`."
                    if inside:
                        said = f"In `{{old}}` more is done to `{name}` than should be: `{{new}}`."
                    hint = "a value on this line is worked out, where one that is there already belongs."
                    yield Repair("names", (text.place(node, name),), node.lineno, said, hint, 7)
