"""Of a cell, what defines is kept and what runs is left out."""

from __future__ import annotations

import ast

import pytest

from gradus.labs.definitions import definitions_of, needed, statements_of


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


@pytest.mark.parametrize(
    "statement",
    [
        "Cache = namedtuple('Cache', 'A W b')",
        "rng = np.random.default_rng(0)",
        "ROW = np.array([1, 2]).reshape(1, 2)",
        "NAMES = 'dw db'.split()",
        "HALF = np.float(0.5)",
        "if hasattr(np, 'trapezoid'):\n    area = np.trapezoid\nelse:\n    area = np.trapz",
    ],
)
def test_a_harmless_call_may_stand_in_a_constant(statement: str) -> None:
    assert kept(statement) == [statement]


def test_each_import_of_a_list_stands_alone_so_that_a_missing_one_takes_no_other_with_it() -> None:
    assert kept("import numpy as np, h5py") == ["import numpy as np", "import h5py"]
    assert kept("from scipy import ndimage, misc as m") == ["from scipy import ndimage", "from scipy import misc as m"]


def test_what_only_runs_inside_a_branch_becomes_pass_and_the_lines_keep_their_numbers() -> None:
    source = "if True:\n    print('à',\n          1); import math\n    def f(x):\n        return math.exp(x)\n    f(2)"
    assert kept(source) == ["if True:\n    pass; import math\n\n    def f(x):\n        return math.exp(x)\n    pass"]
    source = "try:\n    import h5py\nexcept ImportError:\n    print('none')\nelse:\n    if x:\n        run()"
    assert kept(source) == ["try:\n    import h5py\nexcept ImportError:\n    pass\nelse:\n    pass\n"]
    for text in kept(source):
        ast.parse(text)


def test_branches_without_any_definition_are_left_out() -> None:
    assert kept("if True:\n    print(1)") == []
    assert kept("try:\n    run()\nexcept ValueError:\n    pass") == []


def reached(source: str, *names: str) -> list[str]:
    return [one.source for one in needed(statements_of(ast.parse(source), source, "cell 1"), names)]


def test_what_a_call_gives_is_computed_only_where_an_exercise_looks_it_up() -> None:
    net = "class Net:\n    def go(self): return 1"
    source = f"{net}\nnet = Net()\nd = train(net)\ndef a(): return net.go()"
    assert reached(source, "a") == [net, "net = Net()", "def a(): return net.go()"]


def test_an_exercise_may_be_what_a_call_gives() -> None:
    source = "def make(k): return lambda z: k * z\nother = make(1)\na, b = make(2), make(3)"
    assert reached(source, "a") == ["def make(k): return lambda z: k * z", "a, b = make(2), make(3)"]


def test_a_local_name_does_not_run_the_training_that_assigns_its_namesake() -> None:
    source = "def a(X):\n    w, b = X\n    return [d for d in w]\nw, b = train(1)\nd = train(2)"
    assert reached(source, "a") == ["def a(X):\n    w, b = X\n    return [d for d in w]"]


def test_the_result_of_a_call_does_not_replace_a_function_of_that_name() -> None:
    assert reached("def a(): return 1\na = a()", "a") == ["def a(): return 1"]


def test_cells_in_any_order_are_run_in_the_order_that_works() -> None:
    source = "@loud\ndef a(x=EPS): return b(x)\nclass B(A): y = EPS\ndef b(x): return B\nclass A: pass"
    below = "EPS = np.exp(0)\ndef loud(f): return f\nimport numpy as np"
    found = reached(f"{source}\n{below}", "a")
    assert [one.partition("\n")[0] for one in found] == [
        *("def b(x): return B", "class A: pass", "def loud(f): return f", "import numpy as np", "EPS = np.exp(0)"),
        *("@loud", "class B(A): y = EPS"),
    ]


def test_what_would_work_as_it_stands_is_not_moved() -> None:
    source = "def a(): return b()\nX = [1]\ndef b(): return X\nX = [2]"
    assert reached(source, "a") == source.split("\n")
    circle = "A = B\nB = A\ndef a(): return A"
    assert sorted(reached(circle, "a")) == sorted(circle.split("\n"))  # it fails in any order


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
