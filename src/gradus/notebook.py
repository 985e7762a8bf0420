"""Check a lab from inside its notebook: ``check = lab("logistic-regression")``, then ``check("propagate")``.

The kernel holds neither checks nor solutions. The cells that ran go to a process of their own, by the
same command that a terminal uses, and its report comes back to be shown.
"""

from __future__ import annotations

import ast
import html
import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gradus.model import Cause, CheckResult, Confidence, ExerciseReport, Report, Status

SECONDS = 300.0
_DEFINES = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)
_MARKS = {Status.PASSED: "✓", Status.FAILED: "✗", Status.MISSING: "○", Status.ERROR: "✗"}
_COLOURS = {Status.PASSED: "#0a8f6c", Status.FAILED: "#c0504d", Status.MISSING: "#8a8578", Status.ERROR: "#c0504d"}
"""Each has a contrast of at least 3 to 1 on white and on JupyterLab's dark grey."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the command said."""

    code: int
    out: str
    err: str


Runner = Callable[[Sequence[str], str], Answer]
"""Runs ``gradus`` with arguments and a standard input."""


def run_gradus(arguments: Sequence[str], text: str) -> Answer:
    """Run ``gradus`` with this Python, so that it is the one the notebook belongs to."""
    command = [sys.executable, "-m", "gradus", *arguments]
    try:
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Answer(2, "", f"Grading had not finished after {SECONDS:.0f} seconds. Check one exercise at a time.")
    except OSError as error:
        return Answer(2, "", f"Gradus could not be started: {error.strerror}. Start it again with start.py.")
    return Answer(done.returncode, done.stdout, done.stderr)


def lab(id: str, *, level: str | None = None, runner: Runner = run_gradus) -> Checker:
    """The checker of a lab: call it with an exercise's name, or with nothing for all of them."""
    return Checker(id, level, runner)


class Checker:
    """Grades the cells that have run so far."""

    def __init__(self, id: str, level: str | None, runner: Runner) -> None:
        self.id, self.level, self.runner = id, level, runner

    def __call__(self, *names: Any) -> Checked:
        """Check the exercises named, or all."""
        arguments = ["lab", "check", self.id, "-", "--json"]
        for name in names:
            if not isinstance(name, str):
                given = getattr(name, "__name__", repr(name))
                return Checked(None, f'check takes the name of an exercise as text: check("{given}")')
            arguments += ["--only", name]
        if folder := workspace_around(Path.cwd()):
            arguments += ["--workspace", str(folder)]
        answer = self.runner(arguments, json.dumps({"cells": cells_so_far(), "level": self.level}))
        try:
            return Checked(Report.from_json(json.loads(answer.out)))
        except (ValueError, KeyError, TypeError):
            said = answer.err.strip() or answer.out.strip()
            return Checked(None, said or f"Gradus ended with code {answer.code} and said nothing. Try again.")

    def __repr__(self) -> str:
        return f'The checks of {self.id}: check("name of an exercise"), or check() for all.'


def workspace_around(folder: Path) -> Path | None:
    """The workspace that a notebook in ``folder`` belongs to."""
    return next((one for one in (folder, *folder.parents) if (one / "gradus.toml").is_file()), None)


def cells_so_far(shell: Any = None) -> list[str]:
    """The sources of the cells that ran, numbered as the notebook numbers them; a script's own text."""
    if shell is None:
        getter = getattr(sys.modules.get("IPython"), "get_ipython", None)
        shell = getter() if getter else None
    if shell is None:
        file = getattr(sys.modules["__main__"], "__file__", None)
        return [Path(file).read_text(encoding="utf-8")] if file and Path(file).is_file() else []
    cells = [str(cell) for cell in shell.user_ns.get("In", [""])[1:]]
    good = [cell for cell in cells if _parses(cell)]
    defined = {name for cell in good for name in _DEFINES.findall(cell)}
    # A cell that Python refused is of interest only if nothing that works came of it since.
    return [cell if _parses(cell) or set(_DEFINES.findall(cell)) - defined else "" for cell in cells]


def _parses(cell: str) -> bool:
    try:
        ast.parse(cell)
    except (SyntaxError, ValueError, RecursionError):
        return False
    return True


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
        return "\n\n".join([*parts, *self.report.notes, _total(self.report)])

    def _repr_html_(self) -> str:
        if self.report is None:
            return _box(_COLOURS[Status.ERROR], f"<div>{_prose(self.problem)}</div>")
        parts = [_html(exercise) for exercise in self.report.exercises]
        notes = [f'<div style="margin:.4em 0">{_prose(note)}</div>' for note in self.report.notes]
        return "".join([*parts, *notes, f'<div style="margin:.6em 0">{_prose(_total(self.report))}</div>'])


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
    if exercise.cause is not None:
        lines.append(f"  {_cause(exercise.cause)}")
    for check in exercise.checks:
        lines.append(f"  {'✓' if check.passed else '✗'} {check.name}")
        if not check.passed:
            for caption, text in _parts(check).items():
                first, *rest = text.rstrip().split("\n")
                lines.append(f"      {caption + ':':<10}{first}")
                lines += [f"      {'':<10}{line}" for line in rest]
    return "\n".join(lines)


def _cause(cause: Cause) -> str:
    """A cause with how far to believe it; what was seen for certain needs no word before it."""
    return cause.text if cause.confidence is Confidence.CERTAIN else f"{cause.confidence.caption}: {cause.text}"


def _html(exercise: ExerciseReport) -> str:
    colour = _COLOURS[exercise.status]
    mark = f'<span style="color:{colour}">{_MARKS[exercise.status]}</span>'
    inside = [f"<div><strong>{mark} {_prose(_headline(exercise))}</strong></div>"]
    if exercise.cause is not None:
        inside.append(f'<div style="margin:.4em 0">{_prose(_cause(exercise.cause))}</div>')
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
