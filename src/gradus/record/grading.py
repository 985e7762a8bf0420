"""Grade a submission and keep the attempt: the one path of notebook, page and terminal."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gradus.grading import Cancelled, VerdictCache, grade
from gradus.grading.loading import load_lab
from gradus.labs.submission import Submission
from gradus.model import Attempt, Item, Kind, Report
from gradus.record.attempts import new_attempt
from gradus.record.errors import RecordError
from gradus.record.opening import Opening
from gradus.record.spool import keep_for_later
from gradus.record.version import program_version

if TYPE_CHECKING:
    from gradus.record.record import Record

GRADED_FILES = ("lab.py", "checks.py", "mistakes.py")


def grade_and_record(
    record: Record | Opening,
    item: Item,
    submission: Submission,
    *,
    only: Sequence[str] = (),
    seed: int | None = None,
    dry_run: bool = False,
    progress: Callable[..., None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    cache: VerdictCache | None = None,
    attempt: str = "",
) -> Report:
    """Grade ``submission``, add the attempt unless ``dry_run``, and return the report.

    A record that cannot be written takes nothing away: the report is returned all the same, with a
    note that says where the attempt waits until it can be added.

    Once ``cancelled`` says so, grading is given up: ``Cancelled``, and nothing is recorded. ``attempt``
    is the id to file it under; an attempt whose id the record knows is not added twice.
    """
    if isinstance(record, Opening) and not dry_run:
        record.start()
    report = grade(item, submission, only=only, seed=seed, progress=progress, cache=cache, cancelled=cancelled)
    if cancelled is not None and cancelled():
        raise Cancelled("The grading was called off.")
    if dry_run:
        return report
    sources = [cell.source for cell in submission.cells]
    made = attempt_for(item, submission, report, only=only)
    made = replace(made, id=attempt or made.id)
    try:
        (record.record() if isinstance(record, Opening) else record).add_attempt(made, sources)
    except RecordError as error:
        return replace(report, notes=(*report.notes, _kept_elsewhere(record, made, sources, error)))
    return report


def attempt_for(item: Item, submission: Submission, report: Report, *, only: Sequence[str] = ()) -> Attempt:
    """The attempt that a report becomes, with all that is needed to grade it again one day."""
    table = {exercise.name: [0, exercise.points] for exercise in load_lab(item).exercises}
    table |= {exercise.name: [exercise.points, exercise.max] for exercise in report.exercises}
    detail: dict[str, Any] = {
        "report": report.as_json(),
        "exercises": table,
        "only": list(only),
        "level": None if submission.level is None else str(submission.level),
        "checks": graded_hash(item),
        "gradus": program_version(),
    }
    return new_attempt(
        Kind.LAB,
        item.key,
        report.points,
        sum(most for _, most in table.values()),
        detail,
        sources=[cell.source for cell in submission.cells],
    )


def graded_hash(item: Item) -> str:
    """Which version of a lab's checks gave a verdict: a hash of the files that decide it."""
    digest = hashlib.sha256()
    for name in GRADED_FILES:
        path = item.path / name
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def _kept_elsewhere(record: Record | Opening, attempt: Attempt, sources: Sequence[str], error: RecordError) -> str:
    try:
        path = keep_for_later(record.path, attempt, sources)
    except OSError as also:
        return (
            f"This attempt is not in your record: {error} "
            f"It could not be kept in a file either ({also.strerror or also}). Grade again once that is mended."
        )
    return (
        f"This attempt is not in your record yet: {error} It waits in {path} and is added when the record opens again."
    )
