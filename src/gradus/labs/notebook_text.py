"""A notebook as the text of a file: its code cells, where they lie in it, and the text with one of them changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gradus.labs.json_places import Place, elements, members, read_json, whole
from gradus.labs.replacing import stamp
from gradus.labs.submission import NOTEBOOK_BYTES, Submission, SubmissionError, parse_notebook, read_text


@dataclass(frozen=True, slots=True)
class CodeCell:
    """A code cell, and where it and its source lie in the file's text."""

    number: int
    place: Place
    source: Place
    text: str
    id: str

    @property
    def base(self) -> str:
        """What says which version of which cell this is."""
        return f"{fingerprint(self.text)}:{self.id}"


class NotebookText:
    """A notebook's text, and where its cells lie in it."""

    def __init__(self, path: Path) -> None:
        self.stamp = stamp(path)
        self.text = read_text(path, NOTEBOOK_BYTES)
        self.mark = _byte_order_mark(path)
        self.submission = parse_notebook(self.text, path.name)
        self.root = whole(self.text)
        self.data = self.root.value
        if "cells" not in self.data or "worksheets" in self.data or self.data.get("nbformat", 4) != 4:
            raise SubmissionError(
                f"{path.name} is of an old notebook format, which this page reads but does not write. "
                "Open and save it in JupyterLab once."
            )
        self.list = members(self.text, self.root)["cells"]
        self.cells = list(self._code_cells())

    def _code_cells(self) -> Iterable[CodeCell]:
        for number, place in enumerate(elements(self.text, self.list), 1):
            if not isinstance(place.value, dict) or place.value.get("cell_type") != "code":
                continue
            source = members(self.text, place).get("source")
            if source is not None:
                value = source.value
                text = value if isinstance(value, str) else "".join(part for part in value if isinstance(part, str))
                yield CodeCell(number, place, source, text, str(place.value.get("id", number)))

    def cell(self, exercise: str, base: str) -> CodeCell | None:
        """The cell that ``base`` was read from, else the one that counts, else the one meant for the exercise."""
        _, _, id = base.partition(":")
        known = next((cell for cell in self.cells if id and cell.id == id), None)
        if known is not None:
            return known
        numbers = defining(self.submission, exercise) or meant(self.submission, exercise)
        return next((cell for cell in reversed(self.cells) if cell.number in numbers), None)

    def with_source(self, cell: CodeCell, text: str) -> bytes:
        """The file with another text in one of its cells."""
        old = cell.source
        fresh = json.dumps(text, ensure_ascii=False)
        if isinstance(old.value, list):
            fresh = _lines(text, *self._spacing(old))
        content = self.text[: old.start] + fresh + self.text[old.end :]
        data = read_json(content)
        data["cells"][cell.number - 1]["source"] = old.value
        return self._checked(content, data)

    def with_cell(self, exercise: str, text: str) -> bytes:
        """The file with one more cell: before the exercise's own check where that is, else at the end."""
        places = elements(self.text, self.list)
        taken = {str(one.value.get("id")) for one in places if isinstance(one.value, dict)}
        cell: dict[str, Any] = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
        cell["metadata"] = {"gradus": {"role": "exercise", "exercise": exercise}}
        if self.data.get("nbformat_minor", 0) >= 5:
            cell = {"id": next(id for id in _ids(exercise) if id not in taken), **cell}
        cell["source"] = text
        after = next((n for n, one in enumerate(places) if _is_check(one.value, exercise)), len(places))
        fresh = json.dumps(cell, ensure_ascii=False)
        if not places:
            content = self.text[: self.list.start] + f"[{fresh}]" + self.text[self.list.end :]
        elif after < len(places):
            at = places[after]
            content = self.text[: at.start] + fresh + "," + at.lead + self.text[at.start :]
        else:
            at = places[-1]
            content = self.text[: at.end] + "," + at.lead + fresh + self.text[at.end :]
        data = read_json(content)
        del data["cells"][after]
        return self._checked(content, data)

    def _checked(self, content: str, rest: Any) -> bytes:
        """The bytes to write, once it is certain that all but the one cell reads as before."""
        if rest != self.data:
            raise SubmissionError("The notebook could not be changed in one place alone, so it was left as it is.")
        return self.mark + content.encode("utf-8", "surrogatepass")

    def _spacing(self, old: Place) -> tuple[str, str, str]:
        """The white space before the first line of a source, before each further one and before its end."""
        written = elements(self.text, old)
        if written:
            first, end = written[0].lead, self.text[written[-1].end : old.end - 1]
            return first, written[1].lead if len(written) > 1 else first or " ", end
        # An empty list shows no spacing; the first key of the file shows how far each step is indented.
        unit = next(iter(members(self.text, self.root).values())).lead
        line = self.text.rfind("\n", 0, old.start)
        if "\n" not in unit or line < 0:
            return "", " ", ""
        indent = self.text[line + 1 : old.start]
        end = unit[: unit.rfind("\n") + 1] + indent[: len(indent) - len(indent.lstrip())]
        lead = end + unit[unit.rfind("\n") + 1 :]
        return lead, lead, end


def fingerprint(text: str) -> str:
    """A short mark of a text: two texts with the same mark are the same."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def defining(submission: Submission, exercise: str) -> list[int]:
    """The numbers of the cells that define an exercise, or would if they parsed."""
    labels = {one.label for one in submission.definitions if exercise in one.binds}
    labels |= {one.label for one in submission.broken if exercise in one.names}
    return sorted(int(label.removeprefix("cell ")) for label in labels)


def meant(submission: Submission, exercise: str) -> list[int]:
    """The numbers of the cells that were given for an exercise, whatever they hold now."""
    return [int(cell.label.removeprefix("cell ")) for cell in submission.cells if cell.exercise == exercise]


def _lines(text: str, first: str, lead: str, end: str) -> str:
    """A source as the list of its lines."""
    parts = text.split("\n")
    lines = [part + "\n" for part in parts[:-1]] + [part for part in parts[-1:] if part]
    written = f",{lead}".join(json.dumps(line, ensure_ascii=False) for line in lines)
    return f"[{first}{written}{end}]" if lines else "[]"


def _ids(exercise: str) -> Iterable[str]:
    name = "".join(letter for letter in exercise if letter.isascii())[:40]
    yield f"exercise-{name}"
    number = 2
    while True:
        yield f"exercise-{name}-{number}"
        number += 1


def _is_check(cell: Any, exercise: str) -> bool:
    return isinstance(cell, dict) and cell.get("id") == f"check-{exercise}"[:56]


def _byte_order_mark(path: Path) -> bytes:
    with path.open("rb") as file:
        start = file.read(3)
    return start if start == b"\xef\xbb\xbf" else b""
