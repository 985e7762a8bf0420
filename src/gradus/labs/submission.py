"""Read what a learner hands in: a notebook, a ``.py`` file or cells, down to its definitions."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gradus.labs.definitions import Definition, statements_of
from gradus.labs.magics import neutralise
from gradus.model import Level

NOTEBOOK_BYTES = 50_000_000
SCRIPT_BYTES = 2_000_000

_DEFINES = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)
_MARKER = re.compile(r"^# ?%%")
_WORDS = {
    "Missing parentheses in call to 'print'": "print without parentheses is Python 2; in Python 3 it is print(x)",
    "Missing parentheses in call to 'exec'": "exec without parentheses is Python 2; in Python 3 it is exec(text)",
    "multiple exception types must be parenthesized": "`except Error, e` is Python 2; write `except Error as e`",
    "invalid non-printable character U+00A0": "a space copied from a page is not a space; delete it and type it anew",
    "invalid character '\u201c'": "typographic quotes are not quotes to Python; type straight ones",
    "invalid character '\u2018'": "typographic quotes are not quotes to Python; type straight ones",
    "invalid character '\u2212'": "this minus was copied from a page; type the - of the keyboard",
}
"""Python's words for what old or copied code stumbles over, and ours."""

_CHUNK = re.compile(r"^(?:@|def |class |async def |import |from )")


class SubmissionError(ValueError):
    """The file cannot be graded at all; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class SubmittedCell:
    """One code cell as the learner left it."""

    label: str
    """How to name it to the learner: ``cell 5``, or the file's name."""
    source: str
    first_line: int = 1
    """The line on which it starts, counted as the learner's editor counts."""
    exercise: str = ""
    """The exercise it was given for, when the notebook says so."""


@dataclass(frozen=True, slots=True)
class BrokenCell:
    """A cell that does not parse, and what it would have defined."""

    label: str
    line: int
    message: str
    text: str
    """The line itself."""
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Submission:
    """What was handed in, and of it what grading uses."""

    cells: tuple[SubmittedCell, ...]
    statements: tuple[Definition, ...]
    """What defines, and what assigns the result of a call, in the order of the file."""
    broken: tuple[BrokenCell, ...] = ()
    notes: tuple[str, ...] = ()
    level: Level | None = None
    """None where the file does not say."""
    lab: str = ""
    """The lab that the notebook was made for; empty where the file does not say."""

    @classmethod
    def from_cells(
        cls,
        cells: Iterable[str | SubmittedCell],
        *,
        level: Level | str | None = None,
        lab: str = "",
        notes: Sequence[str] = (),
    ) -> Submission:
        """The submission made of these code cells, in the order in which they run."""
        kept: list[SubmittedCell] = []
        statements: list[Definition] = []
        broken: list[BrokenCell] = []
        for number, cell in enumerate(cells, 1):
            if isinstance(cell, str):
                cell = SubmittedCell(f"cell {number}", cell)
            cell = replace(cell, source=_plain_lines(cell.source))
            kept.append(cell)
            try:
                source = neutralise(cell.source)
                statements += statements_of(ast.parse(source), source, cell.label, cell.first_line)
            except SyntaxError as error:
                broken.append(_broken(cell, error.lineno or 1, error.msg))
            except (ValueError, RecursionError, MemoryError):
                broken.append(_broken(cell, 1, "it cannot be read as Python text"))
        said = tuple(
            f"{one.label}, line {one.line}, does not parse ({one.message}), so the cell was left out." for one in broken
        )
        known = {str(one): one for one in Level}
        return cls(
            cells=tuple(kept),
            statements=tuple(statements),
            broken=tuple(broken),
            notes=(*notes, *said),
            level=known.get(str(level)),
            lab=lab,
        )

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """What is kept of the cells whatever the exercises need."""
        return tuple(one for one in self.statements if not one.computed)

    @property
    def names(self) -> frozenset[str]:
        """All names that the kept definitions bind."""
        return frozenset(name for definition in self.definitions for name in definition.binds)

    @property
    def text(self) -> str:
        """The code cells as one percent-format text, as the record keeps it."""
        return "\n\n".join(f"# %%\n{cell.source}" for cell in self.cells)

    def line(self, label: str, number: int) -> str:
        """One line of the learner's text, as it stands there; empty where there is none."""
        for cell in self.cells:
            lines = cell.source.split("\n")
            if cell.label == label and 0 <= number - cell.first_line < len(lines):
                return lines[number - cell.first_line].strip()
        return ""


def read_submission(path: Path) -> Submission:
    """Read a learner's file; ``SubmissionError`` says what is wrong with one that cannot be graded."""
    path = Path(path)
    if path.is_dir():
        raise SubmissionError(f"{path} is a folder. Name the notebook or .py file in it.")
    if not path.is_file():
        raise SubmissionError(f"There is no file {path}. Check the name, or start the lab to get its notebook.")
    suffix = path.suffix.lower()
    if suffix not in (".ipynb", ".py"):
        raise SubmissionError(f"{path.name} is neither a notebook (.ipynb) nor a Python file (.py). Save it as one.")
    text = _text(path, NOTEBOOK_BYTES if suffix == ".ipynb" else SCRIPT_BYTES)
    return _notebook(text, path.name) if suffix == ".ipynb" else _script(text, path.name)


def _text(path: Path, limit: int) -> str:
    try:
        size = path.stat().st_size
        if size > limit:
            fix = (
                "Clear its outputs (Edit, Clear Outputs of All Cells), save it"
                if limit == NOTEBOOK_BYTES
                else "Shorten it"
            )
            raise SubmissionError(
                f"{path.name} has {size / 1e6:.0f} MB; files up to {limit / 1e6:.0f} MB are read. {fix} and try again."
            )
        raw = path.read_bytes()
    except OSError as error:
        raise SubmissionError(f"{path.name} cannot be read: {error.strerror}. Check its permissions.") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SubmissionError(f"{path.name} is not UTF-8 text. Save it again as UTF-8.") from None
    if not text.strip():
        raise SubmissionError(f"{path.name} is empty. Was it saved? Start the lab again for a new notebook.")
    return text


def _notebook(text: str, name: str) -> Submission:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        fix = (
            "It holds merge marks of git (<<<<<<<): resolve them"
            if "\n<<<<<<<" in text
            else "Open and save it in JupyterLab"
        )
        raise SubmissionError(f"{name} is not a notebook: its text is not valid JSON. {fix}, and try again.") from None
    if not isinstance(data, dict):
        raise SubmissionError(f"{name} is not a notebook: its JSON is not an object. Open and save it in JupyterLab.")
    _must_be_python(data, name)
    notes = []
    version = data.get("nbformat", 4)
    if isinstance(version, int) and version > 4:
        raise SubmissionError(f"{name} is of notebook format {version}, newer than format 4. Save it as format 4.")
    if "worksheets" in data or (isinstance(version, int) and version < 4):
        notes.append(f"{name} is of the old notebook format {version}; it was read all the same.")
        sheets = _list(data.get("worksheets"))
        cells = [cell for sheet in sheets if isinstance(sheet, dict) for cell in _list(sheet.get("cells"))]
    elif isinstance(data.get("cells"), list):
        cells = data["cells"]
    else:
        raise SubmissionError(f"{name} is not a notebook: it has no list of cells. Start the lab again for a new one.")
    ours = _dict(_dict(data.get("metadata")).get("gradus"))
    return Submission.from_cells(
        _code_cells(cells), level=str(ours.get("level", "")), lab=str(ours.get("lab", "")), notes=notes
    )


def _code_cells(cells: list[Any]) -> Iterable[SubmittedCell]:
    for number, cell in enumerate(cells, 1):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = cell.get("source", cell.get("input", ""))
        if isinstance(source, list):
            source = "".join(part for part in source if isinstance(part, str))
        if isinstance(source, str):
            ours = _dict(_dict(cell.get("metadata")).get("gradus"))
            yield SubmittedCell(f"cell {number}", source, exercise=str(ours.get("exercise", "")))


def _must_be_python(data: dict[str, Any], name: str) -> None:
    metadata = _dict(data.get("metadata"))
    said = (
        _dict(metadata.get("language_info")).get("name"),
        _dict(metadata.get("kernelspec")).get("language"),
        *(
            _dict(cell).get("language")
            for sheet in _list(data.get("worksheets"))
            for cell in _list(_dict(sheet).get("cells"))
        ),
    )
    for language in said:
        if isinstance(language, str) and language and not language.lower().startswith(("python", "ipython")):
            raise SubmissionError(
                f"{name} is a notebook for {language}; labs are written in Python. "
                "Choose the kernel Python 3 (Kernel, Change Kernel), and try again."
            )


def _script(text: str, name: str) -> Submission:
    """A ``.py`` file: cell by cell where it is marked, else definition by definition where it does not parse."""
    lines = _plain_lines(text).split("\n")
    if any(_MARKER.match(line) for line in lines):
        starts = _MARKER
    else:
        try:
            ast.parse(neutralise(text))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            starts = _CHUNK
        else:
            return Submission.from_cells([SubmittedCell(name, text)])
    begins = [place for place in range(1, len(lines)) if starts.match(lines[place]) and lines[place - 1][:1] != "@"]
    places = [0, *begins, len(lines)]
    cells = []
    for begin, end in zip(places, places[1:], strict=False):
        markdown = _MARKER.match(lines[begin]) and "[markdown]" in lines[begin]
        if not markdown:
            cells.append(SubmittedCell(name, "\n".join(lines[begin:end]), first_line=begin + 1))
    return Submission.from_cells(cells)


def _plain_lines(text: str) -> str:
    """A text with the line ends of Python, without the mark that some editors put before the first letter."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _broken(cell: SubmittedCell, line: int, message: str) -> BrokenCell:
    lines = cell.source.split("\n")
    text = lines[line - 1].strip() if line <= len(lines) else ""
    names = set(_DEFINES.findall(cell.source))
    if cell.exercise:
        names.add(cell.exercise)
    said = next((words for mark, words in _WORDS.items() if message.startswith(mark)), message)
    return BrokenCell(cell.label, line + cell.first_line - 1, said, text, frozenset(names))


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
