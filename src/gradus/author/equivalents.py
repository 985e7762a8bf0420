"""``equivalents.toml`` of a lab: the mutants that no check can tell from the solution, or should, each with its reason.

A mutant is described by the line that changes and what it becomes, so that an entry outlives every move of the line.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gradus.author.mutants import Mutant
from gradus.author.survey import SEEDS, Fate
from gradus.model import Finding

FILE = "equivalents.toml"
_KEYS = ("exercise", "line", "becomes", "reason")


@dataclass(frozen=True, slots=True)
class Equivalent:
    """One mutant that may survive."""

    exercise: str
    line: str
    becomes: str
    reason: str

    def describes(self, mutant: Mutant) -> bool:
        """Whether this is the mutant that is meant."""
        return (self.exercise, self.line, self.becomes) == (mutant.exercise, mutant.was, mutant.becomes)


class EquivalentsError(ValueError):
    """The file cannot be read; the message says what is wrong with it."""


def read_equivalents(folder: Path) -> tuple[Equivalent, ...]:
    """The mutants that the file in a lab's folder lists; none where there is no such file."""
    try:
        data = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise EquivalentsError(f"the file cannot be read: {error}.") from None
    entries = data.pop("equivalent", [])
    if data or not isinstance(entries, list):
        raise EquivalentsError(f"expected a list of [[equivalent]]; got {', '.join(data) or 'something else'}.")
    found = []
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict) or set(entry) != set(_KEYS):
            said = ", ".join(entry) if isinstance(entry, dict) else repr(entry)
            raise EquivalentsError(f"entry {number} needs the keys {', '.join(_KEYS)}; it has {said}.")
        if not all(isinstance(value, str) for value in entry.values()) or not entry["reason"].strip():
            raise EquivalentsError(f"entry {number} needs a text for each key, and a reason.")
        found.append(Equivalent(**entry))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of all mutants together."""

    mutants: int
    survivors: tuple[Fate, ...]
    """Those that passed under some seed, and that no entry excuses."""
    excused: tuple[Fate, ...]
    """Those that passed, as an entry says."""
    stale: tuple[tuple[str, str], ...]
    """What is wrong with entries: what, and what to do."""

    @property
    def failed(self) -> int:
        """How many failed the checks under every seed."""
        return self.mutants - len(self.survivors) - len(self.excused)

    def as_json(self) -> dict[str, Any]:
        """The object that ``gradus author mutants --json`` prints, but for the lab's name."""
        return {
            "mutants": self.mutants,
            "failed": self.failed,
            "survivors": [_as_json(fate) for fate in self.survivors],
            "equivalents": [_as_json(fate) for fate in self.excused],
            "stale": [{"what": what, "fix": fix} for what, fix in self.stale],
        }


def _as_json(fate: Fate) -> dict[str, Any]:
    mutant = fate.mutant
    return {
        "exercise": mutant.exercise,
        "family": mutant.family,
        "line": mutant.line,
        "was": mutant.was,
        "becomes": mutant.becomes,
        "seeds": list(fate.survived),
    }


def tally(fates: Sequence[Fate], listed: Sequence[Equivalent]) -> Tally:
    """Sort the fates by what the file says of them."""
    passed = [fate for fate in fates if fate.survived]
    excused = tuple(fate for fate in passed if any(one.describes(fate.mutant) for one in listed))
    return Tally(
        len(fates), tuple(fate for fate in passed if fate not in excused), excused, tuple(_stale(fates, listed))
    )


def _stale(fates: Sequence[Fate], listed: Sequence[Equivalent]) -> Iterator[tuple[str, str]]:
    """The entries that excuse nothing any more."""
    for place, one in enumerate(listed):
        shown = f"the mutant {one.line!r} → {one.becomes!r} of {one.exercise}"
        meant = [fate for fate in fates if one.describes(fate.mutant)]
        if not meant:
            yield f"{shown} does not exist.{_near(one, fates)}", "Take the entry out."
        elif not any(len(fate.survived) == len(SEEDS) for fate in meant):
            often = "now" if not any(fate.survived for fate in meant) else "with some numbers"
            yield f"{shown} fails the checks {often}.", "Take the entry out."
        if one in listed[:place]:
            yield f"{shown} is listed twice.", "Take one entry out."


def survival_findings(fates: Sequence[Fate], listed: Sequence[Equivalent], folder: str) -> Iterator[Finding]:
    """The mutants that no check stops, and the entries that excuse none. ``folder``: as authors know it."""
    found = tally(fates, listed)
    for fate in found.survivors:
        mutant = fate.mutant
        fix = f"Add a check that fails it, or list it in {FILE} with the reason why no check can."
        passes = "passes every check"
        if len(fate.survived) < len(SEEDS):
            passes += f" under seed {fate.survived[0]}, not under others"
            fix = "Give a check inputs that show it whatever numbers are drawn."
        what = f"a wrong version of {mutant.exercise} {passes}: {mutant.was!r} → {mutant.becomes!r}."
        yield Finding(f"{folder}/lab.py", what, fix, mutant.line)
    yield from (Finding(f"{folder}/{FILE}", what, fix) for what, fix in found.stale)


def _near(one: Equivalent, fates: Sequence[Fate]) -> str:
    """What may have been meant by an entry that fits no mutant."""
    there = [f"{fate.mutant.was} → {fate.mutant.becomes}" for fate in fates if fate.mutant.exercise == one.exercise]
    near = difflib.get_close_matches(f"{one.line} → {one.becomes}", there, n=1, cutoff=0.8)
    return f" There is {near[0]!r}." if near else ""
