"""What has not changed is not run again, and says so; what has is asked anew."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gradus.grading import VerdictCache, grade
from gradus.grading.asking import Asker
from gradus.grading.walls import Limits, Walls
from gradus.labs.submission import Submission, SubmittedCell
from gradus.model import Level, Report, Status
from tests.unit.labs_tiny import TINY, exercise, solved

QUICK = Walls(limits=Limits(call_seconds=0.5))
ALL = ["squash", "measure", "descend", "Counter"]
WRONG = "def squash(z):\n    return 1 / (1 + np.exp(z))"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the exercises that are really asked about, in order, each once in a row."""
    names: list[str] = []
    ask = Asker.ask

    def noted(self: Asker, name: str, *rest: Any, **more: Any) -> Any:
        if names[-1:] != [name]:
            names.append(name)
        return ask(self, name, *rest, **more)

    monkeypatch.setattr(Asker, "ask", noted)
    return names


def graded(submission: Submission, cache: VerdictCache | None, *only: str, **more: Any) -> Report:
    return grade(TINY, submission, only=only, walls=QUICK, cache=cache, **more)


def note(report: Report, name: str) -> str:
    return " ".join(exercise(report, name).notes)


def test_an_unchanged_submission_is_not_run_again_and_the_report_says_so(asked: list[str]) -> None:
    cache = VerdictCache()
    first = graded(solved(), cache)
    assert asked == ALL
    second = graded(solved(), cache)
    assert asked == ALL
    assert second.points == first.points == 45
    assert (second.isolation, second.layers) == (first.isolation, first.layers)
    for one in second.exercises:
        said = f"Not run again: nothing that it depends on has changed since it was asked (seed {first.seed})."
        assert one.notes == (said,)
        assert replace(one, notes=()) == exercise(first, one.name)


def test_only_what_reaches_the_change_is_run_again(asked: list[str]) -> None:
    cache = VerdictCache()
    graded(solved(), cache)
    asked.clear()
    report = graded(solved(squash="def squash(z):\n    return 0.5 + 0.5 * np.tanh(z / 2)"), cache)
    assert asked == ["squash", "measure"]
    assert note(report, "squash") == ""
    assert "Not run again" in note(report, "descend")
    assert report.points == 45


def test_a_helper_that_an_exercise_reaches_counts_and_one_that_it_does_not_reach_does_not(asked: list[str]) -> None:
    cache = VerdictCache()
    uses = "def e(x):\n    return np.exp(-x)\n{}\ndef squash(z):\n    return 1 / (1 + e(z))"
    graded(solved(squash=uses.format("")), cache, "squash")
    graded(solved(squash=uses.format("def plot(x):\n    return x\n")), cache, "squash")
    assert asked == ["squash"]
    graded(solved(squash=uses.format("").replace("np.exp(-x)", "np.exp(-x) * 2")), cache, "squash")
    assert asked == ["squash"]  # the same name twice in a row is noted once
    asked.clear()
    assert graded(solved(squash=uses.format("").replace("np.exp(-x)", "np.exp(x)")), cache, "squash").points == 0
    assert asked == ["squash"]


def test_cells_that_move_change_no_verdict_and_no_line_is_told_wrong(asked: list[str]) -> None:
    cache = VerdictCache()
    cells = [SubmittedCell(one.label, one.source) for one in solved().cells]
    moved = [SubmittedCell(f"cell {number}", one.source) for number, one in enumerate(cells, 40)]
    graded(Submission.from_cells(cells), cache)
    asked.clear()
    assert graded(Submission.from_cells(moved), cache).points == 45
    assert asked == []
    fails = "def squash(z):\n    return z @ z"
    for label in ("cell 2", "cell 9"):
        report = graded(Submission.from_cells([SubmittedCell(label, fails)]), cache, "squash")
        assert f"({label}, line 2)" in str(report.exercises[0].checks[0].difference)


def test_a_miss_is_kept_as_long_as_the_file_stands_as_it_is(asked: list[str]) -> None:
    cache = VerdictCache()
    first = graded(solved(squash=WRONG), cache)
    asked.clear()
    again = graded(solved(squash=WRONG), cache)
    assert asked == []
    assert exercise(again, "squash").checks == exercise(first, "squash").checks
    graded(solved(squash=WRONG, descend="def descend(a, b, c):\n    return []"), cache)
    assert "squash" in asked


def test_an_endless_exercise_is_waited_for_once(asked: list[str]) -> None:
    cache = VerdictCache()
    for _ in range(2):
        report = graded(solved(squash="def squash(z):\n    while True: pass"), cache, "squash")
        assert report.exercises[0].status is Status.ERROR
    assert asked == ["squash"]
    assert "Not run again" in note(report, "squash")


def test_a_seed_asks_anew(asked: list[str]) -> None:
    cache = VerdictCache()
    graded(solved(), cache, "squash")
    asked.clear()
    report = graded(solved(), cache, "squash", seed=7)
    assert asked == ["squash"]
    assert report == graded(solved(), None, "squash", seed=7)


def test_without_a_cache_all_is_asked_anew(asked: list[str]) -> None:
    graded(solved(), None, "squash")
    asked.append("between")
    assert note(graded(solved(), None, "squash"), "squash") == ""
    assert asked == ["squash", "between", "squash"]


def test_another_level_and_other_bounds_are_another_question(asked: list[str]) -> None:
    cache = VerdictCache()
    graded(solved(), cache, "squash")
    asked.clear()
    graded(Submission.from_cells(solved().cells, level=Level.OPEN), cache, "squash")
    assert asked == ["squash"]
    asked.clear()
    grade(TINY, solved(), only=["squash"], walls=Walls(limits=Limits(call_seconds=2)), cache=cache)
    assert asked == ["squash"]


def test_changed_checks_are_asked_anew(asked: list[str], tmp_path: Path) -> None:
    shutil.copytree(TINY.path, tmp_path / "tiny-lab")
    item = replace(TINY, path=tmp_path / "tiny-lab")
    cache = VerdictCache()
    grade(item, solved(), only=["squash"], walls=QUICK, cache=cache)
    checks = item.path / "checks.py"
    checks.write_text(checks.read_text().replace("points=10", "points=11"))
    asked.clear()
    assert grade(item, solved(), only=["squash"], walls=QUICK, cache=cache).points == 11
    assert asked == ["squash"]


def test_what_is_not_written_is_not_kept() -> None:
    cache = VerdictCache()
    graded(Submission.from_cells(["x = 1"]), cache)
    assert len(cache) == 0


def test_the_cache_has_a_bound() -> None:
    cache = VerdictCache(room=2)
    graded(solved(), cache)
    assert len(cache) == 2


def test_nothing_is_started_where_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = VerdictCache()
    graded(solved(), cache)

    def none(*args: Any, **more: Any) -> None:
        raise AssertionError("a candidate was started")

    monkeypatch.setattr("gradus.grading.asking.Candidate", none)
    monkeypatch.setattr("gradus.grading.examiner.Candidate", none)
    assert graded(solved(), cache).points == 45
