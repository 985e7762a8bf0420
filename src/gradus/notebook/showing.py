"""A report below the cell that asked for it: as text, and as HTML that brings its own style.

A notebook shows whatever style sheet its owner chose, so every colour here stands out on light and dark.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from gradus.model import CheckResult, ExerciseReport, Report, Status

_MARKS = {Status.PASSED: "✓", Status.FAILED: "✗", Status.MISSING: "○", Status.ERROR: "✗"}
_COLOURS = {Status.PASSED: "#0a8f6c", Status.FAILED: "#c0504d", Status.MISSING: "#8a8578", Status.ERROR: "#c0504d"}
"""Each has a contrast of at least 3 to 1 on white and on JupyterLab's dark grey."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A report, shown below the cell that asked for it."""

    report: Report | None
    problem: str = ""
    """Why there is no report."""

    def __repr__(self) -> str:
        if self.report is None:
            return self.problem
        parts = [_text(exercise) for exercise in self.report.exercises]
        return "\n\n".join([*parts, *self.report.notes, f"{_total(self.report)}\n{self.report.isolation.in_words}"])

    def _repr_html_(self) -> str:
        if self.report is None:
            return _box(_COLOURS[Status.ERROR], f"<div>{_prose(self.problem)}</div>")
        parts = [_html(exercise) for exercise in self.report.exercises]
        notes = [f'<div style="margin:.4em 0">{_prose(note)}</div>' for note in self.report.notes]
        total = f'<div style="margin:.6em 0">{_prose(_total(self.report))}</div>'
        walls = f'<div style="margin:.6em 0;opacity:.75">{_prose(self.report.isolation.in_words)}</div>'
        return "".join([*parts, *notes, total, walls])


def _total(report: Report) -> str:
    said = f"{report.points} of {report.max} points"
    return said if len(report.exercises) == 1 else f"Together: {said}" + (" – passed." if report.passed else ".")


def _headline(exercise: ExerciseReport) -> str:
    held = sum(check.passed for check in exercise.checks)
    said = {
        Status.PASSED: "right",
        Status.FAILED: f"{held} of {len(exercise.checks)} checks hold",
        Status.MISSING: "not written yet",
        Status.ERROR: "could not be run to the end",
    }[exercise.status]
    return f"{exercise.name}: {said} ({exercise.points} of {exercise.max} points)"


def _said(exercise: ExerciseReport) -> list[str]:
    """The probable cause, with how far to believe it, and what is worth knowing all the same."""
    cause = exercise.cause_in_words
    return [*([cause] if cause else []), *(f"Note: {note}" for note in exercise.notes)]


def _parts(check: CheckResult) -> Mapping[str, str]:
    """The parts of a failed check that have something to say, by their captions."""
    parts = {
        "called": check.call,
        "got": check.got,
        "expected": check.expected,
        "so": check.difference,
        "printed": check.output,
    }
    return {caption: text for caption, text in parts.items() if text.strip()}


def _text(exercise: ExerciseReport) -> str:
    lines = [f"{_MARKS[exercise.status]} {_headline(exercise)}"]
    lines += [f"  {said}" for said in _said(exercise)]
    for check in exercise.checks:
        lines.append(f"  {'✓' if check.passed else '✗'} {check.name}")
        if not check.passed:
            for caption, text in _parts(check).items():
                first, *rest = text.rstrip().split("\n")
                lines.append(f"      {caption + ':':<10}{first}")
                lines += [f"      {'':<10}{line}" for line in rest]
    return "\n".join(lines)


def _html(exercise: ExerciseReport) -> str:
    colour = _COLOURS[exercise.status]
    mark = f'<span style="color:{colour}">{_MARKS[exercise.status]}</span>'
    inside = [f"<div><strong>{mark} {_prose(_headline(exercise))}</strong></div>"]
    inside += [f'<div style="margin:.4em 0">{_prose(said)}</div>' for said in _said(exercise)]
    for check in exercise.checks:
        if check.passed:
            continue
        rows = "".join(
            '<dt style="grid-column:1;opacity:.75">' + html.escape(caption) + "</dt>"
            '<dd style="grid-column:2;margin:0;min-width:0"><pre style="margin:0;padding:0;background:none;'
            f'color:inherit;white-space:pre-wrap;overflow-wrap:anywhere">{html.escape(text.rstrip())}</pre></dd>'
            for caption, text in _parts(check).items()
        )
        inside.append(
            f'<div style="margin-top:.6em"><span style="color:{colour}">✗</span> {_prose(check.name)}</div>'
            '<dl style="display:grid;grid-template-columns:max-content 1fr;gap:.15em 1em;margin:.2em 0 0 1.2em">'
            f"{rows}</dl>"
        )
    return _box(colour, "".join(inside))


def _box(colour: str, inside: str) -> str:
    return (
        f'<div style="border-left:3px solid {colour};padding:.3em 0 .3em .8em;margin:.4em 0;'
        f'color:inherit;background:transparent;max-width:60em">{inside}</div>'
    )


def _prose(text: str) -> str:
    """Text as HTML, with what stands in backticks as code."""
    escaped = html.escape(text).replace("\n", "<br>")
    return re.sub(r"`([^`]+)`", r'<code style="color:inherit;background:none">\1</code>', escaped)
