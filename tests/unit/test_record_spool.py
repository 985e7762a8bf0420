"""Attempts that wait in files until the record can take them."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from gradus.model import Kind
from gradus.record import spool
from gradus.record.attempts import new_attempt
from gradus.record.record import Record
from gradus.record.spool import keep_for_later, waiting_attempts, waiting_files
from gradus.record.store import Store
from gradus.record.workspace import open_workspace


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    open_workspace(tmp_path / "w")
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    return tmp_path / "w" / "record.sqlite"


def test_a_waiting_attempt_is_added_when_the_record_opens_and_its_file_goes(path: Path) -> None:
    attempt = new_attempt(Kind.LAB, "c/lab", 1, 2, {"exercises": {"f": [1, 1]}}, sources=["x = 1"])
    file = keep_for_later(path, attempt, ["x = 1"])
    assert file.parent == path.parent / "unrecorded"
    with Record(path) as record:
        assert record.attempts() == [attempt]
        assert record.sources(attempt) == ("x = 1",)
    assert waiting_files(path) == []


def test_it_is_added_once_although_its_file_was_left_behind(path: Path) -> None:
    attempt = new_attempt(Kind.LESSON, "c/a", 1, 1)
    text = keep_for_later(path, attempt).read_text(encoding="utf-8")
    Record(path).close()
    (path.parent / "unrecorded" / "again.json").write_text(text, encoding="utf-8")
    with Record(path) as record:
        assert record.attempts() == [attempt]


def test_the_folder_for_temporary_files_takes_it_when_the_workspace_does_not(path: Path, tmp_path: Path) -> None:
    (path.parent / "unrecorded").write_text("a file where a folder is needed", encoding="utf-8")
    attempt = new_attempt(Kind.LESSON, "c/a", 1, 1)
    assert keep_for_later(path, attempt).is_relative_to(tmp_path / "tmp")
    with Record(path) as record:
        assert record.attempts() == [attempt]


def test_an_attempt_of_another_workspace_is_not_taken(path: Path, tmp_path: Path) -> None:
    (path.parent / "unrecorded").touch()
    keep_for_later(path, new_attempt(Kind.LESSON, "c/a", 1, 1))
    (tmp_path / "v").mkdir()
    with Record(tmp_path / "v" / "record.sqlite") as record:
        assert record.attempts() == []


def test_a_folder_of_another_account_is_not_believed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_for_later(path, new_attempt(Kind.LESSON, "c/a", 1, 1))
    monkeypatch.setattr(spool.os, "getuid", lambda: path.stat().st_uid + 1 if path.exists() else 12345)
    assert list(waiting_attempts(path)) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"attempt": {}, "sources": null}', '{"sources": 5, "attempt": 5}'])
def test_a_file_that_holds_no_attempt_is_left_alone(path: Path, text: str) -> None:
    folder = path.parent / "unrecorded"
    folder.mkdir()
    (folder / "strange.json").write_text(text, encoding="utf-8")
    with Record(path) as record:
        assert record.attempts() == []
    assert waiting_files(path) == [folder / "strange.json"]


def test_while_the_record_is_locked_it_goes_on_waiting(path: Path) -> None:
    Record(path).close()
    attempt = new_attempt(Kind.LESSON, "c/a", 1, 1)
    keep_for_later(path, attempt)
    with closing(Store(path)) as other, other.writing(), Record(path, patience=0.1) as record:
        assert record.attempts() == []
    assert [one.attempt for one in waiting_attempts(path)] == [attempt]


def test_a_record_that_is_open_adds_it_with_the_next_attempt(path: Path) -> None:
    with Record(path) as record:
        waiting = new_attempt(Kind.LESSON, "c/a", 1, 1)
        keep_for_later(path, waiting)
        record.add(Kind.LESSON, "c/b", 1, 1)
        assert waiting in record.attempts()
    assert waiting_files(path) == []
