"""One exercise at three levels: how much of its solution a learner is given.

*Guided* keeps the comments of a solution, which are its steps, and the left-hand sides. *Standard*
keeps signature and docstring. *Open* keeps the specification alone, as prose.
"""

from __future__ import annotations

import ast
import inspect
import io
import tokenize
from functools import lru_cache

from gradus.labs.magics import neutralise
from gradus.labs.source import BEGIN, END, LabSource
from gradus.model import Level

HOLE = "...  # your code"
SHORTEST_SECRET = 12
"""Shorter lines of a solution, such as ``return s``, are nobody's secret."""


def starter(source: LabSource, exercise: str, level: Level) -> str:
    """The text of an exercise's cell as a learner at this level first sees it."""
    if level is Level.GUIDED:
        return _guided(source.cell(exercise).source)
    if level is Level.STANDARD:
        return _standard(source, exercise)
    first = source.docstring(exercise).splitlines()[0]
    return f"# Write {exercise} here: {first[:1].lower()}{first[1:]}"


def solution(source: LabSource, exercise: str) -> str:
    """The text of an exercise's cell with its solution, without the markers."""
    lines = source.cell(exercise).source.split("\n")
    return "\n".join(line for line in lines if line.strip() not in (BEGIN, END))


def solution_lines(source: LabSource, exercise: str) -> set[str]:
    """The lines between the markers of an exercise, without comments: what nobody may be shown beforehand."""
    lines, inside = set(), False
    for line in source.cell(exercise).source.split("\n"):
        if line.strip() in (BEGIN, END):
            inside = line.strip() == BEGIN
        elif inside and len(code := line.split("#")[0].strip()) >= SHORTEST_SECRET:
            lines.add(code)
    return lines


def is_starter(source: LabSource, exercise: str, text: str) -> bool:
    """Whether a learner's definition is still the one that was given, at whatever level."""
    return _is_starter(source.cell(exercise).source, exercise, text)


@lru_cache(maxsize=256)
def _is_starter(cell: str, exercise: str, text: str) -> bool:
    """Asked several times in every check, and mostly of the same texts."""
    try:
        nodes = [node for node in ast.parse(text).body if getattr(node, "name", "") == exercise]
    except SyntaxError:
        return False
    if not nodes:
        return False
    if _is_empty(nodes[-1]):
        return True
    given = [node for node in ast.parse(neutralise(_guided(cell))).body]
    return any(_bare(nodes[-1]) == _bare(node) for node in given if getattr(node, "name", "") == exercise)


def specification(source: LabSource, exercise: str) -> str:
    """An exercise's contract as Markdown, for those who start from nothing else."""
    node = source.node(exercise)
    if isinstance(node, ast.ClassDef):
        signature = f"{exercise}({', '.join(source.parameters(exercise))})"
    else:
        signature = f"{exercise}({ast.unparse(node.args)})"
    kind = "class" if isinstance(node, ast.ClassDef) else "function"
    return f"**Write the {kind}** `{signature}`\n\n{_prose(source.docstring(exercise))}"


def _guided(text: str) -> str:
    lines = text.split("\n")
    kept: list[str] = []
    block: list[str] | None = None
    for line in lines:
        if line.strip() == BEGIN:
            block = []
        elif line.strip() == END:
            kept += _holes(block or [])
            block = None
        elif block is None:
            kept.append(line)
        else:
            block.append(line)
    return "\n".join(kept)


def _holes(block: list[str]) -> list[str]:
    """A solution's block with its comments and left-hand sides, and holes for the rest."""
    indent = min((len(line) - len(line.lstrip()) for line in block if line.strip()), default=0)
    source = "\n".join(line[indent:] for line in block)
    comments = _comments(source)
    out: list[str] = []
    seen = 0
    for node in _statements(source):
        end = node.end_lineno or node.lineno
        inside = [text for line, text in comments if seen < line <= end]
        hole = _hole(node)
        if inside or hole != HOLE or not out or out[-1] != HOLE:
            out += [*inside, hole]
        seen = end
    out += [text for line, text in comments if line > seen]
    if not any(HOLE in line for line in out):
        out.append(HOLE)
    return [" " * indent + line for line in out]


def _statements(source: str) -> list[ast.stmt]:
    """The statements of a block, which may hold a ``return`` and so is parsed inside a function."""
    wrapped = "def block():\n" + "\n".join(f" {line}" for line in source.split("\n")) + "\n pass"
    tree = ast.parse(wrapped)
    body = tree.body[0].body[:-1]  # type: ignore[attr-defined]
    for node in body:
        node.lineno, node.end_lineno = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    return list(body)


def _hole(node: ast.stmt) -> str:
    if isinstance(node, ast.Assign):
        *_, target = node.targets
        values = ", ".join(["..."] * len(target.elts)) if isinstance(target, ast.Tuple | ast.List) else "..."
        names = " = ".join(ast.unparse(one).strip("()") for one in node.targets)
        return f"{names} = {values}  # your code"
    if isinstance(node, ast.AnnAssign):
        return f"{ast.unparse(node.target)}: {ast.unparse(node.annotation)} = {HOLE}"
    if isinstance(node, ast.AugAssign):
        return f"{ast.unparse(node.target)} = {HOLE}"
    return HOLE


def _comments(source: str) -> list[tuple[int, str]]:
    """Comments that have a line to themselves, with the line; they are the steps of the solution."""
    found = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and token.line.lstrip().startswith("#"):
            found.append((token.start[0], token.string))
    return found


def _standard(source: LabSource, exercise: str) -> str:
    lines = solution(source, exercise).split("\n")
    tree = ast.parse(neutralise("\n".join(lines)))
    node = next(node for node in tree.body if getattr(node, "name", "") == exercise)
    before = lines[: min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))]) - 1]
    kept = "\n".join([*before, *_signature(node, lines, exercise)])
    return kept.strip("\n")


def _signature(node: ast.AST, lines: list[str], exercise: str) -> list[str]:
    """The lines of a definition down to its docstring, then what to write; of a class, method by method."""
    body: list[ast.stmt] = node.body  # type: ignore[attr-defined]
    first = min([node.lineno, *(d.lineno for d in node.decorator_list)])  # type: ignore[attr-defined]
    has_docstring = ast.get_docstring(node) is not None  # type: ignore[arg-type]
    last = body[0].end_lineno or body[0].lineno if has_docstring else body[0].lineno - 1
    kept = lines[first - 1 : last]
    while kept and (not kept[-1].strip() or kept[-1].lstrip().startswith("#")):
        kept.pop()
    indent = " " * body[0].col_offset
    methods = [part for part in body if isinstance(part, ast.FunctionDef)]
    if isinstance(node, ast.ClassDef) and methods:
        for method in methods:
            kept += ["", *_signature(method, lines, f"{exercise}.{method.name}")]
        return kept
    return [*kept, f'{indent}raise NotImplementedError("{exercise} is yours to write")']


def _is_empty(node: ast.AST) -> bool:
    """Whether a definition's body does nothing: docstrings, ``pass``, ``...``, a raise of NotImplementedError."""
    return all(
        isinstance(part, ast.Pass)
        or (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))
        or (isinstance(part, ast.Raise) and part.exc is not None and "NotImplementedError" in ast.unparse(part.exc))
        or (isinstance(part, ast.FunctionDef) and _is_empty(part))
        for part in getattr(node, "body", [])
    )


def _bare(node: ast.AST) -> str:
    """A definition's structure without its docstrings, so that a reworded contract changes nothing."""
    copy = ast.parse(ast.unparse(node))
    for part in ast.walk(copy):
        if isinstance(part, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(part) is not None:
            part.body = part.body[1:] or [ast.Pass()]
    return ast.dump(copy)


def _prose(docstring: str) -> str:
    """A docstring in numpydoc form as Markdown: section names in bold, parameters as a list."""
    lines = inspect.cleandoc(docstring).split("\n")
    out: list[str] = []
    section = False
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else ""
        if line.strip() and set(line.strip()) == {"-"}:
            continue
        if line.strip() and following.strip() and set(following.strip()) == {"-"}:
            section = True
            out += ["", f"**{line.strip()}**", ""]
        elif section and line and not line.startswith(" "):
            name, colon, rest = line.partition(" : ")
            out.append(f"- `{name}`: {rest}" if colon else f"- {line}")
        elif section and line.strip():
            out.append(f"  {line.strip()}")
        else:
            out.append(line)
    return "\n".join(out).strip()
