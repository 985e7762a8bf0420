"""Grading as a learner meets it: a submission goes in, a report comes out, whatever the code does."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gradus.grading import grade
from gradus.grading.loading import load_lab
from gradus.grading.sandbox import Candidate
from gradus.grading.standing import Started
from gradus.grading.walls import Limits, Walls, WallsError, worth
from gradus.labs.levels import starter
from gradus.labs.submission import Submission, read_submission
from gradus.model import ExerciseReport, Isolation, Level, Report, Status
from tests.unit.labs_tiny import TINY, exercise, solved, tiny

QUICK = Walls(limits=Limits(call_seconds=1.5))
RIGHT = "def squash(z):\n    return 1 / (1 + np.exp(-z))"
WRONG = "def squash(z):\n    return 1 / (1 + np.exp(z))"


def graded(submission: Submission, *only: str, seed: int | None = None) -> Report:
    return grade(TINY, submission, only=only, seed=seed, walls=QUICK)


def one(code: str, name: str = "squash") -> ExerciseReport:
    """The report on one exercise, everything else being solved."""
    return exercise(graded(solved(**{name: code}), name), name)


def test_the_solution_earns_every_point() -> None:
    report = graded(solved())
    assert (report.points, report.max, report.passed) == (45, 45, True)
    assert [str(one.status) for one in report.exercises] == ["passed"] * 4
    assert all(check.passed and not check.got for one in report.exercises for check in one.checks)


@pytest.mark.parametrize("level", list(Level))
def test_a_starter_earns_nothing_and_is_called_missing(level: Level) -> None:
    source = tiny()
    submission = Submission.from_cells([starter(source, name, level) for name in source.exercises], level=level)
    report = graded(submission)
    assert report.points == 0
    assert {one.status for one in report.exercises} == {Status.MISSING}
    assert {one.cause.text for one in report.exercises if one.cause} == {
        f"`{name}` is not written yet." for name in source.exercises
    }


def test_an_exercise_that_is_not_there_is_missing_and_the_others_are_graded() -> None:
    report = graded(Submission.from_cells(["import numpy as np", RIGHT]))
    assert [str(one.status) for one in report.exercises] == ["passed", "missing", "missing", "missing"]
    assert report.points == 10


def test_a_misspelt_name_is_noticed() -> None:
    report = one("def sqash(z): return z")
    assert report.status is Status.MISSING
    assert report.cause is not None
    assert report.cause.text == "There is no `squash`, but a `sqash`. Is its name misspelt?"


def test_a_miss_says_what_was_called_what_came_and_what_was_expected() -> None:
    report = one(WRONG)
    (miss,) = [check for check in report.checks if not check.passed]
    assert (report.status, report.points, report.max) == (Status.FAILED, 0, 10)
    assert miss.name == "it works on arrays"
    assert miss.call.startswith("squash(z) with\n  z = np.array([[")
    assert miss.got.startswith("np.array([[")
    assert miss.expected.startswith("np.array([[")
    assert miss.difference.startswith("6 of 6 values differ, first at [0, 0]: got ")


def test_the_same_seed_asks_the_same_and_another_seed_something_else() -> None:
    first, again, other = (graded(solved(squash=WRONG), "squash", seed=seed) for seed in (7, 7, 8))
    assert first == again
    assert first.seed == 7
    assert first.exercises[0].checks[1].call != other.exercises[0].checks[1].call


def test_a_seed_is_drawn_and_told_when_none_is_given() -> None:
    first, second = graded(solved(), "squash"), graded(solved(), "squash")
    assert first.seed != second.seed


def test_asking_for_one_exercise_asks_what_asking_for_all_would() -> None:
    alone = graded(solved(measure="def measure(w, X, Y): return 1"), "measure", seed=3)
    all_of_them = graded(solved(measure="def measure(w, X, Y): return 1"), seed=3)
    assert alone.exercises == (exercise(all_of_them, "measure"),)


def test_an_unknown_exercise_is_refused_with_a_suggestion() -> None:
    with pytest.raises(ValueError, match="tiny-lab has no exercise 'mesure'. Did you mean 'measure'?"):
        graded(solved(), "mesure")


def test_progress_is_told_before_each_exercise_and_at_the_end() -> None:
    told: list[tuple[str, int, int]] = []
    grade(TINY, solved(), progress=lambda *step: told.append(step))
    assert told == [("squash", 0, 4), ("measure", 1, 4), ("descend", 2, 4), ("Counter", 3, 4), ("", 4, 4)]


LOSSES = {
    "endless loop": ("while True: pass", "endless"),
    "sys.exit": ("import sys; sys.exit(0)", "ends-the-program"),
    "exit": ("exit()", "ends-the-program"),
    "os._exit": ("import os; os._exit(0)", "process-ended"),
    "memory": ("return np.ones(1 << 31)", "too-much-memory"),
    "recursion": ("return squash(z)", "endless-recursion"),
    "crash": ("import ctypes; ctypes.string_at(0)", "process-ended"),
    "kill": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "process-ended"),
    "exception": ("raise RuntimeError('no')", None),
    "forgery": (
        "import gc, socket; [s.sendall(b'x' * 99) for s in gc.get_objects() if isinstance(s, socket.socket)]",
        "meddled",
    ),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_code_that_ends_badly_costs_its_own_exercise_alone(loss: str) -> None:
    body, cause = LOSSES[loss]
    began = time.monotonic()
    report = graded(solved(squash=f"def squash(z):\n    {body}"))
    assert time.monotonic() - began < 15
    assert [str(one.status) for one in report.exercises] == ["error", "passed", "passed", "passed"]
    assert report.points == 35
    found = report.exercises[0].cause
    assert (found.id if found else None) == cause
    text = json.dumps(report.as_json())
    assert "candidate.py" not in text
    assert "Traceback" not in text


def test_checks_after_a_loss_are_said_to_be_untried() -> None:
    report = one("def squash(z):\n    while True: pass")
    assert report.checks[0].difference == "No result: it had not finished after 1.5 seconds."
    assert {check.difference for check in report.checks[1:]} == {
        "Not tried, because an earlier call did not come back."
    }


def test_an_exercise_is_right_although_one_that_it_calls_is_wrong() -> None:
    report = graded(solved(squash=WRONG))
    measure = exercise(report, "measure")
    assert (measure.status, measure.points) == (Status.PASSED, 20)
    assert measure.cause is not None
    assert measure.cause.text == "Right, but `squash`, which it calls, is not."
    assert exercise(report, "squash").points == 0


def test_an_exercise_is_lent_what_its_callees_call(monkeypatch: pytest.MonkeyPatch) -> None:
    lab = load_lab(TINY)
    chained = [replace(known, calls=("measure",)) if known.name == "descend" else known for known in lab.exercises]
    monkeypatch.setattr("gradus.grading.examiner.load_lab", lambda item: replace(lab, exercises=tuple(chained)))
    longer = "def descend(start, steps, rate):\n    k = 2 * float(squash(0.0))\n    k = k if squash(3.0) > 0.5 else 0\n"
    longer += "    return [k * start * (1 - 2 * rate) ** n for n in range(1, steps + 1)]"
    found = exercise(graded(solved(squash=WRONG, descend=longer)), "descend")
    assert found.status is Status.PASSED
    assert found.cause is not None
    assert "squash" in found.cause.text


def test_a_dataclass_finds_the_module_that_it_stands_in() -> None:
    code = "from __future__ import annotations\nfrom dataclasses import dataclass\n"
    code += "@dataclass\nclass Bend:\n    at: float\n\n"
    assert one(code + RIGHT).status is Status.PASSED


@pytest.mark.parametrize(
    "callee",
    ["def squash(z):\n    import os; os._exit(1)", "def squash(z):\n    raise NotImplementedError", "x = 1"],
    ids=["ends the process", "not written", "missing"],
)
def test_a_callee_that_does_not_run_costs_its_caller_nothing(callee: str) -> None:
    report = graded(solved(squash=callee), "measure")
    assert exercise(report, "measure").status is Status.PASSED


def test_a_wrong_exercise_stays_wrong_when_its_callee_is_lent() -> None:
    code = "def measure(w, X, Y):\n    return {'dw': squash(X)}, 0.0"
    report = graded(solved(squash=WRONG, measure=code), "measure")
    assert report.points == 0


def test_the_lent_solution_is_out_of_the_learners_reach() -> None:
    """What stands in for a wrong helper asks another process; there is no source to be read."""
    code = (
        "def measure(w, X, Y):\n"
        "    inside = [str(c.cell_contents) for c in squash.__closure__ or ()]\n"
        "    raise ValueError(' '.join([squash.__code__.co_filename[-12:], *inside]))"
    )
    report = graded(solved(squash=WRONG, measure=code), "measure")
    assert "1 / (1" not in json.dumps(report.as_json())


def test_a_syntax_error_costs_the_exercises_of_its_cell(tmp_path: Path) -> None:
    cells = ["import numpy as np", RIGHT, "def measure(w, X, Y):\n    return w +\n"]
    made = [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": c} for c in cells]
    path = tmp_path / "lab.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made}))
    report = graded(read_submission(path))
    assert [str(one.status) for one in report.exercises] == ["passed", "error", "missing", "missing"]
    cause = report.exercises[1].cause
    assert cause is not None
    assert cause.id == "syntax-error"
    assert "in cell 3, line 2: `return w +`" in cause.text
    assert "cell 3, line 2, does not parse" in report.notes[0]


def test_magics_prints_and_training_loops_cost_nothing() -> None:
    noise = ["%matplotlib inline\n!ls", "print('x' * 10)\nwhile True: pass", "import torch_that_is_not_there"]
    assert graded(Submission.from_cells([*noise, *(c.source for c in solved().cells)])).points == 45


def test_an_import_that_fails_costs_only_what_needs_it() -> None:
    cells = ["import numpy as np\nimport not_there", RIGHT, "def descend(a, b, c):\n    return not_there.f(a)"]
    report = graded(Submission.from_cells(cells), "squash", "descend")
    assert exercise(report, "squash").status is Status.PASSED
    cause = exercise(report, "descend").cause
    assert cause is not None
    assert cause.text.startswith(
        "`not_there` is not there, because the line that defines it failed (ModuleNotFoundError"
    )


@pytest.mark.parametrize(
    "definition",
    ["@np.no_such_thing\ndef squash(z): return z", "def squash(z, x=1 / 0): return z"],
)
def test_a_definition_that_raises_is_an_error_with_its_reason(definition: str) -> None:
    report = one(definition)
    assert report.status is Status.ERROR
    assert report.cause is not None
    assert report.cause.text.startswith("Defining `squash` raised ")


@pytest.mark.parametrize("ending", ["import os; os._exit(0)", "while True: pass"])
def test_a_definition_that_ends_the_process_costs_itself_alone(ending: str) -> None:
    walls = Walls(limits=Limits(call_seconds=0.5, load_seconds=0.5))
    code = f"class Trap(type):\n    def __new__(*a):\n        {ending}\nclass squash(metaclass=Trap): x = 1"
    report = grade(TINY, solved(squash=code), walls=walls)
    assert [str(one.status) for one in report.exercises] == ["error", "passed", "passed", "passed"]


def test_a_copy_of_the_starter_after_the_work_does_not_count() -> None:
    source = tiny()
    cells = [*(cell.source for cell in solved().cells), starter(source, "squash", Level.GUIDED)]
    assert graded(Submission.from_cells(cells), "squash").points == 10


def test_the_last_of_two_versions_counts() -> None:
    assert graded(Submission.from_cells(["import numpy as np", RIGHT, WRONG]), "squash").points == 0
    assert graded(Submission.from_cells(["import numpy as np", WRONG, RIGHT]), "squash").points == 10


def test_provided_cells_are_there_for_a_file_that_has_only_the_exercises() -> None:
    assert graded(Submission.from_cells([RIGHT]), "squash").points == 10


@pytest.mark.parametrize(
    "code",
    [
        "def squash(z):\n    return 1 / (1 + np.exp(-np.asarray(z, dtype=np.float32)))",
        "squash = lambda z: 1 / (1 + np.exp(-z))",
        "def squash(z):\n    if np.ndim(z) == 0:\n        return float(1 / (1 + np.exp(-z)))\n"
        "    return np.array([squash(one) for one in z])",
        "import math\ndef helper(x):\n    return 1 / (1 + math.exp(-x))\nsquash = np.vectorize(helper)",
        "def squash(z):\n    print('hello', z)\n    return np.exp(z) / (1 + np.exp(z))",
        "class squash:\n    def __new__(cls, z):\n        return 1 / (1 + np.exp(-z))",
    ],
    ids=["float32", "lambda", "loops", "vectorize", "prints", "class"],
)
def test_correct_code_in_any_style_passes(code: str) -> None:
    assert one(code).status is Status.PASSED


def test_a_changed_argument_is_a_miss_that_says_so() -> None:
    code = "def squash(z):\n    if np.ndim(z):\n        z *= -1\n        return 1 / (1 + np.exp(z))\n    return 0.5"
    report = one(code)
    assert report.status is Status.FAILED
    assert report.cause is not None
    assert report.cause.id == "argument-changed"
    assert "`z`" in report.cause.text


def test_at_open_no_value_of_the_answer_is_told() -> None:
    submission = Submission.from_cells(["import numpy as np", WRONG], level=Level.OPEN)
    report = graded(submission, "squash", seed=1)
    (miss,) = [check for check in report.exercises[0].checks if not check.passed]
    assert miss.expected == "an array of shape (2, 3)"
    told = graded(Submission.from_cells(["import numpy as np", WRONG], level=Level.GUIDED), "squash", seed=1)
    values = np.array(eval(told.exercises[0].checks[1].expected, {"np": np})).reshape(-1)
    assert not any(f"{value:.4g}" in json.dumps(report.as_json()) for value in values)


def test_a_result_without_the_right_form_is_no_crash_of_a_law() -> None:
    report = one("def squash(z):\n    return None")
    law = report.checks[-1]
    assert not law.passed
    assert law.difference == "The result has not the form that it must have; it is None."


def test_results_of_any_kind_become_a_report() -> None:
    for value in (
        "lambda: 1",
        "object()",
        "{1: {2: {3: ...}}}",
        "'text'",
        "[z] * 1000",
        "np.ma.masked",
        "type",
        "(x for x in [])",
    ):
        report = one(f"def squash(z):\n    return {value}")
        assert report.status is Status.FAILED
        assert report.checks[0].got


def test_time_for_the_whole_is_bounded() -> None:
    walls = Walls(limits=Limits(call_seconds=5, load_seconds=5, total_seconds=1.5))
    began = time.monotonic()
    loop = "def {}(*args):\n    while True: pass"
    report = grade(TINY, solved(squash=loop.format("squash"), measure=loop.format("measure")), walls=walls)
    assert time.monotonic() - began < 6
    assert report.points == 0
    last = report.exercises[-1].cause
    assert last is not None
    assert last.id == "time-up"


def test_the_report_says_honestly_how_it_was_shut_in() -> None:
    report = graded(solved(), "squash")
    assert "rlimits" in report.layers
    assert report.isolation is worth(report.layers)


def test_a_report_on_nothing_says_how_it_would_have_been_shut_in() -> None:
    report = graded(Submission.from_cells([]))
    assert report.isolation is worth(report.layers)
    assert report.layers


def test_code_of_strangers_is_not_run_when_a_wall_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Candidate, "_start", lambda self: Started(self.walls))  # nobody forks and confines it
    with pytest.raises(WallsError, match=r"Nothing was run: .* gives only: not isolated"):
        grade(TINY, solved(), walls=Walls(required=Isolation.ISOLATED))


def test_the_report_survives_its_way_through_json() -> None:
    report = graded(solved(squash=WRONG, measure="def measure(w, X, Y): return w @ X"))
    assert Report.from_json(json.loads(json.dumps(report.as_json()))) == report


def test_an_empty_submission_is_graded_with_nothing() -> None:
    assert graded(Submission.from_cells([])).points == 0


def test_a_diagnosis_that_fails_costs_nobody_the_report(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("gradus.grading.examiner.diagnose", fail)
    report = one(WRONG)
    assert (report.status, report.cause) == (Status.FAILED, None)
    assert "The diagnosis of squash in tiny-lab failed." in caplog.text
