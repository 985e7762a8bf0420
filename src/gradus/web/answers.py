"""From a quiz's form to answers, and from marked answers to what the record keeps of them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.datastructures import FormData

from gradus.content.marking import mark, right_answer
from gradus.model import Marked, Question, QuestionKind


def field_name(question: Question) -> str:
    """What the fields of a question are called in the form."""
    return f"a-{question.id}"


def shown_order(question: Question, seed: int) -> list[int]:
    """In which order the things to be ordered are shown; never in the right one."""
    places = list(range(len(question.answer)))
    rng = random.Random(f"{seed}/{question.id}/shown")
    while places == sorted(places):
        rng.shuffle(places)
    return places


def read_answer(question: Question, form: FormData) -> Any:
    """What the form gives for a question, in the words of ``mark``; None or empty for nothing."""
    name = field_name(question)
    match question.kind:
        case QuestionKind.ONE | QuestionKind.TRUE_FALSE:
            return _whole(form.get(name))
        case QuestionKind.MANY:
            return [value for value in map(_whole, form.getlist(name)) if value is not None]
        case QuestionKind.ORDER:
            chosen = [(_whole(form.get(f"{name}-{place}")), place) for place in range(len(question.answer))]
            return [place for rank, place in sorted((rank, place) for rank, place in chosen if rank is not None)]
    return str(form.get(name, "")).strip()


def is_answered(question: Question, given: Any) -> bool:
    """Whether anything complete was given."""
    if question.kind is QuestionKind.ORDER:
        return isinstance(given, list) and len(given) == len(question.answer)
    return given is not None and given not in ("", [])


def kept(seed: int, marked: Iterable[Marked]) -> dict[str, Any]:
    """What the record keeps of a quiz: the answers, and the questions as they were asked.

    The questions are kept whole, so that the results can be read again after the pool has changed.
    """
    marked = list(marked)
    return {
        "seed": seed,
        "questions": [one.question.id for one in marked],
        "answers": {one.question.id: one.given for one in marked},
        "scores": {one.question.id: one.score for one in marked},
        "shown": [_shown(one) for one in marked],
    }


def mark_all(questions: Iterable[Question], answers: Mapping[str, Any]) -> list[Marked]:
    """Each question with its answer marked."""
    return [mark(question, answers.get(question.id)) for question in questions]


def _shown(marked: Marked) -> dict[str, Any]:
    question = marked.question
    chosen = set(marked.given if isinstance(marked.given, list | tuple) else [marked.given])
    return {
        "id": question.id,
        "kind": str(question.kind),
        "ask": question.ask,
        "code": question.code,
        "unit": question.unit,
        "lesson": question.lesson,
        "score": marked.score,
        "why": marked.why,
        "given": _given_words(marked),
        "right_answer": right_answer(question),
        "order": list(question.answer) if question.kind is QuestionKind.ORDER else [],
        "options": [
            {"text": option.text, "right": option.right, "why": note, "chosen": place in chosen}
            for place, (option, note) in enumerate(zip(question.options, marked.option_notes, strict=False))
        ],
    }


def _given_words(marked: Marked) -> Any:
    """The answer as the page shows it again: a text, or a list of texts for an order."""
    if marked.question.kind is QuestionKind.ORDER:
        return [marked.question.answer[place] for place in marked.given]
    return "" if marked.question.options else str(marked.given)


def _whole(value: Any) -> int | None:
    """A whole number from a form's field; None for anything else."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None
