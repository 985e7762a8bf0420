"""The automatic mutants of a lab's solution: each is one exercise with one small change in it."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from gradus.author.changes import Change, Definition, applied
from gradus.author.mutations import families
from gradus.labs.levels import solution
from gradus.labs.source import BEGIN, END, LabSource


@dataclass(frozen=True, slots=True)
class Mutant:
    """One wrong turn in the solution of an exercise. Equal mutants are told apart by their line alone."""

    exercise: str
    family: str
    line: int
    """Where in ``lab.py``."""
    was: str
    """The text of the lines that change, without indentation and line ends."""
    becomes: str
    source: str
    """The whole cell of the exercise, with the change made."""

    @property
    def diff(self) -> str:
        """The change as two lines of a unified diff."""
        return f"- {self.was}\n+ {self.becomes}"


def mutants_of(source: LabSource, exercise: str) -> list[Mutant]:
    """All mutants of one exercise's solution, no two of them the same program."""
    text = solution(source, exercise)
    places = _places(source, exercise)
    node = _definition(text, exercise)
    seen = {ast.dump(ast.parse(text))}
    found = []
    for family, change in _changes(node):
        try:
            changed = applied(text, change)
            shape = ast.dump(ast.parse(changed))
        except (SyntaxError, ValueError):
            continue  # such as a break that is left without its loop
        if shape not in seen:
            seen.add(shape)
            first, was, becomes = _difference(text, changed)
            found.append(Mutant(exercise, family, places[first], was, becomes, changed))
    return sorted(found, key=lambda one: one.line)


def _changes(node: Definition) -> Iterator[tuple[str, Change]]:
    for family, changes in families():
        for change in changes(node):
            yield family, change


def _definition(text: str, exercise: str) -> Definition:
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == exercise:
            return node
    raise ValueError(f"the cell of {exercise} does not define it")


def _places(source: LabSource, exercise: str) -> list[int]:
    """For each line of a solution without its markers, the line of ``lab.py``."""
    cell = source.cell(exercise)
    lines = enumerate(cell.source.split("\n"), cell.line)
    return [number for number, line in lines if line.strip() not in (BEGIN, END)]


def _difference(old: str, new: str) -> tuple[int, str, str]:
    """The first line that differs, counted from 0, and both versions of what differs."""
    before, after = old.split("\n"), new.split("\n")
    steps = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changed = [step for step in steps if step[0] != "equal"]
    first, last = changed[0], changed[-1]
    return first[1], _joined(before[first[1] : last[2]]), _joined(after[first[3] : last[4]])


def _joined(lines: list[str]) -> str:
    return " ".join(line.strip() for line in lines)
