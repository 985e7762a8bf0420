"""Each check is needed: it stops a wrong version that the checks before it let through, or asks what no other asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gradus.author.bench import asked
from gradus.author.kinds import only_one_asks
from gradus.author.known import MistakeFate
from gradus.author.survey import SEEDS, Fate
from gradus.grading.loading import Lab
from gradus.model import Finding

_FIX = "Take it out, join it with another, give it a kind of input that no other has, or add the mistake it is for."


def need_findings(lab: Lab, fates: Sequence[Fate], mistakes: Sequence[MistakeFate], folder: str) -> Iterator[Finding]:
    """The checks without which nothing wrong would pass. ``folder``: as shown to authors.

    The checks before one are those that a learner reads before it: so the small example by hand may come first,
    although a later check would fail for the same code.
    """
    for name in lab.source.exercises:
        needed: set[int] = set()
        for fate in fates:
            if fate.mutant.exercise == name:
                needed |= fate.first
        for tried in mistakes:
            if tried.mistake.exercise == name:
                needed |= tried.first
        every = [asked(lab, name, seed) for seed in SEEDS]
        needed.update(*(only_one_asks(about, lab.source.parameters(name)) for about in every))
        for place, check in enumerate(every[0].checks):
            if place not in needed:
                what = (
                    f"the check {check.name!r} of {name} is not needed: no mistake and no automatic mutant fails it "
                    "that passes the checks before it."
                )
                yield Finding(f"{folder}/checks.py", what, _FIX)
