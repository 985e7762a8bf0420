"""Two names for one array, where each should have its own; a change in place where a new value is wanted."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.grading.repair.text import Edit, Repair, Text, called

RANK = 8
_HINT = "on this line two names come to hold one and the same array or dictionary, so that changing one changes both."


def repairs(text: Text) -> Iterator[Repair]:
    for node in text.statements:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name | ast.Subscript):
            old = text.of(node.value)
            said = (
                f"After `{{old}}` both names hold the same array, so a change to one is a change to `{old}`: `{{new}}`."
            )
            for form, weight in ((f"{old}.copy()", 0), (f"__import__('copy').deepcopy({old})", 1)):
                shown = (
                    said if weight == 0 else f"After `{{old}}` both names hold one thing. Take copy.deepcopy({old})."
                )
                yield Repair("copies", (text.place(node.value, form),), node.lineno, shown, _HINT, weight)
        if isinstance(node, ast.Assign) and len(node.targets) > 1:
            first = text.of(node.value)
            said = "`{old}` makes one array with two names: each needs its own."
            names = [text.of(one) for one in node.targets]
            new = "; ".join(f"{name} = {first}" for name in names)
            yield Repair("copies", (text.place(node, new),), node.lineno, said, _HINT, 0)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):  # c = a right after a = zeros(...)
            made = _made(text, node.value.id)
            if made is not None:
                said = "After `{old}` both names are one array. Give each its own: `{new}`."
                yield Repair("copies", (text.place(node.value, made),), node.lineno, said, _HINT, -1)
        if isinstance(node, ast.AugAssign):
            target = text.of(node.target)
            sign = ast.unparse(ast.BinOp(ast.Name("a"), node.op, ast.Name("b"))).removeprefix("a ").removesuffix(" b")
            new = f"{target} = {target} {sign} ({text.of(node.value)})"
            said = "`{old}` changes the array that was handed in. Make a new one: `{new}`."
            hint = "this line changes in place an array that belongs to the caller."
            yield Repair("copies", (text.place(node, new),), node.lineno, said, hint, -1)
    for name in text.parameters:  # a copy before the first line
        body = _first(text)
        if body is not None:
            start = text.line_span(body)[0]
            said = f"`{name}` is the caller's own. Work on a copy of it: `{name} = {name}.copy()`."
            hint = f"`{name}` is the caller's own, and it is changed."
            for line in (f"{name} = {name}.copy()", f"{name} = __import__('copy').deepcopy({name})"):
                edit = Edit(start, start, " " * body.col_offset + line + "\n")
                yield Repair("copies", (edit,), body.lineno, said, hint, 4)
    for call in text.calls:
        if called(call) == "append" and len(call.args) == 1 and isinstance(call.args[0], ast.Name | ast.Attribute):
            old = text.of(call.args[0])
            said = "`{old}` appends one and the same array each time, so that all entries equal the last: `{new}`."
            yield Repair("copies", (text.place(call.args[0], f"{old}.copy()"),), call.lineno, said, _HINT, 0)


def _made(text: Text, name: str) -> str | None:
    """The call that made the array of this name, if one did."""
    for node in text.statements:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            if any(isinstance(one, ast.Name) and one.id == name for one in node.targets):
                return text.of(node.value)
    return None


def _first(text: Text) -> ast.stmt | None:
    """The first statement of the function that is no docstring."""
    for node in text.statements:
        if isinstance(node, ast.FunctionDef):
            for part in node.body:
                if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)):
                    return part
    return None
