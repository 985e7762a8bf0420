"""Where a learner is in a course: a pure function of the course and the attempts.

What counts is the best that was ever reached. Nothing here looks at which attempt came first to
decide what is passed, so adding an attempt, whenever it was made, never takes anything away: an
exercise once passed stays passed, an item once done stays done, also when the course changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from gradus.model import PASS_MARK, Attempt, Course, Item, Kind


class State(StrEnum):
    """How far an item is."""

    NEW = "new"
    STARTED = "started"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class ItemProgress:
    """How far one item is."""

    state: State = State.NEW
    best: float = 0.0
    """The best share of the points, from 0 to 1. For a lab, of all exercises passed in any attempt."""
    attempts: int = 0
    last: datetime | None = None
    exercises: Mapping[str, bool] = field(default_factory=dict)
    """Lab: whether each exercise was passed in any attempt, in the order of the lab."""


@dataclass(frozen=True, slots=True)
class Done:
    """How much of a week or course is done. Optional items do not count."""

    done: int
    total: int
    minutes_left: int

    @property
    def share(self) -> float:
        return self.done / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class CourseProgress:
    """How far a course is."""

    items: Mapping[str, ItemProgress]
    """By ``Item.key``, in the order of the course."""
    weeks: Mapping[str, Done]
    """By week id, in the order of the course."""
    overall: Done
    next: Item | None
    """What to do next; None when nothing is left."""
    last: datetime | None
    """When something was last done in this course."""

    @property
    def share(self) -> float:
        return self.overall.share


def progress(course: Course, attempts: Iterable[Attempt]) -> CourseProgress:
    """How far ``course`` is after ``attempts``; those at other items are ignored."""
    by_item: dict[str, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        by_item[attempt.item].append(attempt)
    items = {item.key: item_progress(item, by_item.get(item.key, ())) for item in course.items}
    return CourseProgress(
        items=items,
        weeks={week.id: _done(week.items, items) for week in course.weeks},
        overall=_done(course.items, items),
        next=_next(course.items, items),
        last=max((one.last for one in items.values() if one.last), default=None),
    )


def item_progress(item: Item, attempts: Sequence[Attempt]) -> ItemProgress:
    """How far one item is after the attempts at it."""
    if not attempts:
        return ItemProgress()
    last = max(attempts, key=lambda attempt: attempt.at)
    if item.kind is Kind.LAB:
        exercises, best = _lab(attempts)
    else:
        exercises, best = {}, max(attempt.share for attempt in attempts)
    mark = 1.0 if item.kind is Kind.LESSON else PASS_MARK
    return ItemProgress(
        # A quiz adds up parts of points, so 0.8 may arrive as 0.7999….
        state=State.DONE if best >= mark - 1e-9 else State.STARTED,
        best=min(best, 1.0),
        attempts=len(attempts),
        last=last.at,
        exercises=exercises,
    )


def current_course(courses: Sequence[Course], progresses: Mapping[str, CourseProgress]) -> Course | None:
    """The course to go on with: the one last worked in, else the first that is not done."""
    touched = [course for course in courses if progresses[course.id].last is not None]
    unfinished = [course for course in touched if progresses[course.id].next is not None]
    if unfinished:
        return max(unfinished, key=lambda course: progresses[course.id].last or datetime.min)
    return next((course for course in courses if progresses[course.id].next is not None), None)


def _lab(attempts: Sequence[Attempt]) -> tuple[dict[str, bool], float]:
    """Which exercises were ever passed, and the best share that they make of the lab.

    Each attempt knows the lab as it was then. The share is the best over all of these, so that a
    lab that later gains an exercise stays done for those who had done it.
    """
    tables = [_table(attempt) for attempt in attempts]
    passed = {name for table in tables for name, (points, most) in table.items() if 0 < most <= points}
    labs = {tuple((name, most) for name, (_, most) in table.items()) for table in tables}  # few, of many attempts
    shares = [
        sum(most for name, most in lab if name in passed) / whole
        for lab in labs
        if (whole := sum(most for _, most in lab))
    ]
    now = _table(max(attempts, key=lambda attempt: attempt.at))
    names = [*now, *sorted(passed - now.keys())]
    return {name: name in passed for name in names}, max(shares, default=0.0)


def _table(attempt: Attempt) -> Mapping[str, tuple[float, float]]:
    """Exercise → points and their maximum, for every exercise that the lab had at this attempt."""
    table = attempt.detail.get("exercises")
    return table if isinstance(table, Mapping) else {}


def _done(items: Iterable[Item], progresses: Mapping[str, ItemProgress]) -> Done:
    counted = [item for item in items if not item.optional]
    left = [item for item in counted if progresses[item.key].state is not State.DONE]
    return Done(len(counted) - len(left), len(counted), sum(item.minutes for item in left))


def _next(items: Sequence[Item], progresses: Mapping[str, ItemProgress]) -> Item | None:
    """Go on with what was begun last; else the first open item after it; else the first open item."""
    open_items = [item for item in items if not item.optional and progresses[item.key].state is not State.DONE]
    touched = [(last, place) for place, item in enumerate(items) if (last := progresses[item.key].last) is not None]
    if not touched:
        return open_items[0] if open_items else None
    _, place = max(touched)
    later = [item for item in items[place:] if item in open_items]
    return next(iter(later or open_items), None)
