"""Start candidates, give them orders before a deadline, and leave nothing of them behind."""

from __future__ import annotations

import secrets
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gradus.grading import wire
from gradus.grading.standing import NotStandingError, Standing, Started
from gradus.grading.walls import Walls, WallsError, demand, worth
from gradus.grading.zygotes import ZYGOTES
from gradus.labs.definitions import Definition
from gradus.model import Isolation

_LATE = 20.0
"""Seconds a machine may take to load NumPy for the first time; a zygote does it once."""


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
    """``timeout``, ``died``, ``broken``, or ``walls`` if it was never run."""
    text: str


SIFT_SECONDS = 0.25
"""How long each of many copies may run when they are tried in turn."""

Outcome = Returned | Raised | Lost
Lend = Callable[[str, tuple[Any, ...], dict[str, Any], float], Outcome]
"""Answers a candidate that asks for another function's result: name, args, kwargs, deadline."""


class Candidate:
    """One process with learner code in it. After a ``Lost`` outcome it is dead; start another."""

    def __init__(self, walls: Walls | None = None, imports: Sequence[str] = ()) -> None:
        """``imports`` are modules to have loaded already: what the lab's own code imports, if that is slow."""
        self.walls = walls or Walls()
        self.alive = True
        self._imports = tuple(imports)
        self._turn = 0
        self._ready = False
        self._standing = self._start()

    @property
    def layers(self) -> tuple[str, ...]:
        """What stands around it, as the trusted code said that put it up; nothing if it never ran."""
        try:
            self._greet()
        except NotStandingError:
            self.close()
        return self._standing.layers

    @property
    def isolation(self) -> Isolation:
        """The label that the layers deserve."""
        return worth(self.layers)

    @property
    def _sock(self) -> socket.socket:
        return self._standing.channel

    @property
    def pid(self) -> int | None:
        """Its process; None if it was never there."""
        return self._standing.pid

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
                return [_outcome(one, order) for one in found.value]
            except (wire.WireError, AttributeError, KeyError, TypeError, ValueError):
                return Lost("broken", "its answers were not to be read")
        return found if isinstance(found, Lost) else Lost("broken", "its answers were not to be read")

    def close(self) -> None:
        """Kill the process and leave nothing of it behind."""
        if self.alive:
            self.alive = False
            self._standing.end()

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
            self._greet()
            deadline += time.monotonic() - began  # starting the process is not the learner's time
            if self._overheard():
                raise wire.WireError("it spoke without being asked")
            self._turn = secrets.randbits(48)  # so that no answer can be laid out before its question
            wire.send(self._sock, {**order, "n": self._turn}, deadline)
            while "ask" in (reply := self._take(self._turn, deadline)):
                if lend is None or reply["ask"] not in order.get("lent", ()):
                    raise wire.WireError("it asked for what nobody offered")
                wire.send(self._sock, self._lend(lend, reply, deadline), deadline)
            return _outcome(reply, order)
        except NotStandingError as error:
            self.close()
            return Lost("walls", f"it was not run, for want of a wall around it: {error}")
        except wire.WireTimeout:
            self.close()
            seconds = f"{given:.1f}".removesuffix(".0")
            return Lost("timeout", f"it had not finished after {seconds} seconds")
        except wire.WireClosed:
            code = self._standing.code(1)
            self.close()
            return Lost("died", _last_words(code))
        except (wire.WireError, KeyError, TypeError, ValueError) as error:
            self.close()
            return Lost("broken", f"it meddled with the channel to the grader ({error})")

    def _start(self) -> Standing:
        return ZYGOTES.fork(self.walls, self._imports) if sys.platform == "linux" else Started(self.walls)

    def _greet(self) -> None:
        """Wait, once, until the walls stand; refuse to go on if they are not those that were asked for."""
        if self._ready or not self.alive:
            return
        deadline = time.monotonic() + self.walls.limits.load_seconds + _LATE
        try:
            if not self._standing.wait(deadline):  # what should have started it died: nothing is lost yet
                self._standing.end()
                self._standing = self._start()
                if not self._standing.wait(deadline):
                    raise NotStandingError("the process that starts others for your code ends again and again")
        except TimeoutError:
            raise NotStandingError("the process for your code did not start in time") from None
        try:
            demand(self.walls.required, self._standing.layers)
        except WallsError:
            self.close()
            raise
        self._ready = True

    def _overheard(self) -> bool:
        """Whether something lies in the channel though nothing was asked."""
        self._sock.settimeout(0)
        try:
            return bool(self._sock.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return False
        except OSError:
            return False  # it is gone, which sending will tell

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


def _outcome(reply: dict[str, Any], order: dict[str, Any]) -> Outcome:
    """The answer, every part of it of the type it must have: it may come from learner code itself."""
    output = str(reply.get("output", ""))[:_OUTPUT]
    if "error" in reply:
        if not isinstance(reply["error"], dict):
            raise wire.WireError("an exception that is none")
        return Raised(**_checked_error(reply["error"]), output=output)
    places = [*range(len(order.get("args", ()))), *order.get("kwargs", ())]
    told = reply.get("changed", ())
    changed = tuple(place for place in places if place in told) if isinstance(told, list) else ()
    return Returned(reply["ok"], output, changed)


def _checked_error(error: dict[str, Any]) -> dict[str, Any]:
    """The description of an exception, made of texts and numbers alone."""
    texts = {name: str(error.get(name, ""))[:1000] for name in ("type", "message", "label", "function", "segment")}
    line, values = error.get("line", 0), error.get("values")
    if type(line) is not int or not 0 <= line < 1 << 31:
        raise wire.WireError("a line that is none")
    known = {}
    if isinstance(values, dict):
        for name, about in list(values.items())[:_NAMES]:
            if isinstance(name, str) and isinstance(about, dict):
                known[name[:200]] = {
                    key: about[key] for key, fits in _ABOUT.items() if key in about and fits(about[key])
                }
    return {**texts, "line": line, "values": known}


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value < 1 << 62


_OUTPUT = 8000
_NAMES = 100
_ABOUT: dict[str, Callable[[Any], bool]] = {
    "type": lambda value: isinstance(value, str) and len(value) <= 200,
    "shape": lambda value: isinstance(value, tuple) and len(value) <= 64 and all(map(_is_count, value)),
    "dtype": lambda value: isinstance(value, str) and len(value) <= 1000,
    "value": lambda value: isinstance(value, int | float | complex | bool | np.generic),
    "length": _is_count,
    "keys": lambda value: isinstance(value, list) and len(value) <= 40 and all(isinstance(key, str) for key in value),
}
"""What is told about the value of a name, and what each part must be."""


def _last_words(code: int | None) -> str:
    if code is not None and code < 0:
        if code == -signal.SIGKILL:
            return "its process was killed, most likely for taking too much memory"
        if code == -signal.SIGXCPU:
            return "it used up its processor time"
        return f"its process crashed ({signal.Signals(-code).name})"
    return "it ended the whole process" + ("" if code is None else f" with exit code {code}")
