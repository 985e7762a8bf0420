"""The hints that a learner was shown, as rows of the record. They never change a point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from gradus.record import schema


@dataclass(frozen=True, slots=True)
class HintShown:
    """That a hint was shown, and when."""

    item: str
    """``Item.key``."""
    exercise: str
    tier: int
    """Which of the exercise's hints, from 1; 0 is one about what the last check found."""
    cause: str | None = None
    """Tier 0: the id of what was found, and ``text``, the words in which it was told."""
    text: str | None = None
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


def write_hint(connection: Connection, hint: HintShown) -> None:
    """Add a row."""
    values = {name: getattr(hint, name) for name in ("item", "exercise", "tier", "cause", "text")}
    at = hint.at.astimezone(UTC).isoformat(timespec="microseconds")
    connection.execute(schema.hints.insert().values(values | {"at": at}))


def read_hints(connection: Connection, item_key: str | None) -> Iterator[HintShown]:
    """All rows, or those of one lab, in their order."""
    query = select(schema.hints).order_by(schema.hints.c.seq)
    if item_key is not None:
        query = query.where(schema.hints.c.item == item_key)
    for row in connection.execute(query):
        yield HintShown(row.item, row.exercise, row.tier, row.cause, row.text, datetime.fromisoformat(row.at))
