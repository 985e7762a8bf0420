"""IPython's lines leave a cell, and its line numbers stay."""

from __future__ import annotations

import ast

import pytest

from gradus.labs.magics import neutralise


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("!ls -la 'it\nx = 1", "pass\nx = 1"),
        ("np.dot?\nx = 1", "pass\nx = 1"),
        ("?np.dot\nx = 1", "pass\nx = 1"),
        ("files = !ls\nx = 1", "pass\nx = 1"),
        ("%time y = f(2)", "y = f(2)"),
        ("%%time\nx = 1", "\nx = 1"),
        ("%%bash\nrm -rf nothing\nls", "\n\n"),
        ("def f():\n    !ls\n    return 1", "def f():\n    pass\n    return 1"),
    ],
)
def test_a_cell_becomes_python_with_the_same_lines(cell: str, plain: str) -> None:
    assert neutralise(cell) == plain
    ast.parse(neutralise(cell))


@pytest.mark.parametrize("cell", ['text = """\n!ls\n%time\n"""', "y = (7\n% 3)", "x = 1  # what?"])
def test_what_python_understands_stays_as_it_is(cell: str) -> None:
    assert neutralise(cell) == cell


@pytest.mark.parametrize("cell", ["def f(:\n  pass", "x = (1,\n", "x = '\0'"])
def test_what_is_wrong_for_another_reason_stays_wrong(cell: str) -> None:
    with pytest.raises((SyntaxError, ValueError)):
        ast.parse(neutralise(cell))
