"""Starting others, and doing something to them."""

from __future__ import annotations

import os

import psutil
import pytest

from gradus.grading.sandbox import Candidate, Returned
from tests.attacks.arena import LINUX, attack, candidate, lost, refused, value

__all__ = ["candidate"]
pytestmark = LINUX

STARTING = {
    "fork": "import os; os.fork()",
    "a fork bomb": "import os\nwhile True: os.fork()",
    "forkpty": "import os; os.forkpty()",
    "a program": "import subprocess; subprocess.run(['/bin/true'])",
    "a detached program": "import subprocess; subprocess.Popen(['/bin/true'], start_new_session=True)",
    "a spawn": "import os; os.posix_spawn('/bin/true', ['true'], {})",
    "another program in place": "import os; os.execv('/bin/true', ['true'])",
    "a pool": "import concurrent.futures as c; list(c.ProcessPoolExecutor().map(abs, [1]))",
    "threads": "import concurrent.futures as c; list(c.ThreadPoolExecutor().map(abs, [1]))",
    "a timer": "import threading; threading.Timer(1, print).start()",
    "a raw thread": "import _thread; _thread.start_new_thread(print, ())",
}


@pytest.mark.parametrize("body", STARTING.values(), ids=STARTING)
def test_nothing_is_started(candidate: Candidate, body: str) -> None:
    value(attack(candidate, "return 1"))  # now it is there
    before = len(psutil.Process().children(recursive=True))
    refused(attack(candidate, body))
    assert len(psutil.Process().children(recursive=True)) == before


def test_a_shell_is_not_started(candidate: Candidate) -> None:
    outcome = attack(candidate, "import os; return os.system('true')")
    assert not isinstance(outcome, Returned) or outcome.value != 0


@pytest.mark.parametrize("number", [9, 15, 19, 0])
@pytest.mark.parametrize("whom", ["os.getppid()", "args[0]", "-1", "0", "1", "-os.getpid()"])
def test_no_other_process_is_sent_a_signal(candidate: Candidate, whom: str, number: int) -> None:
    refused(attack(candidate, f"import os; os.kill({whom}, {number})", os.getpid()))


def test_an_owner_of_a_channel_cannot_be_named_to_be_sent_signals(candidate: Candidate) -> None:
    body = "import fcntl, os; r, w = os.pipe(); fcntl.fcntl(r, fcntl.F_SETOWN, args[0])"
    refused(attack(candidate, body, os.getpid()))


def test_the_bounds_of_others_are_not_changed(candidate: Candidate) -> None:
    refused(
        attack(candidate, "import resource; resource.prlimit(args[0], resource.RLIMIT_NOFILE, (1, 1))", os.getpid())
    )


def test_its_own_bounds_are_not_raised(candidate: Candidate) -> None:
    body = """
import resource
for which in (resource.RLIMIT_AS, resource.RLIMIT_NPROC, resource.RLIMIT_NOFILE):
    hard = resource.getrlimit(which)[1]
    try:
        resource.setrlimit(which, (hard + 1, hard + 1))
    except (PermissionError, ValueError):
        continue
    return 'raised'
return 'held'
"""
    assert value(attack(candidate, body)) == "held"


def test_an_abort_is_a_crash_like_any(candidate: Candidate) -> None:
    assert "SIGABRT" in lost(attack(candidate, "import os; os.abort()"), "died")


def test_the_walls_are_what_the_kernel_says_they_are(candidate: Candidate) -> None:
    """Asked from outside, so that nothing rests on the candidate's word."""
    value(attack(candidate, "return 1"))
    with open(f"/proc/{candidate.pid}/status", encoding="utf-8") as status:
        said = dict(line.rstrip("\n").split(":\t", 1) for line in status if ":\t" in line)
    assert said["Seccomp"] == "2"
    assert said["NoNewPrivs"] == "1"
    assert [int(said[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")] == [0, 0, 0, 0]
    assert said["Threads"] == "1"
    assert psutil.Process(candidate.pid).children() == []
    if "uid" in candidate.layers:
        assert "0" not in said["Uid"].split("\t")
