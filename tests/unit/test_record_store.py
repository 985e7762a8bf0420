"""A record that is damaged, locked, foreign, newer or on a full disk."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from gradus.model import Kind
from gradus.record import schema
from gradus.record.errors import DamagedRecord, RecordError
from gradus.record.record import Record
from gradus.record.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "record.sqlite"
    with Record(path) as record:
        for number in range(40):
            record.add(Kind.LESSON, f"c/{number}", 1, 1, {"text": "x" * 1000})
    return path


def test_a_file_that_is_no_database_is_damaged_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    path.write_bytes(b"all my notes, by mistake" * 100)
    with pytest.raises(DamagedRecord, match=r"is damaged.*left exactly as it is.*gradus doctor --repair"):
        Record(path)
    assert path.read_bytes() == b"all my notes, by mistake" * 100


def test_a_page_overwritten_in_the_middle_is_noticed_on_opening(path: Path) -> None:
    before = bytearray(path.read_bytes())
    before[5 * 4096 : 6 * 4096] = b"\xff" * 4096
    path.write_bytes(before)
    with pytest.raises(DamagedRecord, match="is damaged"):
        Record(path)
    assert path.read_bytes() == before


def test_a_file_cut_short_is_damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 6 * 4096])
    with pytest.raises(DamagedRecord, match="is damaged"):
        Record(path)


def test_a_row_that_is_no_attempt_is_damage(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER attempts_keep")
        connection.execute("UPDATE attempts SET detail = '{broken' WHERE seq = 3")
        connection.commit()
    with Record(path) as record, pytest.raises(DamagedRecord, match="a row cannot be read"):
        record.attempts()


def test_an_empty_file_becomes_a_fresh_record(tmp_path: Path) -> None:
    (tmp_path / "record.sqlite").touch()
    with Record(tmp_path / "record.sqlite") as record:
        assert record.attempts() == []


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE albums (title TEXT)")
    with pytest.raises(RecordError, match="not a Gradus record"):
        Record(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("albums",)]


def test_a_record_of_a_newer_version_is_refused_and_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'version'")
        connection.commit()
    with pytest.raises(RecordError, match=r"has version 99; this Gradus knows versions up to 2.*update"):
        Record(path)


def test_a_record_of_an_older_version_is_brought_up_to_date_and_keeps_its_rows(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def add_a_table(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE reviews (id TEXT)")

    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, add_a_table))
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    for _ in range(2):  # the second time there is nothing to do
        with Record(path) as record:
            assert len(record.attempts()) == 40
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone() == (str(schema.VERSION),)
        assert connection.execute("SELECT count(*) FROM reviews").fetchone() == (0,)


def test_a_step_that_fails_halfway_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE reviews (id TEXT)")
        raise ZeroDivisionError

    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, fail))
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    with pytest.raises(ZeroDivisionError):
        Record(path)
    monkeypatch.undo()
    with Record(path) as record:
        assert len(record.attempts()) == 40
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'reviews'").fetchall() == []


def test_a_record_that_another_program_writes_to_waits_and_then_says_so(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other, Record(path, patience=0.1) as record:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordError, match=r"is locked: another program.*Close that program"):
            record.add(Kind.LESSON, "c/late", 1, 1)
        assert len(record.attempts()) == 40  # reading goes on
        other.execute("ROLLBACK")
        record.add(Kind.LESSON, "c/late", 1, 1)
        assert len(record.attempts()) == 41


def test_a_full_disk_is_named_and_takes_nothing_away(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Record(path) as record:
        with record._store.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")  # of this one pooled connection
        with pytest.raises(RecordError, match=r"the disk is full. Free some space"):
            record.add(Kind.LESSON, "c/more", 1, 1, {"text": "x" * 100_000})
        assert len(record.attempts()) == 40


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"cannot be opened\. See that its folder exists"):
        Store(tmp_path / "none" / "record.sqlite")


def test_a_record_whose_path_has_signs_that_addresses_give_a_meaning_opens(tmp_path: Path) -> None:
    folder = tmp_path / "a b?c#d%20é"
    folder.mkdir()
    with Record(folder / "record.sqlite") as record:
        record.add(Kind.LESSON, "c/a", 1, 1)
    assert (folder / "record.sqlite").stat().st_size > 0
