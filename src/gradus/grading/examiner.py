"""The examiner: asks the candidate what the checks ask, judges the answers, and writes the report."""

from __future__ import annotations

import difflib
import logging
import secrets
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gradus.grading import wire
from gradus.grading.checks import Case, Exercise, Law
from gradus.grading.diagnosis import diagnose
from gradus.grading.judging import Probe, as_result, judge
from gradus.grading.loading import ChecksError, Lab, load_lab
from gradus.grading.remarks import odd_form, remarks
from gradus.grading.repair.trials import Retry
from gradus.grading.sandbox import Candidate, Lost, Outcome, Raised, Returned
from gradus.grading.walls import Walls
from gradus.labs.definitions import Definition, needed
from gradus.labs.levels import is_starter
from gradus.labs.submission import Submission
from gradus.labs.versions import counting
from gradus.model import Cause, Confidence, ExerciseReport, Item, Level, Report, Status

RETRY_SECONDS = 1.0
"""How long one call to a changed copy of the learner's code may take."""

Progress = Callable[[str, int, int], None]
"""Told before each exercise: its name, how many are done, how many there are."""


def grade(
    item: Item,
    submission: Submission,
    *,
    only: Sequence[str] = (),
    seed: int | None = None,
    progress: Progress | None = None,
    walls: Walls | None = None,
) -> Report:
    """Grade a submission of a lab, or of it only the exercises named.

    Whatever the learner's code does becomes part of the report. ``ChecksError`` and ``LabError`` mean
    that the lab itself is broken, ``ValueError`` that ``only`` names no exercise of it, ``WallsError``
    that this machine gives less isolation than ``walls`` require.
    """
    walls = walls or Walls()
    seed = secrets.randbelow(1 << 32) if seed is None else seed
    with Candidate(walls) as first:  # it starts up while the checks are being loaded
        lab = load_lab(item)
        names = _chosen(lab, only)
        examiner = _Examiner(lab, submission, seed, walls, first)
        try:
            reports = []
            for done, name in enumerate(names):
                if progress is not None:
                    progress(name, done, len(names))
                reports.append(examiner.report(name))
            if progress is not None:
                progress("", len(names), len(names))
            isolation, layers = first.isolation, first.layers
        finally:
            examiner.close()
    return Report(item.id, isolation, seed, tuple(reports), submission.notes, layers)


def _chosen(lab: Lab, only: Sequence[str]) -> list[str]:
    names = lab.source.exercises
    for name in only:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"Its exercises are {', '.join(names)}."
            raise ValueError(f"{lab.item.id} has no exercise {name!r}. {hint}")
    return [name for name in names if not only or name in only]


@dataclass(frozen=True, slots=True)
class _Result:
    """What became of one exercise, before it is worded."""

    status: Status
    probes: tuple[Probe, ...] = ()
    cause: Cause | None = None


class _Examiner:
    def __init__(self, lab: Lab, submission: Submission, seed: int, walls: Walls, first: Candidate) -> None:
        self.lab, self.submission, self.seed, self.walls = lab, submission, seed, walls
        self.level = submission.level or Level.STANDARD
        self.until = time.monotonic() + walls.limits.total_seconds
        self.results: dict[str, _Result] = {}
        self.unloaded: dict[str, Raised | Lost] = {}
        """By name, why a definition could not be run."""
        self.versions = counting(lab.source, submission.statements, {one.name: one.formerly for one in lab.exercises})
        self.definitions = self._definitions()
        self.fresh: Candidate | None = first
        self.candidate: Candidate | None = None
        self.reference: Candidate | None = None

    def close(self) -> None:
        for candidate in (self.candidate, self.reference, self.fresh):
            if candidate is not None:
                candidate.close()

    def report(self, name: str) -> ExerciseReport:
        """Grade one exercise and word the result."""
        result = self.result(name)
        points = self.lab.exercise(name).points
        parameters = self.lab.source.parameters(name)
        checks = tuple(
            as_result(probe, name, parameters, self.level, self._line(probe.outcome)) for probe in result.probes
        )
        cause = result.cause
        if cause is None and result.status in (Status.FAILED, Status.ERROR):
            cause = self._diagnose(name, result)
        earned = points if result.status is Status.PASSED else 0
        notes = self.versions.notes.get(name, ()) + remarks(
            name, self.lab.source.exercises, self.versions.statements, result.probes
        )
        return ExerciseReport(name, earned, points, result.status, checks, cause, notes)

    def _diagnose(self, name: str, result: _Result) -> Cause | None:
        try:
            return diagnose(
                self.lab, name, result.probes, self.submission, self.unloaded, self._again(name), self._retry(name)
            )
        except Exception:
            logging.getLogger(__name__).exception("The diagnosis of %s in %s failed.", name, self.lab.item.id)
            return None

    def result(self, name: str) -> _Result:
        """What became of an exercise; it is run once, also when another exercise asks about it."""
        if name not in self.results:
            self.results[name] = self._run(self.lab.exercise(name))
        return self.results[name]

    def _run(self, exercise: Exercise) -> _Result:
        name = exercise.name
        if early := self._not_runnable(name):
            return early
        checks = self._checks(exercise)
        probes = self._ask(name, checks)
        if name in self.unloaded and not any(isinstance(probe.outcome, Returned) for probe in probes):
            return _Result(Status.ERROR, (), self._unloaded_cause(name))
        if all(probe.passed for probe in probes):
            return _Result(Status.PASSED, probes)
        if any(isinstance(p.outcome, Raised) and _says_unwritten(p.outcome, name) for p in probes):
            return _Result(Status.MISSING, (), _not_written(name))
        if wrong := [callee for callee in self.lab.callees(name) if self.result(callee).status is not Status.PASSED]:
            again = self._ask(name, checks, lent=wrong)
            if all(probe.passed for probe in again):
                return _Result(Status.PASSED, again, _callee_cause(wrong))
        lost = any(isinstance(probe.outcome, Lost) for probe in probes)
        ran = any(isinstance(probe.outcome, Returned) for probe in probes)
        return _Result(Status.ERROR if lost or not ran else Status.FAILED, probes)

    def _not_runnable(self, name: str) -> _Result | None:
        """The result of an exercise that there is nothing to run of."""
        defined = [one for one in self.definitions if name in one.binds]
        if not defined:
            for broken in self.submission.broken:
                if name in broken.names:
                    text = (
                        f"`{name}` cannot be read: {broken.message} in {broken.label}, line {broken.line}: "
                        f"`{broken.text}`. Correct it; Python shows the place when you run the cell."
                    )
                    return _Result(Status.ERROR, (), Cause("syntax-error", text, Confidence.CERTAIN))
            near = difflib.get_close_matches(
                name, self.submission.names - set(self.lab.source.exercises), n=1, cutoff=0.8
            )
            if near:
                text = f"There is no `{name}`, but a `{near[0]}`. Is its name misspelt?"
                return _Result(Status.MISSING, (), Cause("misspelt", text))
            if form := odd_form(name, self.submission.definitions, self.lab.source.node(name)):
                return _Result(Status.ERROR, (), form)
            return _Result(Status.MISSING, (), _not_written(name))
        if is_starter(self.lab.source, name, defined[-1].source):
            return _Result(Status.MISSING, (), _not_written(name))
        if form := odd_form(name, defined, self.lab.source.node(name)):
            return _Result(Status.ERROR, (), form)
        if time.monotonic() >= self.until:
            text = f"Time was up before `{name}` was reached. Check it alone, or make the exercises before it faster."
            return _Result(Status.ERROR, (), Cause("time-up", text, Confidence.CERTAIN))
        return None

    def _checks(self, exercise: Exercise) -> list[Case | Law]:
        rng = np.random.default_rng([self.seed, zlib.crc32(exercise.name.encode())])
        try:
            checks = list(exercise.generate(rng))
        except Exception as error:
            raise ChecksError(
                f"the checks of {exercise.name} in {self.lab.item.id} cannot be made: {type(error).__name__}: {error}"
            ) from error
        if not checks:
            raise ChecksError(f"{exercise.name} in {self.lab.item.id} has no check. Yield at least one.")
        return checks

    def _ask(self, name: str, checks: Iterable[Case | Law], lent: Sequence[str] = ()) -> tuple[Probe, ...]:
        """Make the calls and judge them. Two claims about the same call make it once."""
        probes: list[Probe] = []
        known: dict[bytes, Outcome] = {}
        lost = False
        for check in checks:
            if lost:
                text = "Not tried, because an earlier call did not come back."
                probes.append(Probe(check, None, False, text, text))
                continue
            key = b"".join(
                bytes(part) for part in wire.encode((check.args, dict(check.kwargs), check.seed, check.unchanged))
            )
            if key not in known:
                known[key] = self._call(name, check, lent)
            probes.append(judge(check, known[key]))
            lost = isinstance(known[key], Lost)
        return tuple(probes)

    def _call(self, name: str, check: Case | Law, lent: Sequence[str] = ()) -> Outcome:
        candidate = self._alive()
        if candidate is None:
            return Lost("timeout", "time was up")
        seconds = check.timeout or self.walls.limits.call_seconds
        return candidate.call(
            name,
            check.args,
            check.kwargs,
            seed=self.seed if check.seed is None else check.seed,
            deadline=min(time.monotonic() + seconds, self.until),
            unchanged=check.unchanged,
            lent=lent,
            lend=self._lend if lent else None,
        )

    def _again(self, name: str) -> Callable[[Case | Law], Any]:
        """For the diagnosis: what the learner's function returns for other arguments; None if nothing."""

        def ask(check: Case | Law) -> Any:
            outcome = self._call(name, replace(check, unchanged=False))
            return outcome.value if isinstance(outcome, Returned) else None

        return ask

    def _retry(self, name: str) -> Retry:
        """For the diagnosis: what a changed copy of a definition gives, in the candidate, call by call."""
        wrong = [callee for callee in self.lab.callees(name) if self.result(callee).status is not Status.PASSED]
        given = Submission.from_cells(self.lab.source.provided).definitions
        helpers = [one for one in (*given, *self.submission.definitions) if one.source.startswith("def ")]
        spare = [one for one in helpers if one not in self.definitions]
        ready: list[Candidate] = []

        def at_hand() -> Candidate | None:
            candidate = self._alive()
            if (
                candidate is not None and candidate not in ready
            ):  # what the learner's code does not call, a changed copy may
                for one in spare:
                    candidate.load(one)
                ready.append(candidate)
            return candidate

        def ask(definition: Definition, checks: Sequence[Case | Law]) -> Iterator[Outcome]:
            candidate = at_hand()
            if candidate is None:
                return
            loaded = candidate.load(definition)
            if not isinstance(loaded, Returned):
                yield loaded
                return
            for check in checks:
                quick = replace(check, timeout=min(check.timeout or RETRY_SECONDS, RETRY_SECONDS))
                yield self._call(name, quick, wrong)

        def sift(definition: Definition, sources: Sequence[str], check: Case | Law) -> list[Outcome] | Lost:
            candidate = at_hand()
            if candidate is None:
                return Lost("timeout", "time was up")
            return candidate.sift(
                definition,
                sources,
                name,
                check.args,
                check.kwargs,
                seed=self.seed if check.seed is None else check.seed,
                deadline=min(time.monotonic() + RETRY_SECONDS + 0.1 * len(sources), self.until),
                unchanged=check.unchanged,
            )

        return Retry(ask, None if wrong else sift)

    def _lend(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], deadline: float) -> Outcome:
        """The lab's own result for a helper that the learner's is wrong in.

        It is computed in a third process: the solution is in reach neither of the learner's code nor,
        with inputs that such code chose, of the examiner's.
        """
        if self.reference is None or not self.reference.alive:
            self.reference = Candidate(self.walls)
            cells = [cell.source for cell in self.lab.source.cells if cell.kind == "code"]
            for definition in needed(Submission.from_cells(cells).definitions, self.lab.source.exercises):
                self.reference.load(definition)
        return self.reference.call(name, args, kwargs, seed=self.seed, deadline=deadline, unchanged=False)

    def _definitions(self) -> list[Definition]:
        """What the candidate runs: the lab's provided definitions, then the learner's, over them."""
        exercises = self.lab.source.exercises
        given = Submission.from_cells(self.lab.source.provided).definitions
        return needed([*given, *self.versions.statements], exercises)

    def _alive(self) -> Candidate | None:
        """A candidate with the definitions in it; a new one if the last was lost."""
        while self.candidate is None or not self.candidate.alive:
            if time.monotonic() >= self.until:
                return None
            self.candidate, self.fresh = self.fresh or Candidate(self.walls), None
            for definition in list(self.definitions):
                outcome = self.candidate.load(definition)
                if isinstance(outcome, Raised | Lost):
                    if not definition.computed or definition.binds.intersection(self.lab.source.exercises):
                        self.unloaded.update(dict.fromkeys(definition.binds, outcome))
                    self.definitions.remove(definition)
                if isinstance(outcome, Lost):
                    break
        return self.candidate

    def _line(self, outcome: Outcome | None) -> str:
        return self.submission.line(outcome.label, outcome.line) if isinstance(outcome, Raised) else ""

    def _unloaded_cause(self, name: str) -> Cause:
        outcome = self.unloaded[name]
        if isinstance(outcome, Lost):
            return Cause(
                "not-defined",
                f"Running the definition of `{name}` did not end well: {outcome.text}.",
                Confidence.CERTAIN,
            )
        place = f" in {outcome.label}, line {outcome.line}" if outcome.label else ""
        return Cause(
            "not-defined", f"Defining `{name}` raised {outcome.type}: {outcome.message}{place}.", Confidence.CERTAIN
        )


def _says_unwritten(raised: Raised, name: str) -> bool:
    return raised.type == "NotImplementedError" and raised.function in ("", name)


def _not_written(name: str) -> Cause:
    return Cause("not-written", f"`{name}` is not written yet.", Confidence.CERTAIN)


def _callee_cause(wrong: Sequence[str]) -> Cause:
    names = " and ".join(f"`{name}`" for name in wrong)
    text = f"Right, but {names}, which it calls, {'is' if len(wrong) == 1 else 'are'} not."
    return Cause("callee-wrong", text, Confidence.CERTAIN)
