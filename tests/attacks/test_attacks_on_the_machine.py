"""Memory, processor, disk and output: what is taken without end costs the attacker alone."""

from __future__ import annotations

import time

import psutil
import pytest

from gradus.grading.sandbox import Candidate, Lost, Raised, Returned
from gradus.model import Status
from tests.attacks.arena import LINUX, attack, candidate, lost, only_its_own, refused, value

__all__ = ["candidate"]
pytestmark = LINUX

MEMORY = {
    "an array": "np.ones(1 << 31)",
    "many arrays": "x = []\nwhile True: x.append(np.ones(1 << 20))",
    "a list": "x = [0]\nwhile True: x += x",
    "a text": "x = 'a'\nwhile True: x += x",
    "a number": "x = 3\nwhile True: x *= x",
    "shared pages": "import mmap\nx = []\nwhile True: x.append(mmap.mmap(-1, 1 << 26)); x[-1].write(bytes(1 << 26))",
}


@pytest.mark.parametrize("body", MEMORY.values(), ids=MEMORY)
def test_memory_without_end_is_refused_or_stopped(candidate: Candidate, body: str) -> None:
    outcome = attack(candidate, body, seconds=1.5)
    assert isinstance(outcome, Raised | Lost)
    if isinstance(outcome, Raised):
        assert "Memory" in outcome.type or "Overflow" in outcome.type


RESULTS = {
    "a long text": "return 'x' * (1 << 27)",
    "a long list": "return [0] * (1 << 23)",
    "a deep list": "x = []\nfor _ in range(10**5): x = [x]\nreturn x",
    "a wide array": "return np.broadcast_to(np.zeros(1), (1 << 20, 1 << 20))",
    "a huge number": "return 1 << (1 << 24)",
    "an endless iterator": "import itertools; return itertools.count()",
    "a list that holds itself": "x = []; x.append(x); return x",
    "many arrays": "return [np.zeros(1)] * 100000",
}


@pytest.mark.parametrize("body", RESULTS.values(), ids=RESULTS)
def test_a_result_without_end_is_not_even_looked_at(candidate: Candidate, body: str) -> None:
    before = psutil.Process().memory_info().rss
    outcome = attack(candidate, body)
    assert isinstance(outcome, Returned | Lost)
    assert psutil.Process().memory_info().rss - before < 200 << 20
    assert value(attack(candidate, "return 1")) == 1 if candidate.alive else True


TIME = {
    "a loop": "while True: pass",
    "a loop in C": "sum(iter(int, 1))",
    "a regular expression": "import re; re.match('(a+)+$', 'a' * 40 + 'b')",
    "a sleep": "import time; time.sleep(100)",
    "waiting for input": "import select; select.select([], [], [])",
    "waiting for a lock": "import threading; x = threading.Lock(); x.acquire(); x.acquire()",
    "ignored signals": "import signal\nfor s in range(1, 32):\n    try: signal.signal(s, signal.SIG_IGN)\n"
    "    except (OSError, ValueError): pass\nwhile True: pass",
    "blocked signals": "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))\nwhile True: pass",
    "a swallowed end": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "endless prints": "while True: print('x' * 10000)",
    "endless output": "import os\nwhile True: os.write(1, b'x' * 65536)",
    "endless warnings": "import warnings\nwhile True: warnings.warn('x' * 10000)",
    "stopping itself": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
}


@pytest.mark.parametrize("body", TIME.values(), ids=TIME)
def test_time_without_end_is_stopped_at_the_deadline(candidate: Candidate, body: str) -> None:
    attack(candidate, "return 1")
    began = time.monotonic()
    assert "0.3 seconds" in lost(attack(candidate, body, seconds=0.3), "timeout")
    assert time.monotonic() - began < 2


def test_a_call_that_ends_while_threads_go_on_is_not_to_be_had(candidate: Candidate) -> None:
    said = refused(attack(candidate, "import threading; threading.Thread(target=print).start()"))
    assert "thread" in said


DESCRIPTORS = "import os\nx = []\nwhile True: x.append(os.open('/dev/null', os.O_RDONLY))"


def test_open_files_have_a_bound(candidate: Candidate) -> None:
    assert "Too many open files" in refused(attack(candidate, DESCRIPTORS))


HONEST = {
    "exit": ("exit()", None),
    "the hard exit": ("import os; os._exit(0)", Status.ERROR),
    "sys.exit": ("import sys; sys.exit('passed')", None),
    "an endless loop": ("while True: pass", Status.ERROR),
    "out of memory": ("return np.ones(1 << 40)", None),
    "a crash": ("import ctypes; ctypes.string_at(0)", Status.ERROR),
    "an abort": ("import os; os.abort()", Status.ERROR),
    "deep recursion": ("return squash(z)", None),
    "a kill": ("import os; os.kill(os.getpid(), 9)", Status.ERROR),
}


@pytest.mark.parametrize(("body", "status"), HONEST.values(), ids=HONEST)
def test_an_accident_costs_its_own_exercise_and_is_told_in_a_sentence(body: str, status: Status | None) -> None:
    one = only_its_own(f"def squash(z):\n    {body}", status)
    assert one.cause is not None
    assert one.cause.text.endswith((".", "?", "!"))
