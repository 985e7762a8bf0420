"""Of an exercise that a file binds more than once, or to something odd: which version counts, and what to say."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gradus.labs.definitions import Definition
from gradus.labs.levels import is_starter
from gradus.labs.source import LabSource

_VALUES = (ast.Constant, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.JoinedStr, ast.BinOp, ast.Compare, ast.ListComp)


@dataclass(frozen=True, slots=True)
class Versions:
    """What counts of a learner's statements, and by exercise what is worth saying of the others."""

    statements: tuple[Definition, ...]
    notes: dict[str, tuple[str, ...]]


def counting(
    source: LabSource, statements: Sequence[Definition], formerly: Mapping[str, Sequence[str]] | None = None
) -> Versions:
    """The statements that count. ``formerly`` says how other editions call an exercise.

    A copy of the starter does not count beside a version that was worked on, and neither does a value
    under the name of a function. Of several functions the last one counts, as in the notebook.
    """
    kept = list(statements)
    notes: dict[str, tuple[str, ...]] = {}
    for name in source.exercises:
        versions = [one for one in kept if name in one.binds and not one.computed]
        idle = [one for one in versions if is_starter(source, name, one.source)]
        if len(idle) < len(versions):
            kept = [one for one in kept if one not in idle]
            versions = [one for one in versions if one not in idle]
        values = [one for one in versions if value_of(name, one.source) is not None]
        said = []
        old = next((one for one in (formerly or {}).get(name, ()) if any(one in each.binds for each in kept)), "")
        if old and all(one in idle for one in versions):
            place = next(one for one in reversed(kept) if old in one.binds)
            line = f"{name} = {old}"
            kept.append(Definition(place.label, place.line, line, frozenset({name}), frozenset({old})))
            versions = kept[-1:]
            said.append(f"`{old}` counts as `{name}`: another edition of this exercise calls it so.")
        if values and len(values) < len(versions):
            kept = [one for one in kept if one not in values]
            versions = [one for one in versions if one not in values]
            said.append(
                f"In {values[-1].label} `{name}` is also set to `{value_of(name, values[-1].source)}`. The function "
                "is what counts here; give the value another name, for in the notebook it hides the function."
            )
        written = [one for one in versions if not _borrows(name, one.source)]
        different = [one for one in written[:-1] if _form(one.source) != _form(written[-1].source)]
        if different:
            places = " and ".join(dict.fromkeys(f"{one.label}, line {one.line}" for one in different))
            last = f"{written[-1].label}, line {written[-1].line}"
            said.append(f"`{name}` is defined more than once: in {places}, and last in {last}. The last one counts.")
        if said:
            notes[name] = tuple(said)
    return Versions(tuple(kept), notes)


@lru_cache(maxsize=1024)  # a file is graded again and again, and changes little in between
def value_of(name: str, text: str) -> str | None:
    """The value that a statement gives a name, as text, where it is plainly no function; else None."""
    try:
        node = ast.parse(text).body[-1]
    except (SyntaxError, IndexError):
        return None
    if not isinstance(node, ast.Assign | ast.AnnAssign) or not isinstance(node.value, _VALUES):
        return None
    value: ast.expr = node.value
    target = node.targets[-1] if isinstance(node, ast.Assign) else node.target
    if isinstance(target, ast.Tuple | ast.List):
        if not isinstance(value, ast.Tuple | ast.List) or len(value.elts) != len(target.elts):
            return None
        pairs = zip(target.elts, value.elts, strict=True)
        value = next((part for one, part in pairs if isinstance(one, ast.Name) and one.id == name), value)
        if not isinstance(value, _VALUES):
            return None
    try:
        shown = ast.unparse(value)
    except RecursionError:
        return "…"
    return shown if len(shown) <= 40 else f"{shown[:38]} …"


@lru_cache(maxsize=1024)
def _borrows(name: str, text: str) -> bool:
    """Whether a statement is no version of its own: an import, or what is made of the version above it."""
    try:
        node = ast.parse(text).body[-1]
    except (SyntaxError, IndexError):
        return False
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        return any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(node.value))
    return isinstance(node, ast.Import | ast.ImportFrom)


def _form(text: str) -> str:
    """A definition without what does not matter to Python: comments and blanks."""
    try:
        return ast.dump(ast.parse(text))
    except (SyntaxError, RecursionError):
        return text
