"""A file's lab is known by what it defines."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from gradus.labs.recognise import recognise
from gradus.labs.submission import Submission
from gradus.model import Item
from tests.unit.labs_tiny import TINY, solved


@pytest.fixture
def other(tmp_path: Path) -> Item:
    """A second lab, which shares the exercise ``squash`` and has nothing else."""
    shutil.copytree(TINY.path, tmp_path / "other")
    text = (tmp_path / "other" / "lab.py").read_text()
    (tmp_path / "other" / "lab.py").write_text(text[: text.index('# %% exercise="measure"')])
    return replace(TINY, id="other", path=tmp_path / "other")


def test_the_lab_with_most_of_the_exercises_wins(other: Item) -> None:
    assert recognise(solved(), [other, TINY]) == TINY


def test_a_share_of_the_lab_decides_when_the_count_is_equal(other: Item) -> None:
    assert recognise(Submission.from_cells(["def squash(z): return z"]), [TINY, other]) == other


def test_a_notebook_that_names_its_lab_is_believed(other: Item) -> None:
    assert recognise(Submission.from_cells(["x = 1"], lab="other"), [TINY, other]) == other


def test_a_broken_cell_still_tells_the_lab(other: Item) -> None:
    assert recognise(Submission.from_cells(["def measure(w:"]), [TINY, other]) == TINY


def test_nothing_is_guessed_when_no_exercise_is_there(other: Item) -> None:
    assert recognise(Submission.from_cells(["def main(): pass"]), [TINY, other]) is None


def test_nothing_is_guessed_when_two_labs_fit_alike() -> None:
    assert recognise(solved(), [TINY, replace(TINY, id="twin")]) is None
