"""A candidate's process as the examiner holds it: the channel, the walls that stand around it, how it ended."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import msgpack  # type: ignore[import-untyped]
import numpy as np

from gradus.grading import readable, seatbelt
from gradus.grading.candidate import BESIDE
from gradus.grading.walls import Walls

_HERE = Path(__file__).parent
PACKAGES = tuple(dict.fromkeys(str(Path(str(module.__file__)).parent.parent) for module in (np, msgpack)))
"""The folders in which a candidate finds what is installed."""
_LINE = 1 << 14
_REAPING = 5.0
"""Seconds to wait for the word that a killed process is gone."""


class NotStandingError(Exception):
    """A wall could not be put up, so the candidate does not run."""


class Standing:
    """One candidate's process, whoever started it.

    Whoever watches over the process writes lines to ``status``: first which layers stand, or why not;
    at last how it ended. Closing ``status`` has it killed.
    """

    def __init__(self, channel: socket.socket, status: socket.socket) -> None:
        self.channel, self._status = channel, status
        self._pending = b""
        self.pid: int | None = None
        self.layers: tuple[str, ...] = ()

    def wait(self, deadline: float) -> bool:
        """Until its walls stand. False if it is gone, and nobody said why."""
        said = self._line(deadline)
        if said is None:
            return False
        if "failed" in said:
            raise NotStandingError(str(said["failed"]))
        self.pid, self.layers = int(said["pid"]), tuple(str(layer) for layer in said["layers"])
        return True

    def code(self, seconds: float) -> int | None:
        """The exit code of a process that has ended; None if nobody tells it in time."""
        with contextlib.suppress(TimeoutError):
            said = self._line(time.monotonic() + seconds)
            if said is not None and "ended" in said:
                return int(said["ended"])
        return None

    def end(self) -> None:
        """Kill it, and wait until it is gone."""
        self.channel.close()
        with contextlib.suppress(OSError, TimeoutError):
            self._status.shutdown(socket.SHUT_WR)
            until = time.monotonic() + _REAPING
            while self._line(until) is not None:
                continue
        self._status.close()

    def _line(self, deadline: float) -> dict[str, Any] | None:
        """The next line that was written to the status socket; None at its end."""
        while b"\n" not in self._pending:
            left = deadline - time.monotonic()
            if left <= 0 or len(self._pending) > _LINE:
                raise TimeoutError
            self._status.settimeout(left)
            try:
                more = self._status.recv(_LINE)
            except ConnectionError:
                more = b""
            if not more:
                return None
            self._pending += more
        line, _, self._pending = self._pending.partition(b"\n")
        said: dict[str, Any] = json.loads(line)
        return said


class Started(Standing):
    """A candidate that is a child of this process: where nothing can be forked from a zygote."""

    def __init__(self, walls: Walls) -> None:
        self._folder = tempfile.mkdtemp(prefix="gradus-")
        channel, its_channel = socket.socketpair()
        status, its_status = socket.socketpair()
        super().__init__(channel, status)
        environment = {**walls.environment, "HOME": self._folder, "TMPDIR": self._folder}
        fenced = seatbelt.offered()
        config = {
            "fd": its_channel.fileno(),
            "status": its_status.fileno(),
            "paths": PACKAGES,
            "limits": walls.limits.as_rlimits(),
            "shut": walls.shut,
            "environment": environment,
            "parent": os.getpid(),
            "layers": ["sandbox-exec"] if fenced else [],
        }
        words = [sys.executable, "-I", "-S", "-B", str(_HERE / "candidate.py"), json.dumps(config)]
        if fenced:
            own = [str(_HERE / f"{name}.py") for name in ("candidate", "confine", *BESIDE)]
            rules = seatbelt.profile(sys.executable, [*readable.readable(PACKAGES, walls.shut), *own], self._folder)
            words = seatbelt.command(rules, words)
        loader = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH") if name in os.environ}
        try:
            with its_channel, its_status:
                self._process = subprocess.Popen(
                    words,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    cwd=self._folder,
                    env={**environment, **loader},
                    pass_fds=(its_channel.fileno(), its_status.fileno()),
                    start_new_session=True,
                )
        except BaseException:
            channel.close()
            status.close()
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    def code(self, seconds: float) -> int | None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        return self._process.returncode

    def end(self) -> None:
        """Kill the process and whatever it started, and remove its folder."""
        self.channel.close()
        self._status.close()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        _kill_strays(self._folder)
        shutil.rmtree(self._folder, ignore_errors=True)


def _kill_strays(folder: str) -> None:
    """Kill processes that slipped out of the candidate's group; some systems show whose folder they call home."""
    mark = f"HOME={folder}\0".encode()
    for _ in range(20):
        strays = []
        for entry in os.scandir("/proc") if Path("/proc/self/environ").exists() else ():
            with contextlib.suppress(OSError):
                if entry.name.isdigit() and mark in Path(entry.path, "environ").read_bytes() + b"\0":
                    if Path(entry.path, "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                        strays.append(int(entry.name))
        for pid in strays:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        if not strays:
            return
