"""Which hint comes next, and that it is kept and costs nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from gradus.model import Item
from gradus.record import schema
from gradus.record.errors import RecordError
from gradus.record.grading import grade_and_record
from gradus.record.hinting import give_hints, ladders, take_hint
from gradus.record.hints import HintShown
from gradus.record.progress import item_progress
from gradus.record.record import Record
from gradus.record.salvage import salvage
from tests.unit.labs_tiny import TINY, solved

WRONG = "def squash(z):\n    return 1 / (1 + np.exp(z))"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record(tmp_path / "record.sqlite") as record:
        yield record


def ask(record: Record, *, again: bool = False, every: bool = False, item: Item = TINY) -> tuple[list[str], str]:
    hints, note = give_hints(item, "squash", record, again=again, every=every)
    return [hint.title for hint in hints], note


def test_hints_come_one_at_a_time_and_then_there_are_no_more(record: Record) -> None:
    assert ask(record) == (["Hint 1 of 3"], "2 more, one at a time. Hints cost no points.")
    assert ask(record) == (["Hint 2 of 3"], "One more, when you ask again. Hints cost no points.")
    assert ask(record) == (["Hint 3 of 3"], "That was the last hint for squash. Hints cost no points.")
    assert ask(record)[0] == []
    assert "You have seen every hint" in ask(record)[1]


def test_again_shows_what_was_shown_and_takes_no_new_one(record: Record) -> None:
    assert ask(record, again=True) == ([], "You have not asked for a hint for squash yet.")
    ask(record)
    for _ in range(2):
        assert ask(record, again=True)[0] == ["Hint 1 of 3"]
    assert [hint.tier for hint in record.hints()] == [1]


def test_all_shows_every_hint_and_keeps_that_each_was_seen(record: Record) -> None:
    assert ask(record, every=True)[0] == ["Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3"]
    assert [hint.tier for hint in record.hints(TINY.key)] == [1, 2, 3]
    assert record.hints("another/lab") == []


def test_the_first_hint_is_about_the_cause_that_the_last_check_found(record: Record) -> None:
    grade_and_record(record, TINY, solved(squash=WRONG), seed=1)
    (hint,), _ = give_hints(TINY, "squash", record, again=False, every=False)
    assert hint.title == "About your last check"
    assert "The exponent lacks its minus" in hint.text
    assert ask(record)[0] == ["Hint 1 of 3"]
    assert ask(record, again=True)[0] == ["About your last check", "Hint 1 of 3"]


def test_a_cause_that_was_told_is_not_told_again_after_the_next_check(record: Record) -> None:
    for _ in range(2):
        grade_and_record(record, TINY, solved(squash=WRONG), seed=1)
        ask(record)
    assert [hint.tier for hint in record.hints()] == [0, 1]


def test_an_exercise_that_passes_or_is_not_written_has_no_cause_to_hint_at(record: Record) -> None:
    grade_and_record(record, TINY, solved(), seed=1)
    grade_and_record(record, TINY, solved(measure="x = 1"), seed=1)
    found = ladders(TINY, record)
    assert [found[name].next.title for name in ("squash", "measure") if found[name].next] == [
        "Hint 1 of 3",
        "Hint 1 of 2",
    ]


def test_a_hint_changes_neither_points_nor_attempts_nor_progress(record: Record) -> None:
    grade_and_record(record, TINY, solved(), seed=1)
    before = record.attempts()
    take_hint(TINY, "squash", record)
    assert record.attempts() == before
    assert item_progress(TINY, record.attempts()).best == 1.0


def test_an_exercise_that_is_not_there_has_no_ladder(record: Record) -> None:
    with pytest.raises(KeyError):
        take_hint(TINY, "squish", record)


def test_a_record_that_takes_nothing_withholds_no_hint(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(hint: HintShown) -> None:
        raise RecordError("The disk is full.")

    monkeypatch.setattr(record, "add_hint", refuse)
    titles, note = ask(record)
    assert titles == ["Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3"]
    assert note.endswith("The disk is full.")


def test_a_record_made_before_there_were_hints_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.sqlite"
    monkeypatch.setattr(schema, "STEPS", schema.STEPS[:1])
    monkeypatch.setattr(schema, "VERSION", 1)
    with Record(path) as record:
        grade_and_record(record, TINY, solved(), seed=1)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'hints'").fetchall() == []
    monkeypatch.undo()
    with Record(path) as record:
        take_hint(TINY, "squash", record)
        assert [hint.exercise for hint in record.hints()] == ["squash"]
        assert len(record.attempts()) == 1


def test_hints_survive_the_repair_of_a_record(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    with Record(path) as record:
        take_hint(TINY, "squash", record)
        before = record.hints()
    salvage(path, today=date(2026, 3, 1))
    with Record(path) as record:
        assert record.hints() == before
