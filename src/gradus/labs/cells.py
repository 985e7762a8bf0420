"""One exercise's cell in the learner's notebook: read it, and write it so that nothing else in the file changes.

The notebook belongs to the learner and to every program that opens it, JupyterLab first. So the file is
never read in and written out anew: the text of one cell is replaced inside the file's own text. Whoever writes
says which version they started from; a cell that has changed since is not overwritten.
"""

from __future__ import annotations

import errno
import threading
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from gradus.labs.merging import keep
from gradus.labs.notebook_text import NotebookText, defining, fingerprint, meant
from gradus.labs.replacing import is_read_only, replace_whole
from gradus.labs.submission import SubmissionError

NEW = "new"
"""The base of who has seen no notebook."""
ABSENT = "absent"
"""The base of who has seen a notebook without a cell for the exercise."""
CELL_BYTES = 200_000
TRIES = 8
_WRITING = threading.Lock()


class State(StrEnum):
    """What became of an exercise's cell."""

    READY = "ready"
    NEW = "new"
    """There is no notebook yet."""
    ABSENT = "absent"
    """The notebook has no cell for the exercise."""
    GONE = "gone"
    """There was a notebook, and it is there no more."""
    CONFLICT = "conflict"
    """The cell changed in the file and in the text to be written."""
    REFUSED = "refused"
    """The file cannot be read or written, or the text cannot stand in it."""


@dataclass(frozen=True, slots=True)
class CellView:
    """An exercise's cell as it stands in the file."""

    state: State
    text: str = ""
    base: str = ""
    """What a writer gives back to say which version they started from."""
    number: int = 0
    """Its place among all cells, from 1: the N of “cell N, line M”."""
    sentence: str = ""
    """What the learner should know, and do."""
    kept: tuple[Path, ...] = ()
    """Conflict: where both texts are kept, the writer's first."""


def read_cell(path: Path, exercise: str, base: str = "") -> CellView:
    """The cell of an exercise; the one that ``base`` was read from, while it is there."""
    if not path.exists():
        return _gone(path) if base not in ("", NEW) else CellView(State.NEW, base=NEW)
    try:
        return _view(NotebookText(path), exercise, base)
    except SubmissionError as error:
        return CellView(State.REFUSED, sentence=str(error))


def write_cell(path: Path, exercise: str, base: str, text: str) -> CellView:
    """Write ``text`` into the exercise's cell if that is still as ``base`` says, and say how the cell stands now.

    On a conflict nothing is written but two files that keep both texts. A cell that is gone is put
    back when ``base`` says that the writer knows.
    """
    if reason := _unfit(text):
        return CellView(State.REFUSED, text, base, sentence=reason)
    with _WRITING:
        try:
            return _write(path, exercise, base, text)
        except SubmissionError as error:
            return CellView(State.REFUSED, text, base, sentence=str(error))
        except OSError as error:
            return CellView(State.REFUSED, text, base, sentence=_sentence(path, error))


def _write(path: Path, exercise: str, base: str, text: str) -> CellView:
    for _ in range(TRIES):
        if not path.exists():
            return _gone(path)
        notebook = NotebookText(path)
        cell = notebook.cell(exercise, base)
        if cell is None and base != ABSENT:
            return CellView(State.ABSENT, text, ABSENT, sentence=_absent(exercise))
        if cell is not None and cell.text == text:
            return _view(notebook, exercise, cell.base)  # it says so already
        if cell is not None and fingerprint(cell.text) != base.partition(":")[0]:
            kept = (keep(text, path, exercise), keep(cell.text, path, exercise))
            return CellView(State.CONFLICT, cell.text, cell.base, cell.number, _conflict(path, exercise), kept)
        if is_read_only(path):
            return CellView(
                State.REFUSED, text, base, sentence=f"{path} is read-only. Make it writable, and save again."
            )
        content = notebook.with_cell(exercise, text) if cell is None else notebook.with_source(cell, text)
        if replace_whole(path, content, notebook.stamp):
            return _view(NotebookText(path), exercise, f":{cell.id}" if cell else "")
    return CellView(
        State.REFUSED, text, base, sentence=f"{path.name} changes all the time. Is a program writing it? Save again."
    )


def _view(notebook: NotebookText, exercise: str, base: str) -> CellView:
    cell = notebook.cell(exercise, base)
    if cell is None:
        return CellView(State.ABSENT, base=ABSENT, sentence=_absent(exercise))
    if reason := _unfit(cell.text):
        return CellView(
            State.REFUSED, number=cell.number, sentence=f"Cell {cell.number} cannot be edited here. {reason}"
        )
    note = _note(exercise, cell.number, defining(notebook.submission, exercise), meant(notebook.submission, exercise))
    return CellView(State.READY, cell.text, cell.base, cell.number, note)


def _note(exercise: str, number: int, written: list[int], given: list[int]) -> str:
    if len(written) > 1:
        cells = f"{', '.join(map(str, written[:-1]))} and {written[-1]}"
        said = f"`{exercise}` is written in cells {cells} of the notebook. The last one counts"
        return f"{said}, and it is the one shown here." if number == written[-1] else f"{said}; here is cell {number}."
    if written and given and written[0] not in given:
        where = "which is the one shown here" if number == written[0] else f"and here is cell {number}"
        return f"`{exercise}` is written in cell {written[0]} and not in the cell meant for it, {where}."
    return ""


def _unfit(text: str) -> str:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > CELL_BYTES:
        return f"This is {size:,} bytes of text; a cell may have {CELL_BYTES:,}. Put long data into a file and load it."
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        return "The text holds a character that no Python file can hold. Delete it, and save again."
    return ""


def _gone(path: Path) -> CellView:
    others = sorted(one.name for one in path.parent.glob("*.ipynb"))
    beside = f" Beside it there is {', '.join(others)}." if others else ""
    return CellView(
        State.GONE,
        base=NEW,
        sentence=f"{path} is not there any more: it was renamed, moved or deleted.{beside} "
        "Give it its name back, or write a new one.",
    )


def _absent(exercise: str) -> str:
    return f"The notebook has no cell for `{exercise}` any more. You can put one back."


def _conflict(path: Path, exercise: str) -> str:
    return f"`{exercise}` was changed in {path.name} as well, since you began here. Nothing was overwritten."


def _sentence(path: Path, error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return f"{path} could not be saved: the disk is full. Free some space, and save again."
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return f"{path} could not be saved: this account may not write there. Change its permissions, and save again."
    return f"{path} could not be saved: {error.strerror or error}. Look at that folder, and save again."
