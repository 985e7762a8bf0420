"""The candidate: learner code in a process of its own, bounded, and gone afterwards without a trace."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from gradus.grading.sandbox import Candidate, Lost, Outcome, Raised, Returned
from gradus.grading.standing import Started
from gradus.grading.walls import Limits, Walls
from gradus.grading.zygotes import ZYGOTES
from gradus.labs.submission import Submission
from gradus.model import Isolation

WALLS = Walls()


@pytest.fixture
def candidate() -> Iterator[Candidate]:
    with Candidate(WALLS) as one:
        yield one


def load(candidate: Candidate, *cells: str) -> list[Outcome]:
    return [candidate.load(definition) for definition in Submission.from_cells(cells).definitions]


def call(candidate: Candidate, name: str, *args: Any, seconds: float = 5.0, **more: Any) -> Outcome:
    return candidate.call(name, args, {}, seed=0, deadline=time.monotonic() + seconds, **more)


def run(candidate: Candidate, body: str, *args: Any, seconds: float = 5.0) -> Outcome:
    """Define ``f`` with this body and call it."""
    assert all(isinstance(one, Returned) for one in load(candidate, f"import numpy as np\ndef f(*args):\n    {body}"))
    return call(candidate, "f", *args, seconds=seconds)


def test_a_function_is_called_and_its_result_comes_back(candidate: Candidate) -> None:
    outcome = run(candidate, "print('hello'); return {'sum': args[0].sum()}, (1, [2])", np.arange(4.0))
    assert isinstance(outcome, Returned)
    assert outcome.value == ({"sum": 6.0}, (1, [2]))
    assert outcome.output == "hello\n"


def test_an_exception_tells_the_learners_line_and_what_the_names_held(candidate: Candidate) -> None:
    load(candidate, "import numpy as np", "def f(w, X):\n    # first\n    z = np.dot(w, X)\n    return z")
    outcome = call(candidate, "f", np.zeros((3, 1)), np.zeros((3, 5)))
    assert isinstance(outcome, Raised)
    assert (outcome.type, outcome.label, outcome.line, outcome.function) == ("ValueError", "cell 2", 3, "f")
    assert outcome.segment == "np.dot(w, X)"
    assert outcome.values is not None
    assert outcome.values["w"]["shape"] == (3, 1)
    assert outcome.values["X"]["shape"] == (3, 5)


def test_an_exception_outside_learner_code_names_no_platform_line(candidate: Candidate) -> None:
    outcome = run(candidate, "return 1")
    assert isinstance(outcome, Returned)
    load(candidate, "def g(x): return x")
    outcome = call(candidate, "g")
    assert isinstance(outcome, Raised)
    assert (outcome.type, outcome.label) == ("TypeError", "")


def test_an_endless_loop_is_stopped_at_the_deadline(candidate: Candidate) -> None:
    run(candidate, "return 1")
    load(candidate, "def loop():\n    while True: pass")
    began = time.monotonic()
    outcome = call(candidate, "loop", seconds=0.3)
    assert isinstance(outcome, Lost)
    assert outcome.reason == "timeout"
    assert time.monotonic() - began < 2
    assert not candidate.alive


@pytest.mark.parametrize(
    "body",
    [
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
        "while True:\n        try:\n            while True: pass\n        except BaseException: pass",
        "while True: print('x' * 1000)",
    ],
)
def test_what_ignores_being_asked_is_stopped_too(candidate: Candidate, body: str) -> None:
    outcome = run(candidate, body, seconds=0.5)
    assert isinstance(outcome, Lost)
    assert outcome.reason == "timeout"


@pytest.mark.parametrize("body", ["import sys; sys.exit(0)", "exit()", "raise KeyboardInterrupt"])
def test_an_exit_that_raises_is_an_exception_like_any(candidate: Candidate, body: str) -> None:
    assert isinstance(run(candidate, body), Raised)
    assert isinstance(run(candidate, "return 1"), Returned)


def test_an_exit_of_the_process_is_told_with_its_code(candidate: Candidate) -> None:
    outcome = run(candidate, "import os; os._exit(7)")
    assert outcome == Lost("died", "it ended the whole process with exit code 7")


def test_a_crash_is_told_with_its_signal(candidate: Candidate) -> None:
    outcome = run(candidate, "import ctypes; ctypes.string_at(0)")
    assert outcome == Lost("died", "its process crashed (SIGSEGV)")


def test_memory_has_a_bound(candidate: Candidate) -> None:
    outcome = run(candidate, "return len(np.ones((1 << 31,)))", seconds=5)
    assert isinstance(outcome, Raised)
    assert outcome.type.endswith("MemoryError")


def test_recursion_without_end_is_an_exception(candidate: Candidate) -> None:
    outcome = run(candidate, "return f()", seconds=5)
    assert isinstance(outcome, Raised)
    assert outcome.type == "RecursionError"


def test_prints_are_kept_to_a_bound(candidate: Candidate) -> None:
    outcome = run(candidate, "[print('x' * 999) for _ in range(999)]; return 1")
    assert isinstance(outcome, Returned)
    assert 3000 < len(outcome.output) < 5000
    assert outcome.output.endswith("[…]")


def test_a_warning_is_part_of_the_output_with_its_place(candidate: Candidate) -> None:
    outcome = run(candidate, "return np.exp(np.array([1e4]))")
    assert isinstance(outcome, Returned)
    assert outcome.output.startswith("cell 1, line 3: RuntimeWarning: overflow")


def test_prints_go_nowhere_when_they_go_round_python(candidate: Candidate, capfd: pytest.CaptureFixture[str]) -> None:
    outcome = run(candidate, "import os; os.write(1, b'passed'); os.write(2, b'passed'); return 1")
    assert isinstance(outcome, Returned)
    assert outcome.output == ""
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("module", ["gradus.grading.checks", "descent", "courses"])
def test_the_projects_own_packages_are_shut_out(candidate: Candidate, module: str) -> None:
    outcome = run(candidate, f"import {module}")
    assert isinstance(outcome, Raised)
    assert "write the function yourself" in outcome.message


def test_the_environment_is_empty_of_the_users(candidate: Candidate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", "of the user")
    for fresh in (Candidate(WALLS), alone(monkeypatch)):
        with fresh:
            outcome = run(fresh, "import os; return sorted(os.environ), os.getcwd()")
        assert isinstance(outcome, Returned)
        names, folder = outcome.value
        assert "A_SECRET" not in names
        assert set(names) <= {*WALLS.environment, "HOME", "TMPDIR", "LC_CTYPE"}
        assert Path(folder) not in (Path.cwd(), Path.home())


def alone(monkeypatch: pytest.MonkeyPatch) -> Candidate:
    """A candidate as systems without a zygote have it."""
    with monkeypatch.context() as patch:
        patch.setattr(Candidate, "_start", lambda self: Started(self.walls))
        return Candidate(WALLS)


def test_a_candidate_that_nobody_forked_works_like_any(monkeypatch: pytest.MonkeyPatch) -> None:
    with alone(monkeypatch) as one:
        outcome = run(one, "print('hello'); return args[0].sum()", np.arange(4.0))
        assert isinstance(outcome, Returned)
        assert (outcome.value, outcome.output) == (6.0, "hello\n")
        assert one.layers == ("rlimits",)
        assert one.isolation is Isolation.NONE
        assert run(one, "import os; os._exit(7)") == Lost("died", "it ended the whole process with exit code 7")


def test_its_folder_is_removed_with_what_was_written_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with alone(monkeypatch) as one:
        outcome = run(one, "open('note.txt', 'w').write('x'); import os; return os.getcwd()")
        assert isinstance(outcome, Returned)
        assert (Path(outcome.value) / "note.txt").exists()
    assert not Path(outcome.value).exists()


def test_its_large_file_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    with alone(monkeypatch) as one:
        outcome = run(one, "open('big', 'wb').write(bytes(1 << 25))", seconds=5)
    assert isinstance(outcome, Raised)
    assert outcome.type == "OSError"


def test_arguments_that_were_changed_are_named(candidate: Candidate) -> None:
    load(candidate, "def f(a, b, c):\n    a[0] = 9\n    c['x'].append(1)\n    return a")
    outcome = call(candidate, "f", np.zeros(2), np.zeros(2), {"x": []})
    assert isinstance(outcome, Returned)
    assert outcome.changed == (0, 2)
    assert isinstance(outcome := call(candidate, "f", np.zeros(2), 1, {"x": []}, unchanged=False), Returned)
    assert outcome.changed == ()


def test_a_nan_among_the_arguments_is_no_change(candidate: Candidate) -> None:
    outcome = run(candidate, "return 1", np.array([np.nan]), float("nan"))
    assert isinstance(outcome, Returned)
    assert outcome.changed == ()


def test_the_same_seed_gives_the_same_random_numbers(candidate: Candidate) -> None:
    body = "import random; return np.random.rand(), random.random()"
    first, second = run(candidate, body), run(candidate, body)
    assert isinstance(first, Returned)
    assert isinstance(second, Returned)
    assert first.value == second.value


def test_a_function_may_be_lent(candidate: Candidate) -> None:
    load(candidate, "def square(x): return 0", "def f(x): return square(x) + 1")

    def lend(name: str, args: tuple[Any, ...], kwargs: dict[str, Any], deadline: float) -> Outcome:
        if args[0] < 0:
            return Raised("ValueError", "no negative numbers")
        return Returned(args[0] ** 2)

    assert getattr(call(candidate, "f", 3, lent=["square"], lend=lend), "value", None) == 10
    outcome = call(candidate, "f", -1, lent=["square"], lend=lend)
    assert isinstance(outcome, Raised)
    assert outcome.message == "no negative numbers"
    assert getattr(call(candidate, "f", 3), "value", None) == 1


FORGERY = """
def f(answer):
    import gc, socket, sys
    wire = sys.modules['wire']
    sock = next(one for one in gc.get_objects() if isinstance(one, socket.socket))
    {}
    return 0
"""


@pytest.mark.parametrize(
    "attack",
    [
        "wire.send(sock, {'n': 1, 'ok': 42, 'output': ''})",
        "wire.send(sock, {'n': 99, 'ok': 42, 'output': ''})",
        "wire.send(sock, [1, 2, 3])",
        "wire.send(sock, {'n': 2, 'ask': 'solution', 'args': (), 'kwargs': {}})",
        "wire.send(sock, {'n': 2})",
        "wire.send(sock, {'n': 2, 'error': {'line': 'x'}})",
        "sock.sendall(b'x' * 100)",
    ],
)
def test_an_answer_out_of_turn_ends_the_candidate(candidate: Candidate, attack: str) -> None:
    load(candidate, FORGERY.format(attack))
    outcome = call(candidate, "f", 1)
    assert isinstance(outcome, Lost)
    assert outcome.reason == "broken"
    assert not candidate.alive


def strays(mark: str) -> list[int]:
    return [one.pid for one in psutil.process_iter(["cmdline"]) if mark in " ".join(one.info["cmdline"] or [])]


@pytest.mark.parametrize("session", [False, True], ids=["same session", "new session"])
def test_no_process_is_left_behind(session: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    candidate = alone(monkeypatch)
    mark = f"gradus-stray-{os.getpid()}"
    command = f"[sys.executable, '-c', 'import time; time.sleep(60)', '{mark}']"
    body = f"import subprocess, sys; subprocess.Popen({command}, start_new_session={session}); return 1"
    outcome = run(candidate, body)
    assert isinstance(outcome, Returned)
    until = time.monotonic() + 2
    while not strays(mark) and time.monotonic() < until:
        time.sleep(0.01)
    assert strays(mark)
    candidate.close()
    assert strays(mark) == []


def gone(pid: int) -> bool:
    """Whether a process ends soon."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.01)
    return False


def test_the_candidate_dies_with_its_examiner() -> None:
    program = (
        "import time\nfrom gradus.grading.sandbox import Candidate\nfrom gradus.labs.submission import Submission\n"
        "one = Candidate()\n"
        "for d in Submission.from_cells(['def f():\\n    while True: pass']).definitions: one.load(d)\n"
        "print(one.pid, flush=True)\n"
        "one.call('f', (), {}, seed=0, deadline=time.monotonic() + 60)\n"
    )
    examiner = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert examiner.stdout is not None
    pid = int(examiner.stdout.readline())
    examiner.send_signal(signal.SIGKILL)
    examiner.wait()
    examiner.stdout.close()
    assert gone(pid)


def test_where_the_kernel_does_not_tell_the_candidate_watches_its_parent() -> None:
    child = "import sys; from gradus.grading.confine import watch; watch(int(sys.argv[1]))"
    parent = (
        "import os, subprocess, sys\n"
        f"one = subprocess.Popen([sys.executable, '-c', {child!r}, str(os.getpid())], stdout=subprocess.DEVNULL)\n"
        "print(one.pid, flush=True)\n"
    )
    done = subprocess.run([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True, check=True)
    assert gone(int(done.stdout))


def test_a_closed_candidate_takes_no_more_orders(candidate: Candidate) -> None:
    candidate.close()
    candidate.close()
    with pytest.raises(RuntimeError, match="Start another"):
        call(candidate, "f")


def test_nothing_is_left_open_after_many_candidates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    me = psutil.Process()
    with Candidate(WALLS) as one:  # the first also starts the zygote, which stays
        run(one, "return 1")
    before = (me.num_fds(), {child.pid for child in me.children()})
    for _ in range(3):
        with Candidate(WALLS) as one:
            run(one, "return 1")
    assert (me.num_fds(), {child.pid for child in me.children()}) == before
    assert list(tmp_path.iterdir()) == []


def test_a_wall_that_cannot_be_put_up_is_told_and_nothing_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Limits, "as_rlimits", lambda self: {"A_BOUND_UNKNOWN_HERE": 1})
    with Candidate(WALLS) as one:
        (outcome,) = load(one, "x = 1")
    assert isinstance(outcome, Lost)
    assert outcome.reason == "walls"
    assert "no bound on A_BOUND_UNKNOWN_HERE" in outcome.text
    assert one.isolation is Isolation.NONE


def test_modules_asked_for_are_loaded_before_the_candidate_is() -> None:
    with Candidate(WALLS, imports=["colorsys"]) as one:
        outcome = run(one, "import sys; return 'colorsys' in sys.modules")
        assert isinstance(outcome, Returned)
        assert outcome.value is True


def test_a_module_that_is_not_there_is_told_as_the_reason() -> None:
    with Candidate(WALLS, imports=["no_such_module_here"]) as one:
        (outcome,) = load(one, "x = 1")
    assert isinstance(outcome, Lost)
    assert outcome.reason == "walls"
    assert "no_such_module_here" in outcome.text


def test_candidates_are_started_by_many_threads_at_once() -> None:
    def one_after_another(number: int) -> list[Any]:
        found = []
        for turn in range(3):
            with Candidate(WALLS) as one:
                outcome = run(one, "return args[0] ** 2", number * 10 + turn)
                found.append(getattr(outcome, "value", outcome))
        return found

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(one_after_another, range(6)))
    assert found == [[(number * 10 + turn) ** 2 for turn in range(3)] for number in range(6)]


def test_a_fork_of_the_examiner_has_a_zygote_of_its_own(candidate: Candidate) -> None:
    """The parent's must neither be used nor be waited for."""
    run(candidate, "return 1")
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            with Candidate(WALLS) as one:
                code = 0 if isinstance(run(one, "return 2"), Returned) else 1
            ZYGOTES.close()
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert getattr(run(candidate, "return 3"), "value", None) == 3
