"""nbgrader's source notebook: a solution cell and a locked test cell for each question (schema 3 of its metadata).

The format is described in nbgrader's documentation, "Creating and grading assignments" and "Cell metadata".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from gradus.author.exchange.cells import Notebook, code_cell, in_cells, notebook, sources
from gradus.author.exchange.master import ExchangeError, Given, Master, Part, Prose, Question, Test
from gradus.author.exchange.questions import questions_of
from gradus.author.exchange.support import support_cell

HIDE, SHOW = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"


def write(master: Master) -> Notebook:
    """The notebook to put into the course's ``source`` folder."""
    support = code_cell(support_cell(), "support", nbgrader=_metadata("support", locked=True))
    return notebook(list(in_cells(master, support, _question)))


def _question(part: Question) -> Iterator[dict[str, Any]]:
    yield code_cell(part.text, part.name, nbgrader=_metadata(part.name, solution=True))
    test = _metadata(f"test-{part.name}", grade=True, locked=True, points=part.points)
    yield code_cell(_tests(part.tests), f"test-{part.name}", nbgrader=test)


def is_ours(data: Notebook) -> bool:
    """Whether a notebook carries nbgrader's metadata."""
    return any(_of(cell) for cell in data.get("cells", ()) if isinstance(cell, dict))


def read(data: Notebook, id: str) -> Master:
    """The master that an nbgrader source notebook is. ``ExchangeError`` if it holds no question."""
    parts: list[Part] = []
    notes: list[str] = []
    cells = list(sources(data))
    place = 0
    while place < len(cells):
        kind, text, cell = cells[place]
        about = _of(cell)
        place += 1
        if kind == "markdown":
            if about.get("grade") or about.get("task"):
                notes.append(f"The cell {about.get('grade_id')} is graded by hand; it stands as prose, without points.")
            parts.append(Prose(text))
        elif about.get("grade_id") == "support" and about.get("locked"):
            continue
        elif about.get("solution"):
            tests: list[Test] = []
            points = float(about.get("points", 0)) if about.get("grade") else 0.0
            while place < len(cells) and _of(cells[place][2]).get("grade") and not _of(cells[place][2]).get("solution"):
                points += float(_of(cells[place][2]).get("points", 0))
                tests += _split(cells[place][1], str(_of(cells[place][2]).get("grade_id")))
                place += 1
            found = questions_of(text, str(about.get("grade_id")), round(points), tests, parts)
            parts += found.parts
            notes += found.notes
        elif about.get("grade"):
            notes.append(f"The tests {about.get('grade_id')} follow no answer cell; they are left out.")
        else:
            parts.append(Given(text))
    master = Master(id, id, tuple(parts), tuple(notes))
    if not master.questions:
        raise ExchangeError("The notebook has no answer cell with a function in it, so there is no exercise to import.")
    return master


def _metadata(grade_id: str, **flags: Any) -> dict[str, Any]:
    plain = {"grade": False, "locked": False, "schema_version": 3, "solution": False, "task": False}
    return {**plain, "grade_id": grade_id, "cell_type": "code", **flags}


def _tests(tests: tuple[Test, ...]) -> str:
    shown = [test.code for test in tests if not test.hidden]
    hidden = [test.code for test in tests if test.hidden]
    blocks = [*shown, *([HIDE, *hidden, SHOW] if hidden else [])]
    return "\n\n".join(blocks)


def _split(text: str, name: str) -> list[Test]:
    """A test cell's shown and hidden parts."""
    shown: list[str] = []
    hidden: list[str] = []
    inside = False
    for line in text.split("\n"):
        if re.search(r"(BEGIN|END) HIDDEN TESTS", line):
            inside = "BEGIN" in line
        else:
            (hidden if inside else shown).append(line)
    parts = (("\n".join(shown).strip(), False), ("\n".join(hidden).strip(), True))
    return [Test(name, code, is_hidden) for code, is_hidden in parts if code]


def _of(cell: dict[str, Any]) -> dict[str, Any]:
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return about if isinstance(about, dict) else {}
