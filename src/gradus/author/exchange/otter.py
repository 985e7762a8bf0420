"""otter-grader's assignment format: raw cells say where a question, its solution and its tests begin and end.

The format is described in otter-grader's documentation, "Creating Assignments", "Notebook Format".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml  # type: ignore[import-untyped]

from gradus.author.exchange.cells import Notebook, code_cell, in_cells, notebook, raw_cell, sources
from gradus.author.exchange.master import ExchangeError, Given, Master, Part, Prose, Question, Test
from gradus.author.exchange.questions import questions_of
from gradus.author.exchange.support import support_cell
from gradus.labs.source import BEGIN, END

_MARK = re.compile(r"#\s*(BEGIN|END|ASSIGNMENT)\s+(QUESTION|SOLUTION|TESTS|PROMPT|CONFIG)\b", re.IGNORECASE)
_IGNORED = re.compile(r"#{1,2}\s*ignore\b", re.IGNORECASE)
_CONFIG = re.compile(
    r'(?:.\s*=\s*)?""?"?\s*#\s*BEGIN\s*TEST\s*CONFIG.*?""?"?\s*#\s*END\s*TEST\s*CONFIG\n?', re.S | re.I
)


def write(master: Master) -> Notebook:
    """The master notebook for ``otter assign``."""
    config = f'# ASSIGNMENT CONFIG\nname: "{master.id}"\nsolutions_pdf: false\nexport_cell:\n  pdf: false'
    return notebook([raw_cell(config, "config"), *in_cells(master, code_cell(support_cell(), "support"), _question)])


def is_ours(data: Notebook) -> bool:
    """Whether a notebook is an otter assignment."""
    return any(kind == "raw" and _MARK.search(text) for kind, text, _ in sources(data))


def read(data: Notebook, id: str) -> Master:
    """The master that an otter assignment is. ``ExchangeError`` if it holds no question or a block stays open."""
    parts: list[Part] = []
    notes: list[str] = []
    cells = [(kind, text) for kind, text, _ in sources(data) if not _IGNORED.match(text)]
    support = support_cell()
    ahead = iter(cells)
    for kind, text in ahead:
        mark = _mark(kind, text)
        if mark == ("BEGIN", "QUESTION"):
            _read_question(text, ahead, parts, notes)
        elif kind == "markdown":
            parts.append(Prose(text))
        elif kind == "code" and text != support:
            parts.append(Given(text))
    master = Master(id, id, tuple(parts), tuple(notes))
    if not master.questions:
        raise ExchangeError("The notebook has no question with a function in it, so there is no exercise to import.")
    return master


def _question(part: Question) -> Iterator[dict[str, Any]]:
    """A question between its raw cells. Inside code the markers have one ``#`` here, where nbgrader has three."""
    name = part.name
    solution = "\n".join(
        line.replace(BEGIN, "# BEGIN SOLUTION").replace(END, "# END SOLUTION") for line in part.text.split("\n")
    )
    head = f"# BEGIN QUESTION\nname: {name}\npoints: {part.points}\nall_or_nothing: true"
    yield raw_cell(head, f"question-{name}")
    yield raw_cell("# BEGIN SOLUTION", f"solution-{name}")
    yield code_cell(solution, name)
    yield raw_cell("# END SOLUTION", f"end-solution-{name}")
    if part.tests:
        yield raw_cell("# BEGIN TESTS", f"tests-{name}")
        for number, test in enumerate(part.tests):
            text = f"# HIDDEN\n{test.code}" if test.hidden else test.code
            yield code_cell(text, f"test-{name}-{number}")
        yield raw_cell("# END TESTS", f"end-tests-{name}")
    yield raw_cell("# END QUESTION", f"end-question-{name}")


def _read_question(head: str, ahead: Iterator[tuple[str, str]], parts: list[Part], notes: list[str]) -> None:
    """Read on to the question's end, and add what it is."""
    config = _yaml(head)
    name = str(config.get("name", f"question {len(parts)}"))
    answers: list[str] = []
    tests: list[Test] = []
    block = ""
    for kind, text in ahead:
        mark = _mark(kind, text)
        if mark == ("END", "QUESTION"):
            break
        if mark is not None:
            block = mark[1] if mark[0] == "BEGIN" else ""
        elif block == "TESTS" and kind == "code":
            tests.append(_test(text, f"{name}, test {len(tests) + 1}"))
        elif block == "PROMPT":
            continue
        elif kind == "markdown" and block != "SOLUTION":
            parts.append(Prose(text))
        elif kind == "code" and block == "SOLUTION":
            answers.append(_one_kind_of_marker(text))
        elif kind == "code":
            parts.append(Given(text))
    else:
        raise ExchangeError(f"The question {name} does not end: put a raw cell “# END QUESTION” behind it.")
    if config.get("manual") or not answers:
        notes.append(f"The question {name} is graded by hand; only its prose is kept.")
        return
    found = questions_of("\n\n\n".join(answers), name, _points(config.get("points"), len(tests)), tests, parts)
    parts += found.parts
    notes += found.notes


def _test(text: str, name: str) -> Test:
    """A test cell; otter says on its first line, or in a configuration, that it is hidden."""
    first = text.split("\n", 1)[0]
    hidden = first.lstrip().startswith("#") and re.search(r"\bhidden\b", first, re.IGNORECASE) is not None
    config = _CONFIG.match(text)
    if config:
        hidden = hidden or re.search(r"^hidden:\s*true", config[0], re.IGNORECASE | re.MULTILINE) is not None
        text = text[config.end() :]
    elif hidden:
        text = text.partition("\n")[2]
    return Test(name, text.strip(), hidden)


def _points(said: Any, tests: int) -> int:
    """A question's points: a number, one for each test, or so many each."""
    if isinstance(said, dict):
        return round(float(said.get("each", 1)) * max(tests, 1))
    if isinstance(said, list):
        return round(sum(float(one) for one in said if isinstance(one, int | float)))
    return round(float(said)) if isinstance(said, int | float) else 1


def _one_kind_of_marker(text: str) -> str:
    """Otter's three ways to mark a solution as the one way of a lab's source."""
    lines: list[str] = []
    open_indent: str | None = None  # inside a run of lines that each end in "# SOLUTION"

    def close() -> None:
        nonlocal open_indent
        if open_indent is not None:
            lines.append(open_indent + END)
            open_indent = None

    for line in text.split("\n"):
        indent = line[: len(line) - len(line.lstrip())]
        single = re.search(r"\s*#\s?SOLUTION(?: NO PROMPT)?\s*$", line)
        if re.match(r"\s*# (BEGIN|END) SOLUTION", line):
            close()
            lines.append(indent + (BEGIN if "BEGIN" in line else END))
        elif single:
            if open_indent is None:
                lines.append(indent + BEGIN)
                open_indent = indent
            lines.append(line[: single.start()])
        else:
            close()
            lines.append(re.sub(r"\s*# SEED\s*$", "", line))
    close()
    return "\n".join(lines)


def _mark(kind: str, text: str) -> tuple[str, str] | None:
    found = _MARK.match(text.lstrip()) if kind == "raw" else None
    return (found[1].upper(), found[2].upper()) if found else None


def _yaml(text: str) -> dict[str, Any]:
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ExchangeError(f"A question's raw cell is not valid YAML: {error}") from None
    return data if isinstance(data, dict) else {}
