"""The tiny course of ``tests/content``, and short ways to hand something in for its lab."""

from __future__ import annotations

from pathlib import Path

from gradus.labs.levels import solution
from gradus.labs.source import LabSource, read_lab
from gradus.labs.submission import Submission
from gradus.model import ExerciseReport, Item, Kind, Report

COURSE = Path(__file__).parents[1] / "content" / "tiny_course"
TINY = Item(
    id="tiny-lab",
    kind=Kind.LAB,
    title="A tiny lab",
    minutes=5,
    course="tiny_course",
    week="week-1",
    path=COURSE / "week-1" / "tiny-lab",
    data=("numbers.txt",),
)


def tiny() -> LabSource:
    return read_lab(TINY)


def solved(**replaced: str) -> Submission:
    """The solution of the tiny lab, with some exercises replaced by other code."""
    source = tiny()
    return Submission.from_cells(
        ["import numpy as np", *(replaced.get(name, solution(source, name)) for name in source.exercises)]
    )


def exercise(report: Report, name: str) -> ExerciseReport:
    return next(one for one in report.exercises if one.name == name)


CLASSES = Item(
    id="class-lab",
    kind=Kind.LAB,
    title="A lab of classes",
    minutes=5,
    course="tiny_course",
    week="week-1",
    path=COURSE.parent / "class_lab",
)


def solved_classes(**replaced: str) -> Submission:
    """The solution of the lab of classes, with some exercises replaced by other code."""
    source = read_lab(CLASSES)
    return Submission.from_cells(
        ["import numpy as np", *(replaced.get(name, solution(source, name)) for name in source.exercises)]
    )
