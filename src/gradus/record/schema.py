"""The tables of the record, and the steps that lead from one version of them to the next.

Attempts are only ever added: the interface has no way to change one, and triggers in the database
refuse it to everybody else.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import (
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    inspect,
    select,
    update,
)

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)
attempts = Table(
    "attempts",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("item", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("at", String, nullable=False),  # ISO 8601 in UTC, so that text sorts as time
    Column("points", Float, nullable=False),
    Column("max", Float, nullable=False),
    Column("exercises", Text),  # JSON, labs only: what progress needs, without reading the rest
    Column("submission", String),  # labs only: what was handed in
    Column("detail", Text, nullable=False),  # JSON; the longest comes last, so that it need not be read
    sqlite_autoincrement=True,
)
submissions = Table(
    "submissions",
    metadata,
    Column("hash", String, primary_key=True),
    Column("sources", Text, nullable=False),  # JSON list of cells; kept once, however often it is handed in
)
draws = Table(
    "draws",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("item", String, nullable=False, index=True),
    Column("seed", Integer, nullable=False),
    Column("questions", Text, nullable=False),  # JSON list of question ids
    Column("opened", String, nullable=False),
    Column("closed", String),  # null while the quiz is in progress
    Column("attempt", String),  # the attempt it became, if it was handed in
    sqlite_autoincrement=True,
)
Index("one_open_draw_an_item", draws.c.item, unique=True, sqlite_where=draws.c.closed.is_(None))
answers = Table(
    "answers",
    metadata,
    Column("draw", String, ForeignKey("draws.id"), nullable=False),
    Column("question", String, nullable=False),
    Column("given", Text, nullable=False),  # JSON
    UniqueConstraint("draw", "question"),
)
settings = Table(
    "settings",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),  # JSON
)

hints = Table(
    "hints",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("item", String, nullable=False, index=True),
    Column("exercise", String, nullable=False),
    Column("tier", Integer, nullable=False),  # from 1; 0 is a hint about what the last check found
    Column("cause", String),  # tier 0 only: the cause's id, and its words as they were shown
    Column("text", Text),
    Column("at", String, nullable=False),
    sqlite_autoincrement=True,
)

ONLY_ADDED = "attempts are only ever added"
GUARDS = (
    f"CREATE TRIGGER attempts_keep BEFORE UPDATE ON attempts BEGIN SELECT RAISE(ABORT, '{ONLY_ADDED}'); END",
    f"CREATE TRIGGER attempts_stay BEFORE DELETE ON attempts BEGIN SELECT RAISE(ABORT, '{ONLY_ADDED}'); END",
    # INSERT OR REPLACE would otherwise delete without firing the trigger above.
    "CREATE TRIGGER attempts_once BEFORE INSERT ON attempts "
    "WHEN EXISTS (SELECT 1 FROM attempts WHERE id = NEW.id OR seq = NEW.seq) "
    f"BEGIN SELECT RAISE(ABORT, '{ONLY_ADDED}'); END",
)


def _first_version(connection: Connection) -> None:
    metadata.create_all(connection, tables=[meta, attempts, submissions, draws, answers, settings])
    if connection.dialect.name == "sqlite":
        for guard in GUARDS:
            connection.exec_driver_sql(guard)


def _hints_that_were_shown(connection: Connection) -> None:
    hints.create(connection)


STEPS: tuple[Callable[[Connection], None], ...] = (_first_version, _hints_that_were_shown)
"""Step ``n`` turns version ``n`` into ``n + 1``; nothing is version 0. A step, once released, is never edited."""

VERSION = len(STEPS)


def stored_version(connection: Connection) -> int | None:
    """The version of the tables: 0 for an empty database, None for somebody else's."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return 0
    if "meta" not in tables or "attempts" not in tables:
        return None
    value = connection.scalar(select(meta.c.value).where(meta.c.key == "version"))
    return int(value) if value is not None and value.isdigit() else None


def upgrade(connection: Connection, version: int) -> None:
    """Take every step from ``version`` on, in the caller's transaction."""
    for step in STEPS[version:]:
        step(connection)
    if version == 0:
        connection.execute(meta.insert().values(key="version", value=str(VERSION)))
    else:
        connection.execute(update(meta).where(meta.c.key == "version").values(value=str(VERSION)))
