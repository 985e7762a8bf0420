"""Reviews a lab by grading it: its solution, its starters and its known mistakes, as a learner's would be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from gradus.author.hints import hint_findings
from gradus.content import Library
from gradus.content.markdown import render
from gradus.grading import ChecksError, grade
from gradus.grading.checks import Mistake
from gradus.grading.loading import Lab, load_lab
from gradus.labs.levels import solution, starter
from gradus.labs.results import read_expected
from gradus.labs.source import BEGIN, END, LabSource
from gradus.labs.submission import Submission
from gradus.model import Finding, Item, Level, Report, Status

SEEDS = (1, 2)
"""Two different sets of inputs: a check that passes by chance rarely passes twice."""
SHORTEST_LEAK = 12
"""Shorter lines of a solution, such as ``return s``, are nobody's secret."""


def lab_findings(item: Item, library: Library) -> Iterator[Finding]:
    """Everything wrong with a lab. LabError if its source or its data cannot be read."""
    folder = item.path.relative_to(library.root).as_posix()
    try:
        lab = load_lab(item)
        expected = read_expected(item)
    except ChecksError as error:
        yield Finding(folder, str(error))
        return
    for cell in lab.source.cells:
        if cell.kind == "markdown":
            for finding in render(cell.source).findings:
                yield Finding(f"{folder}/lab.py", finding.what, finding.fix, cell.line)
    yield from _promise_findings(lab.source, set(expected), folder)
    yield from hint_findings(item, lab.source, folder)
    yield from _solution_findings(lab, folder)
    yield from _starter_findings(lab, folder)
    yield from _leak_findings(lab.source, folder)
    yield from _mistake_findings(lab, folder)


def _promise_findings(source: LabSource, built: set[str], folder: str) -> Iterator[Finding]:
    promised = {cell.key for cell in source.cells if cell.expect}
    for key in sorted(promised - built):
        yield Finding(
            f"{folder}/expected.json", f"nothing is promised for the cell {key!r}.", "Run gradus author build."
        )
    for key in sorted(built - promised):
        yield Finding(f"{folder}/expected.json", f"no cell is named {key!r}.", "Run gradus author build.")


def _solution_findings(lab: Lab, folder: str) -> Iterator[Finding]:
    whole = Submission.from_cells(solved(lab.source))
    for seed in SEEDS:
        for exercise in grade(lab.item, whole, seed=seed).exercises:
            for check in exercise.checks:
                if not check.passed:
                    what = f"the solution of {exercise.name} fails {check.name!r} with seed {seed}: {check.difference}"
                    yield Finding(f"{folder}/checks.py", what)
            if exercise.status is not Status.PASSED and all(check.passed for check in exercise.checks):
                said = exercise.cause.text if exercise.cause else exercise.status
                yield Finding(f"{folder}/lab.py", f"the solution of {exercise.name} does not pass: {said}")


def _starter_findings(lab: Lab, folder: str) -> Iterator[Finding]:
    for level in Level:
        texts = {name: starter(lab.source, name, level) for name in lab.source.exercises}
        report = grade(lab.item, Submission.from_cells(_cells(lab.source, texts), level=level), seed=SEEDS[0])
        for exercise in report.exercises:
            if exercise.points or exercise.status is not Status.MISSING:
                what = f"the {level} starter of {exercise.name} is {exercise.status}, with {exercise.points} points."
                yield Finding(f"{folder}/lab.py", what, "A starter earns nothing and counts as not yet written.")


def _leak_findings(source: LabSource, folder: str) -> Iterator[Finding]:
    """Lines of a solution that stand in a starter of the same lab."""
    secret = {name: _secret_lines(source.cell(name).source) for name in source.exercises}
    for level in Level:
        for name in source.exercises:
            given = {line.split("#")[0].strip() for line in starter(source, name, level).split("\n")}
            for owner, lines in secret.items():
                for line in sorted(lines & given):
                    what = f"the {level} starter of {name} shows a line of {owner}'s solution: {line!r}."
                    yield Finding(f"{folder}/lab.py", what)


def _secret_lines(text: str) -> set[str]:
    secret, inside = set(), False
    for line in text.split("\n"):
        if line.strip() in (BEGIN, END):
            inside = line.strip() == BEGIN
        elif inside and len(code := line.split("#")[0].strip()) >= SHORTEST_LEAK:
            secret.add(code)
    return secret


def _mistake_findings(lab: Lab, folder: str) -> Iterator[Finding]:
    shown = f"{folder}/mistakes.py"
    for name in lab.source.exercises:
        if not any(mistake.exercise == name for mistake in lab.mistakes):
            yield Finding(shown, f"no known mistake of {name}.", "Add those that learners really make.")
    for mistake in lab.mistakes:
        report = grade_mistake(lab, mistake)
        (exercise,) = report.exercises
        if exercise.status is Status.PASSED:
            yield Finding(
                shown, f"the mistake {mistake.id!r} of {mistake.exercise} passes.", "Add a check that it fails."
            )
        elif exercise.cause is None or exercise.cause.id != mistake.id:
            said = "nothing" if exercise.cause is None else f"{exercise.cause.id!r}: {exercise.cause.text}"
            yield Finding(
                shown, f"the mistake {mistake.id!r} of {mistake.exercise} is not named; the report says {said}"
            )


def grade_mistake(lab: Lab, mistake: Mistake, seed: int = SEEDS[0]) -> Report:
    """Grade the lab's solution with one exercise done in this wrong way."""
    bridge = f"def {mistake.exercise}(*args, **kwargs):\n    return {mistake.version.__name__}(*args, **kwargs)"
    cells = [*solved(lab.source), _bare(lab.item.path / "mistakes.py"), bridge]
    return grade(lab.item, Submission.from_cells(cells), only=[mistake.exercise], seed=seed)


def _bare(path: Path) -> str:
    """The functions of ``mistakes.py`` without what ties them to the examiner, which no candidate may import."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("gradus"))
    ]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            node.decorator_list = []
    return ast.unparse(tree)


def solved(source: LabSource) -> list[str]:
    """The code cells of a lab with every exercise solved."""
    return _cells(source, {name: solution(source, name) for name in source.exercises})


def _cells(source: LabSource, exercises: dict[str, str]) -> list[str]:
    return [exercises.get(cell.exercise, cell.source) for cell in source.cells if cell.kind == "code"]
