"""``lab.py`` is read cell by cell, and a misspelt word is named with its line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gradus.labs.source import LabError, parse_lab, read_lab
from tests.unit.labs_tiny import TINY, tiny

GOOD = '''# %% exercise="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    y = 2 * x
    ### END SOLUTION
    return y
'''


def parse(text: str) -> object:
    return parse_lab(text, "lab", Path("lab.py"))


def test_the_exercises_come_in_the_order_of_the_source() -> None:
    assert tiny().exercises == ("squash", "measure", "descend", "Counter")


def test_a_markdown_cell_loses_its_hashes_and_nothing_else() -> None:
    cell = tiny().cells[0]
    assert (cell.kind, cell.source) == ("markdown", "# A tiny lab\n\nFour functions.")


def test_a_cell_knows_its_line_so_that_an_error_can_name_it() -> None:
    source = tiny()
    text = (TINY.path / "lab.py").read_text(encoding="utf-8").split("\n")
    for cell in source.cells:
        if cell.kind == "code":
            assert text[cell.line - 1] == cell.source.split("\n")[0]


def test_an_expected_output_is_filed_under_the_cells_name_or_place() -> None:
    keys = [cell.key for cell in tiny().cells if cell.expect]
    assert keys == ["squash-at-zero", "10"]


def test_parameters_of_a_class_are_those_of_its_constructor() -> None:
    assert tiny().parameters("Counter") == ("start",)
    assert tiny().parameters("measure") == ("w", "X", "Y")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('# %% excercise="double"\nx = 1', "lab.py:1: .*'excercise'.* Did you mean 'exercise'"),
        ("# %% [markdwon]\n# text", r"lab.py:1: .*Did you mean '\[markdown\]'"),
        ("x = 1\n# %%\ny = 2", "lab.py:1: there is code before the first cell"),
        ("# %% [markdown]\n# fine\nnot a comment", "lab.py:3: a line of a Markdown cell has no #"),
        ("# %%\nx = = 1", "lab.py:2: the code does not parse"),
        (GOOD.replace("def double", "def twice"), "the cell of exercise double defines twice"),
        (GOOD + GOOD, "the exercise double has two cells"),
        (GOOD.replace("    ### END SOLUTION\n", ""), 'needs "### BEGIN SOLUTION"'),
        (GOOD.replace("BEGIN", "END", 1), 'lab.py:4: "### END SOLUTION" is out of turn'),
        (GOOD.replace('    """Twice x."""\n', ""), "has no docstring"),
        ('# %% expect name="a"\nprint(1)\n# %% expect name="a"\nprint(2)', 'two cells are named "a"'),
        ("# %% ???\nx = 1", "which is no option"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(LabError, match=said):
        parse(text)


def test_a_lab_without_source_says_where_it_should_be(tmp_path: Path) -> None:
    with pytest.raises(LabError, match=r"lab\.py: the lab has no source"):
        read_lab(replace(TINY, path=tmp_path))
