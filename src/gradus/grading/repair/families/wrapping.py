"""A step left out, or one too many: no sum, no root, no activation, or a function around what is right as it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.grading.repair.text import Edit, Repair, Text, called, operand

RANK = 18
_AROUND = (
    "np.sum({})",
    "np.mean({})",
    "np.sqrt({})",
    "np.log({})",
    "np.exp({})",
    "np.abs({})",
    "({} ** 2)",
    "(1 - {})",
)
_LATER = (
    "np.maximum({}, 0)",
    "max({}, 0)",
    "np.argmax({})",
    "np.tanh({})",
    "(1 / {})",
    "np.linalg.norm({})",
    "float({})",
    "int({})",
)
_MISSING = "a step is missing on this line."
_TOO_MANY = "a step on this line is one too many."
_KEEP = frozenset({"range", "len", "enumerate", "zip", "zeros", "ones", "str", "print", "reversed", "empty"})


def repairs(text: Text) -> Iterator[Repair]:
    helpers = tuple(f"{name}({{}})" for name, needed in text.functions.items() if needed == 1)
    for node in text.expressions:
        if not _is_value(text, node):
            continue
        parent = text.parents.get(node)
        whole = isinstance(parent, ast.Assign | ast.Return | ast.AugAssign | ast.Dict)
        said = "A step is missing around `{old}`: `{new}`."
        for rank, form in enumerate((*helpers, *_AROUND, *_LATER)):
            if isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and form in _LATER and not whole):
                continue
            before, _, after = (form if "({})" in form else form.replace("{}", "({})")).partition("{}")
            start, end = text.span(node)
            weight = rank / 4 + (0 if whole else 4)
            edits = (Edit(start, start, before), Edit(end, end, after))
            yield Repair("wrapping", edits, node.lineno, said, _MISSING, weight)
    yield from _helped(text)
    for call in text.calls:
        inside = operand(call)
        if inside is None or called(call) in _KEEP:
            continue
        said = f"`{called(call)}` is one step too many in `{{old}}`: `{{new}}`."
        yield Repair("wrapping", text.rebuilt(call, inside), call.lineno, said, _TOO_MANY, 2)
        step = inside
        while isinstance(step, ast.Call) and (deeper := operand(step)) is not None:
            yield Repair("wrapping", (text.place(call, text.inner(deeper)),), call.lineno, said, _TOO_MANY, 5)
            step = deeper
    for node in text.operations:
        for side in (node.left, node.right):
            said = "`{old}` has a part too many; `{new}` is right."
            weight = 3 if isinstance(node.op, ast.Mult | ast.Div | ast.Add) else 5
            yield Repair("wrapping", (text.place(node, text.inner(side)),), node.lineno, said, _TOO_MANY, weight)


def _is_value(text: Text, node: ast.expr) -> bool:
    """Whether an expression stands where a number or an array is computed."""
    parent = text.parents.get(node)
    if isinstance(node, ast.Tuple | ast.List | ast.Dict | ast.Slice | ast.Starred | ast.Compare | ast.Lambda):
        return False
    if isinstance(parent, ast.Call):
        return node in parent.args and called(parent) not in _KEEP
    if isinstance(parent, ast.Attribute | ast.Subscript | ast.keyword | ast.For | ast.If | ast.Slice):
        return False
    return isinstance(parent, ast.Assign | ast.Return | ast.AugAssign | ast.BinOp | ast.UnaryOp | ast.Dict | ast.Tuple)


def _helped(text: Text) -> Iterator[Repair]:
    """A helper of two arguments around a value: one that the code calls nowhere may be what is missing."""
    used = {called(call) for call in text.calls}
    for name, needed in text.functions.items():
        if needed != 2 or name in used:
            continue
        for node in text.expressions:
            if _is_value(text, node) and isinstance(
                text.parents.get(node), ast.Assign | ast.AugAssign | ast.Return | ast.BinOp
            ):
                for other in text.parameters:
                    for second in (other, f"({other}, {other})"):
                        start, end = text.span(node)
                        edits = (Edit(start, start, f"{name}("), Edit(end, end, f", {second})"))
                        said = f"`{name}` is missing around `{{old}}`: `{{new}}`."
                        yield Repair("wrapping", edits, node.lineno, said, _MISSING, -2)
