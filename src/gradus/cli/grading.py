"""Grading as the commands do it: faults become sentences, and a bar shows where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from gradus.cli.output import MENDABLE, Problem, console, nearest
from gradus.cli.targets import Target
from gradus.content import Library
from gradus.grading import ChecksError, VerdictCache
from gradus.grading.loading import load_lab
from gradus.labs.source import LabError
from gradus.labs.submission import Submission
from gradus.model import Item, Report
from gradus.record import WorkspaceError, open_workspace
from gradus.record.grading import grade_and_record
from gradus.record.hinting import Hint, give_hints
from gradus.record.opening import Opening
from gradus.record.workspace import RECORD


def grade_target(
    target: Target,
    library: Library,
    record: Opening,
    *,
    only: Sequence[str] = (),
    seed: int | None = None,
    dry_run: bool = False,
    quiet: bool = False,
    cache: VerdictCache | None = None,
) -> Report:
    """Read the target's file, grade it, and add the attempt. A Problem says why that cannot be done."""
    submission = target.read()
    item = target.lab_of(submission, library)
    with _bar(quiet=quiet) as progress:
        return grade_submission(
            item, submission, record, only=only, seed=seed, dry_run=dry_run, progress=progress, cache=cache
        )


def grade_submission(
    item: Item,
    submission: Submission,
    record: Opening,
    *,
    only: Sequence[str] = (),
    seed: int | None = None,
    dry_run: bool = False,
    progress: Callable[..., None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    cache: VerdictCache | None = None,
    attempt: str = "",
) -> Report:
    """Grade what was handed in for a lab, and add the attempt. A Problem says why that cannot be done."""
    try:
        _check_names(only, item)
        return grade_and_record(
            record,
            item,
            submission,
            only=only,
            seed=seed,
            dry_run=dry_run,
            progress=progress,
            cancelled=cancelled,
            cache=cache,
            attempt=attempt,
        )
    except (LabError, ChecksError) as error:
        raise Problem(f"The lab {item.id} is broken, and that is not your fault. {error}", MENDABLE) from error


def hints_for(item: Item, exercise: str, record: Opening, *, again: bool, every: bool) -> tuple[tuple[Hint, ...], str]:
    """The hints to show, and what to say below them. A Problem says why there are none."""
    try:
        _check_names([exercise], item)
        return give_hints(item, exercise, record.record(), again=again, every=every)
    except LabError as error:
        raise Problem(f"The lab {item.id} is broken, and that is not your fault. {error}", MENDABLE) from error


def opening(folder: Path, *, dry_run: bool) -> Opening:
    """The record of the workspace in ``folder``, which is made if need be.

    A workspace that cannot be used is no reason not to grade: the record then refuses later, and
    the report says so.
    """
    path = folder / RECORD
    if dry_run:
        return Opening(path)
    try:
        return Opening(open_workspace(folder).record_path)
    except WorkspaceError as error:
        return Opening(path, refusal=str(error))


def _check_names(only: Sequence[str], item: Item) -> None:
    known = load_lab(item).source.exercises
    for name in only:
        if name not in known:
            raise Problem(f"{item.id} has no exercise {name!r}. {nearest(name, list(known))}")


def doing(name: str, done: int, total: int, check: str = "", asked: int = 0, checks: int = 0) -> str:
    """What a grading is at, in words."""
    if not name:
        return "Writing the report"
    claim = f": {check} (check {asked} of {checks})" if check else ""
    return f"Checking {name}, {done + 1} of {total}{claim}"


@contextmanager
def _bar(*, quiet: bool) -> Iterator[Callable[..., None] | None]:
    """Exercises graded so far, on standard error, while it lasts."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn  # here, since only a terminal has room for a bar

    said = TextColumn("{task.description}", markup=False)  # a claim may hold brackets that are no markup
    with Progress(said, BarColumn(), console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("Grading", total=None)

        def show(name: str, done: int, total: int, check: str = "", asked: int = 0, checks: int = 0) -> None:
            bar.update(task, description=doing(name, done, total, check, asked, checks), completed=done, total=total)

        yield show
