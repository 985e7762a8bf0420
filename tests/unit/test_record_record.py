"""Attempts, quizzes in progress and settings, as the record keeps them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gradus.model import Kind
from gradus.record.attempts import new_attempt
from gradus.record.record import Record


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record(tmp_path / "record.sqlite") as record:
        yield record


def test_an_attempt_comes_back_as_it_was_added(record: Record) -> None:
    detail = {"exercises": {"sigmoid": [10, 10]}, "report": {"text": "é 😺 \ud800"}, "level": None}
    added = record.add(Kind.LAB, "c/lab", 10, 60, detail, sources=["x = 1"])
    assert record.attempts() == [added]
    assert record.attempt(added.id) == added
    assert added.detail["report"] == detail["report"]
    assert added.at.utcoffset() is not None


def test_attempts_come_in_the_order_in_which_they_were_made_and_by_item(record: Record) -> None:
    first = record.add(Kind.LESSON, "c/a", 1, 1)
    second = record.add(Kind.LESSON, "c/b", 1, 1)
    third = record.add(Kind.LESSON, "c/a", 1, 1)
    assert [attempt.id for attempt in record.attempts()] == [first.id, second.id, third.id]
    assert [attempt.id for attempt in record.attempts("c/a")] == [first.id, third.id]


def test_what_was_handed_in_is_kept_once_however_often_it_is_handed_in(record: Record) -> None:
    one = record.add(Kind.LAB, "c/lab", 0, 1, sources=["a = 1", "b = 2"])
    two = record.add(Kind.LAB, "c/lab", 1, 1, sources=["a = 1", "b = 2"])
    assert record.sources(one) == record.sources(two) == ("a = 1", "b = 2")
    with closing(sqlite3.connect(record.path)) as connection:
        assert connection.execute("SELECT count(*) FROM submissions").fetchone() == (1,)


def test_an_attempt_without_a_submission_has_no_sources(record: Record) -> None:
    assert record.sources(record.add(Kind.QUIZ, "c/q", 1, 2)) is None


def test_brief_attempts_leave_out_the_detail_but_keep_the_exercises(record: Record) -> None:
    record.add(Kind.LAB, "c/lab", 1, 2, {"report": {"long": "x" * 1000}, "exercises": {"f": [1, 1]}})
    (brief,) = record.attempts(brief=True)
    assert brief.detail == {"exercises": {"f": [1, 1]}}
    assert (brief.points, brief.max) == (1, 2)


def test_brief_attempts_see_what_another_process_added(record: Record) -> None:
    record.add(Kind.LESSON, "c/a", 1, 1)
    assert len(record.attempts(brief=True)) == 1
    with Record(record.path) as other:
        other.add(Kind.LESSON, "c/b", 1, 1)
    assert [attempt.item for attempt in record.attempts(brief=True)] == ["c/a", "c/b"]
    assert [attempt.item for attempt in record.attempts("c/b", brief=True)] == ["c/b"]


def test_an_attempt_is_not_added_twice(record: Record) -> None:
    attempt = new_attempt(Kind.LESSON, "c/a", 1, 1)
    record.add_attempt(attempt)
    record.add_attempt(attempt)
    assert record.attempts() == [attempt]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE attempts SET points = 99",
        "DELETE FROM attempts",
        "INSERT OR REPLACE INTO attempts (seq, id, item, kind, at, points, max, detail) "
        "SELECT seq, id, item, kind, at, 99, max, detail FROM attempts",
        "INSERT OR REPLACE INTO attempts (id, item, kind, at, points, max, detail) "
        "SELECT id, item, kind, at, 99, max, detail FROM attempts",
    ],
    ids=["update", "delete", "replace by number", "replace by id"],
)
def test_the_database_itself_refuses_to_change_an_attempt(record: Record, statement: str) -> None:
    added = record.add(Kind.QUIZ, "c/q", 5, 10)
    with closing(sqlite3.connect(record.path)) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
            connection.execute(statement)
        connection.commit()
    assert record.attempts() == [added]


def test_a_quiz_in_progress_keeps_its_questions_and_answers(record: Record) -> None:
    assert record.open_draw("c/q") is None
    draw = record.save_draw("c/q", 7, ["one", "two"])
    record.save_answer(draw.id, "one", [0, 2])
    record.save_answer(draw.id, "two", "3.14")
    record.save_answer(draw.id, "two", "3.15")
    with Record(record.path) as after_a_restart:
        found = after_a_restart.open_draw("c/q")
    assert found is not None
    assert (found.id, found.seed, found.questions) == (draw.id, 7, ("one", "two"))
    assert found.answers == {"one": [0, 2], "two": "3.15"}


def test_a_quiz_handed_in_twice_is_one_attempt(record: Record) -> None:
    draw = record.save_draw("c/q", 7, ["one"])
    first = record.add(Kind.QUIZ, "c/q", 1, 1, {"seed": 7}, draw=draw.id)
    again = record.add(Kind.QUIZ, "c/q", 0, 1, {"seed": 7}, draw=draw.id)
    assert again == first
    assert record.attempts() == [first]
    assert record.open_draw("c/q") is None


def test_a_new_draw_gives_up_the_one_in_progress(record: Record) -> None:
    record.save_draw("c/q", 1, ["one"])
    second = record.save_draw("c/q", 2, ["two"])
    found = record.open_draw("c/q")
    assert found is not None
    assert found.id == second.id


def test_draws_of_two_quizzes_do_not_touch_each_other(record: Record) -> None:
    first = record.save_draw("c/q", 1, ["one"])
    second = record.save_draw("c/r", 2, ["one"])
    record.close_draw(first.id)
    assert record.open_draw("c/q") is None
    found = record.open_draw("c/r")
    assert found is not None
    assert found.id == second.id


def test_an_answer_after_handing_in_is_not_kept(record: Record) -> None:
    draw = record.save_draw("c/q", 1, ["one"])
    record.close_draw(draw.id)
    record.save_answer(draw.id, "one", 1)
    with closing(sqlite3.connect(record.path)) as connection:
        assert connection.execute("SELECT count(*) FROM answers").fetchone() == (0,)


def test_questions_are_counted_as_seen_when_they_are_drawn(record: Record) -> None:
    record.close_draw(record.save_draw("c/q", 1, ["one", "two"]).id)
    record.save_draw("c/q", 2, ["two", "three"])
    record.save_draw("c/other", 3, ["one"])
    assert record.seen_questions("c/q") == {"one": 1, "two": 2, "three": 1}


def test_a_setting_is_replaced_by_a_later_one(record: Record) -> None:
    assert record.setting("theme", "auto") == "auto"
    record.save_setting("theme", "dark")
    record.save_setting("theme", {"name": "light"})
    assert record.setting("theme") == {"name": "light"}
