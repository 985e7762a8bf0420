"""One server a workspace: the second is told where the first one answers.

The operating system holds the lock and lets go of it when the process ends in whatever way, so a
killed server leaves nothing that must be cleaned up. The text in the file only says who holds it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from gradus.record.errors import AlreadyServing, WorkspaceError
from gradus.record.workspace import Workspace

NAME = "server.lock"
BEYOND_TEXT = 1 << 20
"""Windows: the locked byte. It lies behind the text, which others must be able to read."""
PATIENCE = 0.3
"""Seconds to try for: another process that only asks who serves holds the lock for an instant."""


class ServerLock:
    """Held while a server runs."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def announce(self, address: str) -> None:
        """Say where this server answers, for whoever comes second."""
        self._file.seek(0)
        self._file.truncate()
        json.dump({"pid": os.getpid(), "address": address}, self._file)
        self._file.flush()


@contextmanager
def serving(workspace: Workspace, address: str = "") -> Iterator[ServerLock]:
    """Hold the workspace's server lock. AlreadyServing if another process holds it."""
    path = workspace.folder / NAME
    try:
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise WorkspaceError(
            f"{path} cannot be written: {error.strerror}. "
            "Make the workspace writable, or name another folder with --workspace."
        ) from error
    with file:
        deadline = time.monotonic() + PATIENCE
        while not _try_lock(file, shared=False):
            if time.monotonic() > deadline:
                raise _already(workspace)
            time.sleep(0.02)
        lock = ServerLock(file)
        lock.announce(address)
        try:
            yield lock
        finally:
            file.seek(0)
            file.truncate()


def server_address(workspace: Workspace) -> str | None:
    """Where a running server of this workspace answers; None if none runs, empty if it has not said."""
    path = workspace.folder / NAME
    try:
        with path.open("r+" if sys.platform == "win32" else "r", encoding="utf-8") as file:
            return None if _try_lock(file, shared=True) else str(_holder(path).get("address", ""))
    except OSError:
        return None


def _already(workspace: Workspace) -> AlreadyServing:
    holder = _holder(workspace.folder / NAME)
    address, pid = str(holder.get("address", "")), holder.get("pid")
    where = f" at {address}" if address else ""
    who = f" (process {pid})" if pid else ""
    todo = "Open that address, or stop it first." if address else "Stop it first."
    return AlreadyServing(
        f"Gradus already runs for {workspace.folder}{where}{who}. {todo} "
        "For a second learner, name another folder with --workspace.",
        address,
    )


def _holder(path: Path) -> dict[str, object]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[str], *, shared: bool) -> bool:
        file.seek(BEYOND_TEXT)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        if shared:
            file.seek(BEYOND_TEXT)
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
        return True

else:
    import fcntl

    def _try_lock(file: IO[str], *, shared: bool) -> bool:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # A disk without locks: two servers then go unnoticed, which beats none at all.
            return True
        return True
