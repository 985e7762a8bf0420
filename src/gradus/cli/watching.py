"""Grades a file at every save: what has changed, and nothing twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from watchfiles import Change, watch

from gradus.cli.grading import grade_submission
from gradus.cli.output import Problem
from gradus.cli.targets import Target
from gradus.content import Library
from gradus.grading import VerdictCache
from gradus.labs.submission import Submission
from gradus.model import Report
from gradus.record.grading import graded_hash
from gradus.record.opening import Opening

SETTLE = 50
"""Milliseconds of quiet after a change: editors write a file in several strokes."""
LOOK = 1000
"""Milliseconds after which to look without being told: of a save during grading, or on a disk that tells nothing."""
HALF_WRITTEN = 0.4
"""Seconds that a file which cannot be read is given to become one that can."""


def reports(
    target: Target,
    load: Callable[[], Library],
    record: Opening,
    *,
    only: Sequence[str] = (),
    dry_run: bool = False,
) -> Iterator[Report | Problem]:
    """The report now and after each save that changes the code; or why there is none.

    An exercise whose code and checks are as they were is not run again.
    """
    if target.path is None:
        raise Problem("Standard input cannot be watched. Name a file.")
    cache = VerdictCache()
    last: object = None
    for _ in saves(target.path):
        try:
            submission = _read(target)
            item = target.lab_of(submission, load())
            now = (item.key, submission.level, graded_hash(item), [cell.source for cell in submission.cells])
            if now != last:  # a notebook is saved for its outputs and its prose as well
                last = now
                yield grade_submission(item, submission, record, only=only, dry_run=dry_run, cache=cache)
        except Problem as problem:
            if str(problem) != last:
                last = str(problem)
                yield problem


def saves(path: Path) -> Iterator[None]:
    """Once at once, then once for each save that changes what the file holds.

    The folder is watched, not the file: many editors save by putting a new file in its place. A file
    that is gone may come back; a folder that is gone is waited for.
    """
    target = path.resolve()
    held = _content(target)
    yield
    while True:
        try:
            for _ in watch(
                target.parent,
                watch_filter=lambda change, name: change is not Change.deleted and Path(name) == target,
                step=SETTLE,
                rust_timeout=LOOK,
                yield_on_timeout=True,
                recursive=False,
                raise_interrupt=True,
            ):
                now = _content(target)
                if now is not None and now != held:
                    held = now
                    yield
                if not target.parent.is_dir():
                    break  # what is made anew under its name must be watched anew
        except FileNotFoundError:
            pass
        time.sleep(LOOK / 1000)


def _read(target: Target) -> Submission:
    """What the file holds; if it holds no sense, perhaps it is still being written."""
    end = time.monotonic() + HALF_WRITTEN
    while True:
        try:
            return target.read()
        except Problem:
            if time.monotonic() > end:
                raise
        time.sleep(0.1)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
