"""For the diagnosis: changed copies of a learner's definition, tried in the candidate and never here."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gradus.grading.asking import Asker
from gradus.grading.checks import Case, Law
from gradus.grading.outcomes import Lost, Outcome, Returned
from gradus.grading.repair.trials import Retry
from gradus.grading.sandbox import Candidate
from gradus.labs.definitions import Definition
from gradus.labs.submission import Submission

CALL_SECONDS = 1.0
"""How long one call to a changed copy of the learner's code may take."""


def retrying(asker: Asker, name: str, lent: Sequence[str]) -> Retry:
    """Ways to ask what changed copies of an exercise give. ``lent``: helpers that are not the learner's own."""
    task = asker.task
    given = Submission.from_cells(task.lab.source.provided).definitions
    helpers = [one for one in (*given, *task.submission.definitions) if one.source.startswith("def ")]
    spare = [one for one in helpers if one not in task.definitions]
    ready: list[Candidate] = []

    def at_hand() -> Candidate | None:
        candidate = asker.alive()
        if candidate is not None and candidate not in ready:
            for one in spare:  # what the learner's code does not call, a changed copy may
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
            quick = replace(check, timeout=min(check.timeout or CALL_SECONDS, CALL_SECONDS))
            yield asker.call(name, quick, lent)

    def sift(definition: Definition, sources: Sequence[str], check: Case | Law) -> list[Outcome] | Lost:
        candidate = at_hand()
        if candidate is None:
            return Lost("timeout", "time was up")
        with task.watch.waiting_for(candidate):
            found = candidate.sift(
                definition,
                sources,
                name,
                check.args,
                check.kwargs,
                seed=task.seed_for(name) if check.seed is None else check.seed,
                deadline=min(time.monotonic() + CALL_SECONDS + 0.1 * len(sources), task.until),
                unchanged=check.unchanged,
            )
        task.watch.stop_if_cancelled()
        return found

    return Retry(ask, None if lent else sift)
