"""What a learner did: attempts, quizzes in progress, settings."""

from __future__ import annotations

import json
import threading
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects.sqlite import insert

from gradus.model import Attempt, Kind
from gradus.record import schema
from gradus.record.attempts import as_row, from_row, new_attempt, submission_hash
from gradus.record.errors import DamagedRecord, RecordError
from gradus.record.hints import HintShown, read_hints, write_hint
from gradus.record.spool import Waiting, waiting_attempts
from gradus.record.store import PATIENCE, Store, damaged_sentence

BRIEF = [column for column in schema.attempts.c if column.name != "detail"]


@dataclass(frozen=True, slots=True)
class Draw:
    """A quiz in progress: which questions were drawn, and what has been answered so far."""

    id: str
    item: str
    seed: int
    questions: tuple[str, ...]
    answers: Mapping[str, Any]
    """Question id → what was given."""
    opened: datetime


class Record:
    """The record in one file. RecordError says what to do where it cannot be read or written.

    Any number of processes and threads may use it at once.
    """

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        self.path = path
        self._store = Store(path, patience=patience)
        self._brief: list[Attempt] = []
        self._brief_seq = 0
        self._brief_lock = threading.Lock()
        self._add_waiting()

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def read_only(self) -> bool:
        """Whether the file can be read but not written."""
        return self._store.read_only

    # -- Attempts -----------------------------------------------------------------------------

    def add(
        self,
        kind: Kind,
        item_key: str,
        points: float,
        max: float,
        detail: Mapping[str, Any] | None = None,
        *,
        sources: Sequence[str] | None = None,
        draw: str | None = None,
    ) -> Attempt:
        """Add an attempt made now.

        ``sources``: the cells that were handed in. ``draw``: the quiz draw that this attempt hands
        in; it is closed in the same stroke, and a draw that is handed in twice stays one attempt.
        """
        return self.add_attempt(new_attempt(kind, item_key, points, max, detail, sources=sources), sources, draw=draw)

    def add_attempt(
        self, attempt: Attempt, sources: Sequence[str] | None = None, *, draw: str | None = None
    ) -> Attempt:
        """Add an attempt that exists already. One whose id the record knows is not added again."""
        with self._store.writing() as connection:
            if draw is not None:
                earlier = connection.scalar(select(schema.draws.c.attempt).where(schema.draws.c.id == draw))
                if earlier is not None:
                    return self._attempt(connection, earlier) or attempt
                _close(connection, draw, attempt.id)
            _insert(connection, attempt, sources)
        self._add_waiting()
        return attempt

    def attempts(self, item_key: str | None = None, *, brief: bool = False) -> list[Attempt]:
        """All attempts, or those at one item, in the order in which they were made.

        ``brief`` leaves out all of the detail but a lab's exercises: all that progress needs, and
        quick however long the record grows.
        """
        if brief:
            return [attempt for attempt in self._brief_attempts() if item_key in (None, attempt.item)]
        query = select(schema.attempts).order_by(schema.attempts.c.at, schema.attempts.c.seq)
        if item_key is not None:
            query = query.where(schema.attempts.c.item == item_key)
        with self._store.reading() as connection:
            return [self._read(row) for row in connection.execute(query)]

    def attempt(self, attempt_id: str) -> Attempt | None:
        """The attempt with this id."""
        with self._store.reading() as connection:
            return self._attempt(connection, attempt_id)

    def sources(self, attempt: Attempt) -> tuple[str, ...] | None:
        """The cells that were handed in with an attempt."""
        query = select(schema.submissions.c.sources).where(
            schema.submissions.c.hash == attempt.detail.get("submission")
        )
        with self._store.reading() as connection:
            text = connection.scalar(query)
        return None if text is None else tuple(json.loads(text))

    def _attempt(self, connection: Connection, attempt_id: str) -> Attempt | None:
        row = connection.execute(select(schema.attempts).where(schema.attempts.c.id == attempt_id)).first()
        return None if row is None else self._read(row)

    def _read(self, row: Row[Any]) -> Attempt:
        try:
            return from_row(dict(row._mapping))
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedRecord(damaged_sentence(self.path, f"a row cannot be read: {error}")) from error

    def _brief_attempts(self) -> list[Attempt]:
        """Attempts never change, so only those that are new since the last call are read."""
        query = select(*BRIEF).where(schema.attempts.c.seq > self._brief_seq).order_by(schema.attempts.c.seq)
        with self._brief_lock, self._store.reading() as connection:
            rows = connection.execute(query).all()
            if rows:
                self._brief += [self._read(row) for row in rows]
                self._brief.sort(key=lambda attempt: attempt.at)  # stable: the order of adding breaks ties
                self._brief_seq = rows[-1].seq
            return list(self._brief)

    def _add_waiting(self) -> None:
        """Add what waits in files since the record could not be written. What fails now goes on waiting."""
        waiting: list[Waiting] = [] if self.read_only else list(waiting_attempts(self.path))
        if not waiting:
            return
        with suppress(RecordError):
            with self._store.writing() as connection:
                for one in waiting:
                    _insert(connection, one.attempt, one.sources)
            for one in waiting:
                with suppress(OSError):  # Left behind, it is recognised by its id next time.
                    one.path.unlink()

    # -- Quizzes in progress ------------------------------------------------------------------

    def open_draw(self, item_key: str) -> Draw | None:
        """The quiz in progress at an item, with the answers saved so far."""
        query = select(schema.draws).where(schema.draws.c.item == item_key, schema.draws.c.closed.is_(None))
        with self._store.reading() as connection:
            row = connection.execute(query).first()
            return None if row is None else _draw(connection, row)

    def save_draw(self, item_key: str, seed: int, questions: Sequence[str]) -> Draw:
        """Begin a quiz with these questions. One that was in progress at the item is given up."""
        values = {
            "id": uuid.uuid4().hex,
            "item": item_key,
            "seed": seed,
            "questions": json.dumps(list(questions)),
            "opened": _now(),
        }
        with self._store.writing() as connection:
            connection.execute(
                update(schema.draws)
                .where(schema.draws.c.item == item_key, schema.draws.c.closed.is_(None))
                .values(closed=_now())
            )
            connection.execute(insert(schema.draws).values(values))
            row = connection.execute(select(schema.draws).where(schema.draws.c.id == values["id"])).one()
            return _draw(connection, row)

    def save_answer(self, draw_id: str, question_id: str, given: Any) -> None:
        """Keep what was answered, so that closing the browser loses nothing. A later answer replaces it.

        An answer to a quiz that is no longer in progress is not kept.
        """
        given = json.dumps(given)
        with self._store.writing() as connection:
            is_open = select(schema.draws.c.seq).where(schema.draws.c.id == draw_id, schema.draws.c.closed.is_(None))
            if connection.scalar(is_open) is None:
                return
            connection.execute(
                insert(schema.answers)
                .values(draw=draw_id, question=question_id, given=given)
                .on_conflict_do_update(index_elements=["draw", "question"], set_={"given": given})
            )

    def close_draw(self, draw_id: str) -> None:
        """Give up a quiz in progress; ``add(…, draw=…)`` hands one in."""
        with self._store.writing() as connection:
            _close(connection, draw_id, None)

    def seen_questions(self, item_key: str) -> dict[str, int]:
        """How often each question of a quiz was drawn, in progress or not."""
        query = select(schema.draws.c.questions).where(schema.draws.c.item == item_key)
        with self._store.reading() as connection:
            return dict(Counter(name for text in connection.scalars(query) for name in json.loads(text)))

    # -- Hints --------------------------------------------------------------------------------

    def add_hint(self, hint: HintShown) -> None:
        """Keep that a hint was shown."""
        with self._store.writing() as connection:
            write_hint(connection, hint)

    def hints(self, item_key: str | None = None) -> list[HintShown]:
        """The hints that were shown, all or those of one lab, in their order."""
        with self._store.reading() as connection:
            return list(read_hints(connection, item_key))

    # -- Settings -----------------------------------------------------------------------------

    def setting(self, key: str, default: Any = None) -> Any:
        """A setting of this workspace."""
        with self._store.reading() as connection:
            text = connection.scalar(select(schema.settings.c.value).where(schema.settings.c.key == key))
        return default if text is None else json.loads(text)

    def save_setting(self, key: str, value: Any) -> None:
        """Keep a setting; any plain value."""
        text = json.dumps(value)
        with self._store.writing() as connection:
            connection.execute(
                insert(schema.settings)
                .values(key=key, value=text)
                .on_conflict_do_update(index_elements=["key"], set_={"value": text})
            )


def _insert(connection: Connection, attempt: Attempt, sources: Sequence[str] | None) -> None:
    """Add an attempt and what was handed in, each unless the record has it."""
    if connection.scalar(select(schema.attempts.c.seq).where(schema.attempts.c.id == attempt.id)) is not None:
        return
    if sources is not None:
        connection.execute(
            insert(schema.submissions)
            .values(hash=submission_hash(sources), sources=json.dumps(list(sources)))
            .on_conflict_do_nothing()
        )
    connection.execute(insert(schema.attempts).values(as_row(attempt)))


def _close(connection: Connection, draw_id: str, attempt_id: str | None) -> None:
    still_open = (schema.draws.c.id == draw_id) & schema.draws.c.closed.is_(None)
    connection.execute(update(schema.draws).where(still_open).values(closed=_now(), attempt=attempt_id))


def _draw(connection: Connection, row: Row[Any]) -> Draw:
    given = connection.execute(select(schema.answers).where(schema.answers.c.draw == row.id))
    return Draw(
        id=row.id,
        item=row.item,
        seed=row.seed,
        questions=tuple(json.loads(row.questions)),
        answers={answer.question: json.loads(answer.given) for answer in given},
        opened=datetime.fromisoformat(row.opened),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
