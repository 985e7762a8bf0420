"""Say what a repair has shown: which line, what stands there, and, where it may be told, what would be right."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from gradus.grading.repair.text import Edit, Repair, Text
from gradus.labs.definitions import Definition
from gradus.model import Level

LONGEST = 70


def sentence(text: Text, repair: Repair, definition: Definition, level: Level, shift: int = 0) -> str:
    """One repair as a sentence with its place."""
    line = repair.line + definition.line - 1 - shift
    label = definition.label
    where = f"{label if label.endswith('.py') else label[:1].upper() + label[1:]}, line {line}: "
    if level is Level.OPEN:
        return f"{where}{repair.hint}"
    said = re.sub(r"\{at (\d+)\}", lambda found: str(int(found[1]) + definition.line - 1 - shift), repair.said)
    if "{old}" in said or "{new}" in said:
        old, new = before_and_after(text, repair.shown or repair.edits)
        said = said.replace("{old}", old).replace("{new}", new)
    return f"{where}{said}"


def before_and_after(text: Text, edits: Sequence[Edit]) -> tuple[str, str]:
    """The expression around a change as it stands, and as it would be."""
    start, end = min(edit.start for edit in edits), max(edit.end for edit in edits)
    best: ast.expr | ast.stmt | None = None
    nodes: list[ast.expr | ast.stmt] = [*text.statements, *text.expressions]
    for node in nodes:
        a, b = text.span(node)
        if a <= start and end <= b and (best is None or _length(text, node) <= _length(text, best)):
            best = node
    if best is None:
        return text.raw[start:end].decode(), ""
    while isinstance(best, ast.expr):
        parent = text.parents.get(best)
        while isinstance(parent, ast.keyword | ast.Slice) or (
            isinstance(parent, ast.Tuple) and _is_index(text, parent)
        ):
            parent = text.parents.get(parent)
        if not isinstance(parent, ast.expr) or isinstance(parent, ast.Tuple | ast.Dict | ast.List):
            break
        if _length(text, parent) > LONGEST or "\n" in text.of(parent):
            break
        best = parent
    start, end = text.span(best)
    changed = text.applied(tuple(edits))
    if changed is None:
        return text.of(best), ""
    growth = len(changed.encode()) - len(text.raw)
    new = changed.encode()[start : end + growth].decode()
    return _first_line(text.of(best)), _tidy(new)


def _is_index(text: Text, node: ast.AST) -> bool:
    """Whether a tuple is what stands between the brackets of an index."""
    parent = text.parents.get(node)
    return isinstance(parent, ast.Subscript) and parent.slice is node


def _length(text: Text, node: ast.expr | ast.stmt) -> int:
    start, end = text.span(node)
    return end - start


def _tidy(new: str) -> str:
    """Code without the brackets that only the change needed."""
    try:
        new = ast.unparse(ast.parse(new.strip()))
    except SyntaxError:
        pass
    return _first_line(new.replace("__import__('copy').deepcopy", "copy.deepcopy"))


def _first_line(text: str) -> str:
    line = text.split("\n")[0]
    return line if "\n" not in text and len(line) <= 110 else f"{line[:108]} …"
