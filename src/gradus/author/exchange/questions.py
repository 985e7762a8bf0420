"""From an answer cell of another grader to questions: one function or class each, its solution between markers."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from gradus.author.exchange.master import Given, Part, Prose, Question, Test
from gradus.labs.magics import neutralise
from gradus.labs.source import BEGIN, END

_MARKER = re.compile(r"^(\s*)#+\s*(BEGIN|END) SOLUTION\b.*$")


@dataclass(frozen=True, slots=True)
class Found:
    """What an answer cell turned into, and what could not be kept as it was."""

    parts: tuple[Part, ...]
    notes: tuple[str, ...]


def questions_of(text: str, name: str, points: int, tests: Sequence[Test], before: Sequence[Part]) -> Found:
    """The questions of an answer cell. ``before`` are the parts above it, whose prose may serve as a docstring."""
    text = "\n".join(_MARKER.sub(_ours, line) for line in text.split("\n"))
    try:
        nodes = ast.parse(neutralise(text)).body
    except SyntaxError as error:
        note = f"The answer cell {name} does not parse ({error.msg}, line {error.lineno}); it is left out."
        return Found((), (note,))
    lines = text.split("\n")
    wanted = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    marked = [node for node in wanted if any(line.strip() == BEGIN for line in _lines(node, lines))]
    asked = marked or wanted
    if not asked:
        note = (
            f"The answer cell {name} asks for values, not for a function or class; it stands as given code, with its "
            "solution to be seen. Write it as a function if it is to be graded."
        )
        given = "\n".join(line for line in lines if line.strip() not in (BEGIN, END))
        return Found((Given(given),), (note, *(_left_out(tests, name))))
    notes: list[str] = []
    parts: list[Part] = []
    rest = _without(lines, asked)
    if rest:
        parts.append(Given(rest))
    shares = _shares(points, len(asked))
    for node, share in zip(asked, shares, strict=True):
        own = [test for test in tests if _about(test, node.name, [one.name for one in asked])]
        source = "\n".join(_lines(node, lines))
        source, said = _with_docstring(source, node, [*before, *parts])
        notes += said
        parts.append(Question(node.name, _with_markers(source), share, tuple(own)))
        if share == 0:
            notes.append(f"{node.name} has no points there. Give it some in checks.py.")
    return Found(tuple(parts), tuple(notes))


def _ours(found: re.Match[str]) -> str:
    return found[1] + (BEGIN if found[2] == "BEGIN" else END)


def _lines(node: ast.stmt, lines: Sequence[str]) -> list[str]:
    """A definition's lines, its decorators and a marker right behind it among them."""
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(one.lineno for one in decorators)]) - 1
    last = node.end_lineno or node.lineno
    if last < len(lines) and lines[last].strip() == END:
        last += 1
    return list(lines[first:last])


def _without(lines: Sequence[str], nodes: Sequence[ast.stmt]) -> str:
    taken: set[int] = set()
    for node in nodes:
        decorators = getattr(node, "decorator_list", [])
        first = min([node.lineno, *(one.lineno for one in decorators)]) - 1
        taken |= set(range(first, first + len(_lines(node, lines))))
    kept = [line for place, line in enumerate(lines) if place not in taken and line.strip() not in (BEGIN, END)]
    return "\n".join(kept).strip("\n") if any(line.strip() for line in kept) else ""


def _shares(points: int, count: int) -> list[int]:
    """Whole points for each question that add up to those of the cell."""
    return [points // count + (place < points % count) for place in range(count)]


def _about(test: Test, name: str, names: Sequence[str]) -> bool:
    """Whether a test is about this question: the one of the cell's names that it mentions; the last if none."""
    mentioned = [one for one in names if re.search(rf"\b{re.escape(one)}\b", test.code)]
    return name == (mentioned[-1] if mentioned else names[-1])


def _with_docstring(source: str, node: ast.FunctionDef | ast.ClassDef, before: Sequence[Part]) -> tuple[str, list[str]]:
    """The definition with a docstring, since that is a lab's contract."""
    if ast.get_docstring(node):
        return source, []
    prose = next((part.text for part in reversed(before) if isinstance(part, Prose)), "")
    said = " ".join(re.sub(r"[#*_`>]+", "", prose).split())[:300].replace('"""', "'''").rstrip("\\")
    text = said or f"What {node.name} takes and returns is not said in the notebook."
    offset = min([node.lineno, *(one.lineno for one in node.decorator_list)])
    lines = source.split("\n")
    place = node.body[0].lineno - offset  # the markers stand above the first statement or below it
    indent = " " * node.body[0].col_offset
    if node.body[0].lineno == node.lineno:  # def f(x): return x
        head, _, body = lines[-1].partition(":")
        return f'{head}:\n    """{text}"""\n    {body.strip()}', [_no_docstring(node.name)]
    while lines[place - 1].strip() == BEGIN or lines[place - 1].lstrip().startswith("#"):
        place -= 1
    return "\n".join([*lines[:place], f'{indent}"""{text}"""', *lines[place:]]), [_no_docstring(node.name)]


def _no_docstring(name: str) -> str:
    return f"{name} had no docstring; the prose above it was taken. Write what it takes, returns and raises."


def _with_markers(source: str) -> str:
    """The definition with markers around all behind its docstring, unless it has some."""
    lines = source.split("\n")
    if any(line.strip() == BEGIN for line in lines):
        return source
    body = next(node.body for node in ast.parse(source).body if isinstance(node, ast.FunctionDef | ast.ClassDef))
    first = body[1] if len(body) > 1 else body[0]
    indent = " " * first.col_offset
    return "\n".join([*lines[: first.lineno - 1], indent + BEGIN, *lines[first.lineno - 1 :], indent + END])


def _left_out(tests: Sequence[Test], name: str) -> list[str]:
    return [f"Its tests are left out with it ({len(tests)} in {name})."] if tests else []
