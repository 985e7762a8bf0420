"""A loop, slice or index that is one off."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.grading.repair.text import Edit, Repair, Text

RANK = 13
_LOOP = "the loop on this line runs over one turn too many or too few."
_SLICE = "a slice on this line begins or ends at the wrong place."
_INDEX = "an index on this line is not the right one."


def repairs(text: Text) -> Iterator[Repair]:
    for node in text.expressions:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
            yield from _range(text, node)
        elif isinstance(node, ast.Subscript):
            yield from _subscript(text, node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "reversed":
            said = "`{old}` runs backwards; it should run forwards: `{new}`."
            if node.args:
                yield Repair("ranges", (text.place(node, text.of(node.args[0])),), node.lineno, said, _LOOP, 4)


def _range(text: Text, node: ast.Call) -> Iterator[Repair]:
    said = "`{old}` does not run over all that it should, or over too much; with `{new}` it comes out right."
    parts = [text.of(one) for one in node.args]
    forms: list[str] = []
    if len(parts) == 1:
        stop = parts[0]
        forms = [f"{stop} + 1", f"{stop} - 1", f"1, {stop}", f"1, {stop} + 1", f"1, {stop} - 1"]
    elif len(parts) == 2:
        start, stop = parts
        forms = [f"{start}, {stop} + 1", f"{start}, {stop} - 1", stop, f"{start} - 1, {stop}", f"{start} + 1, {stop}"]
        forms.append(f"{start} - 1, {stop} - 1")
    elif len(parts) == 3:
        start, stop, step = parts
        forms = [f"{start}, {stop} + 1, {step}", f"{start}, {stop} - 1, {step}", f"{start} - 1, {stop}, {step}"]
        forms += [f"{start} + 1, {stop}, {step}", f"{start}, {stop}"]
    last = node.args[-1] if 0 < len(parts) < 3 else None
    if isinstance(last, ast.BinOp) and isinstance(last.right, ast.Constant):  # range(m - 1) for range(m)
        forms.insert(0, ", ".join([*parts[:-1], text.of(last.left)]))
    for rank, form in enumerate(forms):
        yield Repair("ranges", (text.place(node, f"range({form})"),), node.lineno, said, _LOOP, rank / 2)
    start = f"{parts[0]}, " if len(parts) == 2 else ""
    for name in text.parameters[:6]:
        if len(parts) < 3 and f"len({name})" not in parts:
            other = "`{old}` counts the wrong thing; `{new}` is as long as what the loop goes through."
            edit = text.place(node, f"range({start}len({name}))")
            yield Repair("ranges", (edit,), node.lineno, other, _LOOP, 4)
    parent = text.parents.get(node)
    if isinstance(parent, ast.For):
        said = "`{old}` runs forwards; it should run backwards: `{new}`."
        hint = "the loop on this line runs in the wrong direction."
        yield Repair("ranges", (text.place(node, f"reversed({text.of(node)})"),), node.lineno, said, hint, 4)


def _subscript(text: Text, node: ast.Subscript) -> Iterator[Repair]:
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    for part in parts:
        if isinstance(part, ast.Slice):
            said = "`{old}` takes one place too many or too few: `{new}`."
            for rank, form in enumerate(_shifted(text, part)):
                yield Repair("ranges", (text.place(part, form),), node.lineno, said, _SLICE, 1 + rank / 2)
        elif _is_index(part):
            said = "`{old}` takes the wrong place; `{new}` is the right one."
            forms = (f"{text.inner(part)} + 1", f"{text.inner(part)} - 1", "-1", *_counted(text, part))
            for form in dict.fromkeys(forms):
                if form != text.of(part):
                    yield Repair("ranges", (text.place(part, form),), node.lineno, said, _INDEX, 2)
        if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Add) and _is_key(part):
            said = "`{old}` looks up the wrong number; `{new}` is the right one."
            for inner in ast.walk(part):
                if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id == "str":
                    number = inner.args[0] if inner.args else None
                    if number is not None:
                        for name in _counted(text, number):
                            edit = text.place(number, name)
                            yield Repair("ranges", (edit,), node.lineno, said, _INDEX, 2)
                        for sign in (" + 1", " - 1"):
                            edit = Edit(text.span(number)[1], text.span(number)[1], sign)
                            yield Repair("ranges", (edit,), node.lineno, said, _INDEX, 1)
                        if isinstance(number, ast.BinOp):
                            edit = text.place(number, text.of(number.left))
                            yield Repair("ranges", (edit,), node.lineno, said, _INDEX, 1)
    if len(parts) == 1 and isinstance(parts[0], ast.BinOp) and isinstance(parts[0].op, ast.Sub):
        for name in text.loop_names:
            said = "`{old}` does not follow the loop; with `{new}` it does."
            yield Repair("ranges", (text.place(parts[0], name),), node.lineno, said, _INDEX, 2)


def _counted(text: Text, number: ast.expr) -> list[str]:
    """The counter of each loop around, and its neighbours."""
    found: list[str] = []
    for loop in text.loops_around(number):
        if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name):
            name = loop.target.id
            found += [name, f"{name} + 1", f"{name} - 1"]
    return [one for one in found if one != text.of(number)]


def _shifted(text: Text, part: ast.Slice) -> list[str]:
    lower = text.of(part.lower) if part.lower else ""
    upper = text.of(part.upper) if part.upper else ""
    step = f":{text.of(part.step)}" if part.step else ""
    forms = []
    if lower:
        forms += [f"{lower} + 1:{upper}", f"{lower} - 1:{upper}", f":{upper}"]
    else:
        forms += [f"1:{upper}"]
    if upper:
        forms += [f"{lower}:{upper} + 1", f"{lower}:{upper} - 1", f"{lower}:"]
        if lower in ("", "0"):
            forms += [f"-({upper}):"]
    else:
        forms += [f"{lower}:-1"]
    if lower and upper:
        forms += [f"{lower} + 1:{upper} + 1", f"{lower} - 1:{upper} - 1"]
    return [f"{one}{step}" for one in forms]


def _is_index(part: ast.expr) -> bool:
    if isinstance(part, ast.Constant):
        return isinstance(part.value, int) and not isinstance(part.value, bool)
    return isinstance(part, ast.Name) or (isinstance(part, ast.BinOp) and not _is_key(part))


def _is_key(part: ast.expr) -> bool:
    """Whether an index is a text such as ``"W" + str(l)``."""
    return any(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in ast.walk(part))
