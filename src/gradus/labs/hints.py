"""Read ``hints.toml``: for each exercise of a lab its hints, from a gentle question to near the code."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from gradus.labs.levels import solution_lines
from gradus.labs.source import LabError, LabSource
from gradus.model import Finding, Item

FILE = "hints.toml"
FEWEST, MOST = 2, 4
"""One hint is no ladder, and nobody climbs more than four."""

Hints = Mapping[str, tuple[str, ...]]


def read_hints(item: Item, exercises: Sequence[str]) -> Hints:
    """The hints of each exercise; empty if the lab has no such file. LabError names the first fault of it."""
    path = item.path / FILE
    if not path.is_file():
        return {}
    table = _table(path)
    for finding in _faults(table, exercises, str(path)):
        raise LabError(finding)
    return {name: tuple(entry["hints"]) for name, entry in table.items()}


def hint_faults(item: Item, source: LabSource, shown: str) -> Iterator[Finding]:
    """Everything wrong with a lab's hints, for its author; ``shown`` is the file's name in what is said."""
    path = item.path / FILE
    if not path.is_file():
        yield Finding(shown, "the lab has no hints.", f'Write [{source.exercises[0]}] hints = ["…", "…"], and so on.')
        return
    try:
        table = _table(path, shown)
    except LabError as error:
        yield error.finding
        return
    faults = list(_faults(table, source.exercises, shown))
    yield from faults
    if not faults:
        yield from _leaks(table, source, shown)


def _table(path: Path, shown: str = "") -> dict[str, Any]:
    shown = shown or str(path)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise LabError(Finding(shown, "the file is not UTF-8 text.", "Save it as UTF-8.")) from None
    except OSError as error:
        raise LabError(Finding(shown, f"the file cannot be read: {error.strerror}.")) from None
    except tomllib.TOMLDecodeError as error:
        raise LabError(Finding(shown, f"not valid TOML: {error}.", "Mend the line that it names.")) from None


def _faults(table: Mapping[str, Any], exercises: Sequence[str], shown: str) -> Iterator[Finding]:
    for name, entry in table.items():
        if name not in exercises:
            near = difflib.get_close_matches(name, exercises, n=1)
            fix = f"Did you mean [{near[0]}]?" if near else f"The exercises are {', '.join(exercises)}."
            yield Finding(shown, f"[{name}] is no exercise of lab.py.", fix)
        elif not isinstance(entry, dict) or list(entry) != ["hints"] or not isinstance(entry["hints"], list):
            yield Finding(shown, f"[{name}] must hold one list and nothing else.", 'Write hints = ["…", "…"].')
        elif not all(isinstance(hint, str) and hint.strip() for hint in entry["hints"]):
            yield Finding(shown, f"[{name}] holds a hint that is empty or no text.", "Put each hint in quotes.")
        elif not FEWEST <= len(entry["hints"]) <= MOST:
            count = len(entry["hints"])
            fix = f"Write {FEWEST} to {MOST}: a question, the idea with a small example, the steps in words."
            yield Finding(shown, f"[{name}] has {count} hint{'' if count == 1 else 's'}.", fix)
    for name in exercises:
        if name not in table:
            yield Finding(shown, f"the exercise {name} has no hints.", f"Add [{name}] with {FEWEST} to {MOST} of them.")


def _leaks(table: Mapping[str, Any], source: LabSource, shown: str) -> Iterator[Finding]:
    """Hints that give a whole line of a solution away before the last one, where nearly all is said."""
    for name in source.exercises:
        for number, hint in enumerate(table[name]["hints"][:-1], 1):
            told = _squeezed(hint)
            for line in sorted(solution_lines(source, name)):
                if _squeezed(line) in told:
                    what = f"hint {number} of {name} quotes a line of its solution: {line!r}."
                    yield Finding(shown, what, "Say the idea in words; leave the line to the learner.")


def _squeezed(text: str) -> str:
    return "".join(text.split())
