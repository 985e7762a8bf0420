"""A miss costs its own exercise alone: what calls it is asked with the lab's helper too."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gradus.grading import ChecksError, grade
from gradus.grading.asking import Asker
from gradus.grading.checks import Case
from gradus.grading.walls import Limits, Walls
from gradus.labs.submission import Submission
from gradus.model import Item, Kind, Report, Status

QUICK = Walls(limits=Limits(call_seconds=0.7))
LAB = """
# %% exercise="first"
def first(x):
    \"\"\"One more.\"\"\"
    ### BEGIN SOLUTION
    return x + 1
    ### END SOLUTION


# %% exercise="second"
def second(x):
    \"\"\"Twice the first.\"\"\"
    ### BEGIN SOLUTION
    return 2 * first(x)
    ### END SOLUTION


# %% exercise="third"
def third(x):
    \"\"\"The second, squared.\"\"\"
    ### BEGIN SOLUTION
    return second(x) ** 2
    ### END SOLUTION
"""
CHECKS = """
from gradus.grading.checks import Case, exercise


@exercise("first", points=1)
def first(rng):
    x = rng.normal(size=3)
    yield Case("one more", args=(x,), expected=x + 1)


@exercise("second", points=2, calls=["first"])
def second(rng):
    x = rng.normal(size=3)
    yield Case("twice", args=(x,), expected=2 * (x + 1))


@exercise("third", points=4, calls=["second"])
def third(rng):
    x = rng.normal(size=3)
    yield Case("squared", args=(x,), expected=4 * (x + 1) ** 2)
"""
RIGHT = {
    "first": "def first(x):\n    return x + 1",
    "second": "def second(x):\n    return 2 * first(x)",
    "third": "def third(x):\n    return second(x) ** 2",
}


@pytest.fixture
def chain(tmp_path: Path) -> Callable[..., Report]:
    (tmp_path / "lab.py").write_text(LAB)
    (tmp_path / "checks.py").write_text(CHECKS)
    item = Item("chain", Kind.LAB, "A chain", 5, "tiny_course", "week-1", tmp_path)

    def graded(*only: str, **replaced: str) -> Report:
        cells = ["import numpy as np", *(RIGHT | replaced).values()]
        return grade(item, Submission.from_cells(cells), only=only, seed=1, walls=QUICK)

    graded.item = item  # type: ignore[attr-defined]
    return graded


def causes(report: Report) -> list[str]:
    return [one.cause.text if one.cause else "" for one in report.exercises]


FAULTS = {
    "missing": "x = 1",
    "not written": "def first(x):\n    raise NotImplementedError",
    "raising": "def first(x):\n    raise ValueError('no')",
    "endless": "def first(x):\n    while True: pass",
    "of another shape": "def first(x):\n    return (x + 1).reshape(1, -1)",
    "wrong": "def first(x):\n    return x - 1",
    "ends the process": "def first(x):\n    import os; os._exit(0)",
    "out of memory": "def first(x):\n    return np.ones(1 << 40)",
    "does not parse": "def first(x):\n    return x +",
    "ends the process when it is defined": (
        "class Trap(type):\n    def __new__(*a): exit()\nclass first(metaclass=Trap): x = 1"
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_the_start_of_a_chain_costs_its_own_points_alone(chain: Callable[..., Report], fault: str) -> None:
    report = chain(first=FAULTS[fault])
    assert [one.points for one in report.exercises] == [0, 2, 4]
    assert report.exercises[0].status is not Status.PASSED
    assert causes(report)[1:] == ["Right, but `first`, which it calls, is not."] * 2


def test_a_fault_in_the_middle_costs_neither_side(chain: Callable[..., Report]) -> None:
    report = chain(second="def second(x):\n    return first(x)")
    assert [one.points for one in report.exercises] == [1, 0, 4]
    assert causes(report)[2] == "Right, but `second`, which it calls, is not."


def test_two_faults_are_both_named(chain: Callable[..., Report]) -> None:
    report = chain(first="def first(x):\n    return x", second="def second(x):\n    return 3 * first(x)")
    assert [one.points for one in report.exercises] == [0, 0, 4]
    assert causes(report)[2] == "Right, but `second` and `first`, which it calls, are not."


@pytest.mark.parametrize("fault", ["wrong", "endless", "of another shape"])
def test_what_is_wrong_with_any_helper_is_judged_by_its_own_mistake(chain: Callable[..., Report], fault: str) -> None:
    report = chain(first=FAULTS[fault], second="def second(x):\n    return -2 * first(x)")
    second = report.exercises[1]
    assert second.status is Status.FAILED
    assert second.notes == ("Asked with the lab's own `first`, since yours is not right yet.",)
    assert second.cause is not None
    assert "-2" in second.cause.text
    assert "first" not in second.cause.text.replace("first(x)", "")
    assert report.exercises[2].points == 4


def test_a_caller_is_asked_with_an_endless_helper_no_more(
    chain: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, tuple[str, ...]]] = []
    ask = Asker.ask

    def noted(self: Asker, name: str, checks: list[Case], lent: tuple[str, ...] = (), purpose: str = "") -> object:
        asked.append((name, tuple(lent)))
        return ask(self, name, checks, lent, purpose)

    monkeypatch.setattr(Asker, "ask", noted)
    chain(first=FAULTS["endless"])
    assert ("second", ()) not in asked
    assert ("third", ()) not in asked


def test_an_exercise_that_does_without_its_helper_is_just_right(chain: Callable[..., Report]) -> None:
    report = chain(first=FAULTS["endless"], second="def second(x):\n    return 2 * (x + 1)")
    assert report.exercises[1].points == 2
    assert causes(report)[1] == ""


def test_one_exercise_alone_is_judged_as_among_all(chain: Callable[..., Report]) -> None:
    for fault in ("wrong", "raising", "missing", "endless"):
        together = chain(first=FAULTS[fault])
        for place, name in enumerate(("first", "second", "third")):
            assert chain(name, first=FAULTS[fault]).exercises == (together.exercises[place],)


def test_the_lent_helper_shows_the_learner_nothing(chain: Callable[..., Report]) -> None:
    second = "def second(x):\n    import inspect\n    return inspect.getsource(first)"
    assert "x + 1" not in json.dumps(chain(first="y = 1", second=second).as_json())


def test_exercises_that_are_said_to_call_each_other_are_refused(chain: Callable[..., Report]) -> None:
    item: Item = chain.item  # type: ignore[attr-defined]
    (item.path / "checks.py").write_text(CHECKS.replace("points=1)", 'points=1, calls=["third"])'))
    with pytest.raises(ChecksError, match="first and second are said to call each other|first and third"):
        grade(replace(item), Submission.from_cells(["x = 1"]))


def test_the_same_seed_replays_the_whole_report(chain: Callable[..., Report]) -> None:
    item: Item = chain.item  # type: ignore[attr-defined]
    cells = ["import numpy as np", "def first(x):\n    return x + 2", RIGHT["second"], "def third(x):\n    return x"]
    drawn = grade(item, Submission.from_cells(cells), walls=QUICK)
    again = grade(item, Submission.from_cells(cells), walls=QUICK, seed=drawn.seed)
    assert again == drawn
    other = grade(item, Submission.from_cells(cells), walls=QUICK, seed=drawn.seed + 1)
    assert other.exercises[0].checks != drawn.exercises[0].checks
