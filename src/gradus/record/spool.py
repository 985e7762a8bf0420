"""Attempts that could not be recorded wait in files, and are added when the record next opens.

They wait in the workspace, in ``unrecorded``; where even that cannot be written, in the computer's
folder for temporary files, under a name that belongs to this workspace and this account.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gradus.model import Attempt
from gradus.record.attempts import as_row, from_row
from gradus.record.workspace import is_workspace

FOLDER = "unrecorded"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An attempt that waits in a file."""

    path: Path
    attempt: Attempt
    sources: tuple[str, ...] | None


def keep_for_later(record_path: Path, attempt: Attempt, sources: Sequence[str] | None = None) -> Path:
    """Write the attempt to a file that waits for the record. OSError if no folder takes it."""
    text = json.dumps({"attempt": as_row(attempt), "sources": None if sources is None else list(sources)})
    beside, elsewhere = waiting_folders(record_path)
    if is_workspace(record_path.parent):  # A folder that is none stays clean.
        with suppress(OSError):
            return _write(beside, attempt.id, text)
    return _write(elsewhere, attempt.id, text)


def waiting_attempts(record_path: Path) -> Iterator[Waiting]:
    """Every attempt that waits for this record. A file that holds none is left alone."""
    for path in waiting_files(record_path):
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            sources = said["sources"]
            attempt = from_row(said["attempt"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        yield Waiting(path, attempt, None if sources is None else tuple(map(str, sources)))


def waiting_files(record_path: Path) -> list[Path]:
    """The files in which attempts wait, readable or not."""
    return [
        path for folder in waiting_folders(record_path) if _is_ours(folder) for path in sorted(folder.glob("*.json"))
    ]


def waiting_folders(record_path: Path) -> tuple[Path, Path]:
    """Where attempts wait: the workspace first, then the folder for temporary files."""
    name = hashlib.sha256(str(record_path.absolute()).encode()).hexdigest()[:16]
    account = os.getuid() if hasattr(os, "getuid") else "user"
    return record_path.parent / FOLDER, Path(tempfile.gettempdir()) / f"gradus-{account}" / name


def _write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not _is_ours(folder):
        raise PermissionError(f"{folder} belongs to another account")
    part = folder / f"{name}.part"
    try:
        with part.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, folder / f"{name}.json")
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return folder / f"{name}.json"


def _is_ours(folder: Path) -> bool:
    """In a shared folder for temporary files anybody can put a file; only our own is believed."""
    try:
        return folder.is_dir() and (not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid())
    except OSError:
        return False
