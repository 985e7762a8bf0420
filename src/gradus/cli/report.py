"""A report in the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.console import Console

from gradus.model import CheckResult, ExerciseReport, Report, Status

MARKS = {Status.PASSED: "✓", Status.FAILED: "✗", Status.ERROR: "✗", Status.MISSING: "–"}
STYLES = {Status.PASSED: "green", Status.FAILED: "red", Status.ERROR: "red", Status.MISSING: "yellow"}
WORDS = {Status.PASSED: "", Status.FAILED: "", Status.ERROR: "could not be run", Status.MISSING: "not written yet"}


def print_report(out: Console, report: Report, *, brief: bool = False) -> None:
    """The points, each exercise, and of each miss what was called, what came and what was expected.

    ``brief`` shows the first miss of each exercise alone.
    """
    share = f" ({report.points / report.max:.0%})" if report.max else ""
    out.print(f"{report.lab}: {report.points} of {report.max} points{share}", style="bold")
    width = max((len(exercise.name) for exercise in report.exercises), default=0)
    for exercise in report.exercises:
        line = f"{MARKS[exercise.status]} {exercise.name:<{width}}  {exercise.points:>3} of {exercise.max}"
        out.print(f"{line}  {WORDS[exercise.status]}".rstrip(), style=STYLES[exercise.status])
        for text in _lines(exercise, brief=brief):
            out.print(f"    {text}")
    for note in report.notes:
        out.print(f"Note: {note}", style="yellow")
    if not brief:
        out.print(f"Graded with seed {report.seed}; {report.isolation}.", style="dim")


def _lines(exercise: ExerciseReport, *, brief: bool) -> Iterator[str]:
    missed = [check for check in exercise.checks if not check.passed]
    if exercise.cause is not None and exercise.status is not Status.MISSING:
        yield f"{exercise.cause.confidence.caption}: {exercise.cause.text}"
    elif exercise.cause is not None and exercise.cause.id != "not-written":
        yield exercise.cause.text
    if brief:
        missed, more = missed[:1], missed[1:]
        for check in missed:
            yield from _miss(check)
        if more:
            yield f"and {len(more)} more"
        return
    known: set[str] = set()
    alike = []
    for check in missed:
        # Without a result, what is said follows the exception, or that nothing was tried: once is enough.
        reason = "" if check.got else re.sub(r"\d+", "#", check.difference)
        if reason in known or reason.startswith("Not tried"):
            alike.append(check.name)
            continue
        if reason:
            known.add(reason)
        yield from _miss(check)
    if alike:
        yield "For the same reason:"
        for name in alike:
            yield f"  {name}"


def _miss(check: CheckResult) -> Iterator[str]:
    yield check.name
    for label, text in (
        ("called", check.call),
        ("came", check.got),
        ("expected", check.expected),
        ("differs", check.difference),
        ("printed", check.output),
    ):
        for number, line in enumerate(text.rstrip().splitlines()):
            yield f"  {label if number == 0 else '':<8}  {line}"
