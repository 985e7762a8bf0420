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
from typing import IO, Any

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


class Helper:
    """Asks a process of Gradus, and keeps one at hand."""

    def __init__(self, command: Sequence[str] = COMMAND, *, seconds: float = SECONDS) -> None:
        self.command, self.seconds = tuple(command), seconds
        self.process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._answers: queue.SimpleQueue[Mapping[str, Any] | None] = queue.SimpleQueue()
        self._said: IO[bytes] | None = None
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
                self.end()
                said = str(gone) or "It said nothing."
                return {"problem": f"The process that checks your work ended twice before it had answered. {said}"}

    def end(self) -> None:
        """End the process, with time to tidy up if it takes the hint."""
        process, self.process = self.process, None
        if process is None or self._owner != os.getpid():
            return
        with contextlib.suppress(OSError):
            if process.stdin is not None:
                process.stdin.close()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

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
        self._kill()
        return {
            "problem": f"There was no answer after {self.seconds:.0f} seconds, so the check was stopped. "
            "Check one exercise at a time."
        }

    def _write(self, request: Mapping[str, Any]) -> None:
        stream = self._running().stdin
        try:
            if stream is not None:
                # The first line end closes what an interrupted request may have left half-written.
                stream.write(b"\n" + json.dumps(request).encode() + b"\n")
                stream.flush()
        except OSError as error:
            raise self._gone() from error

    def _next(self, id: str) -> Mapping[str, Any] | None:
        """The next answer to this request; None if there is none yet. Gone if there never will be."""
        try:
            answer = self._answers.get(timeout=LOOK)
        except queue.Empty:
            return None
        if answer is None:
            raise self._gone()
        return answer if answer.get("id") == id else None

    def _stop(self, id: str) -> Mapping[str, Any] | None:
        """Have a check given up; the answer, if it was finished just before."""
        try:
            if self.process is None or self.process.poll() is not None:
                return None
            self._write({"do": "stop", "stop": id})
            deadline = time.monotonic() + STOP_SECONDS
            while time.monotonic() < deadline:
                answer = self._next(id)
                if answer is not None and "now" not in answer:
                    return None if "stopped" in answer else answer
        except (Gone, KeyboardInterrupt):
            pass
        self._kill()
        return None

    def _running(self) -> subprocess.Popen[bytes]:
        """The process; a new one if there is none, or if it belongs to the process that this one was forked from."""
        if self.process is not None and self._owner == os.getpid() and self.process.poll() is None:
            return self.process
        self._said = tempfile.TemporaryFile()
        self._answers = queue.SimpleQueue()
        try:
            # A session of its own: a kernel's interrupt goes to every process of its group.
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said,
                start_new_session=True,
            )
        except OSError as error:
            self.process = None
            raise Gone(f"It could not be started: {error.strerror}. Start Gradus again with start.py.") from error
        self._owner = os.getpid()
        threading.Thread(
            target=_listen, args=(self.process.stdout, self._answers), name="gradus-answers", daemon=True
        ).start()
        return self.process

    def _gone(self) -> Gone:
        """Let go of a process that ended, and word its last words."""
        self._kill()
        if self._said is None:
            return Gone()
        self._said.seek(0)
        lines = self._said.read().decode("utf-8", "replace").strip().splitlines()
        return Gone(lines[-1] if lines else "")

    def _kill(self) -> None:
        process, self.process = self.process, None
        if process is not None and self._owner == os.getpid():
            process.kill()
            process.wait()
            with contextlib.suppress(OSError):
                if process.stdin is not None:
                    process.stdin.close()


def _listen(stream: IO[bytes], answers: queue.SimpleQueue[Mapping[str, Any] | None]) -> None:
    """Pass on every line that is an answer, then None. A thread's reading is not cut short by an interrupt."""
    with stream:
        for line in stream:
            try:
                answer = json.loads(line)
            except ValueError:
                continue
            if isinstance(answer, dict):
                answers.put(answer)
    answers.put(None)


HELPER = Helper()
"""The one of this kernel: two labs in one notebook share it."""
atexit.register(HELPER.end)
