"""Killed at any stage, by whomever: no process and no file stays behind, and the next submission is graded."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Timer

import psutil
import pytest

from gradus.grading import grade, sandbox
from gradus.grading.outcomes import Lost, Returned
from gradus.grading.sandbox import Candidate
from gradus.grading.zygotes import ZYGOTES
from tests.attacks.arena import LINUX, STRICT, attack, call, load, lost, value
from tests.unit.labs_tiny import TINY, exercise, solved

pytestmark = LINUX


def zygote() -> psutil.Process:
    """The zygote of the walls that these tests use; it is there once a candidate was."""
    with Candidate(STRICT) as one:
        value(attack(one, "return 1"))
        parent = psutil.Process(one.pid).parent()
    assert parent is not None
    return parent


def gone(process: psutil.Process) -> bool:
    """Whether a process ends soon, and is not only waiting to be waited for."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.01)
    return False


def test_a_zygote_killed_while_idle_is_started_anew() -> None:
    first = zygote()
    first.kill()
    assert gone(first)
    assert zygote().pid != first.pid


def test_a_zygote_killed_during_a_call_takes_its_candidates_with_it_and_no_more() -> None:
    first = zygote()
    with Candidate(STRICT) as one, ThreadPoolExecutor(1) as pool:
        load(one, "def f():\n    while True: pass")
        running = psutil.Process(one.pid)
        pending = pool.submit(call, one, seconds=20)
        time.sleep(0.1)
        first.kill()
        outcome = pending.result()
    assert isinstance(outcome, Lost)
    assert outcome.reason == "died"
    assert gone(running)
    with Candidate(STRICT) as after:
        assert value(attack(after, "return 2")) == 2


def test_a_zygote_killed_before_it_took_a_request_loses_nothing() -> None:
    first = zygote()
    first.suspend()
    with Candidate(STRICT) as one:  # the request lies in its mailbox
        first.kill()
        assert value(attack(one, "return 3")) == 3


def test_a_zygote_killed_during_grading_costs_no_other_exercise() -> None:
    first, slow = zygote(), "def squash(z):\n    import time\n    time.sleep(0.3)\n    return 1 / (1 + np.exp(-z))"

    def kill(name: str, done: int, of: int) -> None:
        if name == "squash":
            Timer(0.15, first.kill).start()

    report = grade(TINY, solved(squash=slow), walls=STRICT, progress=kill)
    assert [exercise(report, name).points for name in ("descend", "Counter")] == [10, 5]
    assert gone(first)
    after = grade(TINY, solved(), walls=STRICT)
    assert after.points == after.max


def test_a_zygote_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    first = zygote()
    first.suspend()
    monkeypatch.setattr(sandbox, "_LATE", 0.2)
    hurried = replace(STRICT, limits=replace(STRICT.limits, load_seconds=0.2))
    with Candidate(hurried) as one:
        assert [getattr(outcome, "reason", "") for outcome in load(one, "x = 1")] == ["walls"]
    assert gone(first)
    monkeypatch.undo()
    assert zygote().pid != first.pid


def test_a_zygote_killed_between_two_calls_is_told_as_a_death_and_nothing_worse() -> None:
    first = zygote()
    with Candidate(STRICT) as one:
        assert value(attack(one, "return 1")) == 1
        running = psutil.Process(one.pid)
        first.kill()
        assert gone(running)
        lost(call(one), "died")
        assert not one.alive


def test_a_candidate_killed_from_outside_is_told_with_the_likeliest_reason() -> None:
    with Candidate(STRICT) as one, ThreadPoolExecutor(1) as pool:
        load(one, "def f():\n    while True: pass")
        pending = pool.submit(call, one, seconds=20)
        time.sleep(0.1)
        os.kill(one.pid or 0, signal.SIGKILL)
        assert "killed" in lost(pending.result(), "died")


PREPARED = """
import os, sys, time
from gradus.grading.sandbox import Candidate
from gradus.grading.walls import Limits, Walls
from gradus.labs.submission import Submission
from gradus.model import Isolation

walls = Walls(required=Isolation.ISOLATED, limits=Limits(load_seconds=60))
"""
STAGES = {
    "spawn": "one = Candidate(walls)\nprint('ready', flush=True)\ntime.sleep(60)",
    "warm": "one = Candidate(walls)\none.layers\nprint('ready', flush=True)\ntime.sleep(60)",
    "load": "one = Candidate(walls)\none.layers\nprint('ready', flush=True)\n"
    "for d in Submission.from_cells(['class F:\\n    while True: pass']).definitions: one.load(d)",
    "call": "one = Candidate(walls)\n"
    "for d in Submission.from_cells(['def f():\\n    while True: pass']).definitions: one.load(d)\n"
    "print('ready', flush=True)\none.call('f', (), {}, seed=0, deadline=time.monotonic() + 60)",
    "between": "one = Candidate(walls)\none.layers\none.close()\nprint('ready', flush=True)\ntime.sleep(60)",
    "several": "many = [Candidate(walls) for _ in range(4)]\n[one.layers for one in many]\nprint('ready', flush=True)\n"
    "time.sleep(60)",
}


@contextmanager
def examiner(program: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another examiner, which has said that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-c", PREPARED + program],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(folder)},
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["kill", "terminate"])
def test_nothing_outlives_an_examiner(stage: str, number: signal.Signals, tmp_path: Path) -> None:
    with examiner(STAGES[stage], tmp_path) as process:
        if stage in ("load", "call"):
            time.sleep(0.1)
        below = psutil.Process(process.pid).children(recursive=True)
        assert below
        process.send_signal(number)
        process.wait()
        assert [one.pid for one in below if not gone(one)] == []
    assert list(tmp_path.iterdir()) == []


def test_an_examiner_and_its_zygote_killed_together_leave_nothing(tmp_path: Path) -> None:
    with examiner(STAGES["call"], tmp_path) as process:
        below = psutil.Process(process.pid).children(recursive=True)
        assert len(below) == 2
        os.kill(process.pid, signal.SIGSTOP)
        for one in psutil.Process(process.pid).children():
            one.kill()
        process.kill()
        assert all(gone(one) for one in below)
    assert list(tmp_path.iterdir()) == []


def test_a_fork_of_the_examiner_that_lives_on_keeps_nothing_alive(tmp_path: Path) -> None:
    """It holds the other end of every socket, so their end is no sign; that the parent is gone is one."""
    program = STAGES["warm"].replace("print('ready'", "child = os.fork() or time.sleep(60)\nprint('ready'")
    with examiner(program, tmp_path) as process:
        below = psutil.Process(process.pid).children(recursive=True)
        forked = [one for one in below if "-c" in one.cmdline()]
        process.kill()
        process.wait()
        try:
            assert [one.pid for one in below if one not in forked and not gone(one)] == []
        finally:
            for one in forked:
                one.kill()


def test_a_program_that_ends_as_it_should_leaves_nothing_and_says_nothing(tmp_path: Path) -> None:
    program = PREPARED + "with Candidate(walls) as one:\n    one.layers\n    print(one.pid)\n"
    done = subprocess.run(
        [sys.executable, "-Wd", "-c", program],
        capture_output=True,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        check=True,
    )
    assert not psutil.pid_exists(int(done.stdout))
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_closing_a_candidate_that_works_ends_it_at_once() -> None:
    one = Candidate(STRICT)
    load(one, "def f():\n    while True: pass")
    lost(call(one, seconds=0.1), "timeout")
    assert one.pid is not None
    assert not psutil.pid_exists(one.pid)


def test_a_candidate_that_was_never_asked_anything_is_closed_like_any() -> None:
    before = len(psutil.Process().children(recursive=True))
    for _ in range(3):
        Candidate(STRICT).close()
    assert len(psutil.Process().children(recursive=True)) == before


def figures(process: psutil.Process) -> tuple[int, int]:
    return process.num_fds(), len(process.children())


def test_many_submissions_in_a_row_leave_nothing_behind() -> None:
    above, me = zygote(), psutil.Process()
    for round_ in range(2):
        before, memory = (figures(me), figures(above)), above.memory_info().rss
        for number in range(40):
            with Candidate(STRICT) as one:
                body = ["return args[0]", "import os; os._exit(0)", "1 / 0", "return [args[0]] * 10"][number % 4]
                attack(one, body, number)
        assert (figures(me), figures(above)) == before
        if round_:
            assert above.memory_info().rss - memory < 4 << 20


def test_closing_all_zygotes_ends_them_and_the_next_candidate_starts_one() -> None:
    above = zygote()
    ZYGOTES.close()
    assert not psutil.pid_exists(above.pid)
    with Candidate(STRICT) as one:
        assert isinstance(attack(one, "return 1"), Returned)
