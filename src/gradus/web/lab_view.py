"""What the page of a lab tells, gathered from the lab's files, the workspace and the record."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gradus.content.markdown import highlighted
from gradus.grading.loading import load_lab
from gradus.labs.source import LabSource
from gradus.model import ExerciseReport, Item, Level, Status
from gradus.record import Record
from gradus.record.latest import latest_reports
from gradus.record.progress import ItemProgress


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook of the learner's, at one level; it may not be there yet."""

    level: Level
    path: Path
    saved: datetime | None

    @property
    def exists(self) -> bool:
        return self.saved is not None


@dataclass(frozen=True, slots=True)
class Verdict:
    """An exercise with its state: whether it was ever passed, and what the latest check said."""

    name: str
    summary: str
    points: int
    passed: bool
    latest: ExerciseReport | None
    at: datetime | None

    @property
    def state(self) -> str:
        """``new``, or the status of the latest check."""
        if self.latest is None:
            return "passed" if self.passed else "new"
        if self.latest.status is Status.MISSING and not self.passed:
            return "new"
        return str(self.latest.status)


@dataclass(frozen=True, slots=True)
class Promise:
    """A provided cell, and what it prints once the exercises before it are right."""

    first_line: str
    code: str
    """Highlighted, as HTML."""
    output: str


def notebooks(item: Item, labs: Path) -> list[Notebook]:
    """The notebook of each level."""
    found = []
    for level in Level:
        path = labs / item.id / f"{item.id}-{level}.ipynb"
        try:
            saved = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except OSError:
            saved = None
        found.append(Notebook(level, path, saved))
    return found


def latest_notebook(found: list[Notebook]) -> Notebook | None:
    """The notebook that was saved last."""
    there = [notebook for notebook in found if notebook.saved is not None]
    return max(there, key=lambda notebook: notebook.saved or datetime.min, default=None)


def verdicts(item: Item, record: Record, progress: ItemProgress) -> list[Verdict]:
    """Every exercise of a lab, with its points and how it stands."""
    lab = load_lab(item)
    latest = latest_reports(item, record, {one.name for one in lab.exercises})
    return [
        Verdict(
            one.name,
            lab.source.docstring(one.name).split("\n")[0],
            one.points,
            progress.exercises.get(one.name, False),
            *latest.get(one.name, (None, None)),
        )
        for one in lab.exercises
    ]


def story(source: LabSource) -> str:
    """The lab's opening words, without its title."""
    words = []
    for cell in source.cells:
        if cell.kind != "markdown":
            break
        words.append(cell.source)
    lines = "\n\n".join(words).split("\n")
    return "\n".join(lines[1:] if lines and lines[0].startswith("# ") else lines)


def promises(item: Item, source: LabSource) -> list[Promise]:
    """What the provided cells print with the solution: recorded when the course was built."""
    try:
        outputs = json.loads((item.path / "expected.json").read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        return []
    return [
        Promise(cell.source.split("\n")[0], highlighted(cell.source, "python"), outputs[cell.key].rstrip("\n"))
        for cell in source.cells
        if cell.expect and outputs.get(cell.key)
    ]


def data_card(folder: Path, name: str) -> Path | None:
    """The card that says where a data file comes from, if there is one."""
    path = folder / f"{Path(name).stem}.md"
    return path if path.is_file() else None
