"""A lab's hints: read as they stand, and every fault of the file named for its author."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from gradus.author.hints import hint_findings
from gradus.labs.hints import read_hints
from gradus.labs.source import LabError, read_lab
from gradus.model import Item
from tests.unit.labs_tiny import TINY


@pytest.fixture
def lab(tmp_path: Path) -> Item:
    return replace(TINY, path=Path(shutil.copytree(TINY.path, tmp_path / "tiny-lab")))


def written(lab: Item, old: str, new: str) -> Item:
    path = lab.path / "hints.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return lab


def said(lab: Item) -> list[str]:
    return [str(finding) for finding in hint_findings(lab, read_lab(lab), "here")]


def test_every_exercise_has_its_ladder(lab: Item) -> None:
    hints = read_hints(lab, read_lab(lab).exercises)
    assert {name: len(texts) for name, texts in hints.items()} == {
        "squash": 3,
        "measure": 2,
        "descend": 2,
        "Counter": 2,
    }
    assert said(lab) == []


def test_a_lab_without_hints_is_read_and_its_author_is_told(lab: Item) -> None:
    (lab.path / "hints.toml").unlink()
    assert read_hints(lab, read_lab(lab).exercises) == {}
    assert said(lab) == ['here/hints.toml: the lab has no hints. Write [squash] hints = ["…", "…"], and so on.']


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("[squash]", "[squsah]", "[squsah] is no exercise of lab.py. Did you mean [squash]?"),
        ("[squash]", "[squsah]", "the exercise squash has no hints. Add [squash] with 2 to 4 of them."),
        ("[measure]\nhints", "[measure]\nhint", "[measure] must hold one list and nothing else."),
        ('hints = ["What has', 'hints = "What has" # ["', "[Counter] must hold one list and nothing else."),
        ("What does `squash` give for one column?", "  ", "[measure] holds a hint that is empty or no text."),
        ('"What does `squash` give for one column?", ', "", "[measure] has 1 hint. Write 2 to 4: a question"),
        ('"What has', '"a", "b", "c", "What has', "[Counter] has 5 hints. Write 2 to 4"),
        ("[squash]", "[squash", "not valid TOML: "),
        ("At `z = 0`", "With `e = np.exp( -z )`", "hint 2 of squash quotes a line of its solution: 'e = np.exp(-z)'."),
        ("At `z = 0`", ":::{nothing}", "hint 2 of squash: "),
    ],
)
def test_each_fault_is_named_with_what_to_do(lab: Item, old: str, new: str, complaint: str) -> None:
    found = said(written(lab, old, new))
    assert any(one.startswith(f"here/hints.toml: {complaint}") for one in found), found


def test_the_last_hint_may_come_close_to_the_line(lab: Item) -> None:
    assert said(written(lab, "Raise `e` to minus `z`", "Write `e = np.exp(-z)`")) == []


def test_a_file_with_a_fault_is_refused_when_hints_are_asked_for(lab: Item) -> None:
    written(lab, "[squash]", "[squsah]")
    with pytest.raises(LabError, match="squsah"):
        read_hints(lab, read_lab(lab).exercises)


def test_a_file_that_is_no_text_is_refused(lab: Item) -> None:
    (lab.path / "hints.toml").write_bytes(b"\xff\xfe")
    assert said(lab) == ["here/hints.toml: the file is not UTF-8 text. Save it as UTF-8."]
