"""Replace a learner's file whole or not at all, and only if it is still the file that was read."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one state of a file from the next, without reading it."""

    changed: int
    size: int
    file: int

    def __str__(self) -> str:
        return f"{self.changed:x}-{self.size:x}-{self.file:x}"


def stamp(path: Path) -> Stamp | None:
    """The stamp of a file as it stands; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return Stamp(found.st_mtime_ns, found.st_size, found.st_ino)


def is_read_only(path: Path) -> bool:
    """Whether nobody may write the file. To rename over it would still work, against its owner's wish."""
    return not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(path, os.W_OK)


def replace_whole(path: Path, content: bytes, seen: Stamp | None) -> bool:
    """Put ``content`` in the place of the file, with its permissions; False if it is no longer the one ``seen``.

    The bytes are on the disk before the name leads to them, so a crash leaves the old file or the new one.
    """
    path = Path(os.path.realpath(path))  # a link stays a link
    fresh = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with fresh.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if seen is not None:
            _like(fresh, path)
        if stamp(path) != seen:
            return False
        os.replace(fresh, path)
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()
    _settle(path.parent)
    return True


def _like(fresh: Path, path: Path) -> None:
    """Give ``fresh`` the permissions of ``path``, and its owner where this account may."""
    with contextlib.suppress(OSError):
        old = path.stat()
        if sys.platform != "win32" and (old.st_uid, old.st_gid) != (os.getuid(), os.getgid()):
            with contextlib.suppress(OSError):
                os.chown(fresh, old.st_uid, old.st_gid)
        os.chmod(fresh, stat.S_IMODE(old.st_mode))


def _settle(folder: Path) -> None:
    """Have the new name on the disk too, where a folder can be asked for that."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
