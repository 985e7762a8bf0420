"""Arguments of a call in each other's place, one left out, or a result that nobody keeps."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.grading.repair.text import MODULES, Edit, Repair, Text, called

RANK = 15
_HINT = "a call on this line does not get the arguments that it should."
_PLAIN = frozenset({"range", "len", "print", "dot", "matmul", "str", "isinstance", "float", "int"})


def repairs(text: Text) -> Iterator[Repair]:
    for call in text.calls:
        plain = [one for one in call.args if not isinstance(one, ast.Starred)]
        if len(plain) == len(call.args) > 1 and called(call) not in _PLAIN:
            said = "In `{old}` two arguments have changed places: `{new}`."
            for place in range(len(plain) - 1):
                for later in range(place + 1, min(len(plain), place + 4)):
                    edits = (
                        text.place(plain[place], text.of(plain[later])),
                        text.place(plain[later], text.of(plain[place])),
                    )
                    yield Repair("arguments", edits, call.lineno, said, _HINT, 0 if later == place + 1 else 2)
        if called(call) in text.functions or isinstance(call.func, ast.Name) and called(call) not in _PLAIN:
            end = text.span(call)[1] - 1
            for name in text.names_before(call):
                if name in text.parameters or name in text.unused:
                    said = f"`{{old}}` is not told `{name}`: `{{new}}`."
                    edit = Edit(end, end, f"{', ' if call.args or call.keywords else ''}{name}")
                    weight = 1 if name in text.unused else 5
                    yield Repair("arguments", (edit,), call.lineno, said, _HINT, weight)
                    edit = Edit(end, end, f"{', ' if call.args or call.keywords else ''}{name}={name}")
                    yield Repair("arguments", (edit,), call.lineno, said, _HINT, weight + 1)
            for one in call.args[1:]:
                for new in ("0", "0.0", "1"):
                    if text.of(one) != new and called(call) in text.functions:
                        said = f"`{{old}}` should get {new} where `{text.of(one)}` stands: `{{new}}`."
                        yield Repair("arguments", (text.place(one, new),), call.lineno, said, _HINT, 4)
        for word in call.keywords:
            if (
                word.arg
                and isinstance(word.value, ast.Name)
                and word.value.id != word.arg
                and word.arg in text.parameters
            ):
                said = f"In `{{old}}` `{word.arg}` gets another value than its own: `{{new}}`."
                yield Repair("arguments", (text.place(word.value, word.arg),), call.lineno, said, _HINT, -2)
            if word.arg and len(call.args) + len(call.keywords) > 1:
                said = f"In `{{old}}` the argument `{word.arg}` is one too many: `{{new}}`."
                yield Repair("arguments", _cut(text, call, word), call.lineno, said, _HINT, 3)
    for node in text.statements:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield from _kept(text, node, node.value)


def _kept(text: Text, node: ast.Expr, call: ast.Call) -> Iterator[Repair]:
    """A call whose result is thrown away, given to each name that it could be meant for."""
    hint = "the result of a call on this line is thrown away."
    names = [one.id for one in call.args if isinstance(one, ast.Name)]
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
        names.append(call.func.value.id)
    for name in dict.fromkeys((*names, *text.stored)):
        if name not in MODULES:
            said = f"The result of `{{old}}` is thrown away. Keep it: `{name} = {text.of(call)}`."
            weight = -4 if name in names[:1] else 0
            yield Repair("arguments", (text.place(node, f"{name} = {text.of(call)}"),), node.lineno, said, hint, weight)


def _cut(text: Text, call: ast.Call, word: ast.keyword) -> tuple[Edit, ...]:
    """The change that takes one keyword out of a call, with the comma before it."""
    start, end = text.span(word)
    comma = text.raw.rfind(b",", text.span(call.func)[1], start)
    return (Edit(comma if comma >= 0 else start, end, ""),)
