"""Progress of a long grading, calling it off, and sharing it among threads."""

from __future__ import annotations

import shutil
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from gradus.grading import Cancelled, ChecksError, VerdictCache, grade
from gradus.grading.walls import Limits, Walls
from gradus.model import Item, Report
from tests.unit.labs_tiny import TINY, exercise, solved

SLOW = "import time\ndef squash(z):\n    time.sleep({})\n    return 1 / (1 + np.exp(-z))"
ENDLESS = "def squash(z):\n    while True: pass"


@pytest.fixture(autouse=True, scope="module")
def warm() -> None:
    """What is started once, and stays, is started before anybody counts."""
    grade(TINY, solved(), only=["squash"])


def children() -> set[int]:
    return {one.pid for one in psutil.Process().children(recursive=True) if one.status() != psutil.STATUS_ZOMBIE}


@pytest.fixture
def several(monkeypatch: pytest.MonkeyPatch) -> None:
    """Help comes at once, from as many threads as there may be."""
    monkeypatch.setattr("gradus.grading.sharing.PAYS_AFTER", 0.0)
    monkeypatch.setattr("gradus.grading.sharing.cores", lambda: 4)


def test_a_long_check_is_told_with_its_claim_and_place() -> None:
    told: list[tuple[Any, ...]] = []
    grade(TINY, solved(squash=SLOW.format(0.7)), only=["squash"], progress=lambda *step: told.append(step))
    assert told[0] == ("squash", 0, 1)
    assert told[-1] == ("", 1, 1)
    assert told[1:4] == [
        ("squash", 0, 1, "squash(0) is one half", 1, 3),
        ("squash", 0, 1, "it works on arrays", 2, 3),
        ("squash", 0, 1, "squash(-z) is 1 - squash(z)", 3, 3),
    ]


@pytest.mark.parametrize("ending", ["while True: pass", "import time; time.sleep(60)"])
def test_a_grading_is_called_off_in_the_middle_of_a_long_call(ending: str) -> None:
    before = children()
    wanted = threading.Event()
    timer = threading.Timer(1.0, wanted.set)
    timer.start()
    walls = Walls(limits=Limits(call_seconds=60))
    began = time.monotonic()
    with pytest.raises(Cancelled):
        grade(TINY, solved(squash=f"def squash(z):\n    {ending}"), walls=walls, cancelled=wanted.is_set)
    assert time.monotonic() - began < 30  # and not the minute that the call would take
    assert children() <= before
    assert not any(one.name.startswith("gradus-") and one.is_alive() for one in _settled())


def _settled() -> list[threading.Thread]:
    time.sleep(0.2)
    return threading.enumerate()


def test_a_grading_is_called_off_while_a_definition_runs() -> None:
    wanted = threading.Event()
    threading.Timer(0.8, wanted.set).start()
    code = "class Trap(type):\n    def __new__(*a):\n        while True: pass\nclass squash(metaclass=Trap): x = 1"
    walls = Walls(limits=Limits(load_seconds=60))
    with pytest.raises(Cancelled):
        grade(TINY, solved(squash=code), walls=walls, cancelled=wanted.is_set)


def test_a_grading_is_called_off_while_several_are_at_it(several: None) -> None:
    before = children()
    wanted = threading.Event()
    threading.Timer(1.5, wanted.set).start()
    slow = {name: f"def {name}(*args):\n    while True: pass" for name in ("squash", "descend", "Counter")}
    with pytest.raises(Cancelled):
        grade(TINY, solved(**slow), walls=Walls(limits=Limits(call_seconds=60)), cancelled=wanted.is_set)
    assert children() <= before


def test_a_grading_that_is_not_wanted_from_the_start_asks_nothing() -> None:
    told: list[Any] = []
    with pytest.raises(Cancelled):
        grade(TINY, solved(), progress=lambda *step: told.append(step), cancelled=lambda: True)
    assert told == []


def test_what_was_called_off_is_not_kept() -> None:
    cache = VerdictCache()
    wanted = threading.Event()

    def progress(name: str, done: int, *rest: Any) -> None:
        if done == 2:
            wanted.set()

    with pytest.raises(Cancelled):
        grade(TINY, solved(), progress=progress, cancelled=wanted.is_set, cache=cache)
    assert len(cache) == 0


def test_a_progress_that_fails_says_why_and_a_grading_that_nobody_calls_off_ends() -> None:
    def fail(*step: Any) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        grade(TINY, solved(), progress=fail)
    assert grade(TINY, solved(), cancelled=lambda: False).points == 45


SUBMISSIONS = {
    "right": {},
    "wrong helper": {"squash": "def squash(z):\n    return 1 / (1 + np.exp(z))"},
    "endless helper": {"squash": ENDLESS},
    "ends the process": {"descend": "def descend(a, b, c):\n    import os; os._exit(1)"},
    "all wrong": {
        "squash": "def squash(z):\n    return z",
        "measure": "def measure(w, X, Y):\n    return {'dw': w}, 0.0",
        "descend": "def descend(a, b, c):\n    return [a] * b",
        "Counter": "class Counter:\n    def __init__(self, a):\n        raise ValueError('no')",
    },
}


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_the_report_is_the_same_however_the_work_was_shared(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    walls = Walls(limits=Limits(call_seconds=0.7))

    def report() -> Report:
        return grade(TINY, solved(**SUBMISSIONS[name]), seed=11, walls=walls)

    alone = report()
    monkeypatch.setattr("gradus.grading.sharing.PAYS_AFTER", 0.0)
    monkeypatch.setattr("gradus.grading.sharing.cores", lambda: 4)
    for _ in range(3):
        assert report() == alone


def test_gradings_at_the_same_time_do_not_disturb_each_other_and_leave_the_generator_alone() -> None:
    wrong = solved(squash="def squash(z):\n    return 1 / (1 + np.exp(z))")
    alone = grade(TINY, wrong, seed=3)
    np.random.seed(99)  # noqa: NPY002 -- whoever embeds the grader may use the global generator
    expected = np.random.get_state()[1].copy()  # noqa: NPY002
    reports: list[Report] = []
    threads = [threading.Thread(target=lambda: reports.append(grade(TINY, wrong, seed=3))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert reports == [alone] * 4
    assert np.array_equal(np.random.get_state()[1], expected)  # noqa: NPY002


def test_a_broken_lab_is_told_of_whoever_meets_it(several: None, tmp_path: Path) -> None:
    shutil.copytree(TINY.path, tmp_path / "tiny-lab")
    item: Item = replace(TINY, path=tmp_path / "tiny-lab")
    checks = item.path / "checks.py"
    checks.write_text(checks.read_text().replace("start = float", "start = foat"))
    with pytest.raises(ChecksError, match="the checks of descend in tiny-lab cannot be made: NameError"):
        grade(item, solved())


def test_each_exercise_is_told_once_when_several_are_at_it(several: None) -> None:
    told: list[tuple[Any, ...]] = []
    report = grade(TINY, solved(), progress=lambda *step: told.append(step))
    names = [step[0] for step in told if len(step) == 3]
    assert sorted(names) == ["", "Counter", "descend", "measure", "squash"]
    assert told[-1] == ("", 4, 4)
    assert [one.name for one in report.exercises] == ["squash", "measure", "descend", "Counter"]
    assert exercise(report, "measure").points == 20
