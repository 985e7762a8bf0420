"""The examiner: has each exercise of a submission asked about, and writes the report."""

from __future__ import annotations

import difflib
import logging
import secrets
import time
from collections.abc import Callable, Sequence

from gradus.grading.asking import Asker, Task
from gradus.grading.cache import Verdict, VerdictCache, verdict_key
from gradus.grading.checks import Case, Law, Steps
from gradus.grading.diagnosis import diagnose
from gradus.grading.judging import Probe, as_result
from gradus.grading.loading import Lab, load_lab
from gradus.grading.outcomes import Raised
from gradus.grading.playing import show_steps
from gradus.grading.remarks import remarks
from gradus.grading.results import Result, Results
from gradus.grading.retrying import retrying
from gradus.grading.sandbox import Candidate
from gradus.grading.sharing import share
from gradus.grading.walls import Walls
from gradus.grading.watching import Watch
from gradus.labs.definitions import needed
from gradus.labs.submission import Submission
from gradus.labs.versions import counting
from gradus.model import Cause, CheckResult, ExerciseReport, Isolation, Item, Level, Report, Status


def grade(
    item: Item,
    submission: Submission,
    *,
    only: Sequence[str] = (),
    seed: int | None = None,
    progress: Callable[..., None] | None = None,
    walls: Walls | None = None,
    cache: VerdictCache | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Report:
    """Grade a submission of a lab, or of it only the exercises named.

    Whatever the learner's code does becomes part of the report. ``progress`` is called as ``watching.Progress``
    says. ``cache`` spares what has not changed; a ``seed`` asks anew, since it replays a verdict. ``cancelled``
    is asked all the while; once it is true, ``Cancelled`` is raised within a fifth of a second.

    ``ChecksError`` and ``LabError`` mean that the lab itself is broken, ``ValueError`` that ``only`` names no
    exercise of it, ``WallsError`` that this machine gives less isolation than ``walls`` require.
    """
    walls = walls or Walls()
    cache = cache if seed is None else None
    seed = secrets.randbelow(1 << 32) if seed is None else seed
    first = Candidate(walls, item.imports) if cache is None else None  # it starts up while the checks are being loaded
    try:
        lab = load_lab(item)
        names = _chosen(lab, only)
        watch = Watch(len(names), progress, cancelled)
        try:
            examiner = _Examiner(lab, names, submission, seed, walls, watch)
            keys = {} if cache is None else {name: examiner.key(name) for name in names}
            kept = {name: found for name, key in keys.items() if cache and (found := cache.find(key, submission))}
            made = share(names, lambda name, asker: examiner.report(name, kept.get(name), asker), examiner.task, first)
        finally:
            watch.close()
        known = [made.standing] if made.standing else []
        known += [(found.isolation, found.layers) for found in kept.values()]
        if not known:  # nothing was there to be run, but the report says what would have stood
            with Candidate(walls, item.imports) as idle:
                known = [(idle.isolation, idle.layers)]
    finally:
        if first is not None:
            first.close()
    isolation, layers = max(known, key=lambda one: list(Isolation).index(one[0]))
    for name, report in made.reports.items():
        if cache is not None and name not in kept:
            cache.keep(keys[name], report, submission, seed=seed, isolation=isolation, layers=layers)
    return Report(
        lab=item.id,
        isolation=isolation,
        seed=seed,
        exercises=tuple(made.reports[name] for name in names),
        notes=submission.notes,
        layers=layers,
    )


def _chosen(lab: Lab, only: Sequence[str]) -> list[str]:
    names = lab.source.exercises
    for name in only:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"Its exercises are {', '.join(names)}."
            raise ValueError(f"{lab.item.id} has no exercise {name!r}. {hint}")
    return [name for name in names if not only or name in only]


class _Examiner:
    def __init__(
        self, lab: Lab, names: Sequence[str], submission: Submission, seed: int, walls: Walls, watch: Watch
    ) -> None:
        self.lab, self.submission = lab, submission
        self.level = submission.level or Level.STANDARD
        self.versions = counting(lab.source, submission.statements, {one.name: one.formerly for one in lab.exercises})
        given = Submission.from_cells(lab.source.provided).definitions
        definitions = needed([*given, *self.versions.statements], lab.source.exercises)
        until = time.monotonic() + walls.limits.total_seconds
        self.task = Task(lab, submission, self.versions.statements, seed, walls, watch, definitions, until)
        self.results = Results(self.task, names)

    def key(self, name: str) -> str:
        """What the cache keeps the verdict of an exercise under."""
        reached = needed(self.task.definitions, [name, *self.lab.callees(name)])
        texts = [*self.versions.notes.get(name, ()), *(one.source for one in reached)]
        return verdict_key(self.lab, name, self.submission.level, self.task.walls, texts)

    def report(self, name: str, kept: Verdict | None, asker: Asker) -> ExerciseReport:
        """Grade one exercise and word the result, or give what is known of it."""
        self.task.watch.begin(name)
        report = self._report(name, asker) if kept is None else kept.report
        self.task.watch.end()
        return report

    def _report(self, name: str, asker: Asker) -> ExerciseReport:
        result = self.results.result(name, asker)
        points = self.lab.exercise(name).points
        checks = tuple(self._worded(probe, name) for probe in result.probes)
        cause = result.cause
        if cause is None and result.status in (Status.FAILED, Status.ERROR):
            cause = self._diagnose(name, result, asker)
        earned = points if result.status is Status.PASSED else 0
        notes = self.versions.notes.get(name, ()) + remarks(
            name, self.lab.source.exercises, self.versions.statements, result.probes
        )
        return ExerciseReport(name, earned, points, result.status, checks, cause, notes + result.notes)

    def _worded(self, probe: Probe, name: str) -> CheckResult:
        source, outcome = self.lab.source, probe.outcome
        line = self.submission.line(outcome.label, outcome.line) if isinstance(outcome, Raised) else ""
        if not isinstance(probe.check, Steps):
            return as_result(probe, name, source.parameters(name), self.level, line)
        called = "" if probe.passed else show_steps(probe.check, name, source)
        return as_result(probe, name, (), self.level, line, called)

    def _diagnose(self, name: str, result: Result, asker: Asker) -> Cause | None:
        """The cause of the misses; with the learner's own helpers, if those with the lab's tell nothing."""
        self.task.watch.stop_if_cancelled()
        try:
            for probes, lent in ((result.probes, result.lent), (result.alone, ())):
                has_steps = any(isinstance(probe.check, Steps) for probe in probes)
                again: Callable[[Case | Law], object] = (lambda check: None) if has_steps else asker.again(name, lent)
                retry = None if has_steps or probes is result.alone else retrying(asker, name, lent)
                cause = diagnose(self.lab, name, probes, self.submission, self.task.unloaded, again, retry)
                if cause is not None:
                    return cause
            return None
        except Exception:
            self.task.watch.stop_if_cancelled()  # what failed may be a call that was called off
            logging.getLogger(__name__).exception("The diagnosis of %s in %s failed.", name, self.lab.item.id)
            return None
