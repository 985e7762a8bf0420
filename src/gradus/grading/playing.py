"""Play the steps of a check, in the candidate or on a known mistake, and show them as one would write them."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from gradus.grading.checks import Case, Law
from gradus.grading.judging import Probe, judge
from gradus.grading.objects import HANDLE, Objects
from gradus.grading.outcomes import Outcome, Raised, Returned
from gradus.grading.picking import pick
from gradus.grading.show import show, show_call
from gradus.grading.steps import MOST, Judged, Step, Steps, The
from gradus.grading.wire import Opaque
from gradus.labs.source import LabSource

Take = Callable[[Mapping[str, Any], int | None], Outcome]
"""Carries out one order under a seed; None goes on from where the step before left NumPy's generator."""


def play(check: Steps, exercise: str, take: Take, seed: int) -> Probe:
    """Take the steps until one fails. The probe's check ends with that step; its value has all results."""
    seen: dict[str, Any] = {}
    results: list[Any] = []
    output = ""
    for place, order in enumerate(orders(check, exercise)):
        step = check.steps[place]
        begin = seed if check.seed is None else check.seed
        outcome = take(order, begin if place == 0 and step.seed is None else step.seed)
        so_far = _until(check, place)
        asked = _claim(check, step, seen)
        if not isinstance(outcome, Returned):
            return replace(judge(asked, outcome), check=so_far, asked=asked)
        output += outcome.output
        results.append(outcome.value)
        if step.kind == "read":
            seen[step.target] = outcome.value
        if step.keep:
            seen[step.keep] = outcome.value
        probe = judge(asked, outcome)
        together = Returned(tuple(results), output, outcome.changed)
        if not probe.passed:
            return replace(probe, check=so_far, outcome=together, asked=asked)
    return Probe(check, Returned(tuple(results), output), True)


def replay(check: Steps, exercise: str, version: Any, names: Mapping[str, Any]) -> Returned | Raised:
    """What a known mistake gives for the same steps; ``names`` has what else they make."""
    objects = Objects({**names, exercise: version})
    results = []
    try:
        for step, order in zip(check.steps, orders(check, exercise), strict=True):
            if step.seed is not None:
                np.random.seed(step.seed)  # noqa: NPY002 -- the labs' contracts speak of this generator
            results.append(objects.do({**order, "args": copy.deepcopy(order["args"])}))
    except Exception as error:  # noqa: BLE001 -- a mistake may raise whatever the learner's code raises
        return Raised(type(error).__name__, str(error))
    return Returned(tuple(results))


def without_objects(results: Any) -> Any:
    """The results of steps with None for each that does not travel: how an object looks tells nothing."""
    return tuple(None if isinstance(one, Opaque) else one for one in results)


def orders(check: Steps, exercise: str) -> list[dict[str, Any]]:
    """The steps as orders to a candidate, each kept object a number."""
    numbers: dict[str, int] = {}
    made = []
    for place, step in enumerate(check.steps):
        order = {
            "kind": step.kind,
            "on": numbers[step.on] if step.on else None,
            "name": (step.path[0] if step.path else exercise) if not step.on else "",
            "path": list(step.path) if step.on else [],
            "args": tuple(_numbered(one, numbers) for one in step.args),
            "kwargs": {name: _numbered(one, numbers) for name, one in step.kwargs.items()},
            "value": step.kind not in ("make", "put", "have"),
            "unchanged": step.unchanged and step.kind in ("make", "call"),
            "most": MOST,
            "forget": place == 0,
        }
        if step.keep:
            order["keep"] = numbers[step.keep] = place
        made.append(order)
    return made


def show_steps(check: Steps, exercise: str, source: LabSource) -> str:
    """The steps as one would write them, one below the other, inputs written out when small."""
    classes: dict[str, str] = {}
    lines = []
    for step in check.steps:
        if step.kind == "make":
            classes[step.keep] = step.path[0] if step.path else exercise
        lines.append(_line(step, exercise, parameters_of(step, exercise, classes, source)))
    return "\n".join(lines)


def parameters_of(step: Step, exercise: str, classes: Mapping[str, str], source: LabSource) -> tuple[str, ...]:
    """The names of a step's positional parameters, where the lab's source tells them."""
    owner = (step.path[0] if step.path else exercise) if not step.on else classes.get(step.on, "")
    if owner not in source.exercises:
        return ()
    if not step.on:
        return source.parameters(owner)
    method = step.path[-1] if step.path else ""
    node = source.node(owner)
    found = [part for part in node.body if isinstance(part, ast.FunctionDef) and part.name == method]
    return tuple(arg.arg for arg in found[0].args.args[1:]) if found else ()


def for_diagnosis(probe: Probe, exercise: str, source: LabSource) -> Probe:
    """The last step of a probe as the one call that it is, its arguments by name, so that a slip can be found in it."""
    if not isinstance(probe.check, Steps) or probe.asked is None:
        return probe
    classes = {s.keep: (s.path[0] if s.path else exercise) for s in probe.check.steps if s.kind == "make"}
    step = probe.check.steps[-1]
    names = parameters_of(step, exercise, classes, source)
    kwargs = dict(zip(names, step.args, strict=False)) | dict(step.kwargs)
    outcome = probe.outcome
    if isinstance(outcome, Returned):
        outcome = replace(outcome, value=outcome.value[-1])
    return replace(probe, check=replace(probe.asked, args=(), kwargs=kwargs), outcome=outcome)


def _until(check: Steps, place: int) -> Steps:
    """The check up to a step, whether or not what is left claims anything."""
    so_far = copy.copy(check)
    object.__setattr__(so_far, "steps", check.steps[: place + 1])
    return so_far


def _claim(check: Steps, step: Step, seen: Mapping[str, Any]) -> Case | Law:
    """What a step claims, as the check of one call."""
    if step.expected is not Judged.NOT:
        try:
            expected = step.expected(dict(seen)) if callable(step.expected) else step.expected
        except Exception as error:  # noqa: BLE001 -- it computes with what the learner's code gave
            unfit = f"what the steps before gave does not fit together ({type(error).__name__}: {error})"
            return Law(check.name, holds=lambda result: unfit)
        so_far = check.steps[: check.steps.index(step) + 1]
        return Case(
            check.name,
            args=tuple(one for earlier in so_far for one in earlier.args if isinstance(one, np.ndarray)),
            expected=expected,
            pick=step.pick,
            rtol=step.rtol,
            atol=step.atol,
            shape=step.shape,
            unchanged=step.unchanged,
        )
    holds = step.holds
    before = dict(seen)

    def satisfied(result: Any) -> str | None:
        return None if holds is None else holds(pick(result, step.pick), before)

    return Law(check.name, holds=satisfied, unchanged=step.unchanged)


def _numbered(value: Any, numbers: Mapping[str, int]) -> Any:
    """A value with each kept object's number in its place."""
    if isinstance(value, The):
        return Opaque(HANDLE, str(numbers[value.name]))
    if isinstance(value, dict):
        return {key: _numbered(part, numbers) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_numbered(part, numbers) for part in value)
    return value


def _line(step: Step, exercise: str, parameters: Sequence[str]) -> str:
    if step.kind == "put":
        return f"{step.target} = {show(step.args[0])}"
    if step.kind == "have":
        return f"{step.keep} = {show(step.args[0])}"
    if step.kind == "read":
        return step.target
    before = f"{step.keep} = " if step.keep else ""
    path = step.path[-1] if step.path else ""
    if path == "__len__":
        return f"{before}len({step.on})"
    if path == "__iter__":
        return f"{before}list({step.on})"
    if path == "__getitem__":
        return f"{before}{step.on}[{show(step.args[0])}]"
    return before + show_call(step.target or exercise, parameters, step.args, step.kwargs)
