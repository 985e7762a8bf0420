"""What a notebook may ask: to get ready for a lab, to check cells, to give a hint."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gradus.cli.grading import doing, grade_submission, hints_for, opening
from gradus.cli.output import Problem
from gradus.cli.targets import find_lab
from gradus.content import courses_root
from gradus.grading import ChecksError, VerdictCache, grade
from gradus.grading.loading import load_lab
from gradus.labs.levels import solution
from gradus.labs.source import LabError
from gradus.labs.submission import Submission
from gradus.model import Item
from gradus.record import RecordError, find_folder
from gradus.record.opening import Opening
from gradus.web.fresh import library_loader

Tell = Callable[[str], None]
Cancelled = Callable[[], bool]


class Answers:
    """Holds what stays warm between two requests: the courses, the checks, the record."""

    def __init__(self) -> None:
        self._cache = VerdictCache()
        self._library = library_loader(courses_root())
        self._records: dict[Path, _Held] = {}

    def __enter__(self) -> Answers:
        return self

    def __exit__(self, *exception: object) -> None:
        for held in self._records.values():
            with contextlib.suppress(RecordError):
                held.record.close()

    def answer(self, request: Mapping[str, Any], tell: Tell, cancelled: Cancelled) -> Mapping[str, Any]:
        """The answer to one request; what is wrong with it is told as its ``problem``."""
        try:
            item = find_lab(str(request.get("lab")), self._library())
            match request.get("do"):
                case "prepare":
                    return self._prepare(item, request)
                case "check":
                    return self._check(item, request, tell, cancelled)
                case "hint":
                    return self._hint(item, request)
            return {"problem": f"Gradus does not know how to {request.get('do')!r}. Restart the kernel."}
        except (Problem, RecordError) as problem:
            return {"problem": str(problem)}

    def _prepare(self, item: Item, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """A rehearsal: the lab's own solution of its first exercise is graded, and forgotten.

        After it the checks are loaded, the record is open, and what grading needs has been imported.
        """
        self._record(request).start()
        with contextlib.suppress(ChecksError, LabError):  # the first check will say it
            lab = load_lab(item)
            cells = [*lab.source.provided, solution(lab.source, lab.exercises[0].name)]
            grade(item, Submission.from_cells(cells), only=[lab.exercises[0].name])
        return {"ready": True}

    def _check(self, item: Item, request: Mapping[str, Any], tell: Tell, cancelled: Cancelled) -> Mapping[str, Any]:
        submission = Submission.from_cells(map(str, request["cells"]), level=request.get("level"))
        report = grade_submission(
            item,
            submission,
            self._record(request),
            only=[str(name) for name in request.get("only", ())],
            progress=lambda *at: tell(doing(*at)),
            cache=self._cache,
            cancelled=cancelled,
            attempt=str(request["id"]),
        )
        return {"report": report.as_json()}

    def _hint(self, item: Item, request: Mapping[str, Any]) -> Mapping[str, Any]:
        again, every = bool(request.get("again")), bool(request.get("all"))
        hints, note = hints_for(item, str(request.get("exercise")), self._record(request), again=again, every=every)
        shown = [{"title": f"{one.exercise}: {one.title}", "text": one.text} for one in hints]
        return {"hints": shown, "note": note}

    def _record(self, request: Mapping[str, Any]) -> Opening:
        """The record of the workspace around the notebook, opened anew if another file has taken its place."""
        named = request.get("workspace")
        folder = find_folder(Path(str(request["folder"])), explicit=Path(named) if named else None)
        held = self._records.get(folder)
        if held is not None and held.stamp == _stamp(held.record.path):
            return held.record
        if held is not None:
            del self._records[folder]
            with contextlib.suppress(RecordError):
                held.record.close()
        record = opening(folder, dry_run=False)
        with contextlib.suppress(RecordError):
            record.record()  # opened now, so that its file can be known again
            self._records[folder] = _Held(record, _stamp(record.path))
        return record


@dataclass(frozen=True, slots=True)
class _Held:
    """An open record, and which file it is."""

    record: Opening
    stamp: tuple[int, int] | None


def _stamp(path: Path) -> tuple[int, int] | None:
    """Which file stands at ``path``; None if there is none."""
    try:
        stat = os.stat(path)
    except OSError:
        return None
    return stat.st_dev, stat.st_ino
