"""What the page of one exercise tells around the editor, gathered from the lab's source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile

from markupsafe import Markup

from gradus.content.markdown import highlighted, render, render_inline
from gradus.labs.levels import specification
from gradus.labs.source import Cell, LabSource
from gradus.model import Level

SHORT = 8
"""Lines of provided code that are shown open; more are folded."""

_ANSWER = re.compile(r"<details>\s*<summary>(?P<title>.*?)</summary>(?P<text>.*?)</details>", re.DOTALL)
_LINE = re.compile(r"\b[Cc]ell (\d+), line (\d+)\b")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the text around an exercise."""

    kind: str
    """``prose``, ``answer`` (folded until asked for) or ``code`` (a cell that the learner is given)."""
    html: Markup
    title: str = ""
    """Of an answer its question's word, of folded code its first line."""
    output: str = ""
    """Code: what it prints once the exercises are right."""


def before(source: LabSource, exercise: str, level: Level) -> list[Part]:
    """What leads to an exercise: all since the one before it and that one's own trial; the lab's page has the story."""
    place = source.cells.index(source.cell(exercise))
    start = max((n for n in range(place) if source.cells[n].exercise), default=-1) + 1
    cells = list(source.cells[start:place])
    skip = (lambda cell: cell.kind != "markdown") if start else (lambda cell: cell.kind == "markdown")
    cells = cells[len(list(takewhile(skip, cells))) :]
    parts = _parts(cells, level, {})
    if level is Level.OPEN:
        parts.append(Part("prose", Markup(render(specification(source, exercise)).html)))
    return parts


def after(source: LabSource, exercise: str, level: Level, expected: Mapping[str, str]) -> list[Part]:
    """The cells in which the notebook tries an exercise out, with what they print."""
    place = source.cells.index(source.cell(exercise)) + 1
    return _parts(
        takewhile(lambda cell: cell.kind != "markdown" and not cell.exercise, source.cells[place:]), level, expected
    )


def line_links(text: str, number: int) -> Markup:
    """Words of a report as HTML, with a link from each “cell N, line M” of this very cell to that line."""

    def link(found: re.Match[str]) -> str:
        if int(found[1]) != number:
            return found[0]
        return f'<a class="to-line" href="#code" data-line="{found[2]}">{found[0]}</a>'

    return Markup(_LINE.sub(link, render_inline(text)))


def _parts(cells: Iterable[Cell], level: Level, expected: Mapping[str, str]) -> list[Part]:
    found: list[Part] = []
    for cell in cells:
        if cell.guided_only and level is not Level.GUIDED:
            continue
        if cell.kind == "markdown":
            found += _prose(cell.source)
        else:
            folded = cell.source.count("\n") >= SHORT
            output = expected.get(cell.key, "").rstrip("\n") if cell.expect else ""
            code = Markup(highlighted(cell.source, "python"))
            found.append(Part("code", code, cell.source.split("\n")[0] if folded else "", output))
    return found


def _prose(text: str) -> list[Part]:
    """Prose with its folded answers. Content is rendered without raw HTML, so these are taken out first."""
    found = []
    at = 0
    for answer in _ANSWER.finditer(text):
        found.append(Part("prose", Markup(render(text[at : answer.start()]).html)))
        found.append(Part("answer", Markup(render(answer["text"].strip()).html), answer["title"]))
        at = answer.end()
    found.append(Part("prose", Markup(render(text[at:]).html)))
    return [part for part in found if part.html.strip()]
