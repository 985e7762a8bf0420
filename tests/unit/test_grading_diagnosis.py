"""A miss gets its likeliest cause: a known mistake first, then what an exception says."""

from __future__ import annotations

import numpy as np
import pytest

from gradus.grading import grade
from gradus.grading.checks import Case, Law, Mistake, mistake
from gradus.grading.diagnosis import known_mistake
from gradus.grading.judging import Probe, judge
from gradus.grading.outcomes import Returned
from gradus.grading.walls import Limits, Walls
from gradus.labs.submission import Submission
from gradus.model import Cause, Confidence
from tests.unit.labs_tiny import TINY, exercise, solved

QUICK = Walls(limits=Limits(call_seconds=1.5))
MEASURE = """def measure(w, X, Y):
    m = X.shape[1]
    A = squash(np.dot(w.T, X))
    mean = np.sum((A - Y) ** 2) / m
    dw = 2 * np.dot(X, (A - Y).T) / m
    return {"dw": dw}, mean
"""


def cause(name: str, code: str, *more: str) -> Cause | None:
    cells = [*(cell.source for cell in solved(**{name: code}).cells), *more]
    return exercise(grade(TINY, Submission.from_cells(cells), only=[name], seed=5, walls=QUICK), name).cause


def said(old: str, new: str, *more: str) -> str:
    """The cause after one change to a right ``measure``."""
    assert old in MEASURE
    found = cause("measure", MEASURE.replace(old, new), *more)
    assert found is not None
    return f"{found.id}: {found.text}"


def test_a_known_mistake_is_named_by_its_sentence() -> None:
    found = cause("squash", "def squash(z):\n    return 1 / (1 + np.exp(z))")
    assert found == Cause("wrong-sign", "The exponent lacks its minus: write np.exp(-z).")


def test_a_known_mistake_in_another_spelling_is_recognised_by_its_results() -> None:
    found = cause("squash", "def squash(z):\n    return np.exp(-z) / (1 + np.exp(-z))")
    assert found is not None
    assert found.id == "wrong-sign"


def test_a_known_mistake_is_recognised_by_the_part_that_it_spoils() -> None:
    """The mean misses its sum, as the known mistake does; dw has another fault."""
    code = MEASURE.replace("np.sum((A - Y) ** 2)", "(A - Y) ** 2").replace("dw = 2 *", "dw = 5 +")
    found = cause("measure", code)
    assert found is not None
    assert found.id == "no-sum"


def test_a_known_mistake_is_recognised_by_its_exception() -> None:
    found = cause("measure", "def measure(w, X, Y):\n    A = squash(np.dot(w, X))\n    return {}, 0")
    assert found is not None
    assert found.id == "dot-not-aligned"


def test_a_known_mistake_is_not_blamed_for_another_fault() -> None:
    text = said("/ m\n    dw", "* m\n    dw")
    assert text.startswith("repair-operators: Cell 3, line 4: In `np.sum((A - Y) ** 2) * m` stands `*` where `/`")


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("np.dot(w.T, X)", "w @ X", "shapes-not-aligned: Cell 3, line 3, `w @ X`: `w` (3, 1) and `X` (3, 5)"),
        ("np.dot(w.T, X)", "w @ X", "1 is not 3. Transpose `w`: (1, 3) times (3, 5)."),
        ("np.dot(X, (A - Y).T)", "(X @ (A - Y))", "`X` (3, 5) and `A - Y` (1, 5): a matrix product needs"),
        ("np.dot(w.T, X)", "w.T * X", "shapes-not-broadcast: Cell 3, line 3, `w.T * X`: `w.T` (1, 3) and `X` (3, 5)"),
        ("np.dot(w.T, X)", "w.T * X", "As a matrix product they would fit"),
        ("(A - Y) ** 2", "math.exp(A)", "unknown-name: Cell 3, line 4, `math`: Nothing is called `math`"),
        ("m = X.shape[1]", "import math; m = math.log(X)", "one-number-only"),
        ("m = X.shape[1]", "import math; m = math.log(X)", "np.log takes each element"),
        ("m = X.shape[1]", "m = 5 if X > 0 else 5", "truth-of-an-array"),
        ("m = X.shape[1]", "m = ...", "placeholder-left: Cell 3, line 4"),
        ("m = X.shape[1]", "m = X.shape[2]", "index-out-of-range"),
        ("m = X.shape[1]", "m = X[0, 99]", "Axis 1 has 5 places, 0 to 4; place 99 is asked for: `X` (3, 5)"),
        ("m = X.shape[1]", "m = X[0, 0, 0]", "more indices than axes"),
        ("m = X.shape[1]", "m = np.zeros(3, 1)", "shape-needs-a-tuple"),
        (
            "m = X.shape[1]",
            "m = np.sum(X, axis=2)",
            "no-such-axis: Cell 3, line 2, `np.sum(X, axis=2)`: The array has axes 0 to 1",
        ),
        ("m = X.shape[1]", "m = X(1)", "called-like-a-function"),
        (
            "m = X.shape[1]",
            "m = np.sum[X]",
            "not-to-be-indexed: Cell 3, line 2, `np.sum[X]`: A function is called with round",
        ),
        ("m = X.shape[1]", "m, n, k = X.shape", "unpacking"),
        ("m = X.shape[1]", "m = X.reshape(2, 2)", "reshape"),
        ("m = X.shape[1]", "m = np.array([[1], [2, 3]])", "ragged-array"),
        ("m = X.shape[1]", "m = np.zeros(3, int); m += 0.5", "integers-cannot-hold-it"),
        ("m = X.shape[1]", "m = np.lgo(5)", "NumPy has no np.lgo"),
        ("m = X.shape[1]", "m = 1 / 0", "division-by-zero"),
        ("m = X.shape[1]", "m = {'a': 1}['b']", "missing-key"),
        ("m = X.shape[1]", "p = {'a': 1}; m = p['b']", "`p` has no key 'b'; it has 'a'."),
        (
            "m = X.shape[1]",
            "m = m + 1",
            "used-before-assignment: Cell 3, line 2, `m`: `m` is used before it has a value",
        ),
        ("m = X.shape[1]", "m = None + 1", "value-is-none"),
        ("m = X.shape[1]", "import descent", "import-failed"),
        (
            "(A - Y) ** 2",
            "(A - Y) ^ 2",
            "power-sign: Cell 3, line 4, `(A - Y) ^ 2`: In Python `^` is no power",
        ),
        ("m = X.shape[1]", "m = 2.0^3", "power-sign"),
        ("m = X.shape[1]", "m = int(input('m? '))", "asks-for-input: Cell 3, line 2, `input('m? ')`: Nobody is there"),
        ("m = X.shape[1]", "m = x.shape[1]", "Is `X` meant?"),
        (
            "m = X.shape[1]",
            "m = squash()",
            "wrong-arguments: Cell 3, line 2, `squash()`: `squash` is called with other",
        ),
        ("w, X, Y", "w, X", "wrong-arguments: `measure` must take these arguments: `w`, `X`, `Y`."),
        ("m = X.shape[1]", "return measure(w, X, Y)", "endless-recursion"),
        ("m = X.shape[1]", "raise SystemExit", "ends-the-program"),
        ("m = X.shape[1]", "m = np.ones(1 << 40)", "too-much-memory"),
    ],
)
def test_an_exception_is_explained_at_the_learners_line(old: str, new: str, text: str) -> None:
    assert text in said(old, new)


def test_a_variable_of_the_notebook_is_told_from_an_argument() -> None:
    text = said("m = X.shape[1]", "m = train_X.shape[1]", "train_X, train_Y = load_dataset()")
    assert "`train_X` is a variable of the notebook" in text
    assert "`w`, `X`, `Y`" in text


def test_a_mistake_is_found_behind_a_helper_that_is_not_written() -> None:
    code = MEASURE.replace("np.dot(w.T, X)", "w")  # wrong by itself, so that lending the helper does not save it
    cells = ["import numpy as np", "def squash(z):\n    raise NotImplementedError", code]
    report = exercise(grade(TINY, Submission.from_cells(cells), only=["measure"], walls=QUICK), "measure")
    assert report.notes == ("Asked with the lab's own `squash`, since yours is not right yet.",)
    assert report.cause is not None
    assert report.cause.id == "outer-product"


def test_an_error_inside_a_helper_names_both() -> None:
    cells = ["import numpy as np", "def squash(z):\n    return z @ z", MEASURE.replace("/ m\n    dw", "+ m\n    dw")]
    report = exercise(grade(TINY, Submission.from_cells(cells), only=["measure"], walls=QUICK), "measure")
    assert report.cause is not None
    assert "in `squash`, which `measure` calls" in report.cause.text


def test_a_loop_without_end_is_called_one() -> None:
    found = cause("descend", "def descend(start, steps, rate):\n    while steps >= 0: pass")
    assert found is not None
    assert found.id == "endless"
    assert "it had not finished after" in found.text


def test_nothing_is_said_where_nothing_fits() -> None:
    assert cause("squash", "def squash(z):\n    return np.cos(z * 7) + 3") is None


def test_a_right_exercise_has_no_cause() -> None:
    assert cause("measure", MEASURE) is None


def test_a_number_that_is_none_is_no_trace_of_a_known_mistake() -> None:
    """Every slip that ends in NaN gives the same NaN; the other parts do not bear the mistake out."""
    known = mistake("measure", "nan", "The root of something negative.")(lambda x: ({"dw": -x}, float("nan")))
    assert known_mistake([known], [missed(({"dw": 1.0}, float("nan")), "[1]", expected=({"dw": 1.0}, 2.0))]) is None


def test_a_known_mistake_that_spoils_what_is_right_is_not_the_cause() -> None:
    """The third result is wrong as in the known mistake, but the mistake would get the first call wrong too."""
    known = mistake("measure", "zero", "Nothing is computed.")(lambda x: 0 if x > 2 else -1)
    right = Probe(Case("1", args=(1.0,), expected=1), Returned(1), passed=True)
    assert known_mistake([known], [right, missed(0, "", argument=3.0, expected=1)]) is None


def missed(value: object, pick: str, *, expected: object, argument: float = 1.0) -> Probe:
    return Probe(Case("x", args=(argument,), expected=expected, pick=pick), Returned(value), passed=False)


def test_two_known_mistakes_at_once_are_both_named_each_by_its_part() -> None:
    @mistake("measure", id="doubled", text="a is doubled.")
    def doubled(x: float) -> dict[str, float]:
        return {"a": 2 * x, "b": x}

    @mistake("measure", id="negated", text="b is negated.")
    def negated(x: float) -> dict[str, float]:
        return {"a": x, "b": -x}

    right, came = {"a": 3.0, "b": 3.0}, Returned({"a": 6.0, "b": -3.0})
    probes = [
        Probe(Case(f"{key} is right", args=(3.0,), expected=right, pick=f'["{key}"]'), came, False)
        for key in ("a", "b")
    ]
    found = known_mistake([doubled, negated], probes)
    assert found == Cause("doubled-and-negated", "Two things. a is doubled. And: b is negated.", Confidence.LIKELY)
    alone = known_mistake([negated], probes)
    assert alone == Cause("negated", "b is negated.", Confidence.POSSIBLE)


def test_a_mistake_that_is_right_where_the_code_missed_explains_nothing() -> None:
    whole = Mistake("f", "whole", "It is cut to whole numbers.", lambda x: np.asarray(x, dtype=np.asarray(x).dtype))
    law = Law("it is itself", args=(np.array([0.5, 2.0]),), holds=lambda got, x: None if (got == x).all() else "no")
    coarse = Returned(np.array([0.5, 2.001], dtype=np.float16))
    assert known_mistake([whole], [judge(law, coarse)]) is None
