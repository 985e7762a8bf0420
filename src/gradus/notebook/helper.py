"""The process that answers a notebook's checks: started once for each kernel, and again when it is gone.

The kernel itself holds no check and no solution. It writes requests as lines of JSON to the helper's
standard input and reads answers from its standard output; the helper ends when that pipe closes, so
it goes with the kernel however the kernel goes.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

COMMAND = (sys.executable, "-P", "-m", "gradus", "lab", "serve")
"""``-P``: a file named like a module, beside the notebook, must not run where the checks are."""
SECONDS = 300.0
"""The longest that one answer may take."""
STOP_SECONDS = 1.0
"""How long a check that is to stop may take to say that it has; then its process is ended."""
LOOK = 0.1
"""Seconds between two looks at the clock while an answer is awaited."""

Tell = Callable[[str], None]
"""Told now and then what is being done."""
Ask = Callable[[Mapping[str, Any], Tell], Mapping[str, Any]]
"""Answers a request: with a ``report``, with ``hints``, or with a ``problem``, a sentence."""


class Gone(Exception):
    """The helper ended before it had answered; the text is what it said last."""


class Process:
    """A running helper, with the pipes to it."""

    def __init__(self, command: Sequence[str]) -> None:
        self.owner = os.getpid()
        self.answers: queue.SimpleQueue[Mapping[str, Any] | None] = queue.SimpleQueue()
        self.errors = tempfile.TemporaryFile()  # a file, not a pipe: nobody need empty it
        try:
            # A session of its own: a kernel's interrupt goes to every process of its group.
            self.process = subprocess.Popen(
                [*command, str(self.owner)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self.errors,
                start_new_session=True,
            )
        except OSError as error:
            self.errors.close()
            raise Gone(f"It could not be started: {error.strerror}. Start Gradus again with start.py.") from error
        threading.Thread(target=self._listen, name="gradus-answers", daemon=True).start()

    @property
    def usable(self) -> bool:
        """Whether it runs and is ours: a process that was forked from the kernel must not use the kernel's."""
        return self.owner == os.getpid() and self.process.poll() is None

    def write(self, request: Mapping[str, Any]) -> None:
        """Send a request. OSError if nobody reads any more."""
        if self.process.stdin is not None:
            # The first line end closes what an interrupted request may have left half-written.
            self.process.stdin.write(b"\n" + json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()

    def last_words(self) -> str:
        """The last line that it wrote to standard error."""
        self.errors.seek(0)
        lines = self.errors.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else ""

    def end(self, grace: float = 0.0) -> None:
        """End it; with some seconds of grace it may tidy up, which it does once its input ends."""
        if self.owner != os.getpid():
            return
        if not grace:
            self.process.kill()
        with contextlib.suppress(OSError):
            if self.process.stdin is not None:
                self.process.stdin.close()
        try:
            self.process.wait(grace or None)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.errors.close()

    def _listen(self) -> None:
        """Collect every line that is an answer, then None. A thread's reading is not cut short by an interrupt."""
        if self.process.stdout is not None:
            with self.process.stdout as lines:
                for line in lines:
                    with contextlib.suppress(ValueError):
                        answer = json.loads(line)
                        if isinstance(answer, dict):
                            self.answers.put(answer)
        self.answers.put(None)


class Helper:
    """Asks a process of Gradus, and keeps one at hand."""

    def __init__(self, command: Sequence[str] = COMMAND, *, seconds: float = SECONDS) -> None:
        self.command, self.seconds = tuple(command), seconds
        self.running: Process | None = None
        self._lock = threading.Lock()

    def prepare(self, lab: str, folder: str) -> None:
        """Start the process and let it load what this lab needs, without waiting for it."""
        with self._lock, contextlib.suppress(Gone):
            self._write({"do": "prepare", "lab": lab, "folder": folder, "id": uuid.uuid4().hex})

    def __call__(self, request: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
        """The answer to a request. A process that is gone is replaced once; the same request counts once."""
        request = {**request, "id": uuid.uuid4().hex}
        with self._lock:
            try:
                try:
                    return self._ask(request, tell)
                except Gone:
                    return self._ask(request, tell)
            except Gone as gone:
                said = str(gone) or "It said nothing."
                return {"problem": f"The process that checks your work ended twice before it had answered. {said}"}

    def end(self, grace: float = STOP_SECONDS) -> None:
        """End the process, if there is one."""
        running, self.running = self.running, None
        if running is not None:
            running.end(grace)

    def _ask(self, request: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
        try:
            self._write(request)
            deadline = time.monotonic() + self.seconds
            while time.monotonic() < deadline:
                answer = self._next(request["id"])
                if answer is None:
                    tell("")
                elif "now" in answer:
                    tell(str(answer["now"]))
                else:
                    return answer
        except KeyboardInterrupt:
            answer = self._stop(request["id"])
            if answer is None:
                raise
            return answer
        self.end(0)
        return {
            "problem": f"There was no answer after {self.seconds:.0f} seconds, so the check was stopped. "
            "Check one exercise at a time."
        }

    def _write(self, request: Mapping[str, Any]) -> None:
        if self.running is None or not self.running.usable:
            self.end(0)
            self.running = Process(self.command)
        try:
            self.running.write(request)
        except OSError as error:
            raise self._gone() from error

    def _next(self, id: str) -> Mapping[str, Any] | None:
        """The next answer to this request; None if there is none yet. Gone if there never will be."""
        if self.running is None:
            return None
        try:
            answer = self.running.answers.get(timeout=LOOK)
        except queue.Empty:
            return None
        if answer is None:
            raise self._gone()
        return answer if answer.get("id") == id else None

    def _stop(self, id: str) -> Mapping[str, Any] | None:
        """Have a check given up; the answer, if it was finished just before."""
        try:
            if self.running is None or not self.running.usable:
                return None
            self._write({"do": "stop", "stop": id})
            deadline = time.monotonic() + STOP_SECONDS
            while time.monotonic() < deadline:
                answer = self._next(id)
                if answer is not None and "now" not in answer:
                    return None if "stopped" in answer else answer
        except (Gone, KeyboardInterrupt):
            pass
        self.end(0)
        return None

    def _gone(self) -> Gone:
        """Let go of a process that ended, and take its last words along."""
        said = "" if self.running is None else self.running.last_words()
        self.end(0)
        return Gone(said)


HELPER = Helper()
"""The one of this kernel: two labs in one notebook share it."""
atexit.register(HELPER.end)
