"""How pages say numbers, times and states."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gradus.model import Item, Kind
from gradus.record.progress import ItemProgress, State
from gradus.web.words import duration, percent, plural, points, state_words, when

NOW = datetime(2026, 3, 12, 14, 5).astimezone()


@pytest.mark.parametrize(
    ("minutes", "says"), [(0, "0 min"), (8, "8 min"), (60, "1 h"), (90, "1 h 30 min"), (343, "5 h 43 min")]
)
def test_minutes_are_said_as_hours_and_minutes(minutes: int, says: str) -> None:
    assert duration(minutes) == says


def test_a_share_just_below_the_mark_does_not_read_as_passed() -> None:
    assert percent(0.7999) == "79 %"
    assert percent(0.8) == percent(sum([0.1] * 8)) == "80 %"
    assert percent(1.0) == "100 %"


@pytest.mark.parametrize(("value", "says"), [(8.0, "8"), (7.5, "7.5"), (22 / 3, "7.33"), (0, "0"), (10, "10")])
def test_points_have_no_digits_that_say_nothing(value: float, says: str) -> None:
    assert points(value) == says


def test_a_moment_is_said_as_precisely_as_one_cares() -> None:
    assert when(NOW, NOW) == "today, 14:05"
    assert when(NOW - timedelta(days=1), NOW) == "yesterday, 14:05"
    assert when(NOW - timedelta(days=40), NOW) == "31 January, 14:05"
    assert when(NOW - timedelta(days=400), NOW) == "5 February 2025, 14:05"


def test_one_thing_is_not_many() -> None:
    assert [plural(count, "problem") for count in (0, 1, 2)] == ["0 problems", "1 problem", "2 problems"]


@pytest.mark.parametrize(
    ("kind", "state", "best", "says"),
    [
        (Kind.LAB, State.NEW, 0.0, "not begun"),
        (Kind.LESSON, State.DONE, 1.0, "read"),
        (Kind.QUIZ, State.DONE, 0.9, "passed with 90 %"),
        (Kind.QUIZ, State.STARTED, 0.65, "best so far 65 %"),
        (Kind.LAB, State.STARTED, 0.5, "50 % of the points"),
        (Kind.LAB, State.DONE, 0.9, "done, 90 %"),
    ],
)
def test_a_state_is_said_in_words(kind: Kind, state: State, best: float, says: str) -> None:
    item = Item("i", kind, "I", 5, "c", "w", Path("."))
    assert state_words(item, ItemProgress(state, best)) == says
