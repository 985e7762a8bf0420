"""Sets a damaged record aside and saves the rows that can still be read into a fresh one.

The damaged file is copied before anything else happens, and is replaced only when the fresh record
is complete: whenever this is interrupted, either the damaged record or the repaired one is there.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table

from gradus.record import schema
from gradus.record.attempts import as_row, from_row, submission_hash
from gradus.record.errors import RecordError
from gradus.record.store import Store

SIDE_FILES = ("", "-wal", "-shm")
PROBES = 100_000
"""How many single rows to try between the last that reads forwards and the first that reads backwards."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What became of a damaged record."""

    aside: Path
    """Where the damaged file is now."""
    attempts: int
    lost: bool
    """Whether anything could not be read."""


def salvage(path: Path, *, today: date | None = None) -> Salvaged:
    """Replace the damaged record at ``path`` by a sound one with every row that can be read.

    No other process may have the record open. RecordError if the disk does not take the copies.
    """
    fresh = path.with_name(f"{path.stem}-fresh{path.suffix}")
    try:
        aside = _copy_aside(path, today or date.today())
        with tempfile.TemporaryDirectory(prefix="gradus-salvage-") as folder:
            source = _copy(path, Path(folder) / "damaged.sqlite")
            _remove(fresh)
            with closing(Store(fresh)) as store, store.writing() as connection:
                reader = _Reader(source)
                attempts = _refill(connection, reader)
        for side in ("-wal", "-shm"):
            path.with_name(path.name + side).unlink(missing_ok=True)
        os.replace(fresh, path)
    except OSError as error:
        raise RecordError(
            f"{path} could not be repaired: {error.strerror or error}. Nothing was lost: the damaged record is still "
            "there. Free some space or make its folder writable, and try again."
        ) from error
    return Salvaged(aside, attempts, reader.lost)


class _Reader:
    """Reads what it can from a copy of the damaged file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lost = False
        if not self._opens():
            self.lost = True
            _graft_first_page(path)

    def rows(self, table: Table) -> Iterator[dict[str, Any]]:
        """Every row that can be read: forwards to the damage, backwards to it, then one by one between."""
        seen: set[int] = set()
        ends = [0, 0]
        for place, order in enumerate(("ASC", "DESC")):
            whole = True
            for number, row in self._query(f"SELECT rowid, * FROM {table.name} NOT INDEXED ORDER BY rowid {order}"):
                if number is None:
                    whole = False
                    continue
                ends[place] = number
                if number not in seen:
                    seen.add(number)
                    yield row
            if whole:
                return
            self.lost = True
        for number in range(ends[0] + 1, min(ends[1], ends[0] + PROBES)):
            for found, row in self._query(f"SELECT rowid, * FROM {table.name} NOT INDEXED WHERE rowid = {number}"):
                if found is not None:
                    yield row

    def _opens(self) -> bool:
        return all(number is not None for number, _ in self._query("SELECT 1, name FROM sqlite_master"))

    def _query(self, text: str) -> Iterator[tuple[int | None, dict[str, Any]]]:
        """The rows and their numbers; a last one without a number where reading broke off."""
        try:
            with closing(sqlite3.connect(self.path)) as connection:
                connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
                cursor = connection.execute(text)
                names = [column[0] for column in cursor.description]
                for number, *values in cursor:
                    yield number, dict(zip(names[1:], values, strict=True))
        except sqlite3.Error:
            yield None, {}


def _refill(connection: Connection, reader: _Reader) -> int:
    """Write every sound row into the fresh record; the number of attempts."""
    for row in reader.rows(schema.submissions):
        if _is_json(row["sources"]) and submission_hash(json.loads(row["sources"])) == row["hash"]:
            connection.execute(schema.submissions.insert().values(row))
        else:
            reader.lost = True
    ids = set()
    for row in sorted(reader.rows(schema.attempts), key=lambda row: int(row["seq"] or 0)):
        if not _is_json(row["detail"]):
            reader.lost = True
            row["detail"] = json.dumps({"unreadable": True})
        try:
            attempt = from_row(row)
        except (ValueError, KeyError, TypeError):
            reader.lost = True
            continue
        if attempt.id not in ids:
            ids.add(attempt.id)
            connection.execute(schema.attempts.insert().values(as_row(attempt)))
    draws = set()
    for row in reader.rows(schema.draws):
        if row["id"] and row["item"] and _is_json(row["questions"]):
            row.pop("seq")
            connection.execute(schema.draws.insert().prefix_with("OR IGNORE").values(row))
            draws.add(row["id"])
        else:
            reader.lost = True
    for row in reader.rows(schema.answers):
        if row["draw"] in draws and _is_json(row["given"]):
            connection.execute(schema.answers.insert().prefix_with("OR IGNORE").values(row))
        else:
            reader.lost = True
    for row in reader.rows(schema.hints):
        if row["item"] and row["exercise"] and isinstance(row["tier"], int) and row["at"]:
            row.pop("seq")
            connection.execute(schema.hints.insert().values(row))
        else:
            reader.lost = True
    for row in reader.rows(schema.settings):
        if row["key"] and _is_json(row["value"]):
            connection.execute(schema.settings.insert().prefix_with("OR IGNORE").values(row))
        else:
            reader.lost = True
    return len(ids)


def _is_json(text: Any) -> bool:
    try:
        json.loads(text)
    except (ValueError, TypeError):
        return False
    return True


def _graft_first_page(path: Path) -> None:
    """Give the copy the first page of a fresh record: it says where each table begins, the same in all."""
    with tempfile.TemporaryDirectory(prefix="gradus-salvage-") as folder:
        sound = Path(folder) / "sound.sqlite"
        Store(sound).close()
        head = bytearray(sound.read_bytes()[:4096])
    head[28:32] = bytes(4)  # the size in pages: zero sends SQLite to the file's own size
    with path.open("r+b") as file:
        file.write(head)


def _copy_aside(path: Path, today: date) -> Path:
    """Copy the damaged record to a name of its own beside it."""
    number = 1
    while True:
        tail = "" if number == 1 else f"-{number}"
        aside = path.with_name(f"{path.stem}-damaged-{today.isoformat()}{tail}{path.suffix}")
        if not aside.exists():
            return _copy(path, aside)
        number += 1


def _copy(path: Path, to: Path) -> Path:
    for side in SIDE_FILES:
        source = path.with_name(path.name + side)
        if source.exists():
            shutil.copy2(source, to.with_name(to.name + side))
    return to


def _remove(path: Path) -> None:
    for side in SIDE_FILES:
        path.with_name(path.name + side).unlink(missing_ok=True)
