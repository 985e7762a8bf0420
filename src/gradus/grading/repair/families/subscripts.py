"""An index left out, one too many, or two in each other's place."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.grading.repair.text import MODULES, Edit, Repair, Text, called

RANK = 16
_HINT = "the indices on this line do not pick what they should."


def repairs(text: Text) -> Iterator[Repair]:
    for node in text.nodes:
        if isinstance(node, ast.Subscript):
            yield from _other_indices(text, node)
    for node in text.expressions:
        parent = text.parents.get(node)
        if isinstance(parent, ast.Attribute | ast.Subscript) and not (
            isinstance(parent, ast.Attribute) and parent.attr == "T"
        ):
            continue
        if isinstance(parent, ast.Call) and parent.func is node:
            continue
        if isinstance(node, ast.Name) and node.id not in MODULES and node.id not in text.loop_names:
            loops = [name for name in text.loop_names if name in text.names_before(node)]
            said = "`{old}` is the whole of it; one part is wanted here: `{new}`."
            for name in reversed(loops):
                for place, form in enumerate((f"[{name}]", f"[:, {name}]")):
                    edit = Edit(text.span(node)[1], text.span(node)[1], form)
                    yield Repair("subscripts", (edit,), node.lineno, said, _HINT, 2 + place / 100)
            for place, form in enumerate(("[1:]", "[:, 1:]", "[0]", "[-1]", "[:, 0]", "[:-1]")):
                edit = Edit(text.span(node)[1], text.span(node)[1], form)
                weight = (3 if place < 2 else 6) + place / 100
                yield Repair("subscripts", (edit,), node.lineno, said, _HINT, weight)


def _other_indices(text: Text, node: ast.Subscript) -> Iterator[Repair]:
    said = "`{old}` picks the wrong part: `{new}`."
    line = node.lineno
    if isinstance(getattr(node, "ctx", None), ast.Load):
        new = text.inner(node.value)
        yield Repair(
            "subscripts",
            (text.place(node, new),),
            line,
            "`{old}` takes one part; all of it is wanted: `{new}`.",
            _HINT,
            6,
        )
    if isinstance(node.slice, ast.Tuple):
        parts = [text.of(one) for one in node.slice.elts]
        for place in range(len(parts) - 1):
            swapped = [*parts[:place], parts[place + 1], parts[place], *parts[place + 2 :]]
            said_swap = "In `{old}` two indices have changed places: `{new}`."
            edit = text.place(node.slice, ", ".join(swapped))
            yield Repair("subscripts", (edit,), line, said_swap, _HINT, 0)
        for place, part in enumerate(node.slice.elts):
            rest = [*parts[:place], *parts[place + 1 :]]
            yield Repair("subscripts", (text.place(node.slice, ", ".join(rest)),), line, said, _HINT, 6)
            if isinstance(part, ast.Slice):
                for name in text.loop_names:
                    yield Repair("subscripts", (text.place(part, name),), line, said, _HINT, 1)
            else:
                yield Repair("subscripts", (text.place(part, ":"),), line, said, _HINT, 3)
        if len(parts) == 4:
            for name in text.loop_names:
                for place in (1, 2):
                    edit = text.place(node.slice.elts[place], name)
                    yield Repair("subscripts", (edit,), line, said, _HINT, 4)
        slices = [one for one in node.slice.elts if isinstance(one, ast.Slice) and (one.lower or one.upper)]
        if len(slices) == 2:  # a window where the one number at this place is meant
            windows = [name for name in text.loop_names if name not in parts]
            if len(windows) >= 2:
                edits = tuple(text.place(one, name) for one, name in zip(slices, windows[-2:], strict=True))
                yield Repair("subscripts", edits, line, said, _HINT, 1)
                edits = tuple(text.place(one, name) for one, name in zip(slices, windows[:2], strict=True))
                yield Repair("subscripts", edits, line, said, _HINT, 1)
            yield Repair("subscripts", tuple(text.place(one, ":") for one in slices), line, said, _HINT, 3)
    elif not isinstance(node.slice, ast.Constant) or not isinstance(node.slice.value, str):
        inner = text.of(node.slice)
        for place, form in enumerate((f":, {inner}", f"{inner}, :", f"..., {inner}", f":{inner}", f"{inner}:")):
            if not (isinstance(node.slice, ast.Slice) and form.count(":") > 2):
                yield Repair("subscripts", (text.place(node.slice, form),), line, said, _HINT, 3 + place / 100)
        owner = node.value
        if (
            isinstance(owner, ast.Call)
            and called(owner) in ("ravel", "flatten")
            and isinstance(owner.func, ast.Attribute)
        ):
            base = text.inner(owner.func.value)
            for form in (f"{base}[:, {inner}]", f"{base}[{inner}, 1]", f"{base}[{inner}]"):
                yield Repair("subscripts", (text.place(node, form),), line, said, _HINT, 1)
