"""The words of ``checks.py`` and ``mistakes.py``, and what is said when a lab's own files are wrong."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gradus.grading import ChecksError, grade
from gradus.grading.checks import Case, Exercise, Law, Mistake, exercise, mistake
from gradus.grading.loading import load_lab
from gradus.model import Item
from tests.unit.labs_tiny import TINY, solved


@pytest.fixture
def copy(tmp_path: Path) -> Item:
    shutil.copytree(TINY.path, tmp_path / "tiny-lab")
    return replace(TINY, path=tmp_path / "tiny-lab")


def change(item: Item, name: str, old: str, new: str) -> None:
    text = (item.path / name).read_text()
    assert old in text
    (item.path / name).write_text(text.replace(old, new))


def test_a_lab_is_loaded_in_the_order_of_its_source() -> None:
    lab = load_lab(TINY)
    assert [one.name for one in lab.exercises] == ["squash", "measure", "descend", "Counter"]
    assert lab.exercise("measure").calls == ("squash",)
    assert [one.id for one in lab.mistakes] == ["wrong-sign", "no-sum", "dot-not-aligned"]


def test_a_lab_is_loaded_once_until_a_file_changes(copy: Item) -> None:
    first = load_lab(copy)
    assert load_lab(copy) is first
    change(copy, "checks.py", "points=10", "points=11")
    assert load_lab(copy).exercise("squash").points == 11


def test_a_decorated_function_becomes_data_in_its_module() -> None:
    @exercise("f", points=3, calls=["g"])
    def checks(rng: np.random.Generator):  # type: ignore[no-untyped-def]
        yield Case("one", args=(1,), expected=1)

    @mistake("f", "off", "It is off.")
    def off(x: float) -> float:
        return x + 1

    assert isinstance(checks, Exercise)
    assert (checks.name, checks.points, checks.calls) == ("f", 3, ("g",))
    assert isinstance(off, Mistake)
    assert off(1) == 2


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Case("", args=()), "needs a name"),
        (lambda: Case("x", args=np.zeros(3)), r"args must be a tuple; got ndarray.*write \(x,\)"),
        (lambda: Law("x", args=[1]), "args must be a tuple; got list"),
        (lambda: Case("x", shape="some"), 'shape must be "exact" or "any"'),
        (lambda: exercise("f", points=0), "points must be at least 1"),
        (lambda: mistake("f", "id", " "), "needs a sentence"),
    ],
)
def test_a_check_that_makes_no_sense_is_refused_at_once(make: object, said: str) -> None:
    with pytest.raises((ValueError, TypeError), match=said):
        make()  # type: ignore[operator]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("checks.py", '"measure"', '"mesure"', "mesure is no exercise of lab.py"),
        ("checks.py", '@exercise("Counter", points=5)\n', "", "exercise Counter has no checks"),
        ("checks.py", 'calls=("squash",)', 'calls=("squish",)', "measure calls squish"),
        ("checks.py", "import numpy", "import nunpy", "cannot be loaded: ModuleNotFoundError"),
        ("mistakes.py", '@mistake("squash"', '@mistake("sqash"', "sqash is no exercise"),
        ("mistakes.py", "def wrong_sign", "def wrong-sign", "cannot be loaded: SyntaxError"),
        ("mistakes.py", "import numpy", "raise SystemExit(3)\nimport numpy", "cannot be loaded: SystemExit: 3"),
        ("checks.py", "z = rng", "z = rgn", "the checks of squash in tiny-lab cannot be made: NameError"),
        ("checks.py", 'pick="[1]"', 'pick="[7]"', r"picks \[7\] of its own expected value"),
    ],
)
def test_a_broken_lab_is_the_labs_fault_and_says_so(copy: Item, name: str, old: str, new: str, said: str) -> None:
    change(copy, name, old, new)
    with pytest.raises(ChecksError, match=said):
        grade(copy, solved())


def test_an_exercise_without_a_single_check_is_refused(copy: Item) -> None:
    change(copy, "checks.py", "def counter(rng):\n    yield", "def counter(rng):\n    if False:\n        yield")
    with pytest.raises(ChecksError, match="Counter in tiny-lab has no check"):
        grade(copy, solved())


def test_checks_that_are_not_there_are_named(copy: Item) -> None:
    (copy.path / "checks.py").unlink()
    with pytest.raises(ChecksError, match=r"the lab has no checks\.py"):
        grade(copy, solved())


def test_a_lab_needs_no_mistakes(copy: Item) -> None:
    (copy.path / "mistakes.py").unlink()
    assert grade(copy, solved()).points == 45
