"""Verdicts that need not be found again: an exercise whose code and checks are as they were is not run again.

It lives in memory, for one session of checking: a notebook's process, watch mode, the pages. It is never
the record. docs/decisions/0012 says what this gives up and why.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from gradus.grading.loading import Lab
from gradus.grading.walls import Walls
from gradus.labs.submission import Submission
from gradus.model import ExerciseReport, Isolation, Level, Status

ROOM = 512
"""How many verdicts are kept; the one unused for longest goes first."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of an exercise, and how it came about."""

    report: ExerciseReport
    seed: int
    isolation: Isolation
    layers: tuple[str, ...]
    whole: str
    """The file as it stood, where the report speaks of its places; else empty."""


class VerdictCache:
    """The verdicts of one session, by what they follow from; any thread may ask."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._kept: OrderedDict[str, Verdict] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, key: str, submission: Submission) -> Verdict | None:
        """The verdict of that key, its report saying that nothing was run."""
        with self._lock:
            verdict = self._kept.get(key)
            if verdict is None or (verdict.whole and verdict.whole != whole_hash(submission)):
                return None
            self._kept.move_to_end(key)
        note = f"Not run again: nothing that it depends on has changed since it was asked (seed {verdict.seed})."
        return replace(verdict, report=replace(verdict.report, notes=(*verdict.report.notes, note)))

    def keep(
        self,
        key: str,
        report: ExerciseReport,
        submission: Submission,
        *,
        seed: int,
        isolation: Isolation,
        layers: tuple[str, ...],
    ) -> None:
        """Keep a verdict. What was not run is not kept, nor what the machine's load may have decided."""
        if report.status is Status.MISSING or (report.cause is not None and report.cause.id == "time-up"):
            return
        by_code_alone = report.status is Status.PASSED and not report.notes
        whole = "" if by_code_alone else whole_hash(submission)
        with self._lock:
            self._kept[key] = Verdict(report, seed, isolation, layers, whole)
            self._kept.move_to_end(key)
            while len(self._kept) > self._room:
                self._kept.popitem(last=False)


def verdict_key(lab: Lab, name: str, level: Level | None, walls: Walls, texts: Iterable[str]) -> str:
    """What a verdict follows from: the lab's files, the level, the bounds, and ``texts``: the code that counts.

    That is what the exercise reaches, and what those reach that it may be lent; where it stands does not count.
    """
    of_lab = [lab.item.key, str(lab.item.path), *map(str, lab.stamps)]
    return _hash([*of_lab, str(level), repr(walls.limits), str(walls.required), name, *texts])


def whole_hash(submission: Submission) -> str:
    """The file as it stands, places included."""
    return _hash(f"{cell.label} {cell.first_line} {cell.source}" for cell in submission.cells)


def _hash(texts: Iterable[str]) -> str:
    digest = hashlib.blake2b(digest_size=20)
    for text in texts:
        raw = text.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8) + raw)
    return digest.hexdigest()
