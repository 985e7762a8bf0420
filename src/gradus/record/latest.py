"""The latest verdict on each exercise of a lab, gathered from the attempts at it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gradus.model import Attempt, ExerciseReport, Item, Report
from gradus.record.record import Record

LOOK_BACK = 20
"""Attempts that are searched for each exercise's latest verdict."""


def latest_reports(item: Item, record: Record, names: set[str]) -> Mapping[str, tuple[ExerciseReport, datetime]]:
    """The latest report of each exercise; a check of one exercise leaves the others' as they were."""
    found: dict[str, tuple[ExerciseReport, datetime]] = {}
    for brief in reversed(record.attempts(item.key, brief=True)[-LOOK_BACK:]):
        attempt = record.attempt(brief.id)
        for one in report_of(attempt).exercises if attempt else ():
            if one.name in names:
                found.setdefault(one.name, (one, brief.at))
        if len(found) == len(names):
            break
    return found


def report_of(attempt: Attempt) -> Report:
    """The report that an attempt keeps."""
    return Report.from_json(attempt.detail["report"])
