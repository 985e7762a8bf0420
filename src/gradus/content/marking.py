"""Marks one answer of a quiz, and picks the explanation that fits it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

from gradus.content.expression import ExpressionError, equal, evaluate
from gradus.content.quiz import show_number
from gradus.model import Marked, Question, QuestionKind, WrongAnswer

RELATIVE = 1e-6
"""What rounding a typed number may differ by where a question states no tolerance."""


def mark(question: Question, given: Any) -> Marked:
    """Mark what the learner gave for a question.

    Parameters
    ----------
    question
        The question as it was asked, options in the order shown.
    given
        One, true-false: the option's index, as int or text. Many: a list of such. Order: a list
        of positions of ``question.answer`` in the order chosen. Else the text typed. Anything
        that cannot be read scores 0 with a sentence that says why; nothing raises.
    """
    match question.kind:
        case QuestionKind.ONE | QuestionKind.TRUE_FALSE:
            return _one(question, given)
        case QuestionKind.MANY:
            return _many(question, given)
        case QuestionKind.ORDER:
            return _order(question, given)
        case QuestionKind.NUMBER:
            return _typed(question, given, _number_is)
        case QuestionKind.SHAPE:
            return _typed(question, given, _shape_is)
        case QuestionKind.EXPRESSION:
            return _typed(question, given, _expression_is)
        case QuestionKind.OUTPUT:
            return _typed(question, given, _output_is)


def right_answer(question: Question) -> str:
    """The right answer as text, for the page that explains."""
    match question.kind:
        case QuestionKind.NUMBER:
            return f"{show_number(question.answer)} {question.unit}".strip()
        case QuestionKind.SHAPE:
            return str(question.answer)
        case QuestionKind.ORDER:
            return " → ".join(question.answer)
        case QuestionKind.EXPRESSION | QuestionKind.OUTPUT:
            return str(question.answer)
    return "; ".join(option.text for option in question.options if option.right)


def _indices(given: Any, count: int) -> list[int]:
    """The distinct option numbers in ``given``; what is no such number is dropped."""
    values = given if isinstance(given, list | tuple) else [given]
    read = [int(value) for value in values if re.fullmatch(r"\d{1,4}", str(value))]
    return [index for index in dict.fromkeys(read) if index < count]


def _notes(question: Question) -> tuple[str, ...]:
    return tuple(option.why for option in question.options)


def _one(question: Question, given: Any) -> Marked:
    chosen = _indices(given, len(question.options))[:1]
    if not chosen:
        return Marked(question, given, 0.0, "No answer was given.", _notes(question))
    option = question.options[chosen[0]]
    return Marked(question, chosen[0], 1.0 if option.right else 0.0, option.why, _notes(question))


def _many(question: Question, given: Any) -> Marked:
    chosen = set(_indices(given, len(question.options)))
    wanted = {index for index, option in enumerate(question.options) if option.right}
    # Each right choice earns, each wrong one costs as much: ticking everything earns nothing much.
    score = max(0.0, (len(chosen & wanted) - len(chosen - wanted)) / len(wanted))
    missed, extra = len(wanted - chosen), len(chosen - wanted)
    if not chosen:
        why = "No answer was given."
    elif not missed and not extra:
        why = "All of them, and only them."
    else:
        parts = [f"{missed} right one{'s' * (missed > 1)} not chosen"] * bool(missed)
        parts += [f"{extra} chosen that {'are' if extra > 1 else 'is'} not right"] * bool(extra)
        why = f"{' and '.join(parts)}.".capitalize()
    return Marked(question, sorted(chosen), score, why, _notes(question))


def _order(question: Question, given: Any) -> Marked:
    chosen = _indices(given, len(question.answer))
    right = chosen == list(range(len(question.answer)))
    return Marked(question, chosen, 1.0 if right else 0.0, question.why)


def _typed(question: Question, given: Any, matches: Callable[[Question, str, Any], bool]) -> Marked:
    text = str(given if given is not None else "").strip()
    if not text:
        return Marked(question, text, 0.0, f"No answer was given. {question.why}")
    try:
        if matches(question, text, question.answer):
            return Marked(question, text, 1.0, question.why)
        known = _known_mistake(question.wrong, lambda answer: matches(question, text, answer))
    except ExpressionError as error:
        return Marked(question, text, 0.0, f"This could not be read. {error} {question.why}")
    return Marked(question, text, 0.0, f"{known} {question.why}".strip())


def _known_mistake(wrong: Sequence[WrongAnswer], matches: Callable[[Any], bool]) -> str:
    return next((entry.why for entry in wrong if matches(entry.answer)), "")


def _number_is(question: Question, text: str, answer: float) -> bool:
    """Numbers may be typed as 0.5, 1/2, 1e-3, 1,5 or 50 %, with or without the unit."""
    typed = text.removesuffix(question.unit).strip() if question.unit else text
    percent = typed.endswith("%") and question.unit != "%"
    typed = typed.rstrip("% ")
    if re.fullmatch(r"[-+]?\d+,\d+", typed):
        typed = typed.replace(",", ".")
    try:
        value = evaluate(typed) / (100 if percent else 1)
    except (ArithmeticError, ValueError) as error:
        if isinstance(error, ExpressionError):
            raise
        return False
    return math.isclose(value, answer, rel_tol=RELATIVE, abs_tol=question.tolerance or RELATIVE)


def _shape_is(_: Question, text: str, answer: tuple[int, ...]) -> bool:
    inner = re.fullmatch(r"[(\[]?\s*((?:\d+\s*[,x×]?\s*)*)[)\]]?", text)
    if inner is None:
        raise ExpressionError(f"{text!r} is not a shape. Write it as NumPy does, such as (3, 1).")
    return tuple(int(size) for size in re.findall(r"\d+", inner[1])) == answer


def _expression_is(question: Question, text: str, answer: str) -> bool:
    return equal(text, answer, question.variables)


def _output_is(_: Question, text: str, answer: str) -> bool:
    return _squeezed(text) == _squeezed(answer)


def _squeezed(text: str) -> str:
    """Printed text without the white space that nobody can be asked to type exactly."""
    return re.sub(r"\s*([\[\](),])\s*", r"\1", " ".join(text.split()))
