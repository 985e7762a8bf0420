"""What becomes of each exercise: missing, wrong, right, or right with the helper that it should have had."""

from __future__ import annotations

import difflib
import itertools
import time
import zlib
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass

import numpy as np

from gradus.grading.asking import Asker, Task
from gradus.grading.checks import Check, Exercise
from gradus.grading.judging import Probe
from gradus.grading.loading import ChecksError
from gradus.grading.outcomes import Lost, Raised, Returned
from gradus.grading.remarks import odd_form
from gradus.grading.secondlook import CALLS, second_look
from gradus.labs.definitions import needed
from gradus.labs.levels import is_starter
from gradus.model import Cause, Confidence, Status

QUICK_TO_MAKE = 0.01
"""Checks that take longer to make than so many seconds, and longer than to ask, are made once."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one exercise, before it is worded."""

    status: Status
    probes: tuple[Probe, ...] = ()
    cause: Cause | None = None
    notes: tuple[str, ...] = ()
    lent: tuple[str, ...] = ()
    """Which helpers were the lab's own when the probes were made."""
    alone: tuple[Probe, ...] = ()
    """Where helpers were lent, the probes before, with the learner's own."""


class Results:
    """The results of a task's exercises, each worked out once, by whoever needs it first."""

    def __init__(self, task: Task, names: Sequence[str]) -> None:
        """``names`` are those that are worked out in any case."""
        self.task, self.names = task, frozenset(names)
        self._known: dict[str, Future[Result]] = {}

    def result(self, name: str, asker: Asker) -> Result:
        """What became of an exercise. One that another thread is at is waited for: calls never run in a circle."""
        with self.task.lock:
            mine = name not in self._known
            future = self._known.setdefault(name, Future())
        if mine:
            try:
                future.set_result(self._work_out(self.task.lab.exercise(name), asker))
            except BaseException as error:
                future.set_exception(error)
                raise
        return future.result()

    def _work_out(self, exercise: Exercise, asker: Asker) -> Result:
        name = exercise.name
        if early := self._not_runnable(name):
            return early
        began = time.monotonic()
        checks = make_checks(self.task, exercise)
        made = time.monotonic()
        wrong = self._endless_callees(name, asker)  # they would only be waited for again
        lent = self._lent(name, wrong)
        probes = asker.ask(name, checks, lent=lent)
        if name in self.task.unloaded and not any(isinstance(probe.outcome, Returned) for probe in probes):
            return Result(Status.ERROR, (), unloaded_cause(name, self.task.unloaded[name]))
        right = all(probe.passed for probe in probes)
        if not right and any(isinstance(p.outcome, Raised) and _says_unwritten(p.outcome, name) for p in probes):
            return Result(Status.MISSING, (), not_written(name))
        alone: tuple[Probe, ...] = ()
        if not right and not wrong and (wrong := self._wrong_callees(name, asker)):
            # What it does with right helpers tells its own mistake from theirs.
            alone, lent = probes, self._lent(name, wrong)
            probes = asker.ask(name, checks, lent=lent)
            right = all(probe.passed for probe in probes)
        if right:
            return self._look_again(
                exercise, asker, checks, probes, (made - began, time.monotonic() - made), lent, wrong
            )
        notes = (asked_with(wrong),) if lent else ()
        lost = any(isinstance(probe.outcome, Lost) for probe in probes)
        ran = any(isinstance(probe.outcome, Returned) for probe in probes)
        status = Status.ERROR if lost or not ran else Status.FAILED
        return Result(status, probes, notes=notes, lent=tuple(lent), alone=alone)

    def _look_again(
        self,
        exercise: Exercise,
        asker: Asker,
        checks: Sequence[Check],
        probes: tuple[Probe, ...],
        took: tuple[float, float],
        lent: Sequence[str],
        wrong: Sequence[str],
    ) -> Result:
        """The result of an exercise whose claims all hold, if they hold a second time.

        ``took`` says how long it took to make the checks, and to ask them.
        """
        making, asking = took
        worth_it = making < max(QUICK_TO_MAKE, asking)
        others = make_checks(self.task, exercise, purpose="others", most=CALLS) if worth_it else []
        unlike = second_look(exercise.name, checks, others, asker, probes, lent, asking)
        cause = callee_cause(wrong) if wrong else None
        if unlike is None:
            return Result(Status.PASSED, probes, cause)
        return Result(Status.FAILED, unlike.probes, unlike.cause, lent=tuple(lent))

    def _callees(self, name: str) -> list[str]:
        """The exercises that one may call, as far as the learner's code reaches them."""
        with self.task.lock:
            definitions = list(self.task.definitions)
        reached = {used for one in needed(definitions, [name]) for used in one.uses}
        return [one for one in self.task.lab.callees(name) if one in reached]

    def _wrong_callees(self, name: str, asker: Asker) -> list[str]:
        return [one for one in self._callees(name) if self.result(one, asker).status is not Status.PASSED]

    def _lent(self, name: str, wrong: list[str]) -> list[str]:
        """What is lent for what is wrong: objects cannot change sides, so with one class all classes are."""
        classes = self.task.classes(self.task.lab.callees(name))
        return list(dict.fromkeys([*wrong, *classes])) if set(wrong) & set(classes) else wrong

    def _endless_callees(self, name: str, asker: Asker) -> list[str]:
        """All wrong callees, if one of them is known not to come back."""
        known = [self.result(one, asker) for one in self._callees(name) if one in self.names]
        lost = any(isinstance(probe.outcome, Lost) for result in known for probe in result.probes)
        return self._wrong_callees(name, asker) if lost else []

    def _not_runnable(self, name: str) -> Result | None:
        """The result of an exercise that there is nothing to run of."""
        task = self.task
        source, submission = task.lab.source, task.submission
        defined = [one for one in task.statements if name in one.binds]
        if not defined:
            for broken in submission.broken:
                if name in broken.names:
                    text = (
                        f"`{name}` cannot be read: {broken.message} in {broken.label}, line {broken.line}: "
                        f"`{broken.text}`. Correct it; Python shows the place when you run the cell."
                    )
                    return Result(Status.ERROR, (), Cause("syntax-error", text, Confidence.CERTAIN))
            near = difflib.get_close_matches(name, submission.names - set(source.exercises), n=1, cutoff=0.8)
            if near:
                text = f"There is no `{name}`, but a `{near[0]}`. Is its name misspelt?"
                return Result(Status.MISSING, (), Cause("misspelt", text))
            if form := odd_form(name, submission.definitions, source.node(name)):
                return Result(Status.ERROR, (), form)
            return Result(Status.MISSING, (), not_written(name))
        if is_starter(source, name, defined[-1].source):
            return Result(Status.MISSING, (), not_written(name))
        if form := odd_form(name, defined, source.node(name)):
            return Result(Status.ERROR, (), form)
        if time.monotonic() >= task.until:
            text = f"Time was up before `{name}` was reached. Check it alone, or make the exercises before it faster."
            return Result(Status.ERROR, (), Cause("time-up", text, Confidence.CERTAIN))
        return None


def make_checks(task: Task, exercise: Exercise, purpose: str = "", most: int | None = None) -> list[Check]:
    """An exercise's checks, or the first few, on the inputs of the task's seed; for another purpose, on others."""
    words = [task.seed, zlib.crc32(exercise.name.encode()), *([zlib.crc32(purpose.encode())] if purpose else [])]
    try:
        checks = list(itertools.islice(exercise.generate(np.random.default_rng(words)), most))
    except Exception as error:
        raise ChecksError(
            f"the checks of {exercise.name} in {task.lab.item.id} cannot be made: {type(error).__name__}: {error}"
        ) from error
    if not checks:
        raise ChecksError(f"{exercise.name} in {task.lab.item.id} has no check. Yield at least one.")
    return checks


def unloaded_cause(name: str, outcome: Raised | Lost) -> Cause:
    """Why a definition that could not be run could not."""
    if isinstance(outcome, Lost):
        return Cause(
            "not-defined", f"Running the definition of `{name}` did not end well: {outcome.text}.", Confidence.CERTAIN
        )
    place = f" in {outcome.label}, line {outcome.line}" if outcome.label else ""
    return Cause(
        "not-defined", f"Defining `{name}` raised {outcome.type}: {outcome.message}{place}.", Confidence.CERTAIN
    )


def not_written(name: str) -> Cause:
    """What is said of an exercise that is still the starter."""
    return Cause("not-written", f"`{name}` is not written yet.", Confidence.CERTAIN)


def callee_cause(wrong: Sequence[str]) -> Cause:
    """What is said of an exercise that is right with the lab's helpers alone."""
    verb = "is" if len(wrong) == 1 else "are"
    return Cause("callee-wrong", f"Right, but {_listed(wrong)}, which it calls, {verb} not.", Confidence.CERTAIN)


def asked_with(wrong: Sequence[str]) -> str:
    """The note on an exercise that is wrong by itself and calls others that are wrong too."""
    return f"Asked with the lab's own {_listed(wrong)}, since yours {'is' if len(wrong) == 1 else 'are'} not right yet."


def _listed(names: Sequence[str]) -> str:
    return " and ".join(f"`{name}`" for name in names)


def _says_unwritten(raised: Raised, name: str) -> bool:
    return raised.type == "NotImplementedError" and raised.function in ("", name)
