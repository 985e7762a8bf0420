"""Tries every known mistake of a lab: each fails, is named, and is taken for no other, whatever numbers are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from gradus.author.bench import Bench, asked, mistaken, solved
from gradus.author.memory import remembering
from gradus.author.survey import SEEDS
from gradus.grading.checks import Mistake
from gradus.grading.diagnosis import diagnose
from gradus.grading.loading import Lab
from gradus.labs.submission import Submission
from gradus.model import Cause, Finding


@dataclass(frozen=True, slots=True)
class MistakeFate:
    """What became of one known mistake."""

    mistake: Mistake
    passed: tuple[int, ...]
    """The seeds under which it passed every check."""
    first: frozenset[int]
    """The places of the checks that were the first to fail it."""
    taken_for: tuple[tuple[int, Cause | None], ...]
    """The seeds under which it was not named, and what was said instead."""


def try_mistakes(
    lab: Lab, *, seeds: Sequence[int] = SEEDS, say: Callable[[str], None] = lambda _: None
) -> Iterator[MistakeFate]:
    """The fate of each known mistake: its results go to the checks, and its misses to the diagnosis, as a learner's."""
    made = {(name, seed): asked(lab, name, seed) for name in lab.source.exercises for seed in seeds}
    quick = replace(lab, mistakes=tuple(remembering(one) for one in lab.mistakes))
    with Bench(lab) as bench:
        for number, mistake in enumerate(lab.mistakes, 1):
            say(f"mistake {number} of {len(lab.mistakes)}")
            cells = mistaken(lab, mistake)
            submission = Submission.from_cells([*solved(lab.source), cells[-1]])
            bench.put(mistake.exercise, "\n\n".join(cells))
            passed, first, taken_for = [], set(), []
            for seed in seeds:
                about = made[mistake.exercise, seed]
                probes = bench.ask(about, range(len(about.checks)))
                missed = [place for place, probe in enumerate(probes) if not probe.passed]
                first.update(missed[:1])
                if not missed:
                    passed.append(seed)
                    continue
                cause = diagnose(quick, mistake.exercise, probes, submission, {}, bench.again(about))
                if cause is None or cause.id != mistake.id:
                    taken_for.append((seed, cause))
            yield MistakeFate(mistake, tuple(passed), frozenset(first), tuple(taken_for))


def mistake_findings(lab: Lab, fates: Sequence[MistakeFate], folder: str) -> Iterator[Finding]:
    """The mistakes that pass, and those that are not named or are taken for others. ``folder``: as shown to authors."""
    shown = f"{folder}/mistakes.py"
    for name in lab.source.exercises:
        if not any(mistake.exercise == name for mistake in lab.mistakes):
            yield Finding(shown, f"no known mistake of {name}.", "Add those that learners really make.")
    for fate in fates:
        mistake = fate.mistake
        title = f"the mistake {mistake.id!r} of {mistake.exercise}"
        if fate.passed:
            yield Finding(shown, f"{title} passes with seed {fate.passed[0]}.", "Add a check that it fails.")
        for seed, cause in fate.taken_for[:1]:
            if cause is None:
                what = f"{title} is not named with seed {seed}; the report says nothing."
                yield Finding(shown, what, "Give a check inputs on which it differs from what is right in its own way.")
            elif any(one.id == cause.id and one.exercise == mistake.exercise for one in lab.mistakes):
                what = f"{title} is not named with seed {seed}, but taken for {cause.id!r}."
                yield Finding(shown, what, "Make one mistake of the two, or add a check that tells them apart.")
            else:
                what = f"{title} is not named with seed {seed}; the report says {cause.id!r}: {cause.text}"
                yield Finding(shown, what, "Make its version do what learners' code does.")
