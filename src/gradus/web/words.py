"""How pages say numbers, times and states."""

from __future__ import annotations

from datetime import datetime, timedelta

from gradus.model import Item, Kind, Level
from gradus.record.progress import ItemProgress, State

KINDS = {Kind.LESSON: "Lesson", Kind.QUIZ: "Quiz", Kind.LAB: "Lab"}
LEVELS = {
    Level.GUIDED: ("Guided", "Each step is named, and each line is begun. You fill in the right-hand sides."),
    Level.STANDARD: ("Standard", "You get each function's signature and its description, and write the body."),
    Level.OPEN: ("Open", "You get the specification, and write everything yourself."),
}


def duration(minutes: int) -> str:
    """Minutes as one says them: ``8 min``, ``2 h``, ``1 h 30 min``."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest or not hours)
    return " ".join(parts)


def percent(share: float) -> str:
    """A share in whole percent, rounded down, so that 79.9 % never reads as passed."""
    return f"{int(share * 100 + 1e-9)} %"


def points(value: float) -> str:
    """Points without digits that say nothing: 8, 7.5, 7.33."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def when(at: datetime, now: datetime | None = None) -> str:
    """A moment in local time, as precise as one cares to know."""
    local = at.astimezone()
    today = (now or datetime.now().astimezone()).astimezone().date()
    clock = f"{local:%H:%M}"
    if local.date() == today:
        return f"today, {clock}"
    if local.date() == today - timedelta(days=1):
        return f"yesterday, {clock}"
    day = f"{local.day} {local:%B}"
    return f"{day}, {clock}" if local.year == today.year else f"{day} {local.year}, {clock}"


def state_words(item: Item, progress: ItemProgress) -> str:
    """How far an item is, in words: what a mark on the map says to those who do not see it."""
    match item.kind, progress.state:
        case _, State.NEW:
            return "not begun"
        case Kind.LESSON, _:
            return "read"
        case Kind.QUIZ, State.DONE:
            return f"passed with {percent(progress.best)}"
        case Kind.QUIZ, _:
            return f"best so far {percent(progress.best)}"
        case _, State.DONE:
            return f"done, {percent(progress.best)}"
    return f"{percent(progress.best)} of the points"


def plural(count: int, one: str, many: str = "") -> str:
    """``1 question``, ``3 questions``."""
    return f"{count} {one if count == 1 else many or one + 's'}"
