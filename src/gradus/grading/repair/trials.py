"""Try a changed copy of the learner's code, and say how far it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gradus.grading.checks import Case, Law, Steps
from gradus.grading.compare import compare
from gradus.grading.judging import Probe, judge
from gradus.grading.outcomes import Lost, Outcome, Raised, Returned
from gradus.grading.picking import PickError, pick
from gradus.labs.definitions import Definition

SIFTED = 24
"""How many changed copies go into the candidate at once."""


@dataclass(frozen=True, slots=True)
class Retry:
    """Ways to ask the candidate about changed copies of the learner's code."""

    ask: Callable[[Definition, Sequence[Case | Law]], Iterator[Outcome]]
    """Put a definition in the place of the learner's, and make these calls, one after the other."""
    sift: Callable[[Definition, Sequence[str], Case | Law], list[Outcome] | Lost] | None = None
    """Put many sources there in turn, and make one call with each; None where calls need other functions' results."""


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """What a changed copy achieves."""

    probes: tuple[Probe, ...]
    gained: float
    """How many failed checks now pass; a part of one for coming further than before."""

    @property
    def passed(self) -> bool:
        return all(probe.passed for probe in self.probes)


class Bench:
    """The calls of an exercise, those that failed first, and what each has shown so far."""

    def __init__(self, definition: Definition, probes: Sequence[Probe], retry: Retry) -> None:
        self.definition, self.retry = definition, retry
        self.lost = 0
        """How many trials ended the candidate: an endless loop, an exit."""
        groups: dict[int, list[Probe]] = {}
        for probe in probes:  # probes of one call share its outcome
            if probe.outcome is not None:
                groups.setdefault(id(probe.outcome), []).append(probe)
        # A trial ends at the first call that comes no further, so the small ones that failed go first.
        self.calls = sorted(
            groups.values(), key=lambda group: (all(one.passed for one in group), _size(group[0].check))
        )

    def start(self) -> Trial:
        """The learner's own code as it stands."""
        return Trial(tuple(probe for group in self.calls for probe in group), 0.0)

    def run(self, source: str, before: Trial) -> Trial | None:
        """The trial of another source; None if it comes no further, or spoils what was right."""
        asked = [_call(group[0]) for group in self.calls]
        told = iter(before.probes)
        found: list[Probe] = []
        gained = 0.0
        answers = self.retry.ask(replace(self.definition, source=source), asked)
        for group in self.calls:
            outcome = next(answers, None)
            if outcome is None or isinstance(outcome, Lost):
                self.lost += isinstance(outcome, Lost)
                return None
            for was in [next(told) for _ in group]:
                now = judge(_call(was), outcome)
                if was.passed and not now.passed:
                    return None
                gained += _gain(was, now)
                found.append(now)
            if gained <= 0:
                return None
        return Trial(tuple(found), gained)

    def promising(self, sources: Sequence[str], before: Trial) -> list[str]:
        """Those of many sources that come further than before in the first call that failed."""
        if self.retry.sift is None or not self.calls:
            return list(sources)
        first = self.calls[0]
        answers = self.retry.sift(self.definition, sources, _call(first[0]))
        if isinstance(answers, Lost):  # one of them never ended: ask one by one
            return list(sources)
        was = before.probes[: len(first)]
        return [one for one, told in zip(sources, answers, strict=True) if self._further(told, was)]

    @staticmethod
    def _further(told: Outcome, was: Sequence[Probe]) -> bool:
        now = [judge(_call(probe), told) for probe in was]
        if any(old.passed and not new.passed for old, new in zip(was, now, strict=True)):
            return False
        return (
            any(old.passed for old in was)
            and all(old.passed for old in was)
            or sum(_gain(old, new) for old, new in zip(was, now, strict=True)) > 0
        )

    def restore(self) -> None:
        """Put the learner's own definition back."""
        for _ in self.retry.ask(self.definition, ()):
            pass


def _call(probe: Probe) -> Case | Law:
    """The one call of a probe; what takes several steps is not repaired."""
    if isinstance(probe.check, Steps):
        raise TypeError("steps cannot be asked of a changed copy")
    return probe.check


def _size(value: Any) -> int:
    """How much a call has to work on, in numbers."""
    if isinstance(value, Case | Law):
        return _size(value.args) + _size(dict(value.kwargs))
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, dict):
        return sum(_size(one) for one in value.values())
    if isinstance(value, list | tuple):
        return sum(_size(one) for one in value)
    return 1


def _gain(was: Probe, now: Probe) -> float:
    if was.passed:
        return 0.0
    if now.passed:
        return 1.0
    if isinstance(was.outcome, Raised) and isinstance(now.outcome, Raised):
        if now.outcome.function != was.outcome.function or now.outcome.line < was.outcome.line:
            return 0.0
        if now.outcome.line > was.outcome.line:
            return 0.1
        moved = now.outcome.segment != was.outcome.segment and now.outcome.message != was.outcome.message
        return 0.05 if moved else 0.0
    if isinstance(was.outcome, Raised) and isinstance(now.outcome, Returned):
        return 0.2
    if isinstance(was.outcome, Returned) and isinstance(now.outcome, Returned) and was.difference and now.difference:
        old, path = was.difference, was.difference.path
        if path != now.difference.path and not _same(now.outcome.value, path, old.got) and isinstance(now.check, Case):
            right = _part(now.check.expected, path)
            return 0.3 if right is not None and _same(now.outcome.value, path, right) else 0.0
    return 0.0


def _part(value: Any, path: str) -> Any:
    try:
        return pick(value, path)
    except (PickError, ValueError):
        return None


def _same(result: Any, path: str, wanted: Any) -> bool:
    return compare(_part(result, path), wanted) is None
