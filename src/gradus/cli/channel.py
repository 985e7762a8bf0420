"""Answers one notebook's requests, over standard input and output, for as long as the notebook lives.

Each request and each answer is a line of JSON. Whatever else prints, in this process or in one that it
starts, goes to standard error, so that no print can be taken for an answer.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import IO, Any

from gradus.cli.answers import Answers
from gradus.grading import Cancelled

LOOK = 1.0
"""Seconds between two looks whether the notebook's kernel is still there."""


def answer_until_the_end(kernel: int) -> None:
    """Answer what comes on standard input until it ends, or until the process ``kernel`` is gone."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the kernel's; it says so in a request
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # in order: candidates are closed on the way out
    with Channel(source, sink, kernel) as channel, Answers() as answers:
        channel.serve(answers)


class Channel:
    """Requests come in a thread, so that one can stop another; they are answered one by one."""

    def __init__(self, source: IO[bytes], sink: IO[bytes], kernel: int) -> None:
        self.source, self.sink, self.kernel = source, sink, kernel
        self.waiting: queue.SimpleQueue[Mapping[str, Any] | None] = queue.SimpleQueue()
        self.stopped: set[str] = set()
        self.ended = threading.Event()
        self.writing = threading.Lock()  # progress is told by other threads

    def __enter__(self) -> Channel:
        threading.Thread(target=self._listen, name="requests", daemon=True).start()
        threading.Thread(target=self._watch, name="kernel", daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.ended.set()

    def serve(self, answers: Answers) -> None:
        """Answer until there is nobody left to answer."""
        while (request := self.waiting.get()) is not None:
            id = str(request.get("id", ""))
            try:
                said = answers.answer(request, self._teller(id), self._cancelled(id))
            except Cancelled:
                said = {"stopped": True}
            except Exception as error:
                logging.getLogger("gradus").exception("answering %s", request.get("do"))
                said = {
                    "problem": f"Gradus failed while it answered ({type(error).__name__}: {error}). "
                    "Your work is untouched. Try again."
                }
            self._say(id, said)
            self.stopped.discard(id)

    def _teller(self, id: str) -> Callable[[str], None]:
        return lambda now: self._say(id, {"now": now})

    def _cancelled(self, id: str) -> Callable[[], bool]:
        return lambda: id in self.stopped or self.ended.is_set()

    def _say(self, id: str, answer: Mapping[str, Any]) -> None:
        try:
            with self.writing:
                self.sink.write(json.dumps({**answer, "id": id}).encode() + b"\n")
                self.sink.flush()
        except OSError:  # the kernel is gone
            self._end()

    def _listen(self) -> None:
        for line in self.source:
            try:
                request = json.loads(line)
            except ValueError:
                continue
            if not isinstance(request, dict):
                continue
            if request.get("do") == "stop":
                self.stopped.add(str(request.get("stop")))
            else:
                self.waiting.put(request)
        self._end()

    def _watch(self) -> None:
        """A process that the kernel forked may hold the pipe open after the kernel is gone."""
        if os.name == "posix":  # elsewhere a parent's number says nothing, and no process is forked
            while os.getppid() == self.kernel:
                time.sleep(LOOK)
            self._end()

    def _end(self) -> None:
        self.ended.set()
        self.waiting.put(None)
