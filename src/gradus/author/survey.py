"""Tries every automatic mutant of a lab's solution: which survive its checks, and which check stops which."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gradus.author.bench import Bench, asked
from gradus.author.mutants import Mutant, mutants_of
from gradus.grading.loading import Lab

SEEDS = (1, 2, 3)
"""Three sets of inputs: what only some of them show, a learner may not be shown."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one mutant."""

    mutant: Mutant
    survived: tuple[int, ...]
    """The seeds under which it passed every check."""
    first: frozenset[int]
    """The places of the checks that were the first to fail it."""


def survey(
    lab: Lab,
    exercises: Sequence[str] = (),
    *,
    seeds: Sequence[int] = SEEDS,
    say: Callable[[str], None] = lambda _: None,
) -> Iterator[Fate]:
    """The fate of each mutant of these exercises; without one, of all."""
    with Bench(lab) as bench:
        for name in exercises or lab.source.exercises:
            every = [asked(lab, name, seed) for seed in seeds]
            mutants = mutants_of(lab.source, name)
            for number, mutant in enumerate(mutants, 1):
                say(f"{name}: mutant {number} of {len(mutants)}")
                bench.put(name, mutant.source)
                first: list[int | None] = []
                for about in every:  # what was lost once would be lost again, and take its time
                    first.append(first[-1] if bench.lost else bench.first_failed(about))
                yield Fate(
                    mutant,
                    tuple(seed for seed, place in zip(seeds, first, strict=True) if place is None),
                    frozenset(place for place in first if place is not None),
                )
            bench.put(name)
