"""Odd submissions: what is right in them earns its points, and what is odd is said in a sentence."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from gradus.grading import grade
from gradus.labs.submission import Submission
from gradus.model import ExerciseReport, Report, Status
from tests.unit.labs_tiny import TINY, exercise, solved

RIGHT = "def squash(z):\n    return 1 / (1 + np.exp(-z))"
WRONG = "def squash(z):\n    return 1 / (1 + np.exp(z))"


def graded(*cells: str) -> Report:
    """The solved tiny lab with other cells in place of ``squash``."""
    others = [cell.source for cell in solved(squash="").cells]
    return grade(TINY, Submission.from_cells([*others, *cells]))


def squash(*cells: str) -> ExerciseReport:
    return exercise(graded(*cells), "squash")


RIGHT_FORMS = {
    "lambda": ["squash = lambda z: 1 / (1 + np.exp(-z))"],
    "partial": [
        "from functools import partial\ndef logistic(k, z):\n    return 1 / (1 + np.exp(-k * z))",
        "squash = partial(logistic, 1.0)",
    ],
    "alias": [RIGHT.replace("squash", "my_squash"), "squash = my_squash"],
    "decorated": [
        "import functools, time\n"
        "def timed(f):\n    @functools.wraps(f)\n    def inner(*args, **kwargs):\n        began = time.time()\n"
        "        return f(*args, **kwargs)\n    return inner",
        f"@timed\n{RIGHT}",
    ],
    "wrapped afterwards": [RIGHT, "def loud(f):\n    return f\nsquash = loud(squash)"],
    "made by a function": [
        "def make(k):\n    def inner(z):\n        return 1 / (1 + np.exp(-k * z))\n    return inner",
        "squash = make(1)",
    ],
    "a method of an object": [
        "class Net:\n    def __init__(self, k=1.0):\n        self.k = k\n"
        "    def squash(self, z):\n        return 1 / (1 + np.exp(-self.k * z))",
        "net = Net()\nsquash = net.squash",
    ],
    "an object that can be called": [
        "class Squash:\n    def __call__(self, z):\n        return 1 / (1 + np.exp(-z))",
        "squash = Squash()",
    ],
    "a global object behind it": [
        "class Net:\n    def go(self, z):\n        return 1 / (1 + np.exp(-z))",
        "net = Net()\ndef squash(z):\n    return net.go(z)",
    ],
    "inside if True": [f"if True:\n    print('hello')\n{chr(10).join('    ' + line for line in RIGHT.splitlines())}"],
    "inside try": [
        "try:\n    import h5py\n    from scipy.special import nothing_of_the_kind\nexcept ImportError:\n"
        "    print('not there')\n    def squash(z):\n        return 1 / (1 + np.exp(-z))"
    ],
    "star imports": [
        "from numpy import *\nfrom math import *\nimport numpy\ndef squash(z):\n    return 1 / (1 + numpy.exp(-z))"
    ],
    "a helper below it": ["def squash(z):\n    return helper(z)", "def helper(z):\n    return 1 / (1 + np.exp(-z))"],
    "magics": [f"%%time\n{RIGHT}", "!pip install numpy\n%matplotlib inline\nnp.exp?", "name = input('Who are you? ')"],
    "input inside": ["def ask():\n    return input()", RIGHT],
    "unicode names": ["def σ(ζ):\n    return 1 / (1 + np.exp(-ζ))", "def squash(z):\n    ﬁn = σ(z)\n    return fin"],
    "line ends": [RIGHT.replace("\n", "\r\n")],
    "tabs": [RIGHT.replace("    ", "\t")],
    "byte order mark": ["\ufeff" + RIGHT],
    "a syntax error elsewhere": ["def broken(:\n    pass", RIGHT, "print 'hello'"],
    "a value under its name": [RIGHT, "squash = 3"],
    "its result under its name": [RIGHT, "squash = squash(np.array([1.0]))"],
    "a copied cell": [RIGHT, RIGHT],
    "two different versions": [WRONG, RIGHT],
    "missing helpers of other courses": [
        "import h5py\nfrom lr_utils import load_dataset\nfrom dnn_utils_v2 import sigmoid, relu\n"
        "from public_tests import *\nfrom planar_utils import *\nimport scipy, h5py as h\n"
        "from scipy import ndimage, misc\nfrom scipy.misc import imread, imresize\nfrom scipy.ndimage import imread\n"
        "from sklearn.cross_validation import train_test_split\nfrom testCases_v4a import *",
        RIGHT,
        "squash_test(squash)",
    ],
    "one import that is missing among others": ["import h5py, numpy as numbers", RIGHT.replace("np", "numbers")],
    "a helper of another course under its name": [RIGHT, "from dnn_utils import squash"],
    "type hints": [
        "from __future__ import annotations\nimport typing\nfrom typing import TypeVar, Union\nT = TypeVar('T')",
        "def squash(z: Union[float, NotThere]) -> T:\n    return 1 / (1 + np.exp(-z))",
    ],
    "a walrus": ["def squash(z):\n    return 1 / (1 + (e := np.exp(-z)))"],
    "a constant of its own": [
        "ONE = np.float(1.0)\nROW = np.ones(3).reshape(3, 1)\ndef squash(z):\n    return ONE / (ROW[0, 0] + np.exp(-z))"
    ],
    "a named tuple": [
        "from collections import namedtuple\nPair = namedtuple('Pair', 'a b')",
        "def squash(z):\n    p = Pair(1, np.exp(-z))\n    return p.a / (p.a + p.b)",
    ],
    "a dataclass": [
        "from dataclasses import dataclass\n@dataclass\nclass Layer:\n    k: float = 1.0",
        "layer = Layer()\ndef squash(z):\n    return layer.k / (layer.k + np.exp(-z))",
    ],
    "cells out of order": [
        "@loud\ndef squash(z, k=ONE):\n    return k / (k + numbers.exp(-z))",
        "def loud(f):\n    return f",
        "ONE = numbers.float64(1)",
        "import numpy as numbers",
    ],
    "globals that change": [
        "calls = 0\ndef squash(z):\n    global calls\n    calls += 1\n    return 1 / (1 + np.exp(-z))"
    ],
}


@pytest.mark.parametrize("form", RIGHT_FORMS)
def test_right_code_in_an_odd_form_earns_every_point(form: str) -> None:
    report = graded(*RIGHT_FORMS[form])
    assert [(one.name, one.status, one.cause, one.checks) for one in report.exercises if one.points < one.max] == []
    assert [one.cause for one in report.exercises if one.cause] == []


ODD_FORMS = {
    "a value": (["squash = 3"], "not-a-function", "`squash` is `3` (cell 6, line 1): a value, and no function"),
    "a value among others": (["a, squash = 1, [2]"], "not-a-function", "`squash` is `[2]`"),
    "async": ([f"async {RIGHT}"], "async-function", "Write `def` alone"),
    "a generator": ([RIGHT.replace("return", "yield")], "generator", "with `return`"),
    "only a method": (
        ["class Net:\n    def squash(self, z):\n        return z"],
        "defined-inside",
        "inside `Net` (cell 6, line 1), where no check can reach it. Move it out of there, or add the line "
        "`squash = Net().squash` below.",
    ),
    "only inside a function": (
        ["def outer():\n    def squash(z):\n        return z"],
        "defined-inside",
        "inside `outer`",
    ),
    "Python 2": (["def squash(z):\n    print z\n    return z"], "syntax-error", "in Python 3 it is print(x)"),
}


@pytest.mark.parametrize("form", ODD_FORMS)
def test_what_cannot_be_called_is_named_for_what_it_is(form: str) -> None:
    cells, cause, said = ODD_FORMS[form]
    report = squash(*cells)
    assert report.status is Status.ERROR
    assert report.cause is not None
    assert report.cause.id == cause
    assert said in report.cause.text


def test_a_value_beside_the_function_is_noted() -> None:
    (note,) = squash(RIGHT, "squash = 3").notes
    assert note.startswith("In cell 7 `squash` is also set to `3`. The function is what counts here")


def test_a_second_definition_is_noted_and_the_last_one_counts() -> None:
    report = squash(RIGHT, WRONG)
    assert report.status is Status.FAILED
    assert report.notes == (
        "`squash` is defined more than once: in cell 6, line 1, and last in cell 7, line 1. The last one counts.",
    )


def test_a_copy_an_import_and_a_wrapping_are_no_second_definition() -> None:
    assert squash(RIGHT, RIGHT + "  # again").notes == ()
    assert squash(RIGHT, "from dnn_utils import squash").notes == ()
    assert squash(RIGHT, "squash = np.vectorize(squash)").notes == ()
    assert squash("squash = 1" + " + 1" * 3000).cause is not None


def test_code_that_parses_and_cannot_be_compiled_is_an_error_of_its_own_alone() -> None:
    report = graded("def squash(z):\n    nonlocal k\n    return z", "net = Net()")
    assert exercise(report, "squash").status is Status.ERROR
    assert [one.name for one in report.exercises if one.points < one.max] == ["squash"]


def test_an_old_name_is_noted_with_what_to_write_at_the_exercise_that_uses_it() -> None:
    report = graded(
        "def old(z):\n    return np.float(1) + z", RIGHT.replace("1 / (1 +", "1 / old(").replace("))", "))")
    )
    assert exercise(report, "squash").points == 10
    assert exercise(report, "squash").notes == ("`np.float` left NumPy with version 1.24; write `float`.",)
    assert [one.notes for one in report.exercises if one.name != "squash"] == [(), (), ()]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["import numpy as n\ndef squash(z):\n    return 1 / (1 + n.exp(-n.product([z])))"], "`n.product` left NumPy"),
        (
            ["from numpy import product\ndef squash(z):\n    product\n    return 1 / (1 + np.exp(-z))"],
            "`numpy.product`",
        ),
        (["from numpy import *\ndef squash(z):\n    alltrue\n    return 1 / (1 + np.exp(-z))"], "`alltrue` left NumPy"),
        (["def squash(z):\n    z.ptp\n    return z"], "`.ptp()` left NumPy's arrays with version 2.0"),
        (
            ["from scipy.misc import comb\ndef squash(z):\n    comb\n    return z"],
            "`scipy.misc` is no longer in SciPy; import from `scipy.special`",
        ),
    ],
)
def test_old_names_are_noted_however_they_are_imported(cells: list[str], said: str) -> None:
    assert any(said in note for note in squash(*cells).notes)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("float(np.ones((1, 1)))", "An array of one element stands where a number belongs"),
        ("np.sum(v for v in [0, 1])", "NumPy refuses a generator here"),
        ("np.array([1.0], copy=False)[0]", "`np.array(…, copy=False)` fails from version 2.0 on"),
        ("np.reshape([1.0], newshape=())", "`newshape=` left `np.reshape`"),
    ],
)
def test_what_older_numpy_did_is_noted_where_it_happened(line: str, said: str) -> None:
    report = squash(f"def squash(z):\n    one = {line}\n    return one / (one + np.exp(-z))")
    assert report.points == 10
    (note,) = report.notes
    assert note.startswith(said)
    if "refuse" in note:
        assert note.endswith("(cell 6, line 2)")


@pytest.mark.parametrize(
    "cell",
    [
        "def squash(z):\n    float = np.float64\n    return 1 / (1 + np.exp(-z))",
        "def product(x):\n    return x\ndef squash(z):\n    product(z)\n    return 1 / (1 + np.exp(-z))",
        "def squash(z):\n    np.ptp(z)\n    return 1 / (1 + np.exp(-z))",
        "def plot(z):\n    return np.float(z)\ndef squash(z):\n    return 1 / (1 + np.exp(-z))",
    ],
)
def test_nothing_is_noted_where_nothing_is_old(cell: str) -> None:
    assert squash(cell).notes == ()


def formerly(*cells: str) -> ExerciseReport:
    """The report on ``squash`` in a copy of the tiny lab in which it was once called ``squish``."""
    with TemporaryDirectory() as folder:
        shutil.copytree(TINY.path, Path(folder, "lab"))
        checks = Path(folder, "lab", "checks.py")
        once = checks.read_text().replace('"squash", points=10', '"squash", points=10, formerly=("squish",)')
        checks.write_text(once)
        others = [cell.source for cell in solved(squash="").cells]
        report = grade(replace(TINY, path=Path(folder, "lab")), Submission.from_cells([*others, *cells]))
        return exercise(report, "squash")


def test_the_name_of_another_edition_counts_and_is_noted() -> None:
    report = formerly(RIGHT.replace("squash", "squish"))
    assert report.points == 10
    assert report.notes == ("`squish` counts as `squash`: another edition of this exercise calls it so.",)
    starter_too = formerly("def squash(z):\n    pass", RIGHT.replace("squash", "squish"))
    assert starter_too.points == 10


def test_the_name_of_this_edition_comes_first() -> None:
    report = formerly(WRONG.replace("squash", "squish"), RIGHT)
    assert (report.points, report.notes) == (10, ())
    assert formerly(RIGHT.replace("squash", "squish"), WRONG).points == 0
