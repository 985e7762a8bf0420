"""Code of older editions goes on working in the candidate: old names, old behaviour, modules that moved."""

from __future__ import annotations

import re
import time
from typing import Any

import numpy as np
import pytest

from gradus.grading.older import LEFT, METHODS, MOVED
from gradus.grading.sandbox import Candidate, Outcome, Raised, Returned
from gradus.labs.submission import Submission


def result(body: str, *args: Any, top: str = "import numpy as np") -> Outcome:
    """What a function with this body returns in a candidate."""
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    with Candidate() as candidate:
        for definition in Submission.from_cells([f"{top}\ndef f(x=None, y=None):\n{lines}"]).definitions:
            loaded = candidate.load(definition)
            assert isinstance(loaded, Returned), loaded
        return candidate.call("f", args, {}, seed=0, deadline=time.monotonic() + 10)


def value(body: str, *args: Any, top: str = "import numpy as np") -> Any:
    outcome = result(body, *args, top=top)
    assert isinstance(outcome, Returned), outcome
    return outcome.value


def test_every_name_that_left_numpy_is_there_again() -> None:
    names = ", ".join(f"'{name}'" for name in LEFT)
    assert value(f"return [name for name in [{names}] if not hasattr(np, name)]") == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return np.zeros(2, dtype=np.float)", np.zeros(2)),
        ("return np.array([1.7, 2.2]).astype(np.int)", np.array([1, 2])),
        ("return np.array([0, 1]).astype(np.bool)", np.array([False, True])),
        ("return np.int(3.7), np.float('2'), np.str(4), np.complex(1, 2)", (3, 2.0, "4", 1 + 2j)),
        ("return np.float_(2), np.complex_(1), np.unicode_('a')", (2.0, 1 + 0j, "a")),
        ("return np.long(5)", 5),
        ("return np.product([2, 3]), np.prod([2, 3])", (6, 6)),
        ("return np.cumproduct([1, 2, 3])", np.array([1, 2, 6])),
        ("return np.alltrue([True, False]), np.sometrue([True, False])", (False, True)),
        ("return np.asscalar(np.array([[2.5]]))", 2.5),
        ("return np.in1d([[1, 2]], [2]), np.in1d([1, 2], [2], invert=True)", ([False, True], [True, False])),
        ("return np.row_stack([[1, 2], [3, 4]])", np.array([[1, 2], [3, 4]])),
        ("return np.trapz([0.0, 1.0, 2.0])", 2.0),
        ("return np.Inf, np.PINF, np.infty, np.NINF, np.NaN", (np.inf, np.inf, np.inf, -np.inf, np.nan)),
        ("return np.mat([[1, 2]]) * np.matrix([[3], [4]])", np.array([[11]])),
        ("return np.msort([[2, 1], [1, 3]]), np.rank([[1]])", (np.array([[1, 1], [2, 3]]), 2)),
        ("return np.round_(2.567, 2), np.alen([1, 2]), np.asfarray([1])", (2.57, 2, np.array([1.0]))),
        ("return np.random.random_integers(4, 4)", 4),
    ],
)
def test_an_old_name_does_what_it_did(body: str, expected: Any) -> None:
    np.testing.assert_equal(value(body), expected)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return float(x[:1]), int(x[:1, None]), complex(x[:1])", (2.0, 2, 2 + 0j)),
        ("import math\nreturn math.exp(0 * x[:1]), math.pow(x[:1], 2), math.pi", (1.0, 4.0, np.pi)),
        ("y = np.zeros((1, 2))\ny[0, 0] = x[:1]\ny[0][1] = x[1:2].reshape(1, 1)\nreturn y", np.array([[2.0, 3.0]])),
        ("y = np.zeros((2, 1))\ni = 0\ny[i + 1] = x[:1]\nreturn y", np.array([[0.0], [2.0]])),
        ("y = np.zeros((1, 2))\ny[:, 0] = x[:1]\nreturn y", np.array([[2.0, 0.0]])),
        ("y = {}\ny['w'] = x[:1]\nreturn y", {"w": np.array([2.0])}),
        ("return np.sum(v ** 2 for v in x), np.sum([1, 2])", (13.0, 3)),
        ("return np.vstack(v for v in [x, x]), np.concatenate([v] for v in x)", (np.array([[2.0, 3], [2, 3]]), [2, 3])),
        ("return np.array(x, copy=False), np.array(x, copy=True)", (np.array([2.0, 3]), np.array([2.0, 3]))),
        ("return np.reshape(x, newshape=(2, 1))", np.array([[2.0], [3.0]])),
        ("return x.ptp(), x.reshape(1, 2).ptp(axis=1), np.ptp(x)", (1.0, np.array([1.0]), 1.0)),
        ("y = x.copy()\ny.itemset(0, 9)\nreturn y", np.array([9.0, 3.0])),
        ("y = np.zeros((1, 2))\ny.itemset((0, 1), 9)\ny.itemset(0, 0, 8)\nreturn y", np.array([[8.0, 9.0]])),
        ("return x.newbyteorder().newbyteorder()", np.array([2.0, 3.0])),
        ("return np.frombuffer(x.tostring())", np.array([2.0, 3.0])),
    ],
)
def test_what_older_numpy_allowed_is_allowed(body: str, expected: Any) -> None:
    np.testing.assert_equal(value(body, np.array([2.0, 3.0])), expected)


@pytest.mark.parametrize(
    ("body", "said", "line"),
    [
        ("return float(x)", "only 0-dimensional arrays|only length-1 arrays", 3),
        ("y = np.zeros(2)\ny[0] = x\nreturn y", "setting an array element with a sequence", 4),
        ("return x.pttp()", "no attribute 'pttp'", 3),
        ("return [1].ptp()", "'list' object has no attribute 'ptp'", 3),
        ("return np.flaot(1)", "no attribute 'flaot'", 3),
        ("return int('a')", "invalid literal", 3),
    ],
)
def test_what_was_always_wrong_is_wrong_with_its_line_and_its_place(body: str, said: str, line: int) -> None:
    outcome = result(body, np.array([2.0, 3.0]))
    assert isinstance(outcome, Raised)
    assert re.search(said, outcome.message)
    assert outcome.function == "f"
    assert outcome.line == line


def test_a_star_import_brings_the_old_names_and_not_those_that_would_hide_pythons() -> None:
    top = "from numpy import *"
    assert value("return product([2, 3]), Inf, float('2'), int(3.5), str(1)", top=top) == (6, np.inf, 2.0, 3, "1")


def test_an_old_name_may_be_imported_by_name() -> None:
    assert value("return product([2, 3]), real(2)", top="from numpy import product, float as real") == (6, 2.0)


def test_a_function_of_the_learners_own_called_float_is_left_alone() -> None:
    assert value("return float(x)", np.array([2.0]), top="def float(v):\n    return v.shape") == (1,)


def test_an_index_is_worked_out_once_where_that_could_be_seen() -> None:
    body = "seen = []\ny = np.zeros(3)\ny[seen.append(1) or 0] = 5\nreturn y, seen"
    np.testing.assert_equal(value(body), (np.array([5.0, 0, 0]), [1]))


@pytest.mark.parametrize("old", [name for name in MOVED if name.startswith("scipy")])
def test_a_module_that_moved_is_found_under_its_old_name(old: str) -> None:
    pytest.importorskip("scipy")
    assert value("return float(factorial(4))", top=f"from {old} import factorial") == 24.0


def test_bringing_the_names_back_says_nothing_of_itself() -> None:
    outcome = result("return 1")
    assert isinstance(outcome, Returned)
    assert outcome.output == ""


def test_a_table_names_for_everything_a_version_and_what_to_write() -> None:
    for version, write in (*LEFT.values(), *METHODS.values()):
        assert version.replace(".", "").isdigit()
        assert write
