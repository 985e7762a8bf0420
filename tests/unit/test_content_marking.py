"""Answers of each kind are marked, partly right ones in part, and the explanation fits the answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradus.content.marking import mark, right_answer
from gradus.content.quiz import Template, fill
from gradus.model import Question


def question(kind: str, **table: Any) -> Question:
    return fill(Template({"id": "q", "kind": kind, "lesson": "x", "ask": "?", **table}), {})


CHOICES = [
    {"text": "a", "right": True, "why": "a is right"},
    {"text": "b", "why": "b is not"},
    {"text": "c", "right": True, "why": "c is right"},
    {"text": "d", "why": "d is not"},
]
ONE = question("one", option=CHOICES[:2])
MANY = question("many", option=CHOICES)
NUMBER = question("number", answer=0.5, why="half", wrong=[{"answer": 2, "why": "upside down"}], unit="kg")
SHAPE = question("shape", answer=[3, 1], why="three by one", wrong=[{"answer": [3], "why": "one axis is missing"}])
EXPRESSION = question(
    "expression",
    answer="a*(1 - a)",
    variables={"a": [0.1, 0.9]},
    why="so",
    wrong=[{"answer": "1 - a", "why": "a factor"}],
)
OUTPUT = question("output", answer="(2,) [1, 2]", code="", why="so")
ORDER = question("order", items=["one", "two", "three"], why="so")
ALL = [ONE, MANY, NUMBER, SHAPE, EXPRESSION, OUTPUT, ORDER]


def test_one_choice_is_right_or_wrong_and_its_own_reason_is_given() -> None:
    assert mark(ONE, "0").right
    assert mark(ONE, "1").score == 0
    assert mark(ONE, 1).why == "b is not"
    assert mark(ONE, 1).option_notes == ("a is right", "b is not")


@pytest.mark.parametrize(
    ("given", "score"),
    [(["0", "2"], 1), (["0"], 0.5), (["0", "1"], 0), (["0", "2", "3"], 0.5), (["0", "1", "2", "3"], 0), ([], 0)],
)
def test_many_choices_earn_for_right_ones_and_pay_for_wrong_ones(given: list[str], score: float) -> None:
    assert mark(MANY, given).score == score


@pytest.mark.parametrize("text", ["0.5", "1/2", ".5", "0,5", "50 %", "50%", "0.5 kg", "5e-1"])
def test_a_number_may_be_written_in_any_usual_way(text: str) -> None:
    assert mark(NUMBER, text).right


def test_a_known_wrong_number_gets_its_own_explanation() -> None:
    assert mark(NUMBER, "2").why == "upside down half"


@pytest.mark.parametrize("text", ["(3, 1)", "(3,1)", "[3, 1]", "3, 1", "3x1", "3 × 1", "3 1"])
def test_a_shape_may_be_written_in_any_usual_way(text: str) -> None:
    assert mark(SHAPE, text).right


def test_a_shape_with_an_axis_missing_is_wrong_and_named() -> None:
    assert mark(SHAPE, "(3,)").why.startswith("one axis is missing")


@pytest.mark.parametrize("text", ["a*(1-a)", "a - a^2", "a - a**2", "(1 - a)*a"])
def test_any_form_of_the_same_formula_is_right(text: str) -> None:
    assert mark(EXPRESSION, text).right


def test_a_formula_that_cannot_be_read_says_why() -> None:
    assert "could not be read" in mark(EXPRESSION, "a*(1 -").why
    assert "'q' is not a name here" in mark(EXPRESSION, "q").why


@pytest.mark.parametrize("text", ["(2,) [1, 2]", "(2,)  [1,2]", "( 2, )\n[1, 2]\n"])
def test_printed_output_is_compared_without_its_white_space(text: str) -> None:
    assert mark(OUTPUT, text).right


def test_an_order_is_right_only_as_a_whole() -> None:
    assert mark(ORDER, ["0", "1", "2"]).right
    assert not mark(ORDER, ["0", "2", "1"]).right
    assert not mark(ORDER, ["0", "1"]).right


@pytest.mark.parametrize("asked", ALL, ids=lambda asked: str(asked.kind))
def test_no_answer_scores_nothing(asked: Question) -> None:
    assert mark(asked, None).score == 0
    assert mark(asked, "").score == 0
    assert right_answer(asked)


@given(
    st.sampled_from(ALL),
    st.one_of(st.text(max_size=30), st.lists(st.text(max_size=3), max_size=5), st.integers(), st.none()),
)
def test_no_answer_whatever_breaks_the_marking(asked: Question, given: object) -> None:
    assert 0 <= mark(asked, given).score <= 1
