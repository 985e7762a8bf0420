"""Labs to and from other graders' notebooks."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gradus.author.bench import solved
from gradus.author.exchange import FORMATS, ExchangeError, export_lab, import_lab
from gradus.author.exchange.converting import converted
from gradus.author.exchange.exported import take_exported
from gradus.author.exchange.freezing import ALWAYS, freeze
from gradus.author.exchange.literals import NoLiteral, literal
from gradus.author.exchange.master import Test as Claim
from gradus.author.exchange.support import agree, near, support_cell, unpacked
from gradus.content import courses_root, load_courses
from gradus.grading import grade
from gradus.grading.checks import Also, Case, Law
from gradus.grading.loading import load_lab
from gradus.labs.definitions import needed
from gradus.labs.results import read_expected
from gradus.labs.source import parse_lab
from gradus.labs.submission import Submission
from gradus.model import Item, Kind

LABS = load_courses(courses_root()).labs
DTYPES = hnp.integer_dtypes(endianness="=") | hnp.floating_dtypes(sizes=(32, 64), endianness="=") | hnp.boolean_dtypes()


def value_of(text: str) -> Any:
    return eval(text, {"np": np, "unpacked": unpacked, "Case": Case, "Also": Also})  # text that we wrote ourselves


def imported(folder: Path) -> Item:
    return Item(id=folder.name, kind=Kind.LAB, title="Back", minutes=15, course="c", week="w", path=folder)


@given(hnp.arrays(DTYPES, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=9)))
def test_an_array_comes_back_from_its_text_to_the_last_digit(array: np.ndarray) -> None:
    again = value_of(literal(array))
    # All NaNs are one: a text has no room for their spare bits.
    assert (again.dtype, again.shape, repr(again.tolist())) == (array.dtype, array.shape, repr(array.tolist()))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.complex_numbers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner) | st.tuples(inner, inner),
        max_leaves=12,
    )
)
def test_plain_data_comes_back_from_its_text(value: Any) -> None:
    assert repr(value_of(literal(value))) == repr(value)


def test_a_function_has_no_text() -> None:
    with pytest.raises(NoLiteral, match="type function cannot be written"):
        literal([literal])


@pytest.mark.parametrize(
    ("got", "wanted", "holds"),
    [
        (1.0, 1, True),
        (np.float32(0.1), 0.1, True),
        (0.1 + 1e-4, 0.1, False),
        (np.zeros((2, 1)), np.zeros(2), False),
        ([1, 2], (1, 2), True),
        ({"a": 1, "more": 2}, {"a": 1}, True),
        ({}, {"a": 1}, False),
        (None, 0.0, False),
        ("text", 1.0, False),
        (np.array([np.nan]), np.array([np.nan]), True),
        ([[1], [1, 2]], np.ones((2, 2)), False),
    ],
)
def test_agreement_is_about_form_shape_and_value(got: Any, wanted: Any, holds: bool) -> None:
    assert agree(got, wanted) is holds


@pytest.mark.parametrize(
    ("got", "wanted", "holds"),
    [([1, 2], [1, 2], True), ([1, 1], 1, True), ([1, 1.1], 1, False), ([np.nan], [np.nan], False), ("a", 1, False)],
)
def test_nearness_is_about_every_number(got: Any, wanted: Any, holds: bool) -> None:
    assert near(got, wanted, [0.0]) is holds


def test_the_support_cell_runs_where_nothing_of_gradus_is() -> None:
    there: dict[str, Any] = {}
    exec(support_cell(), there)
    assert there["agree"](np.arange(3), [0, 1, 2])
    assert "gradus" not in support_cell()


@pytest.mark.parametrize("item", LABS, ids=lambda item: item.id)
def test_exported_tests_pass_the_solution_and_nothing_else(item: Item) -> None:
    lab = load_lab(item)
    master = freeze(lab, read_expected(item), seed=3)
    there: dict[str, Any] = {"np": np}
    exec(support_cell(), there)
    whole = Submission.from_cells(solved(lab.source))
    for definition in needed(whole.definitions, lab.source.exercises):
        exec(definition.source, there)
    for question in master.questions:
        assert len(question.tests) == len(list(lab.exercise(question.name).generate(np.random.default_rng(3))))
        for claim in question.tests:
            exec(claim.code, dict(there))
            with pytest.raises((AssertionError, TypeError, KeyError, IndexError)):
                exec(claim.code, there | {question.name: lambda *args, **kwargs: "something else"})


def test_another_right_result_travels_as_well() -> None:
    code = (
        "args = (1,)\nkwargs = {}\nresult = f(*args, **kwargs)\n"
        "assert agree(result['b'], 2, rtol=0.1) or agree(result[1], 3, rtol=0.1, any_shape=True), 'claim'"
    )
    (case,) = (value_of(one.removeprefix("yield ")) for one in [take_exported("f", ast.parse(code).body) or ""])
    assert (case.name, case.pick, case.expected, case.rtol) == ("claim", '["b"]', {"b": 2}, 0.1)
    (also,) = case.also
    assert (also.pick, also.expected, also.shape) == ("[1]", (None, 3), "any")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("item", LABS, ids=lambda item: item.id)
def test_a_lab_comes_back_whole(item: Item, form: str, tmp_path: Path) -> None:
    written, said = export_lab(item, form, tmp_path / "out")
    assert set(ALWAYS) <= set(said)
    assert {path.name for path in written} == {f"{item.id}.ipynb", *item.data}
    _, notes = import_lab(written[0], tmp_path / item.id)
    assert notes == ()
    back, before = load_lab(imported(tmp_path / item.id)), load_lab(item)
    assert back.source.exercises == before.source.exercises
    for name in before.source.exercises:
        assert back.source.cell(name).source == before.source.cell(name).source
        assert back.exercise(name).points == before.exercise(name).points
        ours = list(before.exercise(name).generate(np.random.default_rng(1)))
        theirs = list(back.exercise(name).generate(np.random.default_rng(1)))
        assert [(type(one), one.name, one.seed) for one in theirs] == [(type(one), one.name, one.seed) for one in ours]
    report = grade(imported(tmp_path / item.id), Submission.from_cells(solved(before.source)), seed=1)
    assert report.points == report.max


FOREIGN_NBGRADER = [
    ("markdown", "# Doubling\nReturn twice the number.", None),
    ("code", "import numpy as np", None),
    (
        "code",
        "def twice(x):\n    # YOUR PART\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION",
        "solution",
    ),
    ("code", "assert twice(3) == 6\nx = np.array([1.0, 2.0])\nnp.testing.assert_allclose(twice(x), 2 * x)", 3),
    (
        "code",
        "y = twice(4)\nassert isinstance(y, int), 'an int'\n### BEGIN HIDDEN TESTS\nassert twice(0) == 0\n"
        "for k in range(3):\n    assert twice(k) == 2 * k\n### END HIDDEN TESTS",
        2,
    ),
    ("code", "answer = 42", "solution"),
    ("code", "assert answer == 42", 1),
    ("markdown", "Explain in your own words.", "manual"),
]


def nbgrader_cell(number: int, kind: str, text: str, what: Any) -> dict[str, Any]:
    about = {"schema_version": 3, "grade_id": f"c{number}", "grade": False, "solution": False, "locked": False}
    if what == "solution":
        about["solution"] = True
    elif what == "manual":
        about |= {"solution": True, "grade": True, "points": 5}
    elif isinstance(what, int):
        about |= {"grade": True, "locked": True, "points": what}
    cell: dict[str, Any] = {"cell_type": kind, "metadata": {"nbgrader": about} if what else {}, "source": text}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def notebook(folder: Path, cells: list[dict[str, Any]], name: str = "hw 1.ipynb") -> Path:
    path = folder / name
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}))
    return path


def test_a_foreign_nbgrader_notebook_becomes_a_lab_that_grades(tmp_path: Path) -> None:
    cells = [nbgrader_cell(number, *cell) for number, cell in enumerate(FOREIGN_NBGRADER)]
    _, notes = import_lab(notebook(tmp_path, cells), tmp_path / "twice")
    said = "\n".join(notes)
    for words in (
        "twice had no docstring",
        "calls twice in a way that a check cannot follow",
        "answer cell c5 asks for values",
        "c7 is graded by hand",
    ):
        assert words in said
    lab = load_lab(imported(tmp_path / "twice"))
    assert lab.source.docstring("twice").startswith("Doubling Return twice the number")
    assert lab.exercise("twice").points == 5
    checks = list(lab.exercise("twice").generate(np.random.default_rng(0)))
    assert [type(check) for check in checks] == [Case, Case, Law, Case]
    right = grade(imported(tmp_path / "twice"), Submission.from_cells(["def twice(x):\n    return x + x"]))
    assert right.points == 5
    wrong = grade(imported(tmp_path / "twice"), Submission.from_cells(["def twice(x):\n    return 2.0 * x"]))
    assert [check.difference for check in wrong.exercises[0].checks if not check.passed] == ["An int."]


def otter_cell(kind: str, text: str) -> dict[str, Any]:
    return {"cell_type": kind, "metadata": {}, "source": text} | ({"outputs": []} if kind == "code" else {})


def test_a_foreign_otter_assignment_becomes_a_lab_that_grades(tmp_path: Path) -> None:
    cells = [
        ("raw", "# ASSIGNMENT CONFIG\nname: hw"),
        ("markdown", "Two functions."),
        ("raw", "# BEGIN QUESTION\nname: q1\npoints: 7"),
        ("markdown", "Write both."),
        ("raw", "# BEGIN SOLUTION"),
        (
            "code",
            "import math\n\ndef area(r):\n    '''Area of a disc.'''\n    square = r * r  # SOLUTION\n"
            "    return math.pi * square # SOLUTION\n\ndef half(x):\n    '''Half of it.'''\n"
            "    # BEGIN SOLUTION NO PROMPT\n    return x / 2\n    # END SOLUTION\n",
        ),
        ("raw", "# END SOLUTION"),
        ("raw", "# BEGIN TESTS"),
        ("code", '""" # BEGIN TEST CONFIG\nhidden: true\npoints: 1\n""" # END TEST CONFIG\nassert area(0) == 0'),
        ("code", "# HIDDEN\nassert half(3) == 1.5"),
        ("raw", "# END TESTS"),
        ("raw", "# END QUESTION"),
        ("raw", "# BEGIN QUESTION\nname: q2\nmanual: true"),
        ("markdown", "Why?"),
        ("raw", "# END QUESTION"),
    ]
    _, notes = import_lab(notebook(tmp_path, [otter_cell(*cell) for cell in cells]), tmp_path / "both")
    assert "q2 is graded by hand" in "\n".join(notes)
    lab = load_lab(imported(tmp_path / "both"))
    assert lab.source.exercises == ("area", "half")
    assert [lab.exercise(name).points for name in lab.source.exercises] == [4, 3]
    cells_right = ["import math\ndef area(r):\n    return math.pi * r ** 2\ndef half(x):\n    return 0.5 * x"]
    assert grade(imported(tmp_path / "both"), Submission.from_cells(cells_right)).points == 7


def test_laws_of_one_test_keep_their_own_values() -> None:
    """A law looks at its names when it is asked, which is after the next statement has changed them."""
    code = "k = 1\na = f(1)\nassert a == k\nk = k + 1\nb = f(k)\nassert b == k"
    text = converted("f", [Claim("t", code)]).text
    there: dict[str, Any] = {"Law": Law, "Case": Case, "Any": Any, "Checks": Any}
    body = "\n".join(f"    {line}" for line in text.split("\n"))
    exec(f"def generate():\n{body}", there)
    laws = list(there["generate"]())
    assert [law.holds(k, k) for law, k in zip(laws, (1, 2), strict=True)] == [None, None]
    assert laws[0].holds(2, 1) is not None
    assert [law.args for law in laws] == [(1,), (2,)]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: folder / "none.ipynb", "cannot be read"),
        (lambda folder: _text(folder, "no json"), "not JSON"),
        (lambda folder: _text(folder, "[1]"), "no list of cells"),
        (lambda folder: notebook(folder, []), "neither an nbgrader source notebook"),
        (
            lambda folder: notebook(folder, [otter_cell("raw", "# BEGIN QUESTION\nname: q"), otter_cell("code", "1")]),
            "does not end",
        ),
        (
            lambda folder: notebook(folder, [otter_cell("raw", "# BEGIN QUESTION\nname: [")]),
            "not valid YAML",
        ),
        (lambda folder: notebook(folder, [nbgrader_cell(0, "code", "x = 1", "solution")]), "no exercise to import"),
    ],
)
def test_what_cannot_be_imported_gets_a_sentence(tmp_path: Path, make: Callable[[Path], Path], words: str) -> None:
    with pytest.raises(ExchangeError, match=words):
        import_lab(make(tmp_path), tmp_path / "new")
    assert not (tmp_path / "new").exists()


def _text(folder: Path, text: str) -> Path:
    (folder / "x.ipynb").write_text(text)
    return folder / "x.ipynb"


def test_nothing_is_written_over(tmp_path: Path) -> None:
    written, _ = export_lab(LABS[0], "otter", tmp_path / "out")
    with pytest.raises(ExchangeError, match="is there already"):
        export_lab(LABS[0], "nbgrader", tmp_path / "out")
    import_lab(written[0], tmp_path / "lab")
    (tmp_path / "lab" / "lab.py").write_text("mine")
    with pytest.raises(ExchangeError, match="holds a lab.py already"):
        import_lab(written[0], tmp_path / "lab")
    assert (tmp_path / "lab" / "lab.py").read_text() == "mine"


def test_a_definition_on_one_line_gets_its_markers(tmp_path: Path) -> None:
    cells = [
        nbgrader_cell(0, "code", "def one(): return 1", "solution"),
        nbgrader_cell(1, "code", "assert one() == 1", 1),
    ]
    import_lab(notebook(tmp_path, cells), tmp_path / "one")
    source = (tmp_path / "one" / "lab.py").read_text()
    assert parse_lab(source, "one", tmp_path).exercises == ("one",)
