"""The process behind ``check()``, as a live kernel has it: killed, interrupted, shared, left alone."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gradus.model import Report
from gradus.notebook import Checker, Stopped
from gradus.notebook.helper import COMMAND, Helper
from gradus.record.record import Record

COURSES = Path(__file__).parents[1] / "content"
RIGHT = "import numpy as np\ndef squash(z):\n    return 1 / (1 + np.exp(-z))\n"
SLOW = "import time\nimport numpy as np\ndef squash(z):\n    time.sleep(2)\n    return 1 / (1 + np.exp(-z))\n"
ENDLESS = "def squash(z):\n    while True:\n        pass\n"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GRADUS_COURSES", str(COURSES))
    monkeypatch.setenv("GRADUS_WORKSPACE", str(tmp_path / "w"))
    return tmp_path / "w"


@pytest.fixture
def helper(workspace: Path) -> Iterator[Helper]:
    helper = Helper()
    yield helper
    helper.end()


def request(code: str, *only: str) -> dict[str, Any]:
    return {
        "do": "check",
        "lab": "tiny-lab",
        "only": list(only or ("squash",)),
        "cells": [code],
        "level": None,
        "folder": os.getcwd(),
        "workspace": None,
    }


def points(answer: Any) -> int:
    assert "report" in answer, answer
    return Report.from_json(answer["report"]).points


def attempts(workspace: Path) -> list[float]:
    with Record(workspace / "record.sqlite") as record:
        return [attempt.points for attempt in record.attempts()]


def nothing(doing: str) -> None:
    """Hear of progress, and do nothing."""


def pid(helper: Helper) -> int:
    assert helper.running is not None
    return helper.running.process.pid


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def until(done: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_one_process_answers_every_check_and_records_each(helper: Helper, workspace: Path) -> None:
    helper.prepare("tiny-lab", os.getcwd())
    first = pid(helper)
    assert [points(helper(request(RIGHT), nothing)) for _ in range(3)] == [10, 10, 10]
    assert pid(helper) == first
    assert attempts(workspace) == [10, 10, 10]


def test_a_process_killed_between_two_checks_is_replaced_unnoticed(helper: Helper, workspace: Path) -> None:
    helper(request(RIGHT), nothing)
    first = pid(helper)
    os.kill(first, signal.SIGKILL)
    assert points(helper(request(RIGHT), nothing)) == 10
    assert pid(helper) != first
    assert attempts(workspace) == [10, 10]


def test_a_process_killed_during_a_check_is_replaced_and_the_attempt_counts_once(
    helper: Helper, workspace: Path
) -> None:
    helper(request(RIGHT), nothing)
    killer = threading.Timer(0.7, os.kill, (pid(helper), signal.SIGKILL))
    killer.start()
    answer = helper(request(SLOW), nothing)
    killer.join()
    assert points(answer) == 10
    assert attempts(workspace) == [10, 10]


def test_a_process_that_never_answers_is_told_in_one_sentence(workspace: Path) -> None:
    helper = Helper([sys.executable, "-c", "import sys; sys.exit('No room for checks today.')"])
    answer = helper(request(RIGHT), nothing)
    assert answer["problem"].endswith("ended twice before it had answered. No room for checks today.")
    assert helper.running is None


def test_a_command_that_cannot_be_started_is_told_in_one_sentence(tmp_path: Path) -> None:
    answer = Helper([str(tmp_path / "nothing")])(request(RIGHT), nothing)
    assert "could not be started: No such file or directory" in answer["problem"]


def test_an_answer_that_takes_too_long_is_given_up(workspace: Path) -> None:
    helper = Helper([sys.executable, "-c", "import time; time.sleep(60)"], seconds=0.3)
    assert "no answer after 0 seconds" in helper(request(RIGHT), nothing)["problem"]
    assert helper.running is None


def interrupt_after(seconds: float) -> threading.Timer:
    timer = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    return timer


def test_an_interrupt_stops_the_check_within_two_seconds_and_the_next_one_works(
    helper: Helper, workspace: Path
) -> None:
    helper(request(RIGHT), nothing)
    began = time.monotonic()
    timer = interrupt_after(0.5)
    check = Checker("tiny-lab", None, lambda asked, tell: helper({**asked, "cells": [ENDLESS]}, tell))
    with pytest.raises(Stopped, match="Nothing of it was recorded"):
        check("squash")
    assert time.monotonic() - began < 3
    timer.join()
    assert points(helper(request(RIGHT), nothing)) == 10
    assert attempts(workspace) == [10, 10]


def test_a_second_interrupt_while_the_first_is_dealt_with_is_no_harm(helper: Helper, workspace: Path) -> None:
    helper(request(RIGHT), nothing)
    timers = [interrupt_after(0.5), interrupt_after(0.6)]

    def check_and_wait_for_both() -> None:
        try:
            helper(request(ENDLESS), nothing)
        finally:
            time.sleep(0.4)

    with pytest.raises(KeyboardInterrupt):
        check_and_wait_for_both()
    for timer in timers:
        timer.join()
    assert points(helper(request(RIGHT), nothing)) == 10


def test_checks_that_print_do_not_confuse_the_answers(helper: Helper, tmp_path: Path, monkeypatch: Any) -> None:
    course = tmp_path / "courses" / "tiny_course"
    shutil.copytree(COURSES / "tiny_course", course)
    monkeypatch.setenv("GRADUS_COURSES", str(course.parent))
    checks = course / "week-1" / "tiny-lab" / "checks.py"
    noise = 'import os\nprint(\'{"id": "x", "report": 1}\')\nos.write(1, b"noise")\n'
    text = checks.read_text()
    head, future, rest = text.partition("from __future__ import annotations\n")
    checks.write_text(head + future + noise + rest)
    assert points(helper(request(RIGHT), nothing)) == 10


def test_checks_that_change_are_loaded_anew(helper: Helper, tmp_path: Path, monkeypatch: Any) -> None:
    course = tmp_path / "courses" / "tiny_course"
    shutil.copytree(COURSES / "tiny_course", course)
    monkeypatch.setenv("GRADUS_COURSES", str(course.parent))
    assert points(helper(request(RIGHT), nothing)) == 10
    checks = course / "week-1" / "tiny-lab" / "checks.py"
    checks.write_text(checks.read_text().replace("points=10", "points=12", 1))
    assert points(helper(request(RIGHT), nothing)) == 12


def test_a_record_that_was_replaced_is_opened_anew(helper: Helper, workspace: Path) -> None:
    helper(request(RIGHT), nothing)
    shutil.move(workspace, workspace.with_name("elsewhere"))
    helper(request(RIGHT), nothing)
    assert attempts(workspace) == [10]
    assert attempts(workspace.with_name("elsewhere")) == [10]


def test_two_notebooks_at_once_each_have_their_answers(workspace: Path) -> None:
    helpers = [Helper(), Helper()]
    answers: list[list[int]] = [[], []]

    def ask(number: int) -> None:
        code = RIGHT if number == 0 else RIGHT.replace("-z", "z")
        answers[number] += [points(helpers[number](request(code), nothing)) for _ in range(4)]

    threads = [threading.Thread(target=ask, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in helpers:
        one.end()
    assert answers == [[10] * 4, [0] * 4]
    assert sorted(attempts(workspace)) == [0] * 4 + [10] * 4


def test_a_file_named_like_a_module_beside_the_notebook_does_not_run(
    helper: Helper, tmp_path: Path, monkeypatch: Any
) -> None:
    (tmp_path / "random.py").write_text("open('ran', 'w').close()\n")
    (tmp_path / "gradus.py").write_text("open('ran', 'w').close()\n")
    monkeypatch.chdir(tmp_path)
    assert points(helper(request(RIGHT), nothing)) == 10
    assert not (tmp_path / "ran").exists()


def test_what_is_no_request_is_passed_over(workspace: Path) -> None:
    asked = b'nonsense\n[1]\n{"do": "fly", "lab": "tiny-lab", "id": "a"}\n{"do": "check", "lab": "tiny", "id": "b"}\n'
    done = subprocess.run([*COMMAND, str(os.getpid())], input=asked, capture_output=True, timeout=60, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", "b"]
    assert "Did you mean tiny-lab?" in answers[1]["problem"]


KERNEL = """
    import os, sys, time
    from gradus.notebook.helper import HELPER
    HELPER.prepare("tiny-lab", os.getcwd())
    if "fork" in sys.argv and os.fork() == 0:
        os.close(1)
        time.sleep(30)
    print(HELPER.running.process.pid, flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("how", ["alone", "fork"])
def test_the_process_ends_with_a_killed_kernel_even_if_a_fork_of_it_lives_on(workspace: Path, how: str) -> None:
    kernel = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(KERNEL), how], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert kernel.stdout is not None
    process = int(kernel.stdout.readline())
    assert alive(process)
    kernel.kill()
    kernel.wait()
    try:
        until(lambda: not alive(process))
    finally:
        if how == "fork":
            os.killpg(kernel.pid, signal.SIGKILL)
        kernel.stdout.close()


def test_the_process_ends_in_the_middle_of_a_check_when_its_kernel_does(workspace: Path) -> None:
    program = textwrap.dedent(f"""
        import os
        from gradus.notebook.helper import HELPER
        HELPER.prepare("tiny-lab", os.getcwd())
        print(HELPER.running.process.pid, flush=True)
        HELPER({request(ENDLESS)!r}, lambda doing: None)
    """)
    kernel = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert kernel.stdout is not None
    process = int(kernel.stdout.readline())
    time.sleep(1.5)
    kernel.kill()
    kernel.wait()
    kernel.stdout.close()
    until(lambda: not alive(process), 30)
    assert attempts(workspace) == []
