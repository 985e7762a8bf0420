"""The examiner's side of the zygote: started when first needed, shared by all threads, started again if it died."""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from gradus.grading.standing import PACKAGES, Standing
from gradus.grading.walls import Walls

_PROGRAM = Path(__file__).parent / "zygote.py"
_PATIENCE = 30.0
"""Seconds a zygote has for taking a request; it only loads modules first."""


class Zygotes:
    """The zygotes of this process: one for each set of modules loaded beforehand."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._warm: dict[tuple[object, ...], _Zygote] = {}

    def fork(self, walls: Walls, imports: Sequence[str]) -> Standing:
        """A new candidate process. It comes up on its own; ``Standing.wait`` tells when it is there."""
        key = (walls.shut, tuple(walls.environment.items()), tuple(sorted(set(imports))))
        request = json.dumps({"limits": walls.limits.as_rlimits(), "environment": {**walls.environment, "HOME": "/"}})
        for last in (False, True):
            with self._lock:
                zygote = self._of(key, walls, imports)
            try:
                return zygote.ask(request.encode())
            except OSError as error:
                with self._lock:  # it died; another thread may have started the next one already
                    if self._warm.get(key) is zygote:
                        del self._warm[key]
                zygote.close()
                if last:
                    raise OSError(f"The process that starts others for your code does not answer: {error}.") from error
        raise AssertionError("the loop above returns or raises")

    def close(self) -> None:
        """End the zygotes and their candidates."""
        with self._lock:
            warm, self._warm = self._warm, {}
        for zygote in warm.values():
            zygote.close()

    def forget(self) -> None:
        """In a fork of this process: the zygotes are another's children, so let go of them."""
        self._lock = threading.Lock()
        warm, self._warm = self._warm, {}
        for zygote in warm.values():
            zygote.leave()

    def _of(self, key: tuple[object, ...], walls: Walls, imports: Sequence[str]) -> _Zygote:
        zygote = self._warm.get(key)
        if zygote is None or not zygote.alive:
            if zygote is not None:
                zygote.close()
            zygote = self._warm[key] = _Zygote(walls, imports)
        return zygote


class _Zygote:
    def __init__(self, walls: Walls, imports: Sequence[str]) -> None:
        mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        mine.settimeout(_PATIENCE)
        config = {
            "imports": sorted(set(imports)),
            "shut": walls.shut,
            "paths": PACKAGES,
            "fd": theirs.fileno(),
            "parent": os.getpid(),
        }
        loader = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
        try:
            with theirs:
                self.process = subprocess.Popen(
                    [sys.executable, "-I", "-S", "-B", str(_PROGRAM), json.dumps(config)],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    cwd="/",
                    env={**walls.environment, **loader},
                    pass_fds=(theirs.fileno(),),
                    start_new_session=True,
                )
        except BaseException:
            mine.close()
            raise
        self.control = mine

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def ask(self, request: bytes) -> Standing:
        channel, its_channel = socket.socketpair()
        status, its_status = socket.socketpair()
        try:
            with its_channel, its_status:
                socket.send_fds(self.control, [request], [its_channel.fileno(), its_status.fileno()])
        except BaseException:
            channel.close()
            status.close()
            raise
        return Standing(channel, status)

    def close(self) -> None:
        """Close its socket, which ends it, and reap it."""
        self.control.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def leave(self) -> None:
        """In a fork: it is another process's child, so only let go of it."""
        self.control.close()
        self.process.returncode = 0  # no child of this process, so nothing to wait for


ZYGOTES = Zygotes()
atexit.register(ZYGOTES.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=ZYGOTES.forget)
