"""Right code in any style: each exercise of the two labs, written as many learners write it, earns everything.

``styles_week_2/LAB/EXERCISE.txt`` holds a dozen and more right versions of one exercise, each after a line
``# %% its name``. They are text, so that nobody tidies them: learners do not lint.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from gradus.content import courses_root, load_courses
from gradus.grading import grade
from gradus.grading.loading import load_lab
from gradus.labs.levels import solution
from gradus.labs.submission import Submission
from gradus.model import ExerciseReport, Item, Status

STYLES = Path(__file__).parent / "styles_week_2"
FILES = sorted(STYLES.glob("*/*.txt"))


@cache
def item_of(lab: str) -> Item:
    item = load_courses(courses_root()).lab(lab)
    assert item is not None
    return item


def styles(path: Path) -> dict[str, str]:
    """The versions in one file by their names."""
    parts = re.split(r"^# %% (.+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def report_on(lab: str, exercise: str, text: str) -> ExerciseReport:
    """The report on one exercise, the others being solved."""
    source = load_lab(item_of(lab)).source
    cells = [solution(source, name) for name in source.exercises if name != exercise]
    submission = Submission.from_cells(["import math\nimport numpy as np", *cells, text])
    (report,) = grade(item_of(lab), submission, only=[exercise]).exercises
    return report


@pytest.mark.parametrize(
    ("path", "name"),
    [pytest.param(path, name, id=f"{path.parent.name}-{path.stem}-{name}") for path in FILES for name in styles(path)],
)
def test_right_code_of_any_style_earns_its_points_and_is_not_accused(path: Path, name: str) -> None:
    report = report_on(path.parent.name, path.stem, styles(path)[name])
    assert [(check.name, check.difference) for check in report.checks if not check.passed] == []
    assert (report.status, report.cause) == (Status.PASSED, None)
    assert report.points == report.max


@pytest.mark.parametrize("lab", ["python-basics", "logistic-regression"])
def test_each_exercise_has_a_dozen_styles(lab: str) -> None:
    exercises = load_lab(item_of(lab)).source.exercises
    assert {path.stem: len(styles(path)) for path in FILES if path.parent.name == lab}.keys() == set(exercises)
    assert min(len(styles(path)) for path in FILES) >= 12
