"""Exercises that are classes: made, called and read in the candidate, step by step."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from gradus.author.bench import Bench, asked, mistaken, solved
from gradus.grading import grade
from gradus.grading.checks import Case, Steps, call, have, make, put, read, the
from gradus.grading.loading import load_lab
from gradus.grading.outcomes import Outcome, Raised, Returned
from gradus.grading.sandbox import Candidate
from gradus.grading.walls import Limits, Walls
from gradus.grading.wire import Opaque
from gradus.labs.levels import solution, starter
from gradus.labs.source import read_lab
from gradus.labs.submission import Submission
from gradus.model import ExerciseReport, Level, Report, Status
from tests.unit.labs_tiny import CLASSES, exercise, solved_classes

QUICK = Walls(limits=Limits(call_seconds=1.5))
SOURCE = read_lab(CLASSES)
LINEAR, SGD, TRAIN = (solution(SOURCE, name) for name in ("Linear", "SGD", "train"))


def graded(*only: str, level: Level | None = None, **replaced: str) -> Report:
    submission = solved_classes(**replaced)
    if level is not None:
        submission = Submission.from_cells(submission.cells, level=level)
    return grade(CLASSES, submission, only=only, seed=4, walls=QUICK)


def one(name: str, old: str, new: str) -> ExerciseReport:
    """The report on one class, with a part of its solution replaced."""
    text = solution(SOURCE, name)
    assert old in text
    return exercise(graded(name, **{name: text.replace(old, new)}), name)


def test_the_solution_earns_every_point() -> None:
    report = graded()
    assert (report.points, report.max) == (50, 50)
    assert all(not one.notes and one.cause is None for one in report.exercises)


@pytest.mark.parametrize("level", list(Level))
def test_a_class_that_is_still_the_starter_is_missing(level: Level) -> None:
    report = grade(CLASSES, Submission.from_cells([starter(SOURCE, "Linear", level)]), only=["Linear"])
    assert report.exercises[0].status is Status.MISSING


def test_a_miss_shows_every_step_that_led_to_it() -> None:
    report = one("SGD", "self.velocity[name] = velocity", "self.velocity[name] = 0.5 * velocity")
    (miss,) = report.checks
    lines = [line for line in miss.call.split("\n") if not line.startswith("  ")]
    assert lines[0] == "layer = Linear(2, 1)"
    assert lines[1].startswith("layer.W = np.array([[")
    assert lines[4:] == [
        "optimizer = SGD(0.1, momentum=0.9)",
        "optimizer.step(layer)",
        "layer.W",
        "optimizer.step(layer)",
        "layer.W",
    ]
    assert miss.difference.startswith("2 of 2 values differ, first at [0, 0]: got ")
    assert miss.expected.startswith("np.array([[")


def test_the_first_wrong_step_ends_the_claim() -> None:
    report = one("SGD", "- self.lr * gradient", "+ self.lr * gradient")
    assert report.checks[0].call.count("optimizer.step(layer)") == 1


def test_at_open_no_value_of_the_answer_is_told() -> None:
    report = graded("SGD", level=Level.OPEN, SGD=SGD.replace("- self.lr", "+ self.lr"))
    (miss,) = report.exercises[0].checks
    assert miss.expected == "an array of shape (2, 1)"
    assert "expected" not in miss.difference


def test_a_known_mistake_may_be_a_class() -> None:
    report = one("Linear", "d_out.sum(axis=0)", "np.mean(d_out, 0)")
    assert report.cause is not None
    assert report.cause.id == "bias-gradient-is-a-mean"
    forgot = one("SGD", "self.velocity.get(name, 0.0)", "0.0")
    assert forgot.cause is not None
    assert forgot.cause.id == "forgets-its-velocity"


def test_a_general_slip_is_found_in_a_method() -> None:
    report = one("Linear", "return d_out @ self.W.T", "return -d_out @ self.W.T")
    assert report.cause is not None
    assert report.cause.id == "sign-flipped"


def test_an_exception_in_a_method_is_shown_at_the_learners_line() -> None:
    report = one("Linear", "return X @ self.W + self.b", "return X.T @ self.W + self.b")
    (miss, *_) = [check for check in report.checks if not check.passed]
    assert "It raised ValueError" in miss.difference
    assert "return X.T @ self.W + self.b" in miss.difference
    assert report.cause is not None


@pytest.mark.parametrize(
    "old",
    ["self.dW = self.X.T @ d_out", "def backward(self, d_out):"],
    ids=["an attribute is missing", "a method is missing"],
)
def test_what_an_object_lacks_is_a_miss(old: str) -> None:
    report = one("Linear", old, old.replace("dW", "gradient").replace("backward", "back"))
    assert report.status is Status.FAILED
    assert "AttributeError" in next(check.difference for check in report.checks if not check.passed)


def test_a_claim_that_follows_from_what_was_read_is_a_miss_where_that_does_not_fit() -> None:
    report = one("Linear", "size=(n_in, n_out)", "size=(n_out, n_in)")
    texts = [check.difference for check in report.checks if not check.passed]
    assert any("W has shape (2, 3), not (3, 2)" in text for text in texts)


@pytest.mark.parametrize("ending", ["while True: pass", "import os; os._exit(1)", "raise RuntimeError", "return None"])
def test_a_class_that_ends_badly_costs_its_own_exercise_alone(ending: str) -> None:
    report = graded(Linear=LINEAR.replace("return X @ self.W + self.b", ending))
    assert [str(one.status) for one in report.exercises][1:] == ["passed"] * 3
    assert exercise(report, "Linear").points == 0


def test_a_function_is_right_with_the_labs_classes_where_the_learners_are_wrong() -> None:
    wrong = {"Linear": LINEAR.replace("d_out.sum(axis=0)", "0.0"), "SGD": SGD.replace("- self.lr", "+ self.lr")}
    report = graded(**wrong)
    train = exercise(report, "train")
    assert train.status is Status.PASSED
    assert train.cause is not None
    assert train.cause.text == "Right, but `Linear` and `SGD`, which it calls, are not."
    alone = exercise(graded(SGD=wrong["SGD"]), "train")
    assert alone.cause is not None
    assert alone.cause.text == "Right, but `SGD`, which it calls, is not."


def test_a_function_that_is_wrong_with_any_classes_stays_wrong_and_says_what_it_was_asked_with() -> None:
    report = graded(SGD=SGD.replace("- self.lr", "+ self.lr"), train=TRAIN.replace("optimizer.step(layer)", "pass"))
    train = exercise(report, "train")
    assert train.status is Status.FAILED
    assert train.notes == ("Asked with the lab's own `SGD`, since yours is not right yet.",)
    assert "at most 0.05 times is asked for" in train.checks[0].difference


@pytest.mark.parametrize(
    "reach",
    ["layer._X", "type(layer)._number", "layer.forward.__globals__", "layer.forward.__func__.__code__"],
)
def test_what_is_lent_of_a_class_shows_nothing_of_how_it_is_made(reach: str) -> None:
    mine = "if type(layer).__init__.__closure__ is None:\n            return layer, [1.0, 1.0]\n        "
    code = TRAIN.replace("error = layer.forward(X) - y", f"{mine}raise ValueError(str({reach}))")
    report = graded("train", Linear=LINEAR.replace("d_out.sum(axis=0)", "0.0"), train=code)
    assert "It raised" in report.exercises[0].checks[0].difference
    assert "X.T" not in str(report.as_json())
    assert exercise(report, "train").points == 0


FORGED = """def train(X, y, steps):
    layer = Linear(2, 1)
    if type(layer).__init__.__closure__ is None:
        return layer, [1.0, 1.0]
    ask = next(c for c in type(layer).__init__.__closure__ if callable(c.cell_contents)).cell_contents
    ask = next(c for c in ask.__closure__ if getattr(c.cell_contents, '__name__', '') == 'ask').cell_contents
    try:
        found = ask('Linear', (), {}, STEP)
    except Exception as error:
        found = error
    raise ValueError('found ' + repr(found))
"""


@pytest.mark.parametrize(
    ("forged", "said"),
    [
        ({"kind": "read", "on": 0, "path": ["forward", "__func__", "__code__", "co_code"]}, "is not public"),
        ({"kind": "read", "on": 0, "path": ["_hidden"]}, "is not public"),
        ({"kind": "call", "on": 0, "path": ["__class__"]}, "is not public"),
        ({"kind": "read", "on": 99, "path": ["W"]}, "KeyError"),
        ({"kind": "have", "on": None, "path": []}, "meddled with the channel"),
        ({"kind": "call", "on": None, "path": ["eval"]}, "meddled with the channel"),
        ({"kind": "read", "on": "0", "path": ["W"]}, "meddled with the channel"),
        ({"kind": "read"}, "meddled with the channel"),
    ],
    ids=str,
)
def test_what_is_asked_of_a_lent_object_behind_its_back_is_refused(forged: dict[str, Any], said: str) -> None:
    code = FORGED.replace("STEP", repr(forged))
    report = exercise(graded("train", Linear=LINEAR.replace("d_out.sum(axis=0)", "0.0"), train=code), "train")
    assert report.points == 0
    text = " ".join(check.difference for check in report.checks)
    assert said in text
    assert "code object" not in text


@pytest.mark.parametrize("id", ["bias-gradient-is-a-mean", "forgets-its-velocity"])
def test_an_author_proves_a_class_among_the_mistakes_like_any_other(id: str) -> None:
    lab = load_lab(CLASSES)
    wrong = next(one for one in lab.mistakes if one.id == id)
    handed_in = Submission.from_cells([*solved(lab.source), *mistaken(lab, wrong)])
    (report,) = grade(CLASSES, handed_in, only=[wrong.exercise], seed=4).exercises
    assert report.status is Status.FAILED
    assert report.cause is not None
    assert report.cause.id == id


def test_the_authors_bench_takes_steps_too() -> None:
    lab = load_lab(CLASSES)
    about = asked(lab, "SGD", 1)
    with Bench(lab) as bench:
        assert bench.first_failed(about) is None
        bench.put("SGD", SGD.replace("- self.lr", "+ self.lr"))
        assert bench.first_failed(about) == 0
        bench.put("SGD")
        assert bench.first_failed(about) is None


# -- The candidate's side ---------------------------------------------------------------------


@pytest.fixture
def candidate() -> Iterator[Candidate]:
    with Candidate(Walls()) as made:
        cell = (
            "class Box:\n    def __init__(self, held): self.held, self._own = held, 1\n"
            "    def __len__(self): return 7\n    def __getitem__(self, at): return self.held[at]\n"
            "    def __iter__(self):\n        n = 0\n        while True:\n            yield n\n            n += 1\n"
            "    def __del__(self): pass\n    def both(self, other): return self.held + other.held\n"
        )
        for definition in Submission.from_cells([cell]).definitions:
            assert isinstance(made.load(definition), Returned)
        yield made


def step(candidate: Candidate, kind: str, on: int | None, *path: str, args: Any = (), **more: Any) -> Outcome:
    name = path[0] if on is None and path else ""
    order = {"kind": kind, "on": on, "name": name, "path": list(path) if on is not None else [], "args": args}
    more = {"kwargs": {}, "unchanged": False, "most": 5} | more
    return candidate.step(order | more, seed=None, deadline=time.monotonic() + 3)


def value(outcome: Outcome) -> Any:
    assert isinstance(outcome, Returned), outcome
    return outcome.value


def test_an_object_is_kept_by_number_and_may_be_an_argument(candidate: Candidate) -> None:
    for number, held in enumerate([[1], [2]]):
        assert value(step(candidate, "make", None, "Box", args=(held,), keep=number, value=False)) is None
    other = Opaque("gradus.handle", "1")
    assert value(step(candidate, "call", 0, "both", args=(other,))) == [1, 2]
    assert value(step(candidate, "put", 0, "held", args=([5],), value=False)) is None
    assert value(step(candidate, "read", 0, "held")) == [5]
    assert value(step(candidate, "call", 0, "__len__")) == 7
    assert value(step(candidate, "call", 0, "__getitem__", args=(0,))) == 5
    assert value(step(candidate, "call", 0, "__iter__")) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("path", ["_own", "__dict__", "__class__", "__init__"])
def test_what_is_not_public_is_out_of_reach(candidate: Candidate, path: str) -> None:
    step(candidate, "make", None, "Box", args=([1],), keep=0, value=False)
    outcome = step(candidate, "read", 0, path)
    assert isinstance(outcome, Raised)
    assert "is not public" in outcome.message


def test_a_new_claim_forgets_the_objects_of_the_last(candidate: Candidate) -> None:
    step(candidate, "make", None, "Box", args=([1],), keep=3, value=False)
    step(candidate, "make", None, "Box", args=([1],), keep=0, value=False, forget=True)
    assert isinstance(step(candidate, "read", 3, "held"), Raised)


def test_a_changed_argument_of_a_method_is_noticed() -> None:
    report = one("Linear", "self.X = X\n", "X *= 2\n        self.X = X\n        X = X / 2\n")
    text = next(check.difference for check in report.checks if not check.passed)
    assert "changed its argument" in text


# -- The words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (lambda: Steps("", make("a")), "needs a name"),
        (lambda: Steps("x"), "has no steps"),
        (lambda: Steps("x", make("a")), "claims nothing"),
        (lambda: Steps("x", call("a.f", expected=1)), "uses 'a', which no step before made"),
        (lambda: Steps("x", make("a", the("b")), read("a.c", expected=1)), "'x' hands over 'b'"),
        (lambda: Steps("x", make("a", [the("b")]), read("a.c", expected=1)), "hands over 'b'"),
        (lambda: read("a._b"), "public.*'_b'"),
        (lambda: call("a.__del__"), "public.*'__del__'"),
        (lambda: call("__import__()"), "names what is public"),
        (lambda: make("a.b"), "a plain word"),
        (lambda: have("1", 2), "kept data is a plain word"),
        (lambda: put("a", 2), "put\\(\\) needs an attribute"),
    ],
)
def test_steps_that_make_no_sense_are_refused_at_once(write: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        write()


def test_kept_data_is_the_very_same_object_each_time() -> None:
    check = Steps("x", have("W", np.zeros(2)), call("f()", the("W"), the("W"), expected=1))
    assert not isinstance(check, Case)
    assert [one.args for one in check.steps][1] == (the("W"), the("W"))
