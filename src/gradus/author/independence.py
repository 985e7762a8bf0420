"""Each check on its own merits: the same verdict in any order and alone, and no claim made twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from gradus.author.bench import Asked, Bench, Check, asked, mistaken, rng_of
from gradus.author.survey import SEEDS
from gradus.grading import wire
from gradus.grading.checks import Case
from gradus.grading.loading import Lab
from gradus.labs.levels import solution
from gradus.model import Finding

_CHANGED_LATER = "Make a copy for it, or a new array for what follows."
_ORDER = "Let it depend on the result and the arguments of its own call alone."


def independence_findings(lab: Lab, folder: str, *, say: Callable[[str], None] = lambda _: None) -> Iterator[Finding]:
    """The checks whose verdict depends on those before them. ``folder``: as authors know it."""
    shown = f"{folder}/checks.py"
    with Bench(lab) as bench:
        for name in lab.source.exercises:
            say(f"{name}: its checks in another order")
            versions = {"the solution": solution(lab.source, name)}
            for mistake in lab.mistakes:
                if mistake.exercise == name:
                    versions[f"the mistake {mistake.id!r}"] = "\n\n".join(mistaken(lab, mistake))
            tied: dict[str, str] = {}
            for version, text in versions.items():
                for check, how in _order_matters(bench, lab, name, text, alone=version == "the solution"):
                    tied.setdefault(check, f"{version} {how}")
            for check, how in tied.items():
                yield Finding(shown, f"the check {check!r} of {name} is not independent: {how}.", _ORDER)


def making_findings(lab: Lab, folder: str) -> Iterator[Finding]:
    """What is wrong with checks before they are asked: claims made twice, inputs that change after they are made."""
    for name in lab.source.exercises:
        yield from (Finding(f"{folder}/checks.py", what, fix) for what, fix in _made_apart(lab, name))


def _made_apart(lab: Lab, name: str) -> Iterator[tuple[str, str]]:
    """The checks whose inputs change after they are made, and those that repeat another: what, and what to do."""
    again = []
    for seed in SEEDS[:2]:
        about = asked(lab, name, seed)
        if [_content(one) for one in about.checks] != [_content(one) for one in asked(lab, name, seed).checks]:
            yield f"the checks of {name} are others each time under one seed.", "Draw every number from rng."
            return
        before = _as_made(lab, name, seed)
        for check, then in zip(about.checks, before, strict=True):
            if _content(check) != then:
                what = (
                    f"the check {check.name!r} of {name} changes once it is made: what follows writes into its arrays."
                )
                yield what, _CHANGED_LATER
        again.append({(i, j) for j, one in enumerate(about.checks) for i in range(j) if _same(about.checks[i], one)})
    for i, j in sorted(set.intersection(*again)):
        first, second = about.checks[i].name, about.checks[j].name
        what = f"the checks {first!r} and {second!r} of {name} make one call and look at one part of it."
        yield what, "Keep one."
    names = [check.name for check in about.checks]
    for twice in sorted({one for one in names if names.count(one) > 1}):
        yield f"two checks of {name} are named {twice!r}.", "Name each by its own claim."


def _as_made(lab: Lab, name: str, seed: int) -> list[bytes]:
    """The content of each check at the moment at which it is made."""
    return [_content(check) for check in lab.exercise(name).generate(rng_of(name, seed))]


def _content(check: Check) -> bytes:
    expected: Any = check.expected if isinstance(check, Case) else None
    parts = wire.encode((check.args, dict(check.kwargs), check.seed, expected))
    return b"".join(bytes(part) for part in parts)


def _same(one: Check, other: Check) -> bool:
    """Whether two checks ask the same and look at the same part of the answer. Of a law only its code tells."""
    if not isinstance(one, Case) or not isinstance(other, Case) or one.pick != other.pick:
        return False
    return _content(one) == _content(other)


def _order_matters(bench: Bench, lab: Lab, name: str, text: str, *, alone: bool) -> Iterator[tuple[str, str]]:
    """The checks that judge a version otherwise in another order, and how. Each round makes the checks anew."""
    seed = SEEDS[0]
    count = len(asked(lab, name, seed).checks)

    def verdicts(about: Asked, places: list[int]) -> dict[int, bool]:
        bench.put(name, text)
        return dict(zip(places, (probe.passed for probe in bench.ask(about, places)), strict=True))

    usual = verdicts(about := asked(lab, name, seed), list(range(count)))
    backward = verdicts(asked(lab, name, seed), list(reversed(range(count))))
    rounds = [(backward, "in reverse order")]
    if alone:
        by_itself = {place: verdicts(asked(lab, name, seed), [place])[place] for place in range(count)}
        rounds.append((by_itself, "alone"))
    for found, how in rounds:
        for place in range(count):
            if found[place] != usual[place]:
                words = ("passes it", "fails it")
                yield (
                    about.checks[place].name,
                    f"{words[not usual[place]]} where it stands and {words[not found[place]]} {how}",
                )
