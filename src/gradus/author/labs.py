"""Reviews a lab: its solution, its starters, its mistakes and its mutants are tried as a learner's code would be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from gradus.author.equivalents import FILE as EQUIVALENTS
from gradus.author.equivalents import EquivalentsError, read_equivalents, survival_findings
from gradus.author.hints import hint_findings
from gradus.author.independence import independence_findings, making_findings
from gradus.author.known import mistake_findings, try_mistakes
from gradus.author.leaks import leak_findings
from gradus.author.need import need_findings
from gradus.author.survey import SEEDS, survey
from gradus.content import Library
from gradus.content.markdown import render
from gradus.grading import ChecksError, grade
from gradus.grading.loading import Lab, load_lab
from gradus.labs.levels import solution
from gradus.labs.notebook import build_notebook
from gradus.labs.results import read_expected
from gradus.labs.source import LabSource
from gradus.labs.submission import Submission
from gradus.model import Finding, Item, Level, Status


def lab_findings(item: Item, library: Library, say: Callable[[str], None] = lambda _: None) -> Iterator[Finding]:
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
    yield from _starter_findings(lab, folder)
    yield from leak_findings(lab, folder)
    yield from making_findings(lab, folder)
    wrong = list(_solution_findings(lab, folder))
    yield from wrong
    yield from independence_findings(lab, folder, say=say)  # may be why: a grading asks again in another order
    if not wrong:  # against checks that fail the solution itself nothing more can be proved
        yield from _proofs(lab, folder, say)


def _proofs(lab: Lab, folder: str, say: Callable[[str], None]) -> Iterator[Finding]:
    """What wrong versions of the exercises tell about the checks."""
    mistakes = list(try_mistakes(lab, say=say))
    yield from mistake_findings(lab, mistakes, folder)
    fates = list(survey(lab, say=say))
    try:
        yield from survival_findings(fates, read_equivalents(lab.item.path), folder)
    except EquivalentsError as error:
        yield Finding(f"{folder}/{EQUIVALENTS}", str(error), "Correct it.")
    yield from need_findings(lab, fates, mistakes, folder)


def _promise_findings(source: LabSource, built: set[str], folder: str) -> Iterator[Finding]:
    promised = {cell.key for cell in source.cells if cell.expect}
    for key in sorted(promised - built):
        yield Finding(
            f"{folder}/expected.json", f"nothing is promised for the cell {key!r}.", "Run gradus author build."
        )
    for key in sorted(built - promised):
        yield Finding(f"{folder}/expected.json", f"no cell is named {key!r}.", "Run gradus author build.")


def _solution_findings(lab: Lab, folder: str) -> Iterator[Finding]:
    """Where the solution, written into the notebook of each level, does not earn every point."""
    answers = {name: solution(lab.source, name) for name in lab.source.exercises}
    for level, seed in zip(Level, SEEDS, strict=True):  # other numbers for each, which costs no more
        for exercise in grade(lab.item, _handed_in(lab, level, answers), seed=seed).exercises:
            for check in exercise.checks:
                if not check.passed:
                    what = f"the solution of {exercise.name} fails {check.name!r} with seed {seed}: {check.difference}"
                    yield Finding(f"{folder}/checks.py", what)
            if exercise.status is not Status.PASSED and all(check.passed for check in exercise.checks):
                said = exercise.cause.text if exercise.cause else exercise.status
                what = f"the solution of {exercise.name} does not pass at level {level}: {said}"
                yield Finding(f"{folder}/lab.py", what)


def _starter_findings(lab: Lab, folder: str) -> Iterator[Finding]:
    for level in Level:
        for exercise in grade(lab.item, _handed_in(lab, level, {}), seed=SEEDS[0]).exercises:
            if exercise.points or exercise.status is not Status.MISSING:
                what = f"the {level} starter of {exercise.name} is {exercise.status}, with {exercise.points} points."
                yield Finding(f"{folder}/lab.py", what, "A starter earns nothing and counts as not yet written.")


def _handed_in(lab: Lab, level: Level, answers: Mapping[str, str]) -> Submission:
    """The notebook of a level, with these answers in it, as a learner hands it in."""
    cells = []
    for cell in build_notebook(lab.source, level, lab.item, {})["cells"]:
        if cell["cell_type"] == "code":
            name = cell["metadata"].get("gradus", {}).get("exercise", "")
            cells.append(answers.get(name, cell["source"]))
    return Submission.from_cells(cells, level=level)
