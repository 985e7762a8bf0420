"""Whether ``.venv`` holds what the lock files say, and making it so; the fast path of every start."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal

Purpose = Literal["run", "test"]

LOCKS: dict[Purpose, str] = {"run": "requirements.lock", "test": "requirements-test.lock"}

STAMP_FORMAT = 1
"""Part of every fingerprint: raise it, and every environment is brought up to date once."""


class SetupError(Exception):
    """What keeps Gradus from being set up, and what to do, in a sentence for the person at the terminal."""

    def __init__(self, sentence: str, *, untouched: bool = False) -> None:
        super().__init__(sentence)
        self.untouched = untouched
        """The environment is as it was: what it held before still works."""


class Environment:
    """The ``.venv`` of one checkout.

    A stamp inside it says what it holds. While an installation runs the stamp says "installing", so
    one that was interrupted is recognised and built anew; a stamp that matches the lock files makes
    the next start as quick as reading three files. A test environment serves to run Gradus as well.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.python = self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self._stamp = self.folder / "gradus-setup.json"

    def ready(self, purpose: Purpose) -> bool:
        """Say whether nothing needs to be done."""
        found = self._read_stamp()
        return found.get(purpose) == self._fingerprint(purpose) and self._intact(found)

    def prepare(self, purpose: Purpose) -> None:
        """Make the environment ready, or raise SetupError."""
        try:
            if self.ready(purpose):
                return
            self.folder.mkdir(exist_ok=True)
            with _alone(self.folder / "gradus-setup.lock"):
                if not self.ready(purpose):  # someone else may have made it ready while we waited
                    self._install(purpose)
        except OSError as error:
            raise SetupError(self._explain(error)) from error

    def _install(self, purpose: Purpose) -> None:
        # Imported here for start-up time: a start that finds everything ready never needs it.
        from scripts.install import install

        found = self._read_stamp()
        if "test" in found:
            purpose = "test"  # a developer's tools stay when only Gradus is started
        purposes: tuple[Purpose, ...] = ("run", "test") if purpose == "test" else ("run",)
        fresh = not self._usable(found)
        self._write_stamp({**found, "state": "installing"})
        try:
            install(self, self.root / LOCKS[purpose], fresh=fresh)
        except SetupError as error:
            if error.untouched and not fresh:
                self._restore_stamp(found)
            raise
        self._write_stamp(
            {
                "state": "ready",
                "root": str(self.root),
                "python": os.path.realpath(self.python),
                **{each: self._fingerprint(each) for each in purposes},
            }
        )

    def _usable(self, found: dict[str, str]) -> bool:
        """Say whether bringing it up to date is enough; if not, it is built anew."""
        if found:
            return self._intact(found) and found.get("version") == _python_version()
        settings = self.folder / "pyvenv.cfg"  # no stamp: perhaps an environment made by hand
        if not self.python.exists() or not settings.is_file():
            return False
        version = f"{sys.version_info.major}.{sys.version_info.minor}."
        wanted = (f"version = {version}", f"version_info = {version}")  # as venv writes it, and as uv does
        return any(line.startswith(wanted) for line in settings.read_text("utf-8", "replace").splitlines())

    def _intact(self, found: dict[str, str]) -> bool:
        """Say whether it was completed, is where it was made, and still has the Python it was made with."""
        return (
            found.get("state") == "ready"
            and found.get("root") == str(self.root)
            and found.get("python") == os.path.realpath(self.python)
            and self.python.exists()
        )

    def _fingerprint(self, purpose: Purpose) -> str:
        """Return a digest of all that decides what has to be installed."""
        digest = hashlib.sha256(f"{STAMP_FORMAT} {_python_version()}".encode())
        for name in (LOCKS[purpose], "pyproject.toml"):
            try:
                digest.update((self.root / name).read_bytes())
            except FileNotFoundError as error:
                raise SetupError(
                    f"{name} is missing from {self.root}. Get the whole of Gradus again, for example with git."
                ) from error
        return digest.hexdigest()

    def _read_stamp(self) -> dict[str, str]:
        try:
            found = json.loads(self._stamp.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, ValueError):
            found = None
        return found if isinstance(found, dict) else {"state": "unreadable"}

    def _write_stamp(self, content: dict[str, str]) -> None:
        """Write it so that a reader finds the old or the new one, and never half of one."""
        draft = self._stamp.with_suffix(".new")
        draft.write_text(json.dumps({**content, "version": _python_version()}, indent=1), encoding="utf-8")
        draft.replace(self._stamp)

    def _restore_stamp(self, found: dict[str, str]) -> None:
        if found:
            self._write_stamp(found)
        else:
            self._stamp.unlink()

    def _explain(self, error: OSError) -> str:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return f"The disk with {self.folder} is full. Gradus needs about 500 MB there; make room and run it again."
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            return (
                f"{error.filename or self.folder} cannot be written. Gradus keeps its packages in {self.folder}: "
                "move or clone this checkout to a folder that is yours, and run it there."
            )
        if error.errno in (errno.EEXIST, errno.ENOTDIR):
            return f"{self.folder} is a file, and Gradus keeps its packages in a folder of that name. Rename the file."
        return (
            f"Gradus could not be set up in {self.folder}: {error}. Mend that or delete the folder, then run it again."
        )


def _python_version() -> str:
    """Return what compiled packages depend on."""
    return f"{sys.implementation.name} {sys.version_info.major}.{sys.version_info.minor} {platform.machine()}"


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the lock on ``path``, which a dead process never does; wait while another process holds it."""
    with path.open("a+b") as file:
        if not _locked(file, wait=False):
            print("Gradus is being set up by another command; waiting for it.", file=sys.stderr)
            while not _locked(file, wait=True):
                pass  # Windows gives up after ten seconds each time
        yield


def _locked(file: IO[bytes], *, wait: bool) -> bool:
    """Say whether the lock is now ours; closing the file, or the end of the process, gives it back."""
    try:
        if sys.platform == "win32":
            import msvcrt  # no such module elsewhere

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # no such module on Windows

            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EDEADLK, errno.EWOULDBLOCK):  # the first two: Windows
            return False
        raise
    return True
