"""Brackets that are missing, or stand in the wrong place."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.grading.repair.text import Repair, Text, called, operand

RANK = 9
_HINT = "brackets on this line are missing or stand in the wrong place."


def repairs(text: Text) -> Iterator[Repair]:
    for node in text.operations:
        for new in _regrouped(text, node):
            said = "`{old}` is worked out in another order than is meant. Bracket it: `{new}`."
            yield Repair("grouping", (text.place(node, f"({new})"),), node.lineno, said, _HINT, 0)
        for new in _moved_in(text, node):
            said = "In `{old}` the bracket closes in the wrong place: `{new}`."
            yield Repair("grouping", (text.place(node, f"({new})"),), node.lineno, said, _HINT, 1)
    for call in text.calls:
        inside = operand(call)
        if isinstance(inside, ast.BinOp) and call.args and inside is call.args[0]:
            for kept, out in ((inside.left, inside.right), (inside.right, inside.left)):
                changed = text.applied((text.place(inside, text.of(kept)),))
                if changed is None:
                    continue
                start, end = text.span(call)
                shift = len(changed.encode()) - len(text.raw)
                one = changed.encode()[start : end + shift].decode()
                sign = _sign(inside.op)
                new = f"{one} {sign} {text.inner(out)}" if out is inside.right else f"{text.inner(out)} {sign} {one}"
                said = "In `{old}` the bracket takes in too much: `{new}`."
                yield Repair("grouping", (text.place(call, f"({new})"),), call.lineno, said, _HINT, 2)


def _regrouped(text: Text, node: ast.BinOp) -> Iterator[str]:
    """The other ways to bracket three operands in a row."""
    left, right = node.left, node.right
    if isinstance(left, ast.BinOp):
        a, b, c = text.inner(left.left), text.inner(left.right), text.inner(right)
        yield f"{a} {_sign(left.op)} ({b} {_sign(node.op)} {c})"
        if isinstance(left.left, ast.BinOp):
            x, y = text.inner(left.left.left), text.inner(left.left.right)
            inner = f"{y} {_sign(left.op)} {b} {_sign(node.op)} {c}"
            yield f"{x} {_sign(left.left.op)} ({inner})"
    if isinstance(left, ast.UnaryOp) and isinstance(left.op, ast.USub):
        yield f"-({text.inner(left.operand)} {_sign(node.op)} {text.inner(right)})"
    if isinstance(right, ast.BinOp):
        a, b, c = text.inner(left), text.inner(right.left), text.inner(right.right)
        yield f"({a} {_sign(node.op)} {b}) {_sign(right.op)} {c}"
    if isinstance(left, ast.BinOp) and isinstance(right, ast.BinOp):
        a, b = text.inner(left.left), text.inner(left.right)
        c, d = text.inner(right.left), text.inner(right.right)
        yield f"({a} {_sign(left.op)} ({b} {_sign(node.op)} {c})) {_sign(right.op)} {d}"


def _moved_in(text: Text, node: ast.BinOp) -> Iterator[str]:
    """``1 - f(x)`` as ``f(1 - x)``, ``f(x) + a`` as ``f(x + a)``, also where the call is transposed."""
    for side, other in ((node.right, node.left), (node.left, node.right)):
        call, tail = side, ""
        if isinstance(side, ast.Attribute) and side.attr == "T":
            call, tail = side.value, ".T"
        if (
            isinstance(call, ast.Call)
            and called(call) != "len"
            and call.args
            and not isinstance(call.args[0], ast.Starred)
        ):
            first = call.args[0]
            a, b = (
                (text.inner(other), text.inner(first)) if side is node.right else (text.inner(first), text.inner(other))
            )
            start, _ = text.span(call)
            head = text.raw[start : text.span(first)[0]].decode()
            rest = text.raw[text.span(first)[1] : text.span(call)[1]].decode()
            yield f"{head}{a} {_sign(node.op)} {b}{rest}{tail}"


def _sign(sign: ast.operator) -> str:
    return ast.unparse(ast.BinOp(ast.Name("a"), sign, ast.Name("b"))).removeprefix("a ").removesuffix(" b")
