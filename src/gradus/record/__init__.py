"""The learner's folder and record: what was done, and what follows from it.

::

    workspace = open_workspace(folder)                 # WorkspaceError
    with serving(workspace) as lock:                   # AlreadyServing names the other's address
        lock.announce("http://127.0.0.1:8000")
    record = Record(workspace.record_path)             # RecordError, DamagedRecord

    record.add(Kind.LESSON, item.key, 1, 1)            # a lesson that was read to its end
    draw = record.open_draw(item.key) or record.save_draw(item.key, seed, question_ids)
    record.save_answer(draw.id, question_id, given)
    record.add(Kind.QUIZ, item.key, points, max, detail, draw=draw.id)   # hands it in
    record.seen_questions(item.key)

    progress(course, record.attempts(brief=True))      # gradus.record.progress
    grade_and_record(record, item, submission)         # gradus.record.grading
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradus.record.errors import AlreadyServing, DamagedRecord, RecordError, WorkspaceError
from gradus.record.lock import server_address, serving
from gradus.record.workspace import Workspace, find_folder, open_workspace

if TYPE_CHECKING:
    from gradus.record.record import Draw, Record

__all__ = [
    "AlreadyServing",
    "DamagedRecord",
    "Draw",
    "Record",
    "RecordError",
    "Workspace",
    "WorkspaceError",
    "find_folder",
    "open_workspace",
    "server_address",
    "serving",
]


def __getattr__(name: str) -> Any:
    """Import the record when it is asked for: SQLAlchemy takes 0.2 s, and grading can begin meanwhile."""
    if name in ("Draw", "Record"):
        from gradus.record import record

        return getattr(record, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
