"""Of a cell, what defines is kept and what runs is left out."""

from __future__ import annotations

import ast

import pytest

from gradus.labs.definitions import definitions_of, needed


def kept(source: str) -> list[str]:
    return [one.source for one in definitions_of(ast.parse(source), source, "cell 1")]


@pytest.mark.parametrize(
    "statement",
    [
        "import numpy as np",
        "from math import exp",
        "def f(x):\n    return x",
        "class A:\n    x = 1",
        "EPS = 1e-8",
        "A, B = 1, 2",
        "GRID = np.array([[1, 2], [3, 4]])",
        "SIZES: list = [1, 2]",
        "square = lambda x: x ** 2",
        "norm = np.linalg.norm",
        "half = partial(scale, 0.5)",
        "if True:\n    import numpy",
        "try:\n    import numpy\nexcept ImportError:\n    numpy = None",
        "@decorator\ndef f(x):\n    return x",
    ],
)
def test_a_definition_is_kept_word_for_word(statement: str) -> None:
    assert kept(statement) == [statement]


@pytest.mark.parametrize(
    "statement",
    [
        "print('hello')",
        "model = train(X, Y)",
        "w -= 1",
        "for i in range(3):\n    x = i",
        "while True:\n    pass",
        "X = np.load('cats.npz')",
        "np.random.seed(1)",
        "x = input()",
        "from gradus.notebook import lab",
        "import sys; sys.exit()".partition("; ")[2],
        "if __name__ == '__main__':\n    x = 1",
        "data['x'] = 3",
        "(y := 3)",
        "x = [run(i) for i in range(3)]",
        "with open('f') as f:\n    x = 1",
    ],
)
def test_what_only_runs_is_left_out(statement: str) -> None:
    assert kept(statement) == []


def test_statements_on_one_line_are_taken_apart() -> None:
    assert kept("import os; print(1); X = 2") == ["import os", "X = 2"]


def test_a_definition_knows_its_line_decorators_included() -> None:
    source = "print(1)\n\n@wraps\n@other\ndef f():\n    return 1\n"
    (one,) = definitions_of(ast.parse(source), source, "cell 1", first_line=10)
    assert (one.line, one.source.split("\n")[0]) == (12, "@wraps")


def test_only_what_an_exercise_reaches_is_needed() -> None:
    source = "import matplotlib.pyplot as plt\nE = 2\ndef a(): return b()\ndef b(): return E\ndef plot(): plt.show()"
    found = needed(definitions_of(ast.parse(source), source, "cell 1"), ["a"])
    assert [sorted(one.binds) for one in found] == [["E"], ["a"], ["b"]]


def test_everything_is_needed_by_code_that_looks_names_up() -> None:
    source = "X = 1\ndef a(): return globals()['X']"
    assert len(needed(definitions_of(ast.parse(source), source, "cell 1"), ["a"])) == 2


def test_a_star_import_is_always_needed() -> None:
    source = "from math import *\ndef a(): return exp(1)"
    assert len(needed(definitions_of(ast.parse(source), source, "cell 1"), ["a"])) == 2
