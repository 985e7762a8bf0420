"""Read ``lab.py``, the one source of a lab, in percent format.

A cell starts with ``# %%`` and, on the same line, what it is: ``[markdown]``, ``exercise="sigmoid"``,
``expect`` (its printed output is promised to the learner), ``guided-only``, ``name="cost"``. The reader
is strict, so that an author hears of a misspelt word at once and not from a learner.
"""

from __future__ import annotations

import ast
import difflib
import re
from dataclasses import dataclass, field
from pathlib import Path

from gradus.labs.magics import neutralise
from gradus.model import Finding, Item

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"

_HEADER = re.compile(r"^# %%(?:\s+(?P<options>.*))?$")
_OPTION = re.compile(r'\s*(?:(?P<key>[\w-]+)="(?P<value>[^"]*)"|(?P<word>\[?[\w-]+\]?))')
_WORDS = ("[markdown]", "expect", "guided-only")
_KEYS = ("exercise", "name")


class LabError(ValueError):
    """A lab's source is not as a lab must be; ``finding`` says where and what to do."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(str(finding))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the source."""

    kind: str
    """``markdown`` or ``code``."""
    source: str
    line: int
    """The line of ``lab.py`` on which the text starts."""
    exercise: str = ""
    """Name of the function or class that the learner writes here."""
    expect: bool = False
    guided_only: bool = False
    key: str = ""
    """What ``expected.json`` files its output under: the cell's name, else its place."""


@dataclass(frozen=True, slots=True)
class LabSource:
    """A lab's source, cell by cell, with its exercises in the order in which they are taught."""

    item: str
    """The lab's id."""
    cells: tuple[Cell, ...]
    exercises: tuple[str, ...]
    _nodes: dict[str, ast.FunctionDef | ast.ClassDef] = field(default_factory=dict, repr=False, compare=False)

    def cell(self, exercise: str) -> Cell:
        """The cell that holds an exercise with its solution."""
        return next(cell for cell in self.cells if cell.exercise == exercise)

    def node(self, exercise: str) -> ast.FunctionDef | ast.ClassDef:
        """The parsed definition of an exercise with its solution."""
        return self._nodes[exercise]

    def docstring(self, exercise: str) -> str:
        """The contract of an exercise, without its indentation."""
        return ast.get_docstring(self._nodes[exercise]) or ""

    def parameters(self, exercise: str) -> tuple[str, ...]:
        """Names of an exercise's positional parameters; of the constructor, for a class."""
        node = self._nodes[exercise]
        if isinstance(node, ast.ClassDef):
            inits = [part for part in node.body if isinstance(part, ast.FunctionDef) and part.name == "__init__"]
            return tuple(arg.arg for arg in inits[0].args.args[1:]) if inits else ()
        return tuple(arg.arg for arg in (*node.args.posonlyargs, *node.args.args))

    @property
    def provided(self) -> tuple[str, ...]:
        """Sources of the code cells that the learner is given whole."""
        return tuple(cell.source for cell in self.cells if cell.kind == "code" and not cell.exercise)


def read_lab(item: Item) -> LabSource:
    """Read the source of a lab; ``LabError`` names the line that is not right."""
    path = item.path / "lab.py"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise LabError(Finding(str(path), "the lab has no source.", "Write its cells into lab.py.")) from None
    except UnicodeDecodeError:
        raise LabError(Finding(str(path), "the file is not UTF-8 text.", "Save it as UTF-8.")) from None
    return parse_lab(text, item.id, path)


def parse_lab(text: str, lab: str, path: Path) -> LabSource:
    """Read a lab's source from its text; ``path`` is only for messages."""
    cells = _split(text, str(path))
    nodes: dict[str, ast.FunctionDef | ast.ClassDef] = {}
    keys: set[str] = set()
    for cell in cells:
        if cell.expect:
            if cell.key in keys:
                raise LabError(Finding(str(path), f'two cells are named "{cell.key}".', "Rename one.", cell.line))
            keys.add(cell.key)
        if cell.exercise:
            if cell.exercise in nodes:
                what = f"the exercise {cell.exercise} has two cells."
                raise LabError(Finding(str(path), what, "Keep one.", cell.line))
            nodes[cell.exercise] = _definition(cell, str(path))
        elif cell.kind == "code":
            _parse(cell, str(path))
    return LabSource(item=lab, cells=tuple(cells), exercises=tuple(nodes), _nodes=nodes)


def _split(text: str, path: str) -> list[Cell]:
    cells: list[Cell] = []
    options: str | None = None
    start = 1
    lines: list[str] = []

    def close() -> None:
        if options is None:
            for number, line in enumerate(lines, start):
                if line.strip() and not line.startswith("#"):
                    raise LabError(
                        Finding(path, "there is code before the first cell.", 'Start it with "# %%".', number)
                    )
            return
        cells.append(_cell(options, lines, start, len(cells), path))

    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header is None:
            lines.append(line)
            continue
        close()
        options, start, lines = header["options"] or "", number + 1, []
    close()
    return cells


def _cell(options: str, lines: list[str], start: int, index: int, path: str) -> Cell:
    words, values = _options(options, path, start - 1)
    kind = "markdown" if "[markdown]" in words else "code"
    while lines and not lines[0].strip():
        lines, start = lines[1:], start + 1
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    if kind == "markdown":
        for number, line in enumerate(lines, start):
            if line.strip() and not line.startswith("#"):
                what = "a line of a Markdown cell has no # before it."
                raise LabError(Finding(path, what, 'Put "# " before it, or start a code cell with "# %%".', number))
        lines = [line[2:] if line.startswith("# ") else line[1:] for line in lines]
    return Cell(
        kind=kind,
        source="\n".join(lines),
        line=start,
        exercise=values.get("exercise", ""),
        expect="expect" in words,
        guided_only="guided-only" in words,
        key=values.get("name", str(index)),
    )


def _options(text: str, path: str, line: int) -> tuple[set[str], dict[str, str]]:
    words: set[str] = set()
    values: dict[str, str] = {}
    place = 0
    text = text.rstrip()
    while place < len(text):
        option = _OPTION.match(text, place)
        if option is None:
            what = f"the cell's header ends in {text[place:].strip()!r}, which is no option."
            raise LabError(Finding(path, what, 'Write words, or key="value".', line))
        place = option.end()
        found, known = (option["key"], _KEYS) if option["key"] else (option["word"], _WORDS)
        if found not in known:
            close = difflib.get_close_matches(found, (*_WORDS, *_KEYS), n=1)
            fix = f"Did you mean {close[0]!r}?" if close else f"Known are {', '.join((*_WORDS, *_KEYS))}."
            raise LabError(Finding(path, f"a cell's header says {found!r}, which is no option.", fix, line))
        if option["key"]:
            values[found] = option["value"]
        else:
            words.add(found)
    return words, values


def _parse(cell: Cell, path: str) -> ast.Module:
    try:
        return ast.parse(neutralise(cell.source))
    except SyntaxError as error:
        line = cell.line + (error.lineno or 1) - 1
        raise LabError(Finding(path, f"the code does not parse: {error.msg}.", "Correct it.", line)) from None


def _definition(cell: Cell, path: str) -> ast.FunctionDef | ast.ClassDef:
    """The one function or class of an exercise cell, its markers checked."""
    tree = _parse(cell, path)
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    if [node.name for node in found] != [cell.exercise]:
        names = ", ".join(node.name for node in found) or "nothing"
        what = f"the cell of exercise {cell.exercise} defines {names}."
        raise LabError(Finding(path, what, f"It must define {cell.exercise} and nothing else.", cell.line))
    markers = [(number, line.strip()) for number, line in enumerate(cell.source.splitlines(), cell.line)]
    markers = [(number, line) for number, line in markers if line in (BEGIN, END)]
    for place, (number, marker) in enumerate(markers):
        if marker != (BEGIN, END)[place % 2]:
            raise LabError(Finding(path, f'"{marker}" is out of turn.', f'Pair "{BEGIN}" with "{END}".', number))
    if not markers or len(markers) % 2:
        what = f'exercise {cell.exercise} needs "{BEGIN}" and "{END}" around its solution.'
        raise LabError(Finding(path, what, "Add both.", cell.line))
    if not ast.get_docstring(found[0]):
        what = f"exercise {cell.exercise} has no docstring."
        raise LabError(Finding(path, what, "The docstring is the learner's contract: write it.", cell.line))
    return found[0]
