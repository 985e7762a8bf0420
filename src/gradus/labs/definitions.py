"""Of a learner's cell, keep what defines: imports, functions, classes, constants.

Training loops, plots and prints are left out, so that grading runs nothing that no check asked for.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_PURE_CALLS = {
    *("abs bool complex dict float frozenset int len list max min range round set str sum tuple".split()),
    *("partial functools.partial math.exp math.log math.sqrt math.radians".split()),
    *(
        f"{module}.{name}"
        for module in ("np", "numpy")
        for name in (
            "arange array asarray complex128 deg2rad empty exp eye finfo float32 float64 full identity int32 int64 "
            "linspace log ones sqrt vectorize zeros"
        ).split()
    ),
}
"""Calls that may stand in a constant: they read nothing and change nothing."""

_LOOKS_UP_BY_NAME = {"globals", "eval", "exec", "vars", "locals", "__import__"}
"""Whoever uses these may reach any name, so nothing is left out as unused."""

_NEVER = {"gradus"}
"""Packages that only work in the notebook; the candidate has no such thing."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One statement that is kept, and where it stands in the learner's file."""

    label: str
    """``cell 5``, or the name of the file."""
    line: int
    """Its first line there."""
    source: str
    binds: frozenset[str]
    uses: frozenset[str]


def definitions_of(tree: ast.Module, source: str, label: str, first_line: int = 1) -> list[Definition]:
    """The statements of a cell that are kept, in order."""
    kept = []
    for node in tree.body:
        if not _is_kept(node):
            continue
        decorators = getattr(node, "decorator_list", [])
        line = min([node.lineno, *(decorator.lineno for decorator in decorators)])
        if decorators:
            lines = source.split("\n")[line - 1 : node.end_lineno]
            text = "\n".join(lines)
        else:
            text = ast.get_source_segment(source, node) or ast.unparse(node)
        binds, uses = names_of(node)
        kept.append(Definition(label, line + first_line - 1, text, binds, uses))
    return kept


def needed(definitions: Sequence[Definition], names: Iterable[str]) -> list[Definition]:
    """Of all definitions, those that ``names`` reach, directly or through others.

    A plotting helper that no exercise calls is left out, and its slow or missing import with it.
    """
    wanted, reached = list(names), set(names)
    chosen: set[int] = set()
    while wanted:
        name = wanted.pop()
        for index, definition in enumerate(definitions):
            if index in chosen or (name not in definition.binds and "*" not in definition.binds):
                continue
            chosen.add(index)
            if definition.uses & _LOOKS_UP_BY_NAME:
                return list(definitions)
            wanted.extend(definition.uses - reached)
            reached |= definition.uses
    return [definition for index, definition in enumerate(definitions) if index in chosen]


def names_of(node: ast.AST) -> tuple[frozenset[str], frozenset[str]]:
    """What a statement binds at the top of a module, and which names it or its body looks up."""
    binds: set[str] = set()
    uses: set[str] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            uses.add(part.id)
        elif isinstance(part, ast.Global):
            uses.update(part.names)
    for part in _top(node):
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            binds.add(part.name)
        elif isinstance(part, ast.Import | ast.ImportFrom):
            binds.update((alias.asname or alias.name.partition(".")[0]) for alias in part.names)
        elif isinstance(part, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = part.targets if isinstance(part, ast.Assign) else [part.target]
            for target in targets:
                binds.update(name.id for name in ast.walk(target) if isinstance(name, ast.Name))
    return frozenset(binds), frozenset(uses)


def _top(node: ast.AST) -> Iterable[ast.AST]:
    """A statement and the statements under its ``if`` or ``try``; never a function's body."""
    yield node
    if isinstance(node, ast.If | ast.Try):
        for body in (node.body, node.orelse, getattr(node, "finalbody", [])):
            for part in body:
                yield from _top(part)
        for handler in getattr(node, "handlers", []):
            for part in handler.body:
                yield from _top(part)


def _is_kept(node: ast.stmt) -> bool:
    if isinstance(node, ast.Import):
        return all(alias.name.partition(".")[0] not in _NEVER for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").partition(".")[0] not in _NEVER
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return True
    if isinstance(node, ast.Assign):
        return all(_is_plain_target(target) for target in node.targets) and _is_pure(node.value)
    if isinstance(node, ast.AnnAssign):
        return node.value is not None and _is_plain_target(node.target) and _is_pure(node.value)
    if isinstance(node, ast.If):
        parts = [*node.body, *node.orelse]
        return _is_pure(node.test) and not _is_main(node.test) and all(_is_kept(part) for part in parts)
    if isinstance(node, ast.Try):
        parts = [*node.body, *node.orelse, *node.finalbody, *(part for h in node.handlers for part in h.body)]
        return all(_is_kept(part) or isinstance(part, ast.Pass) for part in parts)
    return False


def _is_plain_target(target: ast.expr) -> bool:
    if isinstance(target, ast.Tuple | ast.List):
        return all(_is_plain_target(part) for part in target.elts)
    return isinstance(target, ast.Name)


def _is_main(test: ast.expr) -> bool:
    return any(isinstance(part, ast.Name) and part.id == "__name__" for part in ast.walk(test))


def _is_pure(value: ast.expr) -> bool:
    """Whether an expression only computes: literals, arithmetic, aliases, lambdas, harmless calls."""
    if isinstance(value, ast.Lambda):
        return True  # its body runs when it is called, not here
    if isinstance(value, ast.Call):
        if _dotted(value.func) not in _PURE_CALLS:
            return False
        return all(_is_pure(part) for part in (*value.args, *(keyword.value for keyword in value.keywords)))
    if isinstance(value, ast.Await | ast.Yield | ast.YieldFrom | ast.NamedExpr):
        return False
    children = [part for part in ast.iter_child_nodes(value) if isinstance(part, ast.expr)]
    if isinstance(value, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        children += [part for loop in value.generators for part in (loop.iter, *loop.ifs)]
    return all(_is_pure(part) for part in children)


def _dotted(node: ast.expr) -> str:
    """``np.random.rand`` as text; empty for what is no plain dotted name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = _dotted(node.value)
        return f"{owner}.{node.attr}" if owner else ""
    return ""


def is_builtin(name: str) -> bool:
    """Whether Python itself knows the name."""
    return hasattr(builtins, name)
