"""Trained models are judged by what they can do, with the threshold said to the learner."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gradus.grading import grade
from gradus.grading.checks import accuracy, call, have, held_out, loss_falls, make, read, same_again, the
from gradus.grading.outcomes import Lost, Outcome, Returned
from gradus.grading.playing import orders, play
from gradus.labs.levels import solution
from gradus.labs.source import read_lab
from gradus.model import ExerciseReport, Status
from tests.unit.labs_tiny import CLASSES, exercise, solved_classes

SOURCE = read_lab(CLASSES)


def one(name: str, code: str) -> ExerciseReport:
    return exercise(grade(CLASSES, solved_classes(**{name: code}), only=[name], seed=1), name)


def test_the_threshold_stands_in_the_claim_and_in_the_miss() -> None:
    report = one("classify", "def classify(X, labels, X_new):\n    return np.arange(len(X_new)) % 2")
    (miss,) = report.checks
    assert report.status is Status.FAILED
    assert miss.name == "two clouds are told apart (held-out accuracy at least 0.9)"
    assert miss.difference.startswith("The accuracy on 30 held-out answers is 0.")
    assert miss.difference.endswith("; at least 0.9 is asked for.")
    assert "classify(X, argument_2" in miss.call or "classify(X, labels" in miss.call


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("return 1", "there are 1 predictions for 30 examples"),
        ("return None", "there are 1 predictions for 30 examples"),
        ("return labels", "held-out answers is 0."),
        ("return np.full(len(X_new), np.nan)", "held-out answers is 0; at least 0.9"),
    ],
)
def test_what_is_no_prediction_is_a_miss(code: str, said: str) -> None:
    report = one("classify", f"def classify(X, labels, X_new):\n    {code}")
    assert said in report.checks[0].difference


def test_another_way_to_the_same_skill_passes() -> None:
    code = "def classify(X, labels, X_new):\n    return [[int(row.sum() > 3.0)] for row in X_new]"
    assert one("classify", code).status is Status.PASSED


def test_a_loss_that_rises_or_explodes_is_a_miss_with_its_numbers() -> None:
    text = solution(SOURCE, "train")
    slow = one("train", text.replace("SGD(0.1, 0.5)", "SGD(0.0001)"))
    assert "times its start; at most 0.05 times is asked for" in slow.checks[0].difference
    explodes = one("train", text.replace("SGD(0.1, 0.5)", "SGD(1e200)"))
    assert "is the learning rate too large?" in explodes.checks[0].difference
    short = one("train", "def train(X, y, steps):\n    return None, [1.0]")
    assert "there are 1" in short.checks[0].difference


def test_a_training_that_cannot_be_repeated_is_a_miss() -> None:
    text = solution(SOURCE, "train").replace("Linear(X.shape[1], 1)", "Linear(X.shape[1], 1, None)")
    report = one("train", text)
    (miss,) = [check for check in report.checks if not check.passed]
    assert miss.name == "training can be repeated (the same seed gives the same result)"
    assert miss.difference.startswith("The second time gave another result: ")


def test_the_global_seed_counts_as_one() -> None:
    text = solution(SOURCE, "train").replace("Linear(X.shape[1], 1)", "Linear(X.shape[1], 1, np.random.randint(99))")
    assert one("train", text).status is Status.PASSED


def test_held_out_data_travels_with_the_prediction_and_the_answers_never() -> None:
    X, y = np.arange(20.0).reshape(10, 2), np.arange(10) % 2
    check = held_out("x", make("net"), call("net.fit", X[:5], y[:5]), call("net.predict", X[5:]), y=y[5:], at_least=1)
    sent: list[Any] = []

    def take(order: Any, seed: int | None) -> Outcome:
        sent.append(order)
        return Returned(y[5:])

    assert play(check, "Net", take, 0).passed
    assert len(sent) == 3
    assert check.alone
    arrays = [[one for one in order["args"] if isinstance(one, np.ndarray)] for order in sent]
    assert not any(np.array_equal(one, X[5:]) for given in arrays[:2] for one in given)
    assert not any(np.array_equal(one, y[5:]) for given in arrays for one in given)
    assert "y" not in orders(check, "Net")[2]["kwargs"]


@pytest.mark.parametrize("given", ["all rows", "the answers", "by name"])
def test_data_that_is_not_held_out_is_refused_at_once(given: str) -> None:
    X, y = np.arange(20.0).reshape(10, 2), np.arange(10) % 2
    fit = {
        "all rows": call("net.fit", X, y[:5]),
        "the answers": call("net.fit", X[:5], y),
        "by name": call("net.fit", X[:5], kwargs={"validation": X[5:]}),
    }[given]
    with pytest.raises(ValueError, match="hands its held-out data over in step 2 already"):
        held_out("x", make("net"), fit, call("net.predict", X[5:]), y=y[5:], at_least=0.9)


def test_another_score_may_be_asked_for() -> None:
    def r2(y: np.ndarray, predicted: Any) -> float:
        return 1 - float(np.sum((y - predicted) ** 2) / np.sum((y - y.mean()) ** 2))

    y = np.arange(5.0)
    check = held_out("x", call("f()", y + 1), y=y, at_least=0.5, by=r2, score="R²")
    assert check.name == "x (held-out R² at least 0.5)"
    probe = play(check, "f", lambda order, seed: Returned(y * 0), 0)
    assert probe.text == "The R² on 5 held-out answers is -2; at least 0.5 is asked for."
    assert play(check, "f", lambda order, seed: Returned(y + 0.1), 0).passed


def test_a_training_has_a_time_limit_of_its_own() -> None:
    assert loss_falls("x", call("f()"), to=0.5).timeout == 30
    assert loss_falls("x", call("f()"), to=0.5, timeout=2).timeout == 2
    probe = play(loss_falls("x", call("f()"), to=0.5), "f", lambda order, seed: Lost("timeout", "it was slow"), 0)
    assert probe.text == "No result: it was slow."


def test_same_again_seeds_both_halves_and_compares_exactly() -> None:
    check = same_again("x", have("W", 1.0), make("net", seed=9), call("net.fit", the("W")), read("net.W"))
    assert [step.seed for step in check.steps] == [0, 9, None, None] * 2
    results = iter([None, None, None, 1.0, None, None, None, 1.0 + 1e-15])
    probe = play(check, "Net", lambda order, seed: Returned(next(results)), 0)
    assert not probe.passed


def test_accuracy_looks_through_shapes() -> None:
    assert accuracy(np.array([[0, 1, 1]]), [0, 1, 0]) == pytest.approx(2 / 3)
