"""Look for the change that makes the checks hold: one alone, then two together, likeliest first, within a time."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice

from gradus.grading.judging import Probe
from gradus.grading.repair.families import families
from gradus.grading.repair.suspects import unlikeliness
from gradus.grading.repair.text import Edit, Repair, Text
from gradus.grading.repair.trials import SIFTED, Bench, Retry, Trial
from gradus.grading.repair.wording import sentence
from gradus.labs.definitions import Definition
from gradus.model import Cause, Confidence, Level

SECONDS = 4.0
"""How long the changes to one exercise may be tried."""
MOST = 6000
"""How many changes are tried at most, so that a verdict does not hang on the speed of the machine alone."""
SECOND = 1500
"""How many are tried on top of another one."""
SOURCE_BYTES = 20_000
"""Longer definitions are left alone."""
LOSSES = 2
"""How many trials may end the candidate before the search is given up."""
PAIRED = 24
"""How many changes to one line are tried two at a time."""
IN_PAIRS = frozenset(
    {"axis", "calls", "constants", "grouping", "keepdims", "names", "operators", "products", "transpose", "wrapping"}
)
BEGINNINGS = 4
"""From how many half-way changes a second one is looked for."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change that came further, and the text that it was made to."""

    text: Text
    repair: Repair
    trial: Trial
    source: str
    shift: int
    """How many lines the changes before it have put in."""
    before: tuple[Step, ...] = ()

    @property
    def all(self) -> tuple[Step, ...]:
        return (*self.before, self)


def repaired(
    definition: Definition,
    probes: Sequence[Probe],
    retry: Retry,
    *,
    name: str,
    functions: Mapping[str, int],
    level: Level = Level.STANDARD,
    seconds: float | None = None,
) -> Cause | None:
    """The cause that a change to the learner's code shows; None if none helps."""
    if len(definition.source) > SOURCE_BYTES or not any(probe.outcome is not None for probe in probes):
        return None
    try:
        text = Text(definition.source, functions)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    search = _Search(
        definition, name, Bench(definition, probes, retry), time.monotonic() + (SECONDS if seconds is None else seconds)
    )
    try:
        found = search.run(text)
    finally:
        search.bench.restore()
    return _cause(found, definition, level) if found else None


class _Search:
    def __init__(self, definition: Definition, name: str, bench: Bench, until: float) -> None:
        self.definition, self.name, self.bench, self.until = definition, name, bench, until
        self.tried: set[str] = {definition.source}

    def run(self, text: Text) -> Step | None:
        """The step that makes all checks pass; else the one that makes most of them pass."""
        start = self.bench.start()
        half: list[Step] = []
        for step in self.steps(text, start, (), share=0.6):
            if step.trial.passed:
                return step
            half.append(step)
        for step in self.pairs(text, start):
            if step.trial.passed:
                return step
        half.sort(key=lambda step: -step.trial.gained)  # stable: of equals, the likeliest stays first
        for begun in half[:BEGINNINGS]:
            if both := self.second(begun, share=0.5):
                return both
        failed = sum(not probe.passed for probe in start.probes)
        return next((step for step in half if step.trial.gained >= max(1, failed / 2)), None)

    def second(self, begun: Step, share: float) -> Step | None:
        """A change after another one that makes all checks pass."""
        again = Text(begun.source, begun.text.functions)
        return next((s for s in self.steps(again, begun.trial, (begun,), share) if s.trial.passed), None)

    def steps(self, text: Text, before: Trial, made: tuple[Step, ...], share: float) -> Iterator[Step]:
        """Changes that come further than ``before``, as they are found."""
        stop = time.monotonic() + share * max(0.0, self.until - time.monotonic())
        shift = sum(
            edit.text.count("\n") - one.text.raw[edit.start : edit.end].count(b"\n")
            for one in made
            for edit in one.repair.edits
        )
        ahead = iter(self.fresh(text, self.ordered(text, before)[: SECOND if made else MOST]))
        while batch := dict(islice(ahead, SIFTED)):
            if time.monotonic() > stop or self.bench.lost > LOSSES:
                return
            for source in self.bench.promising(list(batch), before):
                trial = self.bench.run(source, before)
                if trial is not None:
                    yield Step(text, batch[source], trial, source, shift, made)
                if self.bench.lost > LOSSES:
                    return

    def fresh(self, text: Text, repairs: Sequence[Repair]) -> Iterator[tuple[str, Repair]]:
        """Changes whose text was not tried before, with it."""
        for repair in repairs:
            source = text.applied(repair.edits)
            if source is not None and source not in self.tried:
                self.tried.add(source)
                yield source, repair

    def pairs(self, text: Text, before: Trial) -> Iterator[Step]:
        """Two changes to one line at once, where neither alone comes any further."""
        stop = time.monotonic() + 0.4 * max(0.0, self.until - time.monotonic())
        lines: dict[int, list[Repair]] = {}
        for repair in self.ordered(text, before):
            kept = lines.setdefault(repair.line, [])
            if len(kept) < PAIRED and repair.family in IN_PAIRS:
                kept.append(repair)
        together = sorted(
            ((a, b) for kept in lines.values() for a, b in combinations(enumerate(kept), 2)),
            key=lambda pair: pair[0][0] + pair[1][0],
        )
        ahead = iter(self.fresh_pairs(text, [(one, other) for (_, one), (_, other) in together]))
        while batch := dict(islice(ahead, SIFTED)):
            if time.monotonic() > stop or self.bench.lost > LOSSES:
                return
            for source in self.bench.promising(list(batch), before):
                trial = self.bench.run(source, before)
                if trial is not None and trial.passed:
                    first, second = batch[source]
                    yield Step(text, second, trial, source, 0, (Step(text, first, before, source, 0),))

    def fresh_pairs(
        self, text: Text, pairs: Sequence[tuple[Repair, Repair]]
    ) -> Iterator[tuple[str, tuple[Repair, Repair]]]:
        """Pairs of changes whose text was not tried before, with it."""
        for one, other in pairs:
            source = text.applied((*one.edits, *other.edits))
            if source is not None and source not in self.tried:
                self.tried.add(source)
                yield source, (one, other)

    def ordered(self, text: Text, before: Trial) -> list[Repair]:
        """All changes that the families can think of, likeliest first; of equals, the first in the text."""
        penalties = unlikeliness(text, before.probes, self.name, self.definition.label, self.definition.line)
        found: list[tuple[float, int, Repair]] = []
        for rank, _, repairs in families():
            for repair in repairs(text):
                weight = rank + repair.weight + penalties.get(repair.line, 0.0)
                found.append((weight, len(found), repair))
        found.sort(key=lambda one: one[:2])
        found += everywhere(text, found)
        found.sort(key=lambda one: one[:2])
        return [repair for _, _, repair in found]


Weighed = tuple[float, int, Repair]


def everywhere(text: Text, found: Sequence[Weighed]) -> list[Weighed]:
    """The same change wherever the same text stands, or all over one line: who slips once, slips twice."""
    alike: dict[tuple[object, ...], list[Weighed]] = {}
    for one in found:
        repair = one[2]
        if len(repair.edits) <= 4:
            texts = tuple((_around(text, edit), edit.text) for edit in repair.edits)
            where = _where(text, repair)
            alike.setdefault(("text", repair.family, texts), []).append(one)
            alike.setdefault(("form", repair.family, tuple(edit.text for edit in repair.edits), *where), []).append(one)
            alike.setdefault(("form", repair.family, repair.said, repair.weight, *where), []).append(one)
            alike.setdefault(("line", repair.family, texts, repair.line), []).append(one)
            alike.setdefault(("line", repair.family, repair.line, repair.said, repair.weight), []).append(one)
    together = []
    seen: set[tuple[Edit, ...]] = set()
    for (how, *_), same in alike.items():
        edits = tuple(dict.fromkeys(edit for one in same for edit in one[2].edits))
        count = len({one[2].edits for one in same})
        if 1 < count <= 8 and edits not in seen:
            seen.add(edits)
            weight, place, first = same[0]
            more = f" And so in each of the {count} places{_PLACES[str(how)]}."
            repair = replace(first, edits=edits, said=first.said + more, shown=first.edits)
            together.append((weight + 0.1, place, repair))
    return together


_PLACES = {"text": "", "form": " of this form", "line": " of this line"}


def _where(text: Text, repair: Repair) -> tuple[object, ...]:
    """Where in a line of which form a change lies."""
    for node in text.on_line(repair.line):
        start, end = text.span(node)
        if start <= repair.edits[0].start <= end:
            ahead = text.raw[start : repair.edits[0].start].decode(errors="replace")
            return text.form(node), len(re.findall(r"\w+", ahead)), len(repair.edits)
    return (repair.line,)


def _around(text: Text, edit: Edit) -> bytes:
    """What an edit replaces, or the word before what it puts in; W1 and W2 count as alike."""
    if edit.end > edit.start:
        return re.sub(rb"\d+", b"#", text.raw[edit.start : edit.end])
    found = re.search(rb"[\w.\[\]\"']+\)?$", text.raw[max(0, edit.start - 40) : edit.start])
    return b"<" + re.sub(rb"\d+", b"#", found[0] if found else b"")


def _cause(step: Step, definition: Definition, level: Level) -> Cause:
    said = [sentence(one.text, one.repair, definition, level, one.shift) for one in step.all]
    if not step.trial.passed:
        fixed = sum(probe.passed for probe in step.trial.probes)
        tail = f" That alone is not all: {fixed} of {len(step.trial.probes)} checks hold then."
        return Cause(f"repair-{step.repair.family}", said[0] + tail, Confidence.POSSIBLE)
    if len(said) == 1:
        return Cause(f"repair-{step.repair.family}", said[0], Confidence.LIKELY)
    families_of = "-and-".join(dict.fromkeys(one.repair.family for one in step.all))
    return Cause(f"repair-{families_of}", "Two things. " + " ".join(said), Confidence.LIKELY)
