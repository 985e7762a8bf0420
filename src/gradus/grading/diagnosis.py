"""Why did it miss? First the lab's known mistakes, then what an exception says, then general slips."""

from __future__ import annotations

import copy
import random
import re
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from gradus.grading import wire
from gradus.grading.checks import Case, Check, Law, Mistake, Steps
from gradus.grading.compare import as_array, compare, is_numeric
from gradus.grading.evidence import gather
from gradus.grading.judging import Probe, judge
from gradus.grading.loading import Lab
from gradus.grading.outcomes import Lost, Raised, Returned
from gradus.grading.picking import PickError, pick
from gradus.grading.playing import for_diagnosis, replay, without_objects
from gradus.grading.raised import explain_raised
from gradus.grading.repair.search import repaired
from gradus.grading.repair.text import arities
from gradus.grading.repair.trials import Retry
from gradus.grading.scene import Scene
from gradus.grading.slips import general_slip
from gradus.labs.submission import Submission
from gradus.model import Cause, Confidence, Level

MISTAKE_SECONDS = 3.0
"""How much processor time the known mistakes of one exercise may take together."""
_GLOBAL_RANDOM = threading.Lock()
"""Held by whoever seeds NumPy's global generator, since exercises may be diagnosed side by side."""


def diagnose(
    lab: Lab,
    exercise: str,
    probes: Sequence[Probe],
    submission: Submission,
    unloaded: Mapping[str, Raised | Lost],
    again: Callable[[Case | Law], Any],
    retry: Retry | None = None,
) -> Cause | None:
    """The likeliest cause of an exercise's misses; None if nothing fits."""
    level = submission.level or Level.STANDARD
    mine = [one for one in lab.mistakes if one.exercise == exercise]
    if cause := known_mistake(mine, probes):
        return cause
    probes = [for_diagnosis(probe, exercise, lab.source) for probe in probes]
    for probe in probes:
        if isinstance(probe.outcome, Lost):
            return _lost(exercise, probe.outcome)
    parameters = lab.source.parameters(exercise)
    source = "\n".join(one.source for one in submission.definitions if exercise in one.binds)
    cells = tuple(cell.source for cell in submission.cells)
    said: Cause | None = None
    for probe in probes:  # what raised has a line and a reason; what only differs has to be guessed at
        if isinstance(probe.outcome, Raised) and not isinstance(probe.check, Steps):
            inputs = dict(zip(parameters, probe.check.args, strict=False)) | dict(probe.check.kwargs)
            scene = Scene(probe.outcome, exercise, parameters, lab.source.exercises, source, cells, level, inputs)
            if cause := _not_loaded(probe.outcome, unloaded):
                return cause
            if said := explain_raised(scene):
                break
    if said is not None and said.id in FINAL:
        return said
    evidence = gather(exercise, parameters, probes, source, again)
    slip = None if said else general_slip(evidence, plain=True)
    if slip is not None and slip.id != "argument-changed":
        return slip
    fixed = None if retry is None else _repaired(exercise, lab, probes, submission, retry, level)
    if slip is not None:  # that an argument was changed is certain; on which line, a change to the code shows
        shown = fixed is not None and fixed.confidence is Confidence.LIKELY
        return Cause(slip.id, f"{slip.text} {fixed.text}", slip.confidence) if shown and fixed else slip
    if said is not None:
        return said if fixed is None else with_repair(said, fixed)
    if fixed is not None and fixed.confidence is not Confidence.POSSIBLE:
        return fixed
    return general_slip(evidence) or fixed


FINAL = frozenset({"placeholder-left", "callee-missing", "asks-for-input", "ends-the-program", "import-failed"})
"""Exceptions that say all there is to say: no change to one line would help."""


def with_repair(said: Cause, fixed: Cause) -> Cause:
    """What an exception means, and then the change that ends it; the place is named once."""
    place, _, rest = fixed.text.partition(": ")
    if fixed.confidence is Confidence.POSSIBLE:
        return said
    same = said.text.startswith(f"{place},") or said.text.startswith(f"{place}:")
    text = f"{said.text} {rest[:1].upper()}{rest[1:]}" if same else f"{said.text} {fixed.text}"
    return Cause(said.id, text, fixed.confidence)


def _repaired(
    exercise: str, lab: Lab, probes: Sequence[Probe], submission: Submission, retry: Retry, level: Level
) -> Cause | None:
    """What changes to the learner's own definition show."""
    own = [one for one in submission.definitions if exercise in one.binds]
    if not own:
        return None
    given = Submission.from_cells(lab.source.provided).definitions
    functions = arities([one.source for one in (*given, *submission.definitions)])
    functions.pop(exercise, None)
    return repaired(own[-1], probes, retry, name=exercise, functions=functions, level=level)


def _lost(exercise: str, lost: Lost) -> Cause:
    """The cause where no answer came back at all."""
    if lost.reason == "timeout":
        text = (
            f"`{exercise}` was stopped, because {lost.text}. Does a while loop never become false? "
            "Does a loop grow what it runs over, or wait for input?"
        )
        return Cause("endless", text, Confidence.LIKELY)
    if lost.reason == "walls":
        text = f"`{exercise}` was not judged: {lost.text}. That is no fault of yours; `gradus doctor` looks into it."
        return Cause("walls", text, Confidence.CERTAIN)
    if lost.reason == "broken":
        return Cause(
            "meddled",
            f"`{exercise}` was stopped, because {lost.text}. A function only takes and returns values.",
            Confidence.CERTAIN,
        )
    text = (
        f"`{exercise}` did not come back: {lost.text}. Take out exit() and os._exit(), and look at the sizes of arrays."
    )
    return Cause("process-ended", text, Confidence.LIKELY)


def _not_loaded(raised: Raised, unloaded: Mapping[str, Raised | Lost]) -> Cause | None:
    """The cause where a name is missing because what should define it failed."""
    found = re.match(r"name '(\w+)' is not defined", raised.message)
    reason = unloaded.get(found[1]) if raised.type == "NameError" and found else None
    if found is None or reason is None:
        return None
    why = f"{reason.type}: {reason.message}" if isinstance(reason, Raised) else reason.text
    text = f"`{found[1]}` is not there, because the line that defines it failed ({why})."
    return Cause("definition-failed", text, Confidence.CERTAIN)


def known_mistake(mistakes: Sequence[Mistake], probes: Sequence[Probe]) -> Cause | None:
    """The known mistake that gives what the learner's code gave, on the same inputs.

    One that agrees in every call and every part comes first; else the one that explains most of the
    failed checks by the parts that they look at.
    """
    deadline = time.thread_time() + MISTAKE_SECONDS
    tried: list[tuple[Mistake, list[tuple[Probe, Returned | Raised]]]] = []
    for one in mistakes:
        if time.thread_time() > deadline:
            break
        # Probes of one call share its outcome, so each call is made once.
        calls = {id(probe.outcome): probe.check for probe in probes}
        by_call = {call: _try(one, check) for call, check in calls.items()}
        tried.append((one, [(probe, by_call[id(probe.outcome)]) for probe in probes]))
    # With coarse numbers a mistake can agree where it is right itself: that explains no miss.
    tried = [(one, pairs) for one, pairs in tried if any(_wrong_too(probe, result) for probe, result in pairs)]
    for exact in (True, False):  # two wrong products raise alike but for the sizes that they name
        for one, pairs in tried:
            asked = [(probe, result) for probe, result in pairs if probe.outcome is not None]
            if all(_agree(probe, result, whole=True, exact=exact) for probe, result in asked):
                return Cause(one.id, one.text)
    partly: list[tuple[set[int], Mistake]] = []
    every = {place for place, probe in enumerate(probes) if probe.outcome is not None and not probe.passed}
    for one, pairs in tried:
        judged = [
            (place, probe, _agree(probe, result, whole=False) and not (_is_nan(probe) and not probe.passed))
            for place, (probe, result) in enumerate(pairs)
            if probe.outcome is not None
        ]
        explained = {place for place, probe, agrees in judged if agrees and not probe.passed}
        # A part counts only if the mistake explains all that was missed there, and spoils nothing that was right.
        unexplained = {_part(probe) for _, probe, agrees in judged if not agrees}
        if explained and not unexplained & {_part(probes[place]) for place in explained}:
            partly.append((explained, one))
    if not partly:
        return None
    for number, (first, one) in enumerate(partly):  # two mistakes at once, each in a part of its own
        for second, other in partly[number + 1 :]:
            if not first & second and first | second == every:
                text = f"Two things. {one.text} And: {other.text}"
                return Cause(f"{one.id}-and-{other.id}", text, Confidence.LIKELY)
    most, best = max(partly, key=lambda pair: len(pair[0]))
    return Cause(best.id, best.text, Confidence.LIKELY if most == every else Confidence.POSSIBLE)


def _wrong_too(probe: Probe, result: Returned | Raised) -> bool:
    """Whether a mistake misses a check that the learner's code misses."""
    if probe.passed or probe.outcome is None:
        return False
    check = probe.check
    if isinstance(check, Steps):  # the step at which the learner's code missed
        if probe.asked is None:
            return False
        check = probe.asked
        result = replace(result, value=result.value[-1]) if isinstance(result, Returned) else result
    with np.errstate(all="ignore"):
        return not judge(check, result).passed


def _is_nan(probe: Probe) -> bool:
    """Whether the part that a check looks at is NaN throughout: many ways lead there, so it tells none."""
    if not isinstance(probe.outcome, Returned) or not isinstance(probe.check, Case):
        return False
    try:
        part = pick(probe.outcome.value, probe.check.pick)
    except PickError:
        return False
    return is_numeric(part) and as_array(part).size > 0 and bool(np.all(np.isnan(as_array(part))))


def _part(probe: Probe) -> str:
    return probe.check.pick if isinstance(probe.check, Case) else probe.check.name


def _try(one: Mistake, check: Check) -> Returned | Raised:
    """What the mistake gives for a check's call, under the seed that the learner's code had."""
    with _GLOBAL_RANDOM:
        return _tried(one, check)


def _tried(one: Mistake, check: Check) -> Returned | Raised:
    state, other = np.random.get_state(), random.getstate()  # noqa: NPY002 -- see below
    if check.seed is not None:
        np.random.seed(check.seed)  # noqa: NPY002 -- the labs' contracts speak of this generator
        random.seed(check.seed)
    try:
        if isinstance(check, Steps):
            with np.errstate(all="ignore"):
                return replay(check, one.exercise, one.version, vars(sys.modules[one.version.__module__]))
        args, kwargs = copy.deepcopy((check.args, dict(check.kwargs)))
        with np.errstate(all="ignore"):
            return Returned(one(*args, **kwargs), changed=_changed(check, args))
    except Exception as error:  # noqa: BLE001 -- a mistake may raise whatever the learner's code raises
        return Raised(type(error).__name__, str(error))
    finally:
        np.random.set_state(state)  # noqa: NPY002
        random.setstate(other)


def _changed(check: Case | Law, args: tuple[Any, ...]) -> tuple[int, ...]:
    return tuple(place for place, (old, new) in enumerate(zip(check.args, args, strict=True)) if compare(new, old))


def _agree(probe: Probe, result: Returned | Raised, *, whole: bool, exact: bool = False) -> bool:
    """Whether a mistake's result is the learner's; ``exact``: to the last number of an exception's message."""
    outcome = probe.outcome
    if isinstance(outcome, Raised):
        return (
            isinstance(result, Raised)
            and result.type == outcome.type
            and (result.message == outcome.message if exact else _pattern(result.message) == _pattern(outcome.message))
        )
    if not isinstance(outcome, Returned) or not isinstance(result, Returned):
        return False
    if bool(result.changed) != bool(outcome.changed):
        return False
    value = wire.travelled(result.value)
    if isinstance(probe.check, Steps):
        return compare(without_objects(outcome.value), without_objects(value)) is None
    if isinstance(probe.check, Law):
        return compare(outcome.value, value) is None
    if whole:
        return compare(outcome.value, value, shape=probe.check.shape) is None
    try:
        mine, theirs = pick(outcome.value, probe.check.pick), pick(value, probe.check.pick)
    except PickError:
        return False
    return compare(mine, theirs, shape=probe.check.shape) is None


def _pattern(message: str) -> str:
    """A message without its numbers, which follow the inputs."""
    return re.sub(r"\d+(?:\.\d+)?", "#", message)
