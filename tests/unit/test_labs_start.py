"""Starting a lab writes what is missing and never touches what is there."""

from __future__ import annotations

import errno
import json
from dataclasses import replace
from pathlib import Path

import pytest

from gradus.labs.source import LabError
from gradus.labs.start import StartError, start_lab
from gradus.labs.submission import read_submission
from gradus.model import Level
from tests.unit.labs_tiny import TINY


def test_the_notebook_lies_in_its_labs_folder_beside_its_data(tmp_path: Path) -> None:
    path = start_lab(TINY, Level.GUIDED, tmp_path)
    assert path == tmp_path / "labs" / "tiny-lab" / "tiny-lab-guided.ipynb"
    assert sorted(file.name for file in path.parent.iterdir()) == ["numbers.txt", "tiny-lab-guided.ipynb"]
    assert read_submission(path).level is Level.GUIDED


def test_work_is_never_overwritten(tmp_path: Path) -> None:
    path = start_lab(TINY, Level.GUIDED, tmp_path)
    path.write_text("my work")
    (path.parent / "numbers.txt").write_text("my numbers")
    assert start_lab(TINY, Level.GUIDED, tmp_path) == path
    assert path.read_text() == "my work"
    assert (path.parent / "numbers.txt").read_text() == "my numbers"


def test_an_empty_notebook_that_a_full_disk_left_is_written_anew(tmp_path: Path) -> None:
    path = start_lab(TINY, Level.OPEN, tmp_path)
    path.write_text("")
    assert json.loads(start_lab(TINY, Level.OPEN, tmp_path).read_text())["nbformat"] == 4


def test_each_level_has_a_notebook_of_its_own(tmp_path: Path) -> None:
    assert len({start_lab(TINY, level, tmp_path) for level in Level}) == 3


@pytest.mark.parametrize(("number", "said"), [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "may not write there")])
def test_a_disk_that_refuses_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    def refuse(self: Path, content: bytes) -> int:
        self.touch()
        raise OSError(number, "refused")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(StartError, match=said):
        start_lab(TINY, Level.OPEN, tmp_path)
    assert list((tmp_path / "labs" / "tiny-lab").iterdir()) == []


def test_data_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LabError, match=r"cats\.npz: the lab tiny-lab needs this file"):
        start_lab(replace(TINY, data=("cats.npz",)), Level.OPEN, tmp_path)
