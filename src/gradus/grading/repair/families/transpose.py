"""A factor that is transposed and should not be, or is not and should; factors in the wrong order."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.grading.repair.text import Edit, Repair, Text, called

RANK = 14
PRODUCTS = frozenset({"dot", "matmul"})
_HINT = "the factors of a product on this line are not turned or ordered as they must be."
_SHAPED = (ast.Name, ast.Subscript, ast.Call, ast.BinOp)


def factors(node: ast.expr) -> tuple[ast.expr, ast.expr] | None:
    """Both sides of a matrix product; None for anything else."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        return node.left, node.right
    if isinstance(node, ast.Call) and called(node) in PRODUCTS:
        if len(node.args) == 2:
            return node.args[0], node.args[1]
        if len(node.args) == 1 and isinstance(node.func, ast.Attribute):
            return node.func.value, node.args[0]
    return None


def repairs(text: Text) -> Iterator[Repair]:
    for node in text.expressions:
        if isinstance(node, ast.Attribute) and node.attr == "T":
            said = "`{old}` is transposed and should not be: `{new}`."
            yield Repair("transpose", text.rebuilt(node, node.value), node.lineno, said, _HINT, 0)
        pair = factors(node)
        if pair is None:
            continue
        left, right = pair
        said = "In `{old}` the factors do not meet as they should. `{new}` gives the expected result."
        turned = [text.place(one, _turn(text, one)) for one in pair]
        for place, edit in enumerate(turned):
            yield Repair("transpose", (edit,), node.lineno, said, _HINT, 2 + place / 100)
        swap = (text.place(left, text.inner(right)), text.place(right, text.inner(left)))
        yield Repair("transpose", swap, node.lineno, said, _HINT, 3)
        yield Repair("transpose", tuple(turned), node.lineno, said, _HINT, 5)
        for a, b in ((_turn(text, left), text.inner(right)), (text.inner(left), _turn(text, right))):
            edits = (text.place(left, b), text.place(right, a))
            yield Repair("transpose", edits, node.lineno, said, _HINT, 6)
    for node in text.expressions:
        parent = text.parents.get(node)
        if isinstance(node, _SHAPED) and isinstance(parent, ast.Assign | ast.Return | ast.Tuple | ast.BinOp | ast.Call):
            said = "`{old}` has to be transposed: `{new}`."
            weight = 8 if isinstance(parent, ast.Assign | ast.Return) else 14
            start, end = text.span(node)
            edits = (Edit(start, start, "("), Edit(end, end, ").T"))
            yield Repair("transpose", edits, node.lineno, said, _HINT, weight)
        if isinstance(node, ast.Call):
            yield from _arguments(text, node)
            yield from _reshaped(text, node)


def _arguments(text: Text, call: ast.Call) -> Iterator[Repair]:
    """All arguments of a call turned, as where examples lie in columns and should lie in rows."""
    plain = [one for one in call.args if isinstance(one, ast.Name | ast.Subscript)]
    if len(plain) > 1 and called(call) not in PRODUCTS:
        said = "In `{old}` the arguments have to be transposed: `{new}`."
        edits = tuple(text.place(one, _turn(text, one)) for one in plain)
        yield Repair("transpose", edits, call.lineno, said, _HINT, 6)


def _reshaped(text: Text, call: ast.Call) -> Iterator[Repair]:
    """A reshape to (a, b) where (b, a), transposed, is meant: only one of them keeps what belongs together."""
    if called(call) != "reshape" or not call.args:
        return
    last = call.args[-1]
    sizes = last.elts if isinstance(last, ast.Tuple) else call.args[-2:]
    if len(sizes) == 2 and isinstance(call.func, ast.Attribute):
        said = "`{old}` mixes up what belongs together: reshaping does not turn a table. Write `{new}`."
        edits = (text.place(sizes[0], text.of(sizes[1])), text.place(sizes[1], text.of(sizes[0])))
        end = text.span(call)[1]
        yield Repair("transpose", (*edits, Edit(end, end, ".T")), call.lineno, said, _HINT, 0)
        yield Repair("transpose", (Edit(end, end, ".T"),), call.lineno, said, _HINT, 3)


def _turn(text: Text, node: ast.expr) -> str:
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return text.of(node.value)
    return f"{text.inner(node)}.T"
