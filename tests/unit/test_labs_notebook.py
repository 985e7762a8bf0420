"""The notebook that a learner opens: valid, with stable ids, and with nothing of the solution."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from gradus.labs.levels import solution, starter
from gradus.labs.notebook import build_notebook, solution_notebook
from gradus.labs.source import LabSource
from gradus.labs.submission import Submission
from gradus.model import Level
from tests.unit.labs_tiny import COURSE, TINY, tiny

PROMISED = {"squash-at-zero": "squash(0) = 0.5\n", "10": "The numbers: [2. 4. 6.]\n"}


def build(level: Level, source: LabSource | None = None) -> Any:
    return nbformat.from_dict(build_notebook(source or tiny(), level, TINY, PROMISED))


@pytest.mark.parametrize("level", list(Level))
def test_the_notebook_is_valid_and_says_what_it_is(level: Level) -> None:
    notebook = build(level)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.gradus.lab == "tiny-lab"
    assert notebook.metadata.gradus.level == str(level)


@pytest.mark.parametrize("level", list(Level))
def test_the_first_code_cell_makes_the_check(level: Level) -> None:
    first = next(cell for cell in build(level).cells if cell.cell_type == "code")
    more = ', level="open"' if level is Level.OPEN else ""
    assert first.source == f'from gradus.notebook import lab\n\ncheck = lab("tiny-lab"{more})'


@pytest.mark.parametrize("level", list(Level))
def test_each_exercise_is_followed_by_its_check(level: Level) -> None:
    cells = build(level).cells
    names = []
    for cell, following in zip(cells, cells[1:], strict=False):
        if "exercise" in cell.metadata.get("gradus", {}):
            name = cell.metadata.gradus.exercise
            names.append(name)
            assert cell.source == starter(tiny(), name, level)
            assert following.source == f'check("{name}")'
    assert tuple(names) == tiny().exercises


def test_open_tells_the_specification_above_the_empty_cell() -> None:
    cells = build(Level.OPEN).cells
    place = next(i for i, cell in enumerate(cells) if cell.id == "exercise-squash")
    assert "Any real value." in cells[place - 1].source


def test_a_promise_follows_the_cell_that_prints_it() -> None:
    cells = build(Level.STANDARD).cells
    place = next(i for i, cell in enumerate(cells) if "squash(0) =" in cell.source and cell.cell_type == "code")
    assert cells[place + 1].source == "**You should see**\n\n```text\nsquash(0) = 0.5\n```"


def test_guided_prose_is_for_guided_alone() -> None:
    said = {level: any("Take your time" in cell.source for cell in build(level).cells) for level in Level}
    assert said == {Level.GUIDED: True, Level.STANDARD: False, Level.OPEN: False}


def test_ids_stay_when_another_cell_is_added() -> None:
    source = tiny()
    extra = replace(source.cells[0], source="More to read.")
    longer = replace(source, cells=(source.cells[0], extra, *source.cells[1:]))
    before = [cell.id for cell in build(Level.STANDARD).cells]
    after = [cell.id for cell in build(Level.STANDARD, longer).cells]
    assert [one for one in after if one in before] == before
    assert len(after) == len(before) + 1


def test_two_cells_of_the_same_text_have_two_ids() -> None:
    source = tiny()
    twice = replace(source, cells=(source.cells[0], source.cells[0], *source.cells[1:]))
    ids = [cell.id for cell in build(Level.STANDARD, twice).cells]
    assert len(set(ids)) == len(ids)


def test_the_version_follows_the_source() -> None:
    source = tiny()
    other = replace(source, cells=source.cells[:-1])
    assert build(Level.OPEN).metadata.gradus.version != build(Level.OPEN, other).metadata.gradus.version


def test_the_solution_notebook_carries_its_outputs() -> None:
    notebook = nbformat.from_dict(solution_notebook(tiny(), TINY, PROMISED))
    nbformat.validate(notebook)
    printed = [cell.outputs[0].text for cell in notebook.cells if cell.cell_type == "code" and cell.outputs]
    assert printed == list(PROMISED.values())
    assert not any("###" in cell.source or "check(" in cell.source for cell in notebook.cells)


def test_a_notebook_reads_back_as_the_starters_that_it_holds() -> None:
    cells = [cell.source for cell in build(Level.GUIDED).cells if cell.cell_type == "code"]
    assert set(tiny().exercises) <= Submission.from_cells(cells).names


@pytest.mark.parametrize("level", list(Level))
def test_with_the_solution_filled_in_it_prints_what_it_promises(level: Level) -> None:
    notebook = build(level)
    for cell in notebook.cells:
        ours = cell.metadata.get("gradus", {})
        if ours.get("role") == "exercise":
            cell.source = solution(tiny(), ours["exercise"])
        elif ours.get("role") == "check":
            cell.source = ""  # grading has its own tests; each check here would start processes
    NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(COURSE / "data")}}).execute()
    printed = [cell.outputs[0].text for cell in notebook.cells if cell.cell_type == "code" and cell.outputs]
    assert printed == list(PROMISED.values())
