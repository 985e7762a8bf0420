"""Which hint comes next: the same for the notebook, the page and the terminal.

First what the last check found, if it found a cause; then the author's hints, one at a time. What was
shown is kept in the record. It never changes a point.
"""

from __future__ import annotations

from dataclasses import dataclass

from gradus.labs.hints import read_hints
from gradus.labs.source import read_lab
from gradus.model import ExerciseReport, Item, Status
from gradus.record.errors import RecordError
from gradus.record.hints import HintShown
from gradus.record.latest import latest_reports
from gradus.record.record import Record

FREE = "Hints cost no points."


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint for an exercise."""

    exercise: str
    tier: int
    """From 1 on; 0 is a hint about what the last check found."""
    total: int
    text: str
    """Markdown."""
    cause: str = ""
    """Tier 0: the id of what was found."""

    @property
    def title(self) -> str:
        return f"Hint {self.tier} of {self.total}" if self.tier else "About your last check"


@dataclass(frozen=True, slots=True)
class Ladder:
    """The hints of one exercise: those that were shown, and the one that comes next."""

    exercise: str
    shown: tuple[Hint, ...]
    next: Hint | None
    total: int
    """How many the author wrote."""

    @property
    def left(self) -> int:
        """How many of the author's are still to come."""
        return self.total - len({hint.tier for hint in self.shown if hint.tier})

    @property
    def note(self) -> str:
        """What to say below the hints that were shown."""
        if not self.total and self.next is None:
            return f"There are no hints for {self.exercise}."
        if self.next is None:
            return f"That was the last hint for {self.exercise}. {FREE}"
        more = f"{self.left} more, one at a time" if self.left > 1 else "One more, when you ask again"
        return f"{more}. {FREE}"


def ladders(item: Item, record: Record) -> dict[str, Ladder]:
    """The hints of every exercise of a lab. LabError if they cannot be read."""
    exercises = read_lab(item).exercises
    texts = read_hints(item, exercises)
    latest = latest_reports(item, record, set(exercises))
    shown = record.hints(item.key)
    found = {}
    for name in exercises:
        own = texts.get(name, ())
        seen: list[Hint] = []
        for one in (one for one in shown if one.exercise == name):
            if one.tier == 0 and one.text:
                seen.append(Hint(name, 0, len(own), one.text, one.cause or ""))
            elif 0 < one.tier <= len(own) and one.tier not in {hint.tier for hint in seen}:
                seen.append(Hint(name, one.tier, len(own), own[one.tier - 1]))
        report = latest[name][0] if name in latest else None
        found[name] = Ladder(name, tuple(seen), _next(name, own, seen, report), len(own))
    return found


def take_hint(item: Item, exercise: str, record: Record) -> Ladder:
    """Show the next hint: it is the last of the ladder's ``shown`` then. KeyError for no such exercise."""
    ladder = ladders(item, record)[exercise]
    if (hint := ladder.next) is not None:
        about = (hint.cause, hint.text) if hint.cause else (None, None)
        record.add_hint(HintShown(item.key, exercise, hint.tier, *about))
        ladder = ladders(item, record)[exercise]
    return ladder


def give_hints(item: Item, exercise: str, record: Record, *, again: bool, every: bool) -> tuple[tuple[Hint, ...], str]:
    """The hints to show to somebody who asks in words, and what to say below them.

    ``again`` shows those that were shown before, ``every`` all that there are.
    """
    ladder = ladders(item, record)[exercise]
    if again:
        none = f"You have not asked for a hint for {exercise} yet."
        return ladder.shown, ladder.note if ladder.shown else none
    try:
        before = len(ladder.shown)
        while (ladder := take_hint(item, exercise, record)).next is not None and every:
            pass
    except RecordError as error:
        # Without a record nobody can know which comes next: all of them beats the first for ever.
        texts = read_hints(item, read_lab(item).exercises).get(exercise, ())
        hints = tuple(Hint(exercise, number, len(texts), text) for number, text in enumerate(texts, 1))
        return hints, f"These are all, since your record cannot keep which you have seen: {error}"
    if every:
        return ladder.shown, ladder.note
    if len(ladder.shown) == before:
        return (), f"You have seen every hint for {exercise}; ask to see them again. {FREE}"
    return ladder.shown[-1:], ladder.note


def _next(name: str, own: tuple[str, ...], seen: list[Hint], report: ExerciseReport | None) -> Hint | None:
    cause = None if report is None or report.status is Status.PASSED else report.cause
    if report is not None and cause is not None and cause.id != "not-written":
        if cause.id not in {hint.cause for hint in seen}:
            text = f"{report.cause_in_words}\n\nWhich line of yours does that? Look for it before you ask on."
            return Hint(name, 0, len(own), text, cause.id)
    tiers = {hint.tier for hint in seen}
    return next((Hint(name, tier, len(own), text) for tier, text in enumerate(own, 1) if tier not in tiers), None)
