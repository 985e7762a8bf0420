"""Opens the record's database, and turns what SQLite says into sentences.

Write-ahead logging lets a reader and a writer work at once; a commit is on the disk before it
counts, so that neither a killed process nor a power cut takes back what was added.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from gradus.record import schema
from gradus.record.errors import DamagedRecord, RecordError

PATIENCE = 5.0
"""Seconds to wait for another process to finish writing."""
DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Store:
    """An open database."""

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        self.path = path
        self.patience = patience
        self.read_only = path.exists() and not _writable(path)
        self._copy = _readable_copy(path) if self.read_only else None
        self._engine = self._connect()
        try:
            self._check()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the record."""
        with self._explained(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is alone in writing, from its first statement on."""
        if self.read_only:
            raise RecordError(_read_only(self.path))
        engine = self._engine.execution_options(gradus_writes=True)
        with self._explained(), engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()
        if self._copy is not None:
            self._copy.cleanup()

    def _connect(self) -> Engine:
        path = Path(self._copy.name) / self.path.name if self._copy else self.path
        engine = create_engine("sqlite://", creator=lambda: _connection(path, self.patience), poolclass=QueuePool)
        event.listen(engine, "begin", _begin)
        return engine

    def _check(self) -> None:
        """Refuse what is damaged, newer or not a record; make or bring up to date what is ours."""
        with self.reading() as connection:
            verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            if verdict != "ok":
                raise DamagedRecord(damaged_sentence(self.path, str(verdict)))
            version = self._version(connection)
        if version < schema.VERSION:
            with self.writing() as connection:
                # Asked again inside the lock: another process may have been quicker.
                version = self._version(connection)
                if version < schema.VERSION:
                    schema.upgrade(connection, version)

    def _version(self, connection: Connection) -> int:
        version = schema.stored_version(connection)
        if version is None:
            raise RecordError(
                f"{self.path} is a database, but not a Gradus record; it was left as it is. "
                "Move it elsewhere, or name another folder with --workspace."
            )
        if version > schema.VERSION:
            raise RecordError(
                f"{self.path} has version {version}; this Gradus knows versions up to {schema.VERSION}. "
                "A newer Gradus wrote it: update this one. The record was left as it is."
            )
        return version

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            raise explain(error, self.path, self.patience) from error


def explain(error: Exception, path: Path, patience: float) -> RecordError:
    """The sentence for what SQLite reported."""
    original = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(original, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary code
    if code in DAMAGE:
        return DamagedRecord(damaged_sentence(path, str(original)))
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return RecordError(
                f"{path} is locked: another program has been writing to it for more than {patience:g} seconds. "
                "Close that program (a database viewer, a second Gradus) and try again."
            )
        case sqlite3.SQLITE_FULL:
            return RecordError(f"{path} could not be written: the disk is full. Free some space and try again.")
        case sqlite3.SQLITE_READONLY:
            return RecordError(_read_only(path))
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return RecordError(
                f"{path} cannot be opened. See that its folder exists and that this account may write there."
            )
        case sqlite3.SQLITE_IOERR:
            return RecordError(
                f"{path} could not be read or written: the disk reports an error, or is full. "
                "Free some space, check the disk, and try again."
            )
    return RecordError(f"{path} refused the request: {original}. Run `gradus doctor`.")


def _connection(path: Path, patience: float) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=patience, check_same_thread=False, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        _use_write_ahead_log(connection, patience)
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def _use_write_ahead_log(connection: sqlite3.Connection, patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            # Switching does not wait by itself while another process opens the same new file.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _begin(connection: Connection) -> None:
    writes: Any = connection.get_execution_options().get("gradus_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _writable(path: Path) -> bool:
    effective = os.access in os.supports_effective_ids
    return all(os.access(one, os.W_OK, effective_ids=effective) for one in (path, path.parent))


def _readable_copy(path: Path) -> tempfile.TemporaryDirectory[str]:
    """A copy to read from: SQLite cannot follow a write-ahead log where it may not write."""
    folder = tempfile.TemporaryDirectory(prefix="gradus-record-")
    try:
        for source in (path, path.with_name(f"{path.name}-wal")):
            if source.exists():
                shutil.copyfile(source, Path(folder.name) / source.name)
    except OSError as error:
        folder.cleanup()
        raise RecordError(
            f"{path} cannot be read: {error.strerror}. Give this account permission to read it."
        ) from error
    return folder


def damaged_sentence(path: Path, detail: str) -> str:
    """What to say of a damaged record."""
    return (
        f"{path} is damaged ({detail}). It was left exactly as it is. "
        "`gradus doctor --repair` sets it aside and saves every row that can still be read."
    )


def _read_only(path: Path) -> str:
    return (
        f"{path} can only be read. Give this account permission to write to it and to its folder, "
        "or copy the workspace to another disk and name it with --workspace."
    )
