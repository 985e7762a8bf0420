"""Ask a second time, so that code which behaves only when it is looked at does not pass.

A claim that held may hold by accident of the moment: the code counts its calls, keeps something from
one call to the next, reads the clock or the state of a generator. So a few calls are made again: with
the same values, with others, and in another order in a candidate that knows nothing of the first time.
What is random by contract is asked under the same seed, and judged by its law.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gradus.grading.asking import Asker, call_key
from gradus.grading.checks import Case, Check, Steps
from gradus.grading.judging import Probe
from gradus.grading.outcomes import Lost, Raised
from gradus.model import Cause, Confidence

SAME, OTHERS, FRESH = "same", "others", "fresh"
CALLS = 3
"""How many calls of an exercise are made again in each way at most."""
LEAST = 4
LONG = 0.15
SHARE = 0.5
"""The second look takes this share of the first look's time, but makes its first few calls if they are not long."""
SLOW = 0.5
"""After so many seconds no call is made again: slow code would pay for it twice."""


@dataclass(frozen=True, slots=True)
class Unlike:
    """The claims as they stand after a second look that found one broken."""

    probes: tuple[Probe, ...]
    cause: Cause | None
    """None where the claim is simply wrong for other values."""


def second_look(
    name: str,
    checks: Sequence[Check],
    others: Sequence[Check],
    asker: Asker,
    probes: tuple[Probe, ...],
    lent: Sequence[str],
    seconds: float,
) -> Unlike | None:
    """What is found when the calls of passed ``checks`` are made again; None where all holds.

    ``others`` are the first of the same checks, on other random inputs; ``seconds`` is how long the first look took.
    """
    asker.second().ready()
    began = time.monotonic()

    def ask(one: Asker, check: Check, purpose: str) -> Probe | None:
        (probe,) = one.ask(name, [check], lent, purpose)
        late = isinstance(probe.outcome, Lost) and probe.outcome.reason == "timeout"
        return None if probe.passed or late else probe

    def broken(place: int, probe: Probe, when: str) -> Unlike:
        what = "raised an exception" if isinstance(probe.outcome, Raised) else "gave another result"
        if isinstance(probe.outcome, Lost):
            what = "gave no result"
        begin = f"`{name}` {what} {when}: "
        shown = replace(probe, text=begin + _lower(probe.text), form=begin + _lower(probe.form))
        text = (
            f"`{name}` {what} {when}. What it returns must follow from its arguments alone: look "
            "for a variable outside the function, a default value that is a list or dictionary, a clock, or a random "
            "number that nobody asked for."
        )
        return Unlike(_with(probes, place, shown), Cause("asked-again", text, Confidence.CERTAIN))

    def explain(way: str, place: int, probe: Probe) -> Unlike:
        if way == SAME:
            return broken(place, probe, "when it was asked again with the same values")
        if way == FRESH:
            return broken(place, probe, "when it was asked in another order, in a process of its own")
        with asker.another() as unspoilt:
            holds_there = ask(unspoilt, others[place], "") is None
        place = min(place, len(probes) - 1)
        if holds_there:
            return broken(place, probe, "when it had been asked with other values before")
        return Unlike(_with(probes, place, probe), None)

    for number, (way, place) in enumerate(_plan(checks, others)):
        spent = time.monotonic() - began
        if spent > SHARE * seconds and (number >= LEAST or spent > LONG) or spent > SLOW:
            break
        check = others[place] if way == OTHERS else checks[place]
        # A claim about one result must not hang on a generator that the check says nothing of.
        purpose = "again" if isinstance(check, Case) and way != OTHERS else ""
        if probe := ask(asker.second() if way == FRESH else asker, check, purpose):
            return explain(way, place, probe)
    return None


def _plan(checks: Sequence[Check], others: Sequence[Check]) -> list[tuple[str, int]]:
    """In which way which checks are asked again, the most telling first."""
    # Cases first: a law may not be asked under another seed.
    places = sorted(reversed(_spread(checks)), key=lambda place: not isinstance(checks[place], Case))
    same = [(SAME, place) for place in places]
    fresh = [(FRESH, place) for _, place in same]
    other = [(OTHERS, place) for place in reversed(_spread(others))]
    return [*same[:1], *fresh[:1], *other[:2], *same[1:], *fresh[1:], *other[2:]]


def _spread(checks: Sequence[Check]) -> list[int]:
    """The places of a few checks that make different calls, none of which may take long, from first to last."""
    seen: set[bytes] = set()
    places = []
    for place, check in enumerate(checks):
        if check.timeout is not None:
            continue
        key = f"steps {place}".encode() if isinstance(check, Steps) else call_key(check)
        if key not in seen:
            seen.add(key)
            places.append(place)
    if len(places) <= CALLS:
        return places
    return [places[round(step * (len(places) - 1) / (CALLS - 1))] for step in range(CALLS)]


def _with(probes: tuple[Probe, ...], place: int, probe: Probe) -> tuple[Probe, ...]:
    return (*probes[:place], probe, *probes[place + 1 :])


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
