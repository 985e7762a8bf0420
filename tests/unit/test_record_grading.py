"""One path from a submission to an attempt, also when the record is in no state to take it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gradus.content import load_courses
from gradus.grading import grade
from gradus.labs.submission import Submission
from gradus.model import Item, Level, Report
from gradus.record import spool
from gradus.record.grading import grade_and_record, graded_hash
from gradus.record.opening import Opening
from gradus.record.progress import State, item_progress
from gradus.record.record import Record
from gradus.record.spool import waiting_attempts
from gradus.record.store import Store
from gradus.record.version import program_version
from gradus.record.workspace import open_workspace

COURSES = Path(__file__).parents[1] / "content"
CELLS = [
    "import numpy as np",
    "def squash(z):\n    return 1 / (1 + np.exp(-z))",
    "def descend(start, steps, rate):\n    return None",
]


@pytest.fixture
def lab() -> Item:
    found = load_courses(COURSES).lab("tiny-lab")
    assert found is not None
    return found


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    return open_workspace(tmp_path / "w").record_path


@pytest.fixture
def record(path: Path) -> Iterator[Record]:
    with Record(path, patience=0.1) as record:
        yield record


@pytest.fixture
def submission() -> Submission:
    return Submission.from_cells(CELLS, level=Level.GUIDED)


def passed(report: Report) -> list[str]:
    return [exercise.name for exercise in report.exercises if exercise.points]


def test_an_attempt_holds_all_that_is_needed_to_grade_it_again(
    record: Record, lab: Item, submission: Submission
) -> None:
    report = grade_and_record(record, lab, submission, seed=7)
    (attempt,) = record.attempts("tiny_course/tiny-lab")
    assert (attempt.points, attempt.max) == (report.points, report.max) == (10, 45)
    assert Report.from_json(attempt.detail["report"]) == report
    assert attempt.detail["level"] == "guided"
    assert attempt.detail["checks"] == graded_hash(lab)
    assert attempt.detail["gradus"] == program_version()
    sources = record.sources(attempt)
    assert sources == tuple(CELLS)
    again = grade(lab, Submission.from_cells(sources, level=attempt.detail["level"]), seed=report.seed)
    assert again.exercises == report.exercises


def test_one_exercise_graded_alone_counts_against_the_whole_lab(
    record: Record, lab: Item, submission: Submission
) -> None:
    report = grade_and_record(record, lab, submission, only=["squash"])
    assert (report.points, report.max) == (10, 10)
    (attempt,) = record.attempts()
    assert (attempt.points, attempt.max) == (10, 45)
    assert attempt.detail["exercises"] == {
        "squash": [10, 10],
        "measure": [0, 20],
        "descend": [0, 10],
        "Counter": [0, 5],
    }
    assert attempt.detail["only"] == ["squash"]
    assert item_progress(lab, [attempt]).state is State.STARTED


def test_a_dry_run_adds_nothing_and_opens_nothing(path: Path, lab: Item, submission: Submission) -> None:
    assert passed(grade_and_record(Opening(path), lab, submission, only=["squash"], dry_run=True)) == ["squash"]
    assert not path.exists()


def test_a_record_that_opens_meanwhile_takes_the_attempt(path: Path, lab: Item, submission: Submission) -> None:
    with closing(Opening(path)) as opening:
        grade_and_record(opening, lab, submission, only=["squash"])
        assert len(opening.record().attempts()) == 1
    assert [file.name for file in path.parent.glob("record.*")] == ["record.sqlite"]  # the log is folded in


def test_a_locked_record_costs_neither_the_report_nor_the_attempt(
    path: Path, record: Record, lab: Item, submission: Submission
) -> None:
    with closing(Store(path)) as other, other.writing():
        report = grade_and_record(record, lab, submission, only=["squash"])
    assert passed(report) == ["squash"]
    assert "not in your record yet" in report.notes[-1]
    assert "is locked" in report.notes[-1]
    assert record.attempts() == []
    with Record(path) as later:
        (attempt,) = later.attempts()
        assert later.sources(attempt) == tuple(CELLS)


def test_a_damaged_record_costs_neither_the_report_nor_the_attempt(
    path: Path, lab: Item, submission: Submission
) -> None:
    path.write_bytes(b"no database " * 999)
    report = grade_and_record(Opening(path), lab, submission, only=["squash"])
    assert passed(report) == ["squash"]
    assert "is damaged" in report.notes[-1]
    assert path.read_bytes() == b"no database " * 999
    assert len(list(waiting_attempts(path))) == 1


def test_a_record_that_could_not_be_opened_is_tried_again_with_the_next_submission(
    path: Path, lab: Item, submission: Submission
) -> None:
    path.write_bytes(b"no database " * 999)
    with closing(Opening(path)) as opening:
        grade_and_record(opening, lab, submission, only=["squash"])
        path.unlink()
        assert grade_and_record(opening, lab, submission, only=["squash"]).notes == ()
        assert len(opening.record().attempts()) == 2  # the one that waited, too


def test_a_workspace_that_refuses_costs_neither_the_report_nor_the_attempt(
    tmp_path: Path, path: Path, lab: Item, submission: Submission
) -> None:
    elsewhere = tmp_path / "none" / "record.sqlite"
    report = grade_and_record(Opening(elsewhere, refusal="It is full."), lab, submission, only=["squash"])
    assert passed(report) == ["squash"]
    assert "It is full." in report.notes[-1]
    assert not elsewhere.parent.exists()
    assert len(list(waiting_attempts(elsewhere))) == 1


def test_the_report_is_returned_and_says_so_when_nothing_at_all_can_be_written(
    path: Path, lab: Item, submission: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(spool, "_write", full)
    report = grade_and_record(Opening(path, refusal="The disk is full."), lab, submission, only=["squash"])
    assert passed(report) == ["squash"]
    assert "could not be kept in a file either (No space left on device)" in report.notes[-1]


def test_the_hash_of_the_checks_changes_with_any_file_that_decides_a_verdict(tmp_path: Path, lab: Item) -> None:
    copy = tmp_path / "lab"
    shutil.copytree(lab.path, copy)
    moved = Item(lab.id, lab.kind, lab.title, lab.minutes, lab.course, lab.week, copy)
    seen = {graded_hash(moved)}
    assert seen == {graded_hash(lab)}
    for name in ("lab.py", "checks.py", "mistakes.py"):
        with (copy / name).open("a", encoding="utf-8") as file:
            file.write("# more\n")
        seen.add(graded_hash(moved))
    assert len(seen) == 4
