"""Two versions of one text: where they differ, both in one text, and a file that keeps what was not chosen."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gradus.labs.replacing import replace_whole

FOLDER = "kept"
"""Beside the notebook: texts that the learner did not choose, or has not chosen yet."""
YOURS, THEIRS, END = "# ---- from the page ----", "# ---- from the notebook ----", "# ---- the same again ----"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison."""

    kind: str
    """``same``, ``yours`` (only on the page) or ``theirs`` (only in the notebook)."""
    text: str


def compare(yours: str, theirs: str) -> list[Row]:
    """Both texts line by line, in one column."""
    rows = []
    for same, mine, other in _blocks(yours, theirs):
        if same:
            rows += [Row("same", line) for line in mine]
        else:
            rows += [Row("yours", line) for line in mine] + [Row("theirs", line) for line in other]
    return rows


def both(yours: str, theirs: str) -> str:
    """One text to begin a merge from: what is alike once, and each difference twice under a comment."""
    lines: list[str] = []
    for same, mine, other in _blocks(yours, theirs):
        lines += mine if same else [YOURS, *mine, THEIRS, *other, END]
    return "\n".join(lines)


def keep(text: str, notebook: Path, exercise: str) -> Path:
    """Put a text into a file of its own beside the notebook. A text that is kept already is not kept twice."""
    folder = notebook.parent / FOLDER
    folder.mkdir(exist_ok=True)
    content = text.encode("utf-8", "backslashreplace") + b"\n"
    for path in folder.glob(f"{exercise}-*.py"):
        if path.stat().st_size == len(content) and path.read_bytes() == content:
            return path
    moment, number = f"{datetime.now():%Y-%m-%d-%H%M%S}", 1
    path = folder / f"{exercise}-{moment}.py"
    while not replace_whole(path, content, None):
        number += 1
        path = folder / f"{exercise}-{moment}-{number}.py"
    return path


def _blocks(yours: str, theirs: str) -> Iterator[tuple[bool, list[str], list[str]]]:
    mine, other = yours.split("\n"), theirs.split("\n")
    for tag, a, b, c, d in difflib.SequenceMatcher(None, mine, other, autojunk=False).get_opcodes():
        yield tag == "equal", mine[a:b], other[c:d]
