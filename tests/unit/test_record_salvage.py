"""What is saved of a damaged record."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from gradus.model import Attempt, Kind
from gradus.record.errors import DamagedRecord, RecordError
from gradus.record.record import Record
from gradus.record.salvage import salvage

PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.sqlite"


@pytest.fixture
def added(path: Path) -> list[Attempt]:
    with Record(path) as record:
        attempts = [
            record.add(Kind.LAB, f"c/{number}", 1, 1, {"text": "x" * 900}, sources=[f"x = {number}"])
            for number in range(60)
        ]
        record.save_answer(record.save_draw("c/q", 7, ["one", "two"]).id, "one", 3)
        record.save_setting("theme", "dark")
    return attempts


def overwrite(path: Path, page: int) -> None:
    content = bytearray(path.read_bytes())
    content[page * PAGE : (page + 1) * PAGE] = b"\xff" * PAGE
    path.write_bytes(content)


def page_of(path: Path, name: str, place: int = 0) -> int:
    """A leaf page of a table, counted from zero."""
    with closing(sqlite3.connect(path)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
    content = path.read_bytes()
    start = (root - 1) * PAGE
    if content[start] != 5:  # 5: an interior page of a table
        return root - 1
    cell = start + 12 + 2 * place
    at = start + int.from_bytes(content[cell : cell + 2], "big")
    return int.from_bytes(content[at : at + 4], "big") - 1


def test_rows_before_and_after_the_damage_are_saved(path: Path, added: list[Attempt]) -> None:
    overwrite(path, page_of(path, "attempts", 3))
    with pytest.raises(DamagedRecord):
        Record(path)
    damaged = path.read_bytes()
    result = salvage(path, today=date(2026, 3, 1))
    assert result.lost
    assert result.aside.name == "record-damaged-2026-03-01.sqlite"
    assert result.aside.read_bytes() == damaged
    with Record(path) as record:
        saved = record.attempts()
        assert len(saved) == result.attempts >= 50
        assert [attempt for attempt in added if attempt in saved] == saved
        assert record.sources(saved[0]) == ("x = 0",)
        draw = record.open_draw("c/q")
        assert draw is not None
        assert draw.answers == {"one": 3}
        assert record.setting("theme") == "dark"


def test_rows_between_two_damaged_places_are_saved(path: Path, added: list[Attempt]) -> None:
    for page in [page_of(path, "attempts", place) for place in (2, 8)]:
        overwrite(path, page)
    salvage(path)
    with Record(path) as record:
        saved = record.attempts()
    assert saved[0] == added[0]
    assert added[20] in saved
    assert len(saved) >= 48


def test_everything_is_saved_when_only_the_first_page_is_lost(path: Path, added: list[Attempt]) -> None:
    overwrite(path, 0)
    result = salvage(path)
    assert result.lost
    with Record(path) as record:
        assert record.attempts() == added
        assert record.setting("theme") == "dark"


def test_everything_is_saved_when_only_an_index_is_damaged(path: Path, added: list[Attempt]) -> None:
    overwrite(path, page_of(path, "ix_attempts_item"))
    salvage(path)
    with Record(path) as record:
        assert record.attempts() == added


@pytest.mark.parametrize(
    ("harm", "count"),
    [
        (lambda connection: connection.execute("UPDATE attempts SET detail = '{' WHERE seq = 5"), 60),
        (lambda connection: connection.execute("UPDATE attempts SET at = 'yesterday' WHERE seq = 5"), 59),
        (lambda connection: connection.execute("UPDATE attempts SET item = CAST(x'ff' AS TEXT) WHERE seq = 5"), 60),
        (lambda connection: connection.execute("UPDATE submissions SET sources = '[1]' WHERE rowid = 5"), 60),
    ],
    ids=["detail", "time", "letters", "submission"],
)
def test_a_row_with_nonsense_in_it_costs_that_row_at_most(
    path: Path, added: list[Attempt], harm: Callable[[sqlite3.Connection], object], count: int
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER attempts_keep")
        harm(connection)
        connection.commit()
    assert salvage(path).attempts == count
    with Record(path) as record:
        assert len(record.attempts()) == count
        assert record.attempts()[0] == added[0]


def test_what_is_no_record_at_all_is_set_aside_whole(path: Path) -> None:
    path.write_bytes(b"no database " * 1000)
    result = salvage(path)
    assert result.attempts == 0
    assert result.aside.read_bytes() == b"no database " * 1000
    with Record(path) as record:
        assert record.attempts() == []


def test_two_repairs_on_one_day_keep_both_damaged_files(path: Path) -> None:
    names = []
    for text in (b"first " * 999, b"second " * 999):
        path.write_bytes(text)
        names.append(salvage(path, today=date(2026, 3, 1)).aside)
    assert [name.read_bytes()[:6] for name in names] == [b"first ", b"second"]


def test_a_disk_that_takes_no_copy_leaves_the_damaged_record(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(b"no database " * 1000)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gradus.record.salvage.shutil.copy2", full)
    with pytest.raises(RecordError, match=r"could not be repaired: No space left.*Nothing was lost"):
        salvage(path)
    assert path.read_bytes() == b"no database " * 1000
