"""Tell how far a grading is, and call it off when it is no longer wanted, also in the middle of a long call."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

from gradus.grading.sandbox import Candidate

LOOK_EVERY = 0.05
LONG = 0.4
"""After so many seconds in one check it is told which one it is."""


class Progress(Protocol):
    """Told before each exercise: its name, how many are done, how many there are; at the end with no name.

    While a check takes long it is told again, with the check's claim, its number and how many the exercise
    has. That may come from another thread.
    """

    def __call__(self, name: str, done: int, total: int, /, check: str = "", asked: int = 0, checks: int = 0) -> None:
        """Show it."""


class Cancelled(Exception):
    """The grading was called off. Nothing of it counts."""


class Watch:
    """What one grading is doing now, seen from outside."""

    def __init__(self, total: int, progress: Callable[..., None] | None, cancelled: Callable[[], bool] | None) -> None:
        self.total, self.done = total, 0
        self._progress, self._cancelled = progress, cancelled
        self._lock = threading.RLock()
        self._under_way: dict[Candidate, tuple[str, str, int, int, float]] = {}
        """By candidate: exercise, claim, number of the check, how many, and when to tell of it."""
        self._exercise: dict[int, str] = {}
        self._check: dict[int, tuple[str, int, int]] = {}
        self._stopped = False
        self._over = threading.Event()
        if progress is not None or cancelled is not None:
            threading.Thread(target=self._look, name="gradus-watch", daemon=True).start()

    def begin(self, name: str) -> None:
        """This thread goes on to an exercise."""
        self.stop_if_cancelled()
        with self._lock:
            self._exercise[threading.get_ident()] = name
            if self._progress is not None:
                self._progress(name, self.done, self.total)

    def end(self) -> None:
        """This thread is done with its exercise."""
        with self._lock:
            self.done += 1
            if self._progress is not None and self.done == self.total:
                self._progress("", self.done, self.total)

    def check(self, claim: str, asked: int, checks: int) -> None:
        """This thread goes on to a check."""
        self.stop_if_cancelled()
        self._check[threading.get_ident()] = claim, asked, checks

    def waiting_for(self, candidate: Candidate) -> _Waiting:
        """While this lasts, the candidate is interrupted if the grading is called off."""
        return _Waiting(self, candidate)

    def stop_if_cancelled(self) -> None:
        """Raise ``Cancelled`` where the grading is no longer wanted."""
        if self._stopped or (self._cancelled is not None and self._cancelled()):
            self.stop()
            raise Cancelled("The grading was called off.")

    def stop(self) -> None:
        """Call it off: all that is under way ends at once."""
        with self._lock:
            self._stopped = True
            for candidate in self._under_way:
                candidate.interrupt()

    def close(self) -> None:
        """Look no longer."""
        self._over.set()

    def enter(self, candidate: Candidate) -> None:
        me = threading.get_ident()
        with self._lock:
            claim, asked, checks = self._check.get(me, ("", 0, 0))
            about = self._exercise.get(me, ""), claim, asked, checks, time.monotonic() + LONG
            self._under_way[candidate] = about
            if self._stopped:
                candidate.interrupt()

    def leave(self, candidate: Candidate) -> None:
        with self._lock:
            self._under_way.pop(candidate, None)

    def _look(self) -> None:
        while not self._over.wait(LOOK_EVERY):
            try:
                if self._cancelled is not None and self._cancelled():
                    self.stop()
                    return
                self._tell()
            except Exception:
                logging.getLogger(__name__).exception("What was to be told of the progress failed.")
                return

    def _tell(self) -> None:
        with self._lock:
            for candidate, (name, claim, asked, checks, when) in list(self._under_way.items()):
                if self._progress is not None and claim and time.monotonic() >= when:
                    self._progress(name, self.done, self.total, claim, asked, checks)
                    self._under_way[candidate] = name, claim, asked, checks, float("inf")


class _Waiting:
    def __init__(self, watch: Watch, candidate: Candidate) -> None:
        self.watch, self.candidate = watch, candidate

    def __enter__(self) -> None:
        self.watch.enter(self.candidate)

    def __exit__(self, *exc_info: object) -> None:
        self.watch.leave(self.candidate)
