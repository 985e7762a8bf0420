"""The command as a person runs it: in a process of its own, with saves, signals, kills and full disks."""

from __future__ import annotations

import json
import os
import pty
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from gradus.model import Kind
from gradus.record.record import Record
from gradus.record.workspace import open_workspace

COURSES = Path(__file__).parents[1] / "content"
RIGHT = "import numpy as np\ndef squash(z):\n    return 1 / (1 + np.exp(-z))\n"
WRONG = RIGHT.replace("-z", "z")
ENDLESS = "def squash(z):\n    while True:\n        pass\n"
GRADUS = [sys.executable, "-m", "gradus"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "GRADUS_COURSES": str(COURSES), "GRADUS_WORKSPACE": str(tmp_path / "w"), "COLUMNS": "100"}


@pytest.fixture
def gradus(tmp_path: Path, environment: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    def run(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*GRADUS, *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            **options,
        )

    return run


Run = Callable[..., subprocess.CompletedProcess[str]]


def attempts(workspace: Path) -> list[float]:
    with Record(workspace / "record.sqlite") as record:
        return [attempt.points for attempt in record.attempts()]


def lines_until(lines: Iterator[str], end: str) -> str:
    said = ""
    for line in lines:
        said += line
        if end in line:
            return said
    raise AssertionError(f"{end!r} did not come; but: {said}")


def test_watch_grades_at_once_and_at_every_save_and_ends_cleanly_with_ctrl_c(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    file = tmp_path / "mine.py"
    file.write_text(WRONG, encoding="utf-8")
    command = [*GRADUS, "lab", "watch", "mine.py", "--only", "squash"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env={**environment, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as watcher:
        assert watcher.stdout is not None
        try:
            assert "Watching mine.py" in lines_until(watcher.stdout, "0 of 10 points")
            assert "The exponent lacks its minus" in lines_until(watcher.stdout, "expected")
            other = tmp_path / "mine.py.new"
            other.write_text(RIGHT, encoding="utf-8")
            os.replace(other, file)  # as editors save
            lines_until(watcher.stdout, "10 of 10 points")
            file.write_text("", encoding="utf-8")  # as others begin to
            lines_until(watcher.stdout, "is empty")
            file.write_text(RIGHT + "\n", encoding="utf-8")
            lines_until(watcher.stdout, "10 of 10 points")
            watcher.send_signal(signal.SIGINT)
            rest = watcher.stdout.read()
            assert watcher.wait(timeout=30) == 0
        finally:
            watcher.kill()
    assert "Ended." in rest
    assert "Traceback" not in rest
    assert attempts(tmp_path / "w") == [0, 10, 10]


def test_ctrl_c_while_grading_ends_within_two_seconds_and_records_nothing(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    (tmp_path / "mine.py").write_text(ENDLESS, encoding="utf-8")
    with subprocess.Popen(
        [*GRADUS, "lab", "check", "mine.py", "--only", "squash"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as checking:
        time.sleep(2.5)
        began = time.monotonic()
        checking.send_signal(signal.SIGINT)
        _, said = checking.communicate(timeout=60)
        assert time.monotonic() - began < 2
        assert checking.returncode == 130
    assert said == "Stopped. Nothing of this check was recorded.\n"
    assert attempts(tmp_path / "w") == []


@contextmanager
def watching(tmp_path: Path, environment: dict[str, str], name: str) -> Iterator[subprocess.Popen[str]]:
    """``gradus lab watch`` over a file, which ends without a traceback."""
    with subprocess.Popen(
        [*GRADUS, "lab", "watch", "tiny-lab", name, "--only", "squash"],
        cwd=tmp_path,
        env={**environment, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as watcher:
        assert watcher.stdout is not None
        try:
            yield watcher
            watcher.send_signal(signal.SIGINT)
            assert "Traceback" not in watcher.stdout.read()
        finally:
            watcher.kill()


def said_by(watcher: subprocess.Popen[str], end: str) -> str:
    assert watcher.stdout is not None
    return lines_until(watcher.stdout, end)


def test_watch_follows_a_file_that_is_replaced_deleted_made_anew_and_moved_with_its_folder(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    file = folder / "mine.py"
    file.write_text(WRONG, encoding="utf-8")
    with watching(tmp_path, environment, "mine/mine.py") as watcher:
        said_by(watcher, "0 of 10 points")
        (folder / "new").write_text(RIGHT, encoding="utf-8")
        (folder / "new").replace(file)  # as editors do that keep the old file until the new one is whole
        said_by(watcher, "10 of 10 points")
        file.unlink()
        time.sleep(0.3)
        file.write_text(WRONG, encoding="utf-8")
        said_by(watcher, "0 of 10 points")
        shutil.rmtree(folder)
        time.sleep(2.5)
        folder.mkdir()
        file.write_text(RIGHT, encoding="utf-8")
        said_by(watcher, "10 of 10 points")


def test_watch_says_nothing_of_a_file_that_is_only_half_written(tmp_path: Path, environment: dict[str, str]) -> None:
    file = tmp_path / "mine.ipynb"
    whole = json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": RIGHT, "metadata": {}}]})
    file.write_text(whole.replace("-z", "z"), encoding="utf-8")
    with watching(tmp_path, environment, "mine.ipynb") as watcher:
        said_by(watcher, "0 of 10 points")
        with file.open("w", encoding="utf-8") as half:
            half.write(whole[:30])
            half.flush()
            time.sleep(0.25)
            half.write(whole[30:])
        assert "not a notebook" not in said_by(watcher, "10 of 10 points")


def test_watch_does_not_count_a_save_of_the_same_code_as_another_attempt(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    file = tmp_path / "mine.ipynb"
    cells = [{"cell_type": "code", "source": RIGHT, "metadata": {}, "outputs": []}]
    file.write_text(json.dumps({"nbformat": 4, "cells": cells}), encoding="utf-8")
    with watching(tmp_path, environment, "mine.ipynb") as watcher:
        said_by(watcher, "10 of 10 points")
        file.write_text(json.dumps({"nbformat": 4, "cells": [*cells, {"cell_type": "markdown", "source": "x"}]}))
        time.sleep(1.5)
        cells[0]["source"] = WRONG
        file.write_text(json.dumps({"nbformat": 4, "cells": cells}), encoding="utf-8")
        said_by(watcher, "0 of 10 points")
    assert attempts(tmp_path / "w") == [10, 0]


def test_hints_come_one_by_one_and_cost_nothing(tmp_path: Path, gradus: Run) -> None:
    said = [gradus("lab", "hint", "tiny-lab", "squash").stdout for _ in range(4)]
    assert [line.split("\n")[0] for line in said[:3]] == [f"squash: Hint {number} of 3" for number in (1, 2, 3)]
    assert "You have seen every hint for squash" in said[3]
    assert gradus("lab", "hint", "tiny-lab", "squash", "--again").stdout.count("squash: Hint") == 3
    wrong = gradus("lab", "hint", "tiny-lab", "squish")
    assert (wrong.returncode, wrong.stderr) == (2, "tiny-lab has no exercise 'squish'. Did you mean squash?\n")
    assert attempts(tmp_path / "w") == []


def test_two_checks_at_once_are_two_attempts(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "right.py").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "wrong.py").write_text(WRONG, encoding="utf-8")
    both = [
        subprocess.Popen(
            [*GRADUS, "lab", "check", name, "--only", "squash", "--json"],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        for name in ("right.py", "wrong.py")
    ]
    assert [one.wait(timeout=120) for one in both] == [0, 1]
    assert sorted(attempts(tmp_path / "w")) == [0, 10]


def test_a_kill_between_checks_loses_no_attempt(tmp_path: Path, environment: dict[str, str], gradus: Run) -> None:
    (tmp_path / "mine.py").write_text(RIGHT, encoding="utf-8")
    assert gradus("lab", "check", "mine.py", "--only", "squash").returncode == 0
    for wait in (0.2, 0.5, 0.9):
        with subprocess.Popen(
            [*GRADUS, "lab", "check", "mine.py", "--only", "squash"],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.DEVNULL,
        ) as killed:
            time.sleep(wait)
            killed.kill()
    assert gradus("lab", "check", "mine.py", "--only", "squash").returncode == 0
    assert attempts(tmp_path / "w").count(10) >= 2
    assert json.loads(gradus("doctor", "--json").stdout)["checks"][5]["ok"]


def test_a_full_disk_shows_the_report_and_the_attempt_is_added_later(tmp_path: Path, gradus: Run) -> None:
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))

    (tmp_path / "mine.py").write_text(RIGHT, encoding="utf-8")
    open_workspace(tmp_path / "w")
    done = gradus("lab", "check", "mine.py", "--only", "squash", preexec_fn=little_room)
    assert done.returncode == 0, done.stderr
    assert "10 of 10 points" in done.stdout
    assert "not in your record yet" in done.stdout
    assert "disk" in done.stdout
    assert "Traceback" not in done.stderr
    (course,) = json.loads(gradus("status", "--json").stdout)["courses"]
    assert course["items"][0]["attempts"] == 1
    assert attempts(tmp_path / "w") == [10]


def test_an_update_that_moves_and_removes_items_loses_no_progress(
    tmp_path: Path, environment: dict[str, str], gradus: Run
) -> None:
    courses = tmp_path / "courses"
    shutil.copytree(COURSES / "tiny_course", courses / "tiny_course")
    environment["GRADUS_COURSES"] = str(courses)
    (tmp_path / "mine.py").write_text(RIGHT, encoding="utf-8")
    assert gradus("lab", "check", "mine.py", "--only", "squash").returncode == 0

    def exercises() -> dict[str, bool]:
        (course,) = json.loads(gradus("status", "--json").stdout)["courses"]
        return {name: passed for item in course["items"] for name, passed in item["exercises"].items()}

    before = exercises()
    assert before["squash"] is True
    toml = courses / "tiny_course" / "course.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace('items = ["tiny-lab"]', "items = []"), encoding="utf-8")  # removed
    assert exercises() == {}
    moved = '\n[[week]]\nid = "week-2"\ntitle = "Week two"\nsummary = "More."\nitems = ["tiny-lab"]\n'
    toml.write_text(text.replace('items = ["tiny-lab"]', "items = []") + moved, encoding="utf-8")
    shutil.move(courses / "tiny_course" / "week-1", courses / "tiny_course" / "week-2")
    assert exercises() == before


def test_a_bar_shows_on_a_terminal_and_never_in_a_pipe(
    tmp_path: Path, environment: dict[str, str], gradus: Run
) -> None:
    (tmp_path / "mine.py").write_text(RIGHT, encoding="utf-8")
    assert gradus("lab", "check", "mine.py", "--dry-run").stderr == ""
    reader, writer = pty.openpty()
    done = subprocess.run(
        [*GRADUS, "lab", "check", "mine.py", "--dry-run"],
        cwd=tmp_path,
        env={**environment, "TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=writer,
        timeout=120,
        check=False,
    )
    os.close(writer)
    shown = os.read(reader, 100_000).decode()
    os.close(reader)
    assert "Grading" in shown
    assert b"Grading " not in done.stdout


def test_a_reader_that_has_seen_enough_is_no_fault(tmp_path: Path, environment: dict[str, str]) -> None:
    with Record(open_workspace(tmp_path / "w").record_path) as record:
        record.add(Kind.LESSON, "c/a", 1, 1)
    with subprocess.Popen(
        [*GRADUS, "status"], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        process.wait(timeout=60)
    assert said == b""


def test_a_terminal_without_the_signs_shows_question_marks_instead_of_failing(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    done = subprocess.run(
        [*GRADUS, "status"],
        cwd=tmp_path,
        env={**environment, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert b"A tiny course" in done.stdout
