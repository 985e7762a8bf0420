"""Start candidates, give them orders before a deadline, and leave nothing of them behind."""

from __future__ import annotations

import contextlib
import secrets
import socket
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from gradus.grading import wire
from gradus.grading.outcomes import Lost, Outcome, Raised, Returned, last_words, read_answer
from gradus.grading.standing import NotStandingError, Standing, Started
from gradus.grading.walls import Walls, WallsError, demand, worth
from gradus.grading.zygotes import ZYGOTES, warm_only
from gradus.labs.definitions import Definition
from gradus.model import Isolation

_LATE = 20.0
"""Seconds a machine may take to load NumPy for the first time; a zygote does it once."""


Lend = Callable[..., Outcome]
"""Answers a candidate that asks for another function's result: name, args, kwargs, deadline.

Where an object of a lent class is used, a fifth argument says how: its kind, number and path, as in ``objects.py``.
"""
SIFT_SECONDS = 0.25
"""How long each of many copies may run when they are tried in turn."""


class Candidate:
    """One process with learner code in it. After a ``Lost`` outcome it is dead; start another."""

    def __init__(self, walls: Walls | None = None, imports: Sequence[str] = ()) -> None:
        """``imports`` are modules to have loaded already: what the lab's own code imports, if that is slow."""
        self.walls = walls or Walls()
        self.alive = True
        self.interrupted = False
        self._imports = tuple(imports)
        self._loaded: list[Definition] = []
        self._turn = 0
        self._taken = 0
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
        if needed := warm_only(definition.source) - set(self._imports):
            outcome = self._begin_again(needed)
            if not isinstance(outcome, Returned):
                return outcome
        self._loaded.append(definition)
        return self._load(definition)

    def load_all(self, definitions: Sequence[Definition]) -> list[Outcome] | Lost:
        """Run definitions in turn, with one order for all. ``Lost`` does not tell which of them ended the process."""
        needed = set[str]().union(*(warm_only(one.source) for one in definitions)) - set(self._imports)
        if needed:
            outcome = self._begin_again(needed)
            if not isinstance(outcome, Returned):
                return outcome if isinstance(outcome, Lost) else [outcome] * len(definitions)
        self._loaded += definitions
        parts = [{"label": one.label, "line": one.line, "source": one.source} for one in definitions]
        order = {"do": "load_all", "parts": parts}
        return self._several(order, time.monotonic() + self.walls.limits.load_seconds, len(parts))

    def _begin_again(self, imports: Iterable[str]) -> Outcome:
        """Be another process, in which these modules are loaded already, with the definitions of this one."""
        self._standing.end()
        self._imports = (*self._imports, *imports)
        self._standing, self._ready = self._start(), False
        for definition in self._loaded:
            outcome = self._load(definition)
            if isinstance(outcome, Lost):
                return outcome
        return Returned(True)

    def _load(self, definition: Definition) -> Outcome:
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
        classes: Sequence[str] = (),
        lend: Lend | None = None,
    ) -> Outcome:
        """Call a function. Those named in ``lent`` are answered by ``lend`` instead of the learner's own.

        Of them, ``classes`` are no functions.
        """
        order = {"name": name, "args": args, "kwargs": dict(kwargs), "unchanged": unchanged}
        return self.step(order, seed=seed, deadline=deadline, lent=lent, classes=classes, lend=lend)

    def step(
        self,
        order: Mapping[str, Any],
        *,
        seed: int | None,
        deadline: float,
        lent: Sequence[str] = (),
        classes: Sequence[str] = (),
        lend: Lend | None = None,
    ) -> Outcome:
        """Do one thing with the learner's objects, as ``objects.py`` reads it. Seed None goes on where it was."""
        lending = {"lent": list(lent), "classes": list(classes)}
        return self._order({"do": "call", **order, "seed": seed, **lending}, deadline, lend)

    def interrupt(self) -> None:
        """Make the order under way end at once with ``Lost``; from any thread."""
        self.interrupted = True
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

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
            "classes": [],
        }
        return self._several(order, deadline, len(sources))

    def _several(self, order: dict[str, Any], deadline: float, count: int) -> list[Outcome] | Lost:
        """An order that has so many answers, all sent together."""
        found = self._order(order, deadline)
        if isinstance(found, Returned) and isinstance(found.value, list) and len(found.value) == count:
            try:
                return [read_answer(one, order) for one in found.value]
            except (wire.WireError, AttributeError, KeyError, TypeError, ValueError):
                pass
        if isinstance(found, Lost):
            return found
        self.close()
        return Lost("broken", "its answers were not to be read")

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
            return read_answer(reply, order)
        except NotStandingError as error:
            self.close()
            return Lost("walls", f"it was not run, for want of a wall around it: {error}")
        except wire.WireTimeout:
            self.close()
            seconds = f"{given:.1f}".removesuffix(".0")
            return Lost("timeout", f"it had not finished after {seconds} seconds")
        except wire.WireClosed:
            code = None if self.interrupted else self._standing.code(1)
            self.close()
            return Lost("interrupted", "it was called off") if self.interrupted else Lost("died", last_words(code))
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
            ZYGOTES.give_up(self.walls, self._imports)  # it hangs; the next candidate shall not wait for it too
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
        reply, size = wire.receive_sized(self._sock, deadline)
        self._taken += size
        if self._taken > self.walls.limits.answer_bytes:
            raise wire.WireError(f"it sent more than {self.walls.limits.answer_bytes >> 20} MB in all")
        if not isinstance(reply, dict) or reply.get("n") != turn:
            raise wire.WireError("an answer out of turn")
        return reply

    def _lend(self, lend: Lend, ask: dict[str, Any], deadline: float) -> dict[str, Any]:
        step = [dict(ask["step"])] if ask.get("step") else []
        outcome = lend(ask["ask"], tuple(ask["args"]), dict(ask["kwargs"]), deadline, *step)
        if isinstance(outcome, Returned):
            return {"n": self._turn, "answer": outcome.value}
        if isinstance(outcome, Raised):
            return {"n": self._turn, "refused": {"type": outcome.type, "message": outcome.message}}
        raise wire.WireTimeout("the lent function did not come back")
