"""Which lab and which file a command means."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gradus.cli.output import MENDABLE, Problem, counted, nearest
from gradus.content import Library
from gradus.labs.recognise import recognise
from gradus.labs.source import LabError
from gradus.labs.submission import Submission, SubmissionError, read_submission
from gradus.model import Item
from gradus.record.workspace import Workspace

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be graded: a file, or cells on standard input; and the lab, where it was named."""

    lab: Item | None
    path: Path | None

    @property
    def name(self) -> str:
        return "what came on standard input" if self.path is None else self.path.name

    def read(self) -> Submission:
        """What was handed in. A Problem says why it cannot be graded."""
        try:
            return read_cells(sys.stdin.buffer.read()) if self.path is None else read_submission(self.path)
        except SubmissionError as error:
            raise Problem(str(error)) from error

    def lab_of(self, submission: Submission, library: Library) -> Item:
        """The lab that was named, or else the one that the file belongs to."""
        try:
            lab = self.lab or recognise(submission, library.labs)
        except LabError as error:
            raise Problem(f"A lab is broken, and that is not your fault. {error}", MENDABLE) from error
        if lab is None:
            raise Problem(
                f"{self.name} does not say which lab it belongs to, and the functions it defines fit "
                f"{'none' if not submission.names else 'no one lab'} best. Name the lab before the file. "
                f"There are: {', '.join(item.id for item in library.labs)}."
            )
        return lab


def find_target(words: Sequence[str], library: Library, workspace: Workspace) -> Target:
    """Read ``[LAB] FILE`` or ``LAB`` alone: the notebook of that lab that was saved last."""
    match list(words):
        case [lab, file]:
            # Either order is clear enough when one of the two is a lab and the other a file.
            if library.lab(lab) is None and library.lab(file) is not None and Path(lab).is_file():
                lab, file = file, lab
            return Target(find_lab(lab, library), None if file == STDIN else Path(file))
        case [word] if word == STDIN:
            return Target(None, None)
        case [word] if library.lab(word) is not None and not Path(word).is_file():
            return _saved_last(find_lab(word, library), workspace)
        case [word]:
            path = Path(word)
            if not path.exists() and not path.suffix and len(path.parts) == 1:
                find_lab(word, library)  # neither a file nor a lab: say which labs there are
            return Target(None, path)
    raise Problem(f"Expected [LAB] FILE; got {len(words)} words: {' '.join(words)}. Put a path with spaces in quotes.")


def find_lab(name: str, library: Library) -> Item:
    """The lab of that id. A Problem names the nearest."""
    lab = library.lab(name)
    if lab is None:
        faults = counted(len(library.findings), "fault")
        broken = f" There may be more: `gradus author check` lists {faults}." if library.findings else ""
        raise Problem(f"There is no lab {name!r}. {nearest(name, [item.id for item in library.labs])}{broken}")
    return lab


def read_cells(raw: bytes) -> Submission:
    """The submission that ``{"cells": […], "level": …}`` describes. SubmissionError says what is wrong with it."""
    try:
        said = json.loads(raw)
        cells = said["cells"]
    except (ValueError, RecursionError, KeyError, TypeError):
        cells = None
    if not isinstance(cells, list) or not all(isinstance(cell, str) for cell in cells):
        raise SubmissionError(
            'Standard input must be one JSON object {"cells": ["…", …], "level": "standard"}, each cell a text; '
            f"got {raw[:60]!r}."
        )
    return Submission.from_cells(cells, level=said.get("level"), lab=str(said.get("lab") or ""))


def _saved_last(lab: Item, workspace: Workspace) -> Target:
    notebooks = [path for path in (workspace.labs / lab.id).glob("*.ipynb") if path.is_file()]
    if not notebooks:
        raise Problem(
            f"There is no notebook of {lab.id} in {workspace.labs / lab.id}. "
            f"`gradus lab start {lab.id}` makes one; or name your file: gradus lab check {lab.id} FILE."
        )
    return Target(lab, max(notebooks, key=lambda path: path.stat().st_mtime))
