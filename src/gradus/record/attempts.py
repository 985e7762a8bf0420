"""An attempt as it is made, as a row of the record and as a file."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from gradus.model import Attempt, Kind


def new_attempt(
    kind: Kind,
    item: str,
    points: float,
    max: float,
    detail: Mapping[str, Any] | None = None,
    *,
    sources: Sequence[str] | None = None,
) -> Attempt:
    """An attempt made now. What was handed in is named in its detail by its hash, as ``submission``."""
    detail = dict(detail or {})
    if sources is not None:
        detail["submission"] = submission_hash(sources)
    return Attempt(
        id=uuid.uuid4().hex, item=item, kind=kind, at=datetime.now(UTC), points=points, max=max, detail=detail
    )


def submission_hash(sources: Sequence[str]) -> str:
    """The name under which the record keeps these cells."""
    return hashlib.sha256(json.dumps(list(sources)).encode()).hexdigest()


def as_row(attempt: Attempt) -> dict[str, Any]:
    """The columns of an attempt."""
    detail = dict(attempt.detail)
    exercises, submission = detail.pop("exercises", None), detail.pop("submission", None)
    return {
        "id": attempt.id,
        "item": attempt.item,
        "kind": str(attempt.kind),
        "at": attempt.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "points": attempt.points,
        "max": attempt.max,
        "exercises": None if exercises is None else json.dumps(exercises),
        "submission": submission,
        "detail": json.dumps(detail),
    }


def from_row(row: Mapping[str, Any]) -> Attempt:
    """The attempt that ``as_row`` wrote; ``detail`` may be left out. Raises ValueError, KeyError or TypeError."""
    detail: dict[str, Any] = json.loads(row["detail"]) if "detail" in row else {}
    if row["exercises"] is not None:
        detail["exercises"] = json.loads(row["exercises"])
    if row["submission"] is not None:
        detail["submission"] = row["submission"]
    at = datetime.fromisoformat(row["at"])
    return Attempt(
        id=str(row["id"]),
        item=str(row["item"]),
        kind=Kind(row["kind"]),
        at=at if at.tzinfo else at.replace(tzinfo=UTC),
        points=float(row["points"]),
        max=float(row["max"]),
        detail=detail,
    )
