"""Where a solution shows through: lines of it in what a learner sees before having written them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gradus.author.bench import asked
from gradus.author.survey import SEEDS
from gradus.grading.loading import Lab
from gradus.labs.levels import starter
from gradus.labs.results import read_expected
from gradus.labs.source import BEGIN, END
from gradus.model import Finding, Level

SHORTEST_LEAK = 12
"""Shorter code, such as ``return s``, is nobody's secret."""
_SPACE = re.compile(r"\s+")


def leak_findings(lab: Lab, folder: str) -> Iterator[Finding]:
    """Code of a solution that stands in a starter or anywhere else in the lab. ``folder``: as shown to authors."""
    secret = {name: secrets_of(lab.source.cell(name).source) for name in lab.source.exercises}
    for place, line, text in _seen(lab):
        for owner, codes in secret.items():
            for code in sorted(codes, key=len, reverse=True):
                if _squeezed(code) in text:
                    what = f"{place[1]} shows a line of {owner}'s solution: {code!r}."
                    yield Finding(f"{folder}/{place[0]}", what, "Say it in words, or by another example.", line)
                    break


def secrets_of(text: str) -> set[str]:
    """The lines between the markers, and of an assignment what is assigned, where they are long enough to tell."""
    secret, inside = set(), False
    for line in text.split("\n"):
        if line.strip() in (BEGIN, END):
            inside = line.strip() == BEGIN
        elif inside:
            code = line.split("#")[0].strip()
            secret |= {code, code.partition(" = ")[2]}
    return {code for code in secret if len(code) >= SHORTEST_LEAK}


def _squeezed(text: str) -> str:
    """A text without white space, which hides nothing."""
    return _SPACE.sub("", text)


def _seen(lab: Lab) -> Iterator[tuple[tuple[str, str], int | None, str]]:
    """All that a learner may see: the file and what it is, its line where known, and the text without white space."""
    source = lab.source
    for level in Level:
        for name in source.exercises:
            given = starter(source, name, level)
            yield ("lab.py", f"the {level} starter of {name}"), None, _squeezed(_body(given))
    for cell in source.cells:
        if not cell.exercise:
            kind = "the prose" if cell.kind == "markdown" else "a given cell"
            for number, line in enumerate(cell.source.split("\n"), cell.line):
                yield ("lab.py", kind), number, _squeezed(line)
    for key, text in read_expected(lab.item).items():
        yield ("expected.json", f"the promised output of {key!r}"), None, _squeezed(text)
    for mistake in lab.mistakes:
        yield ("mistakes.py", f"the text of {mistake.id!r}"), None, _squeezed(mistake.text)
    for name in source.exercises:
        for check in asked(lab, name, SEEDS[0]).checks:
            yield ("checks.py", f"the name of the check {check.name!r}"), None, _squeezed(check.name)
    for file in ("item.toml", "hints.toml"):
        path = lab.item.path / file
        if path.is_file():
            for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
                yield (file, "this line"), number, _squeezed(line)


def _body(text: str) -> str:
    """A starter without its comments, which are the steps, and its signature, which is the task."""
    lines = [line.split("#")[0] for line in text.split("\n")]
    return "\n".join(line for line in lines if not line.startswith(("def ", "class ")))
