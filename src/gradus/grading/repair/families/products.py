"""Multiplied element by element where a matrix product is wanted, or the other way round."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.grading.repair.families.transpose import factors
from gradus.grading.repair.text import Repair, Text, called, operand

RANK = 11
_HINT = "a product on this line is of the wrong kind: element by element, or of matrices?"


def repairs(text: Text) -> Iterator[Repair]:
    for node in text.expressions:
        if pair := factors(node):
            left, right = (text.inner(one) for one in pair)
            said = "`{old}` is a matrix product; here each element goes with its own: `{new}`."
            edits = text.rebuilt(node, "(", pair[0], " * ", pair[1], ")")
            yield Repair("products", edits, node.lineno, said, _HINT, 0)
            if text.of(pair[0]).removesuffix(".T") == text.of(pair[1]).removesuffix(".T"):
                said = "`{old}` is a matrix product; the square of each element is `{new}`."
                edit = text.place(node, f"({left.removesuffix('.T')} ** 2)")
                yield Repair("products", (edit,), node.lineno, said, _HINT, -2)
            for one in pair:
                if isinstance(one, ast.Attribute) and one.attr == "T":
                    other = pair[1] if one is pair[0] else pair[0]
                    new = f"({text.inner(one.value)} * {text.inner(other)})"
                    said = "`{old}` is a matrix product; here each element goes with its own: `{new}`."
                    yield Repair("products", (text.place(node, new),), node.lineno, said, _HINT, 3)
        else:
            times = _elementwise(node)
            if times is None:
                continue
            left, right = (text.inner(one) for one in times)
            said = "`{old}` multiplies element by element; a matrix product is wanted: `{new}`."
            edits = text.rebuilt(node, "(", times[0], " @ ", times[1], ")")
            yield Repair("products", edits, node.lineno, said, _HINT, 0)
            forms = (f"{left} @ {right}.T", f"{left}.T @ {right}", f"{right} @ {left}")
            for weight, new in enumerate((*forms, f"{right} @ {left}.T", f"{right}.T @ {left}"), 1):
                yield Repair("products", (text.place(node, f"({new})"),), node.lineno, said, _HINT, weight)
            for turned in (f"{left} * {right}.T", f"{left}.T * {right}"):
                if ".T.T" not in turned:
                    said = "`{old}` pairs elements that do not belong together: `{new}`."
                    yield Repair("products", (text.place(node, f"({turned})"),), node.lineno, said, _HINT, 6)
            for one, rest in ((times[0], right), (times[1], left)):
                if isinstance(one, ast.Attribute) and one.attr == "T":
                    said = "`{old}` pairs every element with every other; they belong together one by one: `{new}`."
                    edit = text.place(node, f"({text.inner(one.value)} * {rest})")
                    yield Repair("products", (edit,), node.lineno, said, _HINT, 1)
        if isinstance(node, ast.Call) and called(node) in ("pinv", "inv") and (inside := operand(node)) is not None:
            said = "`{old}` inverts a matrix; here each element is divided: `{new}`."
            edit = text.place(node, f"(1 / {text.inner(inside)})")
            yield Repair("products", (edit,), node.lineno, said, _HINT, 0)
            solved = text.parents.get(node)
            if isinstance(solved, ast.expr) and (pair := factors(solved)) and pair[1] is node:
                edit = text.place(solved, f"({text.inner(pair[0])} / {text.inner(inside)})")
                yield Repair("products", (edit,), node.lineno, said, _HINT, 0)


def _elementwise(node: ast.expr) -> tuple[ast.expr, ast.expr] | None:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return node.left, node.right
    if isinstance(node, ast.Call) and called(node) == "multiply" and len(node.args) == 2:
        return node.args[0], node.args[1]
    return None
