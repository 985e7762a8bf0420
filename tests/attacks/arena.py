"""What attacks are made with: a function that means harm, called as the examiner calls it."""

from __future__ import annotations

import platform
import time
from collections.abc import Iterator
from typing import Any

import pytest

from gradus.grading import grade
from gradus.grading.sandbox import Candidate, Lost, Outcome, Raised, Returned
from gradus.grading.walls import Limits, Walls
from gradus.labs.submission import Submission
from gradus.model import ExerciseReport, Isolation, Report, Status
from tests.unit.labs_tiny import TINY, exercise, solved

STRICT = Walls(required=Isolation.ISOLATED, limits=Limits(call_seconds=0.5, memory_bytes=1 << 30))
"""As a class server grades: not at all rather than without walls."""

LINUX = pytest.mark.skipif(platform.system() != "Linux", reason="these are the walls of Linux")


@pytest.fixture
def candidate() -> Iterator[Candidate]:
    with Candidate(STRICT) as one:
        yield one


def load(candidate: Candidate, *cells: str) -> list[Outcome]:
    return [candidate.load(definition) for definition in Submission.from_cells(cells).definitions]


def call(candidate: Candidate, *args: Any, name: str = "f", seconds: float = 3.0) -> Outcome:
    return candidate.call(name, args, {}, seed=0, deadline=time.monotonic() + seconds)


def attack(candidate: Candidate, body: str, *args: Any, seconds: float = 3.0) -> Outcome:
    """Define ``f(*args)`` with this body, and call it."""
    indented = "\n".join(f"    {line}" for line in body.strip().split("\n"))
    for outcome in load(candidate, f"import numpy as np\ndef f(*args):\n{indented}"):
        if not isinstance(outcome, Returned):
            return outcome
    return call(candidate, *args, seconds=seconds)


def value(outcome: Outcome) -> Any:
    """What came back, where something must."""
    assert isinstance(outcome, Returned), outcome
    return outcome.value


def refused(outcome: Outcome) -> str:
    """Why the system did not let it through."""
    assert isinstance(outcome, Raised), outcome
    assert outcome.type in ("PermissionError", "OSError", "RuntimeError", "URLError"), outcome
    return outcome.message


def graded_with(squash: str) -> Report:
    """The tiny lab, solved but for this ``squash``. What attacks is worth ten points of 45."""
    return grade(TINY, solved(squash=squash), walls=STRICT)


def only_its_own(squash: str, status: Status | None = None) -> ExerciseReport:
    """The report on an attack, which cost its own exercise alone and neither helped nor hurt another submission."""
    report = graded_with(squash)
    one = exercise(report, "squash")
    assert one.status is not Status.PASSED
    if status is not None:
        assert one.status is status
    assert one.points == 0
    assert [(other.name, other.points) for other in report.exercises if other is not one] == [
        ("measure", 20),
        ("descend", 10),
        ("Counter", 5),
    ]
    after = grade(TINY, solved(), walls=STRICT)
    assert after.points == after.max
    return one


def lost(outcome: Outcome, reason: str) -> str:
    assert isinstance(outcome, Lost), outcome
    assert outcome.reason == reason, outcome
    return outcome.text
