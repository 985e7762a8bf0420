"""An operator in another's place: plus for minus, times for divided by, a sign too many or too few."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.grading.repair.text import Edit, Repair, Text, called

RANK = 16
_SIGNS: dict[type[ast.operator], tuple[str, ...]] = {
    ast.Add: ("-", "*"),
    ast.Sub: ("+",),
    ast.Mult: ("/", "+", "**"),
    ast.Div: ("*", "-"),
    ast.FloorDiv: ("/",),
    ast.Pow: ("*",),
    ast.Mod: ("//",),
    ast.BitXor: ("**",),
}
_ORDER: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Lt: ("<=", ">", ">="),
    ast.LtE: ("<", ">=", ">"),
    ast.Gt: (">=", "<", "<="),
    ast.GtE: (">", "<=", "<"),
    ast.Eq: ("!=",),
    ast.NotEq: ("==",),
}
_ARITHMETIC = {"add": "-", "subtract": "+", "multiply": "/", "divide": "*"}
_HINT = "an operator or a sign on this line is another than it should be."


def repairs(text: Text) -> Iterator[Repair]:
    for node in text.expressions:
        if isinstance(node, ast.BinOp):
            for rank, sign in enumerate(_SIGNS.get(type(node.op), ())):
                said = f"In `{{old}}` stands `{_written(node.op)}` where `{sign}` is wanted: `{{new}}`."
                edits = text.rebuilt(node, "(", node.left, f" {sign} ", node.right, ")")
                yield Repair("operators", edits, node.lineno, said, _HINT, 4 * rank)
            if isinstance(node.op, ast.Sub | ast.Div):
                said = "In `{old}` the two sides have changed places: `{new}`."
                edits = (
                    text.place(node.left, text.inner(node.right)),
                    text.place(node.right, text.inner(node.left)),
                )
                yield Repair("operators", edits, node.lineno, said, _HINT, 2)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not | ast.Invert):
            said = "In `{old}` the sign in front is one too many: `{new}`."
            yield Repair("operators", text.rebuilt(node, node.operand), node.lineno, said, _HINT, -2)
        elif isinstance(node, ast.Compare) and len(node.ops) == 1:
            for rank, sign in enumerate(_ORDER.get(type(node.ops[0]), ())):
                said = f"`{{old}}` compares the wrong way; `{sign}` is wanted: `{{new}}`."
                new = f"({text.inner(node.left)} {sign} {text.inner(node.comparators[0])})"
                yield Repair("operators", (text.place(node, new),), node.lineno, said, _HINT, 2 * rank)
        elif isinstance(node, ast.BoolOp):
            sign = "or" if isinstance(node.op, ast.And) else "and"
            said = f"In `{{old}}` the conditions are joined the wrong way: `{sign}` is wanted."
            new = f"({f' {sign} '.join(text.inner(one) for one in node.values)})"
            yield Repair("operators", (text.place(node, new),), node.lineno, said, _HINT, 2)
        elif isinstance(node, ast.Call) and called(node) in _ARITHMETIC and len(node.args) == 2:
            sign = _ARITHMETIC[called(node)]
            said = f"In `{{old}}` the operation is the wrong one; `{sign}` is wanted: `{{new}}`."
            new = f"({text.inner(node.args[0])} {sign} {text.inner(node.args[1])})"
            yield Repair("operators", (text.place(node, new),), node.lineno, said, _HINT, 2)
    yield from _negated(text)
    yield from _updates(text)


def _negated(text: Text) -> Iterator[Repair]:
    """A minus put in front of what is assigned, returned or handed on."""
    for node in text.expressions:
        parent = text.parents.get(node)
        if isinstance(node, ast.Constant | ast.Tuple | ast.Dict | ast.List | ast.Slice | ast.UnaryOp | ast.Starred):
            continue
        if isinstance(parent, ast.Assign | ast.Return | ast.AugAssign):
            weight = 1.0
        elif isinstance(parent, ast.Call) and node in parent.args or isinstance(parent, ast.BinOp):
            weight = 5.0
        else:
            continue
        said = "A minus is missing in front of `{old}`: `{new}`."
        start, end = text.span(node)
        edits = (Edit(start, start, "(-("), Edit(end, end, "))"))
        yield Repair("operators", edits, node.lineno, said, "a sign on this line is missing.", weight)


def _updates(text: Text) -> Iterator[Repair]:
    for node in text.statements:
        if isinstance(node, ast.AugAssign):
            start, end = text.span(node.target)[1], text.span(node.value)[0]
            for sign in ("+=", "-=", "*=", "/=", "="):
                if sign != f"{_written(node.op)}=":
                    said = f"`{{old}}` should be `{text.of(node.target)} {sign} …`."
                    weight = 2 if sign in ("+=", "-=", "=") else 6
                    edit = Edit(start, end, f" {sign} ({text.raw[end : text.span(node.value)[0]].decode()}")
                    close = Edit(text.span(node.value)[1], text.span(node.value)[1], ")")
                    yield Repair("operators", (edit, close), node.lineno, said, _HINT, weight)
        elif isinstance(node, ast.Assign) and len(node.targets) == 1 and any(text.loops_around(node)):
            target = node.targets[0]
            if isinstance(target, ast.Name | ast.Subscript):
                start, end = text.span(target)[1], text.span(node.value)[0]
                said = "`{old}` forgets what was there before, in every turn of the loop: `+=` adds to it."
                hint = "a value is replaced in every turn of the loop, where it should grow."
                edits = (Edit(start, end, " += ("), Edit(text.span(node.value)[1], text.span(node.value)[1], ")"))
                yield Repair("operators", edits, node.lineno, said, hint, 2)


def _written(sign: ast.operator) -> str:
    return ast.unparse(ast.BinOp(ast.Name("a"), sign, ast.Name("b"))).removeprefix("a ").removesuffix(" b")
