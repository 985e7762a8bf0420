"""Grades saved notebooks while the page waits: one at a time for each lab, with its progress told."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from gradus.grading import Cancelled, ChecksError, VerdictCache
from gradus.labs.source import LabError
from gradus.labs.submission import SubmissionError, read_submission
from gradus.model import Item, Report
from gradus.record import Record, RecordError
from gradus.record.grading import grade_and_record

PATIENCE = 1.0
"""Seconds in which a check that was given up has ended, as a rule."""


@dataclass
class Check:
    """One run of the grader over a file."""

    file: Path
    only: tuple[str, ...] = ()
    """The exercises to check; empty for all."""
    running: bool = True
    now: str = ""
    """The exercise being graded."""
    done: int = 0
    """Exercises graded so far."""
    total: int = 0
    claim: str = ""
    """The check that takes long, with its number and how many there are."""
    asked: int = 0
    checks: int = 0
    report: Report | None = None
    problem: str = ""
    """Why the file could not be graded, and what to do."""
    cancelled: bool = False
    """Whether the learner gave it up."""
    over: threading.Event = field(default_factory=threading.Event)

    def is_cancelled(self) -> bool:
        """Asked again and again while it runs."""
        return self.cancelled

    @property
    def state(self) -> tuple[object, ...]:
        """What a page shows of it."""
        return id(self), self.running, self.now, self.done, self.claim, self.asked, self.cancelled


@dataclass
class Checking:
    """The latest check of each lab."""

    _checks: dict[str, Check] = field(default_factory=dict)
    _cache: VerdictCache = field(default_factory=VerdictCache)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, item: Item) -> Check | None:
        """The latest check of a lab since Gradus started."""
        return self._checks.get(item.key)

    def cancel(self, item: Item) -> None:
        """Give up the check that runs, if one does, and wait a moment for its end. Nothing of it is recorded."""
        with self._lock:
            check = self._checks.get(item.key)
            if check is not None and check.running:
                check.cancelled = True
        if check is not None and check.cancelled:
            check.over.wait(PATIENCE)

    def start(self, record: Record, item: Item, file: Path, only: tuple[str, ...] = ()) -> Check:
        """Grade ``file``, or some of its exercises, in a thread. While a check of the lab runs, that is returned."""
        with self._lock:
            running = self._checks.get(item.key)
            if running is not None and running.running:
                return running
            check = self._checks[item.key] = Check(file, only)
        about = (check, record, item, self._cache)
        threading.Thread(target=_run, args=about, daemon=True, name=f"check {item.id}").start()
        return check


def _run(check: Check, record: Record, item: Item, cache: VerdictCache) -> None:
    try:
        submission = read_submission(check.file)
        tell, cancelled = _teller(check), check.is_cancelled
        check.report = grade_and_record(
            record, item, submission, only=check.only, progress=tell, cancelled=cancelled, cache=cache
        )
    except Cancelled:
        check.cancelled = True
    except SubmissionError as error:
        check.problem = str(error)
    except (ChecksError, LabError) as error:
        check.problem = f"This lab cannot be graded, and that is not your fault. {error}"
    except RecordError as error:
        check.problem = f"The result could not be recorded. {error}"
    except Exception as error:
        logging.getLogger("gradus").exception("grading %s", check.file)
        check.problem = (
            f"Gradus failed while it graded ({type(error).__name__}: {error}). Your file is untouched. "
            "Try again; the terminal that runs Gradus shows the details."
        )
    else:
        check.cancelled = False  # it was finished before it could be given up
    finally:
        check.running = False
        check.over.set()


def _teller(check: Check) -> Callable[..., None]:
    def tell(name: str, done: int, total: int, claim: str = "", asked: int = 0, checks: int = 0) -> None:
        check.now, check.done, check.total = name, done, total
        check.claim, check.asked, check.checks = claim, asked, checks

    return tell
