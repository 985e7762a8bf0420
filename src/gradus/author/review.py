"""Reviews content as a careful colleague would, and returns findings.

One function a kind of item; each yields what it finds and none raises for an author's mistake.
Author code is trusted and is run here: lesson code in one namespace a lesson, checks and mistakes
against the sandboxed candidate, as they are for a learner.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from gradus.author.build import built_files
from gradus.author.compare import same_text
from gradus.author.equivalents import FILE as EQUIVALENTS
from gradus.author.formulas import formula_findings
from gradus.author.labs import lab_findings
from gradus.author.lessons import lesson_findings
from gradus.author.quizzes import quiz_findings
from gradus.content import ContentError, Library
from gradus.labs.source import LabError
from gradus.model import Finding, Item, Kind

FILES: dict[Kind, frozenset[str]] = {
    Kind.LESSON: frozenset({"item.toml", "lesson.md", "figures.py", "assets"}),
    Kind.QUIZ: frozenset({"item.toml", "questions.toml", "figures.py", "assets"}),
    Kind.LAB: frozenset({"item.toml", "lab.py", "checks.py", "mistakes.py", "expected.json", EQUIVALENTS}),
}
IGNORED = frozenset({"__pycache__", ".ipynb_checkpoints"})
LONGEST_LESSON = 15
"""Minutes. A longer lesson is two."""


def review(library: Library, paths: Sequence[Path] = (), say: Callable[[str], None] = lambda _: None) -> list[Finding]:
    """Everything wrong with the items at or below ``paths``; with no path, with all courses.

    ValueError if a path holds no item of the courses.
    """
    items = select(library, paths)
    findings = [finding for finding in library.findings if not paths or _broken_below(paths, library, finding)]
    if not paths:
        findings += stray_findings(library)
    for item in items:
        say(item.key)
        findings += item_findings(item, library, partial(_step, say, item.key))
    findings += formula_findings(items, library)
    return list(dict.fromkeys(findings))


def _step(say: Callable[[str], None], key: str, step: str) -> None:
    say(f"{key}: {step}")


def select(library: Library, paths: Sequence[Path]) -> tuple[Item, ...]:
    """The items at or below ``paths``. ValueError if one of them holds none."""
    every = tuple(item for course in library.courses for item in course.items)
    if not paths:
        return every
    chosen: dict[str, Item] = {}
    for path in paths:
        place = path.resolve()
        here = [item for item in every if item.path.resolve() == place or place in item.path.resolve().parents]
        here = here or [item for item in every if item.path.resolve() in place.parents]
        if not here and not any(_broken_below([path], library, finding) for finding in library.findings):
            raise ValueError(
                f"{path} is no item of the courses in {library.root}, and holds none. Name an item's folder."
            )
        chosen.update((item.key, item) for item in here)
    return tuple(chosen.values())


def _broken_below(paths: Sequence[Path], library: Library, finding: Finding) -> bool:
    """Whether a finding is about a file at or below one of the paths."""
    place = (library.root / finding.path).resolve()
    return any(path.resolve() in (place, *place.parents) for path in paths)


def stray_findings(library: Library) -> Iterator[Finding]:
    """Folders that no course lists."""
    for course in library.courses:
        listed = {item.path for item in course.items}
        broken = {finding.path for finding in library.findings}
        for toml in sorted(course.path.glob("*/*/item.toml")):
            shown = toml.relative_to(library.root).as_posix()
            if toml.parent not in listed and shown not in broken:
                yield Finding(shown, "this item is not listed in course.toml.", "List it, or take it out.")


def item_findings(item: Item, library: Library, say: Callable[[str], None] = lambda _: None) -> Iterator[Finding]:
    """Everything wrong with one item. ``say`` is told each step of what takes long."""
    folder = item.path.relative_to(library.root).as_posix()
    for path in sorted(item.path.iterdir()):
        if path.name not in FILES[item.kind] | IGNORED:
            yield Finding(f"{folder}/{path.name}", f"a {item.kind} has no such file.", "Take it out, or mend its name.")
    if not item.goals:
        yield Finding(f"{folder}/item.toml", "no goals.", "Say what a learner can do afterwards.")
    if item.kind is Kind.LESSON and not 5 <= item.minutes <= LONGEST_LESSON:
        yield Finding(
            f"{folder}/item.toml", f"{item.minutes} minutes; a lesson takes 5 to {LONGEST_LESSON}.", "Split it."
        )
    if item.kind is Kind.LESSON and not item.sources:
        yield Finding(f"{folder}/item.toml", "no sources.", "Name where the facts come from.")
    for name in item.data:
        if not (library.root / item.course / "data" / name).is_file():
            yield Finding(f"{folder}/item.toml", f"the data file {name!r} is not in {item.course}/data.")
    try:
        yield from lab_findings(item, library, say) if item.kind is Kind.LAB else _REVIEWS[item.kind](item, library)
        yield from _stale(item, library)
    except ContentError as error:
        yield from error.findings
    except LabError as error:
        shown = error.finding.path.removeprefix(f"{library.root}/")
        yield dataclasses.replace(error.finding, path=shown)
    except Exception as error:  # noqa: BLE001  (author code may raise anything, and that is the finding)
        yield Finding(folder, f"its own code raises {type(error).__name__}: {error}", "Mend it.")


def _stale(item: Item, library: Library) -> Iterator[Finding]:
    """Built files that do not hold what their sources make today."""
    for path, text in built_files(item, library.root):
        shown = path.relative_to(library.root).as_posix()
        if not path.exists():
            yield Finding(shown, "has not been built.", "Run gradus author build.")
        elif not same_text(path.read_text(encoding="utf-8"), text):
            yield Finding(shown, "is not what its source makes today.", "Run gradus author build and look at it.")


_REVIEWS: dict[Kind, Callable[[Item, Library], Iterator[Finding]]] = {
    Kind.LESSON: lesson_findings,
    Kind.QUIZ: quiz_findings,
}
