"""A line in the wrong place: inside a loop for after it, before a line that it needs, left out, one too many."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from gradus.grading.repair.text import Edit, Repair, Text

RANK = 9
_IN_LOOP = "a line stands inside a loop that belongs after it."
_OUTSIDE = "a line stands outside a loop that belongs into it."
_ORDER = "two lines stand in the wrong order."
_NO_RETURN = "the function does not return its result."
_EXTRA = "this line is one too many."


def repairs(text: Text) -> Iterator[Repair]:
    for node in text.statements:
        if isinstance(node, ast.For | ast.While | ast.If):
            yield from _tail_out(text, node)
            yield from _next_in(text, node)
            yield from _head_in(text, node)
        if isinstance(node, ast.FunctionDef):
            yield from _returned(text, node)
    for body in _bodies(text):
        for first, second in zip(body, body[1:], strict=False):
            if isinstance(second, ast.Return) or isinstance(first, ast.FunctionDef):
                continue
            a, b = text.line_span(first), text.line_span(second)
            swapped = text.raw[b[0] : b[1]].rstrip(b"\n") + b"\n" + text.raw[a[0] : a[1]].rstrip(b"\n") + b"\n"
            said = f"`{_short(text, first)}` stands before `{_short(text, second)}`, which has to come first."
            yield Repair("blocks", (Edit(a[0], b[1], swapped.decode()),), first.lineno, said, _ORDER, 14)
        for node in body:
            if len(body) > 1 and isinstance(node, ast.Assign | ast.AugAssign | ast.Expr | ast.If):
                said = f"`{_short(text, node)}` is one line too many; without it the result is right."
                edit = text.place(node, "pass")
                yield Repair("blocks", (edit,), node.lineno, said, _EXTRA, 10)
            if isinstance(node, ast.If):
                said = f"The condition `{_short(text, node)}` is the wrong way round."
                edit = text.place(node.test, f"not ({text.of(node.test)})")
                yield Repair("blocks", (edit,), node.lineno, said, "a condition is the wrong way round.", 8)


def _bodies(text: Text) -> Iterator[list[ast.stmt]]:
    for node in text.statements:
        for name in ("body", "orelse"):
            body = getattr(node, name, None)
            if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
                if not isinstance(node, ast.ClassDef):
                    yield [one for one in body if not _is_text(one)]


def _tail_out(text: Text, loop: ast.For | ast.While | ast.If) -> Iterator[Repair]:
    """The last lines of a loop, one, two or three, put behind it."""
    kind = "loop" if not isinstance(loop, ast.If) else "condition"
    for count in range(1, min(4, len(loop.body))):
        tail = loop.body[-count:]
        start, end = text.line_span(tail[0])[0], text.line_span(tail[-1])[1]
        moved = _indented(text, tail, loop.col_offset)
        names = " and ".join(f"`{_short(text, one)}`" for one in tail[:2])
        verb = "stand" if count > 1 else "stands"
        belong = "belong" if count > 1 else "belongs"
        said = f"{names} {verb} inside the {kind} of line {{at {loop.lineno}}}, and {belong} after it."
        weight = 0 if isinstance(tail[-1], ast.Return) else 3
        if not loop.orelse:
            edit = Edit(start, end, moved)
            yield Repair("blocks", (edit,), tail[0].lineno, said, _IN_LOOP, weight)
        outer = text.parents.get(loop)
        if isinstance(outer, ast.For | ast.While) and outer.body[-1] is loop:
            far = Edit(start, end, _indented(text, tail, outer.col_offset))
            yield Repair("blocks", (far,), tail[0].lineno, said, _IN_LOOP, weight + 1)


def _next_in(text: Text, loop: ast.For | ast.While | ast.If) -> Iterator[Repair]:
    """The lines behind a loop, one to three, put into it."""
    after = _following(text, loop)
    for count in range(1, min(4, len(after) + 1)):
        lines = after[:count]
        if isinstance(lines[-1], ast.Return):
            break
        start, end = text.line_span(lines[0])[0], text.line_span(lines[-1])[1]
        moved = _indented(text, lines, loop.body[0].col_offset)
        said = f"`{_short(text, lines[0])}` stands after the loop of line {{at {loop.lineno}}}, and belongs into it."
        yield Repair("blocks", (Edit(start, end, moved),), lines[0].lineno, said, _OUTSIDE, 4)


def _head_in(text: Text, loop: ast.For | ast.While | ast.If) -> Iterator[Repair]:
    """The line before a loop put into it as its first."""
    before = _preceding(text, loop)
    if isinstance(loop, ast.If) or not before:
        return
    for line in before[-3:]:
        if isinstance(line, ast.Assign):
            moved = _indented(text, [line], loop.body[0].col_offset)
            start = text.line_span(loop.body[0])[0]
            edits = (text.place(line, "pass"), Edit(start, start, moved))
            short, where = _short(text, line), f"{{at {loop.lineno}}}"
            said = f"`{short}` stands before the loop of line {where}; it must be done in each turn."
            yield Repair("blocks", edits, line.lineno, said, _OUTSIDE, 6)
    for line in loop.body[:3]:
        if isinstance(line, ast.Assign):
            start = text.line_span(loop)[0]
            edits = (Edit(start, start, _indented(text, [line], loop.col_offset)), text.place(line, "pass"))
            short, where = _short(text, line), f"{{at {loop.lineno}}}"
            said = f"`{short}` stands in the loop of line {where}, which starts it anew each time."
            yield Repair("blocks", edits, line.lineno, said, _IN_LOOP, 6)


def _returned(text: Text, node: ast.FunctionDef) -> Iterator[Repair]:
    """A return where there is none; of another value where there is one."""
    own = [one for one in ast.walk(node) if isinstance(one, ast.Return)]
    last = node.body[-1]
    if not any(one.value is not None for one in own):
        end = text.span(last)[1]
        for name in reversed(text.stored):
            said = f"The function ends without a return. Hand the result back: `return {name}`."
            edit = Edit(end, end, f"\n{' ' * last.col_offset}return {name}")
            yield Repair("blocks", (edit,), last.lineno, said, _NO_RETURN, -9)
    for one in own:
        if one.value is None:
            continue
        for name in text.names_before(one):
            if name != text.of(one.value):
                said = f"`{{old}}` hands back the wrong thing; `{name}` is the result."
                weight = 2 if name in text.unused else 9
                hint = "the return does not hand back what it should."
                yield Repair("blocks", (text.place(one.value, name),), one.lineno, said, hint, weight)
        if isinstance(one.value, ast.Tuple) and len(one.value.elts) > 1:
            parts = [text.of(part) for part in one.value.elts]
            for place in range(len(parts) - 1):
                new = [*parts[:place], parts[place + 1], parts[place], *parts[place + 2 :]]
                said = "`{old}` returns its values in the wrong order: `{new}`."
                hint = "the values of the return stand in the wrong order."
                yield Repair("blocks", (text.place(one.value, ", ".join(new)),), one.lineno, said, hint, 0)


def _following(text: Text, node: ast.stmt) -> list[ast.stmt]:
    body = _home(text, node)
    return body[body.index(node) + 1 :] if node in body else []


def _preceding(text: Text, node: ast.stmt) -> list[ast.stmt]:
    body = _home(text, node)
    return body[: body.index(node)] if node in body else []


def _home(text: Text, node: ast.stmt) -> list[ast.stmt]:
    """The block that a statement stands in."""
    parent = text.parents.get(node)
    for name in ("body", "orelse", "finalbody"):
        body = getattr(parent, name, None)
        if isinstance(body, list) and node in body:
            return body
    return []


def _indented(text: Text, lines: Sequence[ast.stmt], column: int) -> str:
    """Statements with another indentation, as whole lines."""
    taken = []
    for node in lines:
        start, end = text.line_span(node)
        for line in text.raw[start:end].decode().rstrip("\n").split("\n"):
            kept = (
                line[node.col_offset :] if line[: node.col_offset].isspace() or not node.col_offset else line.lstrip()
            )
            taken.append(" " * column + kept)
    return "\n".join(taken) + "\n"


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _short(text: Text, node: ast.stmt) -> str:
    line = text.of(node).split("\n")[0]
    return line if len(line) <= 60 else f"{line[:58]} …"
