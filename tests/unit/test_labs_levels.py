"""What a learner is given of an exercise at each level, and how an untouched one is told."""

from __future__ import annotations

import ast

import pytest

from gradus.labs.levels import is_starter, solution, specification, starter
from gradus.labs.source import LabSource
from gradus.model import Level
from tests.unit.labs_tiny import tiny


@pytest.fixture
def source() -> LabSource:
    return tiny()


def test_guided_keeps_the_steps_and_the_left_hand_sides(source: LabSource) -> None:
    text = starter(source, "measure", Level.GUIDED)
    body = text[text.index("m = X") :].split("\n")
    assert [line.strip() for line in body] == [
        "m = X.shape[1]",
        "# Step 1: predict.",
        "A = ...  # your code",
        "# Step 2: the mean and its slope.",
        "mean = ...  # your code",
        "dw = ...  # your code",
        'return {"dw": dw}, mean',
    ]


def test_guided_leaves_one_hole_where_nothing_is_assigned(source: LabSource) -> None:
    text = starter(source, "descend", Level.GUIDED)
    assert text.count("...  # your code") == 1
    assert "# Step against the slope 2x." in text
    assert "for _ in" not in text


def test_standard_is_signature_docstring_and_what_to_write(source: LabSource) -> None:
    text = starter(source, "squash", Level.STANDARD)
    assert text.startswith('def squash(z):\n    """Squash numbers')
    assert text.endswith('"""\n    raise NotImplementedError("squash is yours to write")')
    assert "#" not in text


def test_standard_of_a_class_keeps_each_method_with_its_docstring(source: LabSource) -> None:
    tree = ast.parse(starter(source, "Counter", Level.STANDARD)).body[0]
    assert isinstance(tree, ast.ClassDef)
    methods = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert [node.name for node in methods] == ["__init__", "__call__"]
    assert all(ast.get_docstring(node) and isinstance(node.body[-1], ast.Raise) for node in methods)


def test_open_defines_nothing(source: LabSource) -> None:
    text = starter(source, "squash", Level.OPEN)
    assert ast.parse(text).body == []
    assert "squash" in text


def test_the_specification_holds_signature_and_contract(source: LabSource) -> None:
    text = specification(source, "squash")
    assert "`squash(z)`" in text
    assert "- `z`: number or array\n  Any real value." in text
    assert "----" not in text


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("name", ["squash", "measure", "descend", "Counter"])
def test_no_line_of_a_solution_is_in_a_starter(source: LabSource, name: str, level: Level) -> None:
    given = starter(source, name, level)
    inside = False
    for line in source.cell(name).source.split("\n"):
        if "### " in line:
            inside = "BEGIN" in line
        elif inside and line.strip() and not line.strip().startswith("#"):
            assert line.strip() not in given


@pytest.mark.parametrize("name", ["squash", "measure", "descend", "Counter"])
def test_a_solution_has_no_marker_and_parses(source: LabSource, name: str) -> None:
    text = solution(source, name)
    assert "###" not in text
    assert [getattr(node, "name", "") for node in ast.parse(text).body] == [name]


@pytest.mark.parametrize("level", [Level.GUIDED, Level.STANDARD])
@pytest.mark.parametrize("name", ["squash", "measure", "descend", "Counter"])
def test_a_starter_is_told_from_work(source: LabSource, name: str, level: Level) -> None:
    assert is_starter(source, name, starter(source, name, level))
    assert not is_starter(source, name, solution(source, name))


def test_a_starter_with_another_docstring_or_comment_is_still_a_starter(source: LabSource) -> None:
    text = starter(source, "measure", Level.GUIDED).replace("Mean squared", "Average squared")
    assert is_starter(source, "measure", text.replace("# your code", "# hm"))


def test_one_line_filled_in_is_work(source: LabSource) -> None:
    text = starter(source, "measure", Level.GUIDED).replace("A = ...", "A = squash(w.T @ X)")
    assert not is_starter(source, "measure", text)


def test_a_body_that_does_nothing_is_a_starter_whoever_wrote_it(source: LabSource) -> None:
    assert is_starter(source, "squash", "def squash(z):\n    pass")
    assert is_starter(source, "squash", "def squash(x, y):\n    ...")
