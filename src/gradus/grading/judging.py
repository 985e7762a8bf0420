"""Judge one call: does what came satisfy what the check claims, and how is it said?"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gradus.grading.checks import Case, Law
from gradus.grading.compare import Difference, compare
from gradus.grading.loading import ChecksError
from gradus.grading.picking import PickError, pick
from gradus.grading.sandbox import Lost, Outcome, Raised, Returned
from gradus.grading.show import show, show_call, show_form
from gradus.grading.tolerance import Tolerance, from_inputs
from gradus.model import CheckResult, Level


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """One check, the call made for it, and the verdict."""

    check: Case | Law
    outcome: Outcome | None
    """None where the call was not made any more."""
    passed: bool
    text: str = ""
    """What is wrong, in a sentence."""
    form: str = ""
    """The same without a value of the expected result."""
    difference: Difference | None = None
    """The first place where the results differ, if a result came."""
    note: str = ""
    """What the learner should know although it passed: another edition's convention."""


def judge(check: Case | Law, outcome: Outcome) -> Probe:
    """The verdict on one check."""
    if isinstance(outcome, Lost):
        text = f"No result: {outcome.text}."
        return Probe(check, outcome, False, text, text)
    if isinstance(outcome, Raised):
        text = raised_text(outcome)
        return Probe(check, outcome, False, text, text)
    if isinstance(check, Law):
        return _judge_law(check, outcome)
    tolerance = from_inputs((check.args, dict(check.kwargs)), check.rtol, check.atol, check.scale)
    found = _difference(check, outcome.value, check.expected, check.pick, check.shape, tolerance)
    if found is None:
        return _unchanged(check, outcome)
    for other in check.also:
        path = check.pick if other.pick is None else other.pick
        if _difference(check, outcome.value, other.expected, path, other.shape or check.shape, tolerance) is None:
            return replace(_unchanged(check, outcome), note=other.note)
    return Probe(check, outcome, False, _sentence(found.text), _sentence(found.form), found)


def _difference(
    check: Case, result: Any, expected: Any, path: str, shape: str, tolerance: Tolerance
) -> Difference | None:
    """The first difference from one of the results that a case calls right."""
    try:
        wanted = pick(expected, path)
    except (PickError, ValueError) as error:
        raise ChecksError(f"the check {check.name!r} picks {path} of its own expected value: {error}") from None
    try:
        part = pick(result, path)
    except PickError as error:
        text = f"{str(error)[:1].upper()}{str(error)[1:]}."
        return Difference(path, text, text, result, expected)
    return compare(part, wanted, shape=shape, path=path, tolerance=tolerance)


def raised_text(raised: Raised) -> str:
    """An exception in one sentence, at the learner's line."""
    message = f"{raised.type}: {raised.message}" if raised.message else raised.type
    return f"It raised {message}" + (f" ({raised.label}, line {raised.line})." if raised.label else ".")


def as_result(probe: Probe, name: str, parameters: Sequence[str], level: Level, line: str = "") -> CheckResult:
    """A verdict as the report shows it. At level open no value of the expected result is told."""
    check = probe.check
    if probe.passed:
        return CheckResult(check.name, True)
    is_open = level is Level.OPEN
    got = expected = ""
    if isinstance(probe.outcome, Returned):
        value, path = probe.outcome.value, check.pick if isinstance(check, Case) else ""
        try:
            got = show(pick(value, path))
        except PickError:
            got = show(value)
    if isinstance(check, Case):
        wanted = pick(check.expected, check.pick)
        expected = show_form(wanted) if is_open else show(wanted)
    difference = probe.form if is_open else probe.text
    if line:
        difference += f"\n  {line}"
    return CheckResult(
        name=check.name,
        passed=False,
        call=show_call(name, parameters, check.args, check.kwargs),
        got=got,
        expected=expected,
        difference=difference,
        output="" if probe.outcome is None or isinstance(probe.outcome, Lost) else probe.outcome.output,
    )


def _judge_law(check: Law, outcome: Returned) -> Probe:
    try:
        with np.errstate(all="ignore"):
            wrong = check.holds(copy.deepcopy(outcome.value), *copy.deepcopy(check.args))
    except Exception:  # noqa: BLE001 -- what a law stumbles over is the result's fault
        wrong = f"The result has not the form that it must have; it is {show_form(outcome.value)}"
    if wrong is not None:
        text = _sentence(str(wrong))
        return Probe(check, outcome, False, text, text)
    return _unchanged(check, outcome)


def _unchanged(check: Case | Law, outcome: Returned) -> Probe:
    if check.unchanged and outcome.changed:
        which = ", ".join(f"number {one + 1}" if isinstance(one, int) else one for one in outcome.changed)
        text = (
            f"The result is right, but the call changed its argument {which}: it must leave its arguments as they were."
        )
        return Probe(check, outcome, False, text, text)
    return Probe(check, outcome, True)


def _sentence(text: str) -> str:
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "!", "?")) else ".")
