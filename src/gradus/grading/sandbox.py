"""Start candidates, give them orders before a deadline, and leave nothing of them behind."""

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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgpack  # type: ignore[import-untyped]
import numpy as np

from gradus.grading import wire
from gradus.grading.walls import Walls
from gradus.labs.definitions import Definition

_HERE = Path(__file__).parent
_PATHS = tuple(dict.fromkeys(str(Path(str(module.__file__)).parent.parent) for module in (np, msgpack)))


@dataclass(frozen=True, slots=True)
class Returned:
    """The call came back with a value."""

    value: Any
    output: str = ""
    changed: tuple[int | str, ...] = ()
    """Arguments, by place or name, that the call changed."""


@dataclass(frozen=True, slots=True)
class Raised:
    """The learner's code raised."""

    type: str
    message: str
    label: str = ""
    """The cell or file of the learner's line; empty if no line of the learner's was running."""
    line: int = 0
    function: str = ""
    segment: str = ""
    """The very expression that raised, where Python knows it."""
    values: Mapping[str, Mapping[str, Any]] | None = None
    """What the names in it held."""
    output: str = ""


@dataclass(frozen=True, slots=True)
class Lost:
    """The candidate is gone: it took too long, it ended itself, or it broke the rules of the wire."""

    reason: str
    """``timeout``, ``died`` or ``broken``."""
    text: str


SIFT_SECONDS = 0.25
"""How long each of many copies may run when they are tried in turn."""

Outcome = Returned | Raised | Lost
Lend = Callable[[str, tuple[Any, ...], dict[str, Any], float], Outcome]
"""Answers a candidate that asks for another function's result: name, args, kwargs, deadline."""


class Candidate:
    """One process with learner code in it. After a ``Lost`` outcome it is dead; start another."""

    def __init__(self, walls: Walls | None = None) -> None:
        self.walls = walls or Walls()
        self.alive = True
        self.layers: tuple[str, ...] = ()
        self._turn = 0
        self._ready = False
        self._started = time.monotonic()
        self._folder = tempfile.mkdtemp(prefix="gradus-")
        mine, theirs = socket.socketpair()
        environment = {**self.walls.environment, "HOME": self._folder, "TMPDIR": self._folder}
        config = {
            "fd": theirs.fileno(),
            "paths": _PATHS,
            "wire": str(_HERE / "wire.py"),
            "limits": self.walls.limits.as_rlimits(),
            "shut": self.walls.shut,
            "environment": environment,
            "parent": os.getpid(),
        }
        loader = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH") if name in os.environ}
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-B", str(_HERE / "candidate.py"), json.dumps(config)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=self._folder,
                env={**environment, **loader},
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        except BaseException:
            mine.close()
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        finally:
            theirs.close()
        self._sock = mine

    def load(self, definition: Definition) -> Outcome:
        """Run one definition in the candidate's namespace."""
        order = {"do": "load", "label": definition.label, "line": definition.line, "source": definition.source}
        return self._order(order, time.monotonic() + self.walls.limits.load_seconds)

    def call(
        self,
        name: str,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        *,
        seed: int,
        deadline: float,
        unchanged: bool = True,
        lent: Sequence[str] = (),
        lend: Lend | None = None,
    ) -> Outcome:
        """Call a function. Those named in ``lent`` are answered by ``lend`` instead of the learner's own."""
        order = {
            "do": "call",
            "name": name,
            "args": args,
            "kwargs": dict(kwargs),
            "seed": seed,
            "unchanged": unchanged,
            "lent": list(lent),
        }
        return self._order(order, deadline, lend)

    def sift(
        self,
        definition: Definition,
        sources: Sequence[str],
        name: str,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        *,
        seed: int,
        deadline: float,
        unchanged: bool = True,
    ) -> list[Outcome] | Lost:
        """Put each source in the definition's place and make the same call: what each gives, or how all were lost."""
        order = {
            "do": "sift",
            "label": definition.label,
            "line": definition.line,
            "sources": list(sources),
            "each": SIFT_SECONDS,
            "name": name,
            "args": args,
            "kwargs": dict(kwargs),
            "seed": seed,
            "unchanged": unchanged,
            "lent": [],
        }
        found = self._order(order, deadline)
        if isinstance(found, Returned) and isinstance(found.value, list) and len(found.value) == len(sources):
            try:
                return [_outcome(one) for one in found.value]
            except (AttributeError, KeyError, TypeError, ValueError):
                pass
        return found if isinstance(found, Lost) else Lost("broken", "its answers were not to be read")

    def close(self) -> None:
        """Kill the process and whatever it started, and remove its folder."""
        if not self.alive:
            return
        self.alive = False
        self._sock.close()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        _kill_strays(self._folder)
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Candidate:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def _order(self, order: dict[str, Any], deadline: float, lend: Lend | None = None) -> Outcome:
        if not self.alive:
            raise RuntimeError("This candidate is gone. Start another.")
        began = time.monotonic()
        given = deadline - began
        try:
            if not self._ready:
                hello = self._take(0, max(deadline, self._started + self.walls.limits.load_seconds))
                self.layers = tuple(hello["ready"])
                deadline += time.monotonic() - began  # starting the process is not the learner's time
                self._ready = True
            self._turn += 1
            wire.send(self._sock, {**order, "n": self._turn}, deadline)
            while "ask" in (reply := self._take(self._turn, deadline)):
                if lend is None or reply["ask"] not in order.get("lent", ()):
                    raise wire.WireError("it asked for what nobody offered")
                wire.send(self._sock, self._lend(lend, reply, deadline), deadline)
            return _outcome(reply)
        except wire.WireTimeout:
            self.close()
            seconds = f"{given:.1f}".removesuffix(".0")
            return Lost("timeout", f"it had not finished after {seconds} seconds")
        except wire.WireClosed:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(1)
            code = self._process.returncode
            self.close()
            return Lost("died", _last_words(code))
        except (wire.WireError, KeyError, TypeError, ValueError) as error:
            self.close()
            return Lost("broken", f"it meddled with the channel to the grader ({error})")

    def _take(self, turn: int, deadline: float) -> dict[str, Any]:
        reply = wire.receive(self._sock, deadline)
        if not isinstance(reply, dict) or reply.get("n") != turn:
            raise wire.WireError("an answer out of turn")
        return reply

    def _lend(self, lend: Lend, ask: dict[str, Any], deadline: float) -> dict[str, Any]:
        outcome = lend(ask["ask"], tuple(ask["args"]), dict(ask["kwargs"]), deadline)
        if isinstance(outcome, Returned):
            return {"n": self._turn, "answer": outcome.value}
        if isinstance(outcome, Raised):
            return {"n": self._turn, "refused": {"type": outcome.type, "message": outcome.message}}
        raise wire.WireTimeout("the lent function did not come back")


def _outcome(reply: dict[str, Any]) -> Outcome:
    output = str(reply.get("output", ""))
    if "error" in reply:
        return Raised(**_checked_error(reply["error"]), output=output)
    changed = tuple(one for one in reply.get("changed", ()) if isinstance(one, int | str))
    return Returned(reply["ok"], output, changed)


def _checked_error(error: dict[str, Any]) -> dict[str, Any]:
    """The description of an exception with every part of the type it must have."""
    texts = {name: str(error.get(name, ""))[:1000] for name in ("type", "message", "label", "function", "segment")}
    values = error.get("values")
    known = {str(name): about for name, about in values.items() if isinstance(about, dict)} if values else {}
    return {**texts, "line": int(error.get("line", 0)), "values": known}


def _last_words(code: int | None) -> str:
    if code is not None and code < 0:
        if code == -signal.SIGKILL:
            return "its process was killed, most likely for taking too much memory"
        if code == -signal.SIGXCPU:
            return "it used up its processor time"
        return f"its process crashed ({signal.Signals(-code).name})"
    return "it ended the whole process" + ("" if code is None else f" with exit code {code}")


def _kill_strays(folder: str) -> None:
    """Kill processes that slipped out of the candidate's group; Linux shows whose folder they call home."""
    mark = f"HOME={folder}\0".encode()
    for _ in range(20):
        strays = []
        for entry in os.scandir("/proc") if sys.platform.startswith("linux") else ():
            with contextlib.suppress(OSError):
                if entry.name.isdigit() and mark in Path(entry.path, "environ").read_bytes() + b"\0":
                    if Path(entry.path, "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                        strays.append(int(entry.name))
        for pid in strays:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        if not strays:
            return
