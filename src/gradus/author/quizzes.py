"""Reviews a quiz: a pool large and varied enough, in which each answer is what the question asks for."""

from __future__ import annotations

import contextlib
import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

from gradus.author.texts import question_texts
from gradus.content import Library
from gradus.content.expression import ExpressionError, evaluate
from gradus.content.markdown import render
from gradus.content.marking import mark
from gradus.content.quiz import all_params, fill, load_pool
from gradus.model import Finding, Item, Question, QuestionKind

SMALLEST_POOL = 20
SMALLEST_DRAW = 10
KINDS = 5


def quiz_findings(item: Item, library: Library) -> Iterator[Finding]:
    """Everything wrong with a quiz. ContentError if its file cannot be read as questions."""
    folder = item.path.relative_to(library.root).as_posix()
    shown = f"{folder}/questions.toml"
    pool = load_pool(item, library.root)
    count, kinds = len(pool.templates), Counter(template.kind for template in pool.templates)
    if item.draw < SMALLEST_DRAW:
        yield Finding(f"{folder}/item.toml", f"an attempt draws {item.draw}; expected {SMALLEST_DRAW} or more.")
    if count < max(SMALLEST_POOL, 2 * item.draw):
        need = max(SMALLEST_POOL, 2 * item.draw)
        yield Finding(shown, f"{count} questions; a retake needs {need} or more.", "Add questions.")
    if len(kinds) < KINDS:
        yield Finding(shown, f"{len(kinds)} kinds of question; expected {KINDS} or more.")
    for template in pool.templates:
        if library.item(f"{item.course}/{template.table['lesson']}") is None:
            yield Finding(shown, f"question {template.id}: there is no lesson {template.table['lesson']!r}.")
        for params in all_params(template):
            at = f"question {template.id}" + (f" with {params}" if params else "")
            yield from (Finding(shown, f"{at}: {what}") for what in question_faults(fill(template, params)))


def question_faults(question: Question) -> Iterator[str]:
    """What is wrong with one question, in sentences."""
    for text in question_texts(question):
        yield from (str(finding.what) for finding in render(text).findings)
    texts = [option.text for option in question.options]
    if len(set(texts)) < len(texts):
        yield "two options are the same."
    for option in question.options:
        if len(option.why.split()) < 3:
            yield f"the option {option.text!r} does not say why."
    if question.kind is QuestionKind.ONE and not 3 <= len(texts) <= 5:
        yield f"{len(texts)} options; expected 3 to 5."
    if question.kind is QuestionKind.EXPRESSION:
        yield from _expression_faults(question)
    if question.kind is QuestionKind.OUTPUT:
        yield from _output_faults(question)
    right = _right(question)
    if not mark(question, right).right:
        yield f"its own answer {right!r} is not marked right."
    for wrong in question.wrong:
        given = ", ".join(map(str, wrong.answer)) if isinstance(wrong.answer, tuple) else str(wrong.answer)
        marked = mark(question, given)
        if marked.right:
            yield f"the wrong answer {given!r} is marked right."
        elif wrong.why not in marked.why:
            yield f"the wrong answer {given!r} is not recognised."


def _right(question: Question) -> Any:
    rights = [index for index, option in enumerate(question.options) if option.right]
    match question.kind:
        case QuestionKind.ONE | QuestionKind.TRUE_FALSE:
            return rights[0]
        case QuestionKind.MANY:
            return rights
        case QuestionKind.ORDER:
            return list(range(len(question.answer)))
        case QuestionKind.SHAPE:
            return "(" + ", ".join(map(str, question.answer)) + ")"
    return str(question.answer)


def _expression_faults(question: Question) -> Iterator[str]:
    middle = {name: (low + high) / 2 for name, (low, high) in question.variables.items()}
    try:
        evaluate(question.answer, middle)
    except ExpressionError as error:
        yield f"its answer cannot be read. {error}"
    except (ArithmeticError, ValueError) as error:
        yield f"its answer is not defined in the middle of its ranges: {error}."


def _output_faults(question: Question) -> Iterator[str]:
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(question.code, question.id, "exec"), {"__name__": "question"})  # our own author's program
    except Exception as error:  # noqa: BLE001  (whatever it raises is the finding)
        yield f"its code raises {type(error).__name__}: {error}."
        return
    if not mark(question, out.getvalue()).right:
        yield f"its code prints {out.getvalue()!r}, and the answer is {question.answer!r}."
