"""The promised numbers come from running the solution."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from gradus.labs.results import expected_text, read_expected, run_solution
from gradus.labs.source import LabError
from gradus.model import Item
from tests.unit.labs_tiny import TINY


@pytest.fixture
def copy(tmp_path: Path) -> Item:
    """The tiny lab in a folder where it can be changed."""
    shutil.copytree(TINY.path.parents[1], tmp_path / "tiny_course")
    return replace(TINY, path=tmp_path / "tiny_course" / "week-1" / "tiny-lab")


def test_the_solution_prints_beside_its_data() -> None:
    assert run_solution(TINY) == {"squash-at-zero": "squash(0) = 0.5\n", "10": "The numbers: [2. 4. 6.]\n"}


def test_what_is_written_is_what_is_read(copy: Item) -> None:
    assert read_expected(copy) == {}
    (copy.path / "expected.json").write_text(expected_text({"1": "π ≈ 3.14\n"}), encoding="utf-8")
    assert read_expected(copy) == {"1": "π ≈ 3.14\n"}


@pytest.mark.parametrize("text", ["{", "[]", '{"cells": 3}'])
def test_a_damaged_file_of_promises_is_named(copy: Item, text: str) -> None:
    (copy.path / "expected.json").write_text(text)
    with pytest.raises(LabError, match=r"expected\.json: the file cannot be read\. Build it"):
        read_expected(copy)


def test_an_error_of_the_solution_is_named_with_its_line(copy: Item) -> None:
    lab = copy.path / "lab.py"
    text = lab.read_text().replace("e = np.exp(-z)", "e = np.exponent(-z)")
    lab.write_text(text)
    line = text.split("\n").index("    e = np.exponent(-z)") + 1
    with pytest.raises(LabError, match=rf"lab\.py:{line}: the solution raised AttributeError"):
        run_solution(copy)


def test_a_solution_that_ends_the_process_is_a_finding(copy: Item) -> None:
    lab = copy.path / "lab.py"
    lab.write_text(lab.read_text() + "\n# %%\nimport os\nos._exit(3)\n")
    with pytest.raises(LabError, match="ended badly"):
        run_solution(copy)
