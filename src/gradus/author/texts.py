"""Every Markdown text of an item, with the file that it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from gradus.content import ContentError, Library
from gradus.content.quiz import all_params, fill, load_pool
from gradus.model import Item, Kind, Question


def item_texts(item: Item, library: Library) -> Iterator[tuple[str, str]]:
    """(file as findings name it, text), formulas and all; nothing for a file that cannot be read."""
    folder = item.path.relative_to(library.root).as_posix()
    if item.kind is Kind.LESSON and (item.path / "lesson.md").exists():
        yield f"{folder}/lesson.md", (item.path / "lesson.md").read_text(encoding="utf-8", errors="replace")
    if item.kind is Kind.QUIZ:
        try:
            pool = load_pool(item, library.root)
        except ContentError:
            return
        for template in pool.templates:
            for text in question_texts(fill(template, all_params(template)[0])):
                yield f"{folder}/questions.toml ({template.id})", text


def question_texts(question: Question) -> Iterator[str]:
    """What a page shows of a question as Markdown."""
    yield question.ask
    yield question.why
    for option in question.options:
        yield option.text
        yield option.why
    for wrong in question.wrong:
        yield wrong.why
    if question.kind == "order":
        yield from question.answer
