"""What the doctor finds, and what it mends."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections import namedtuple
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from gradus.cli import examinations, main
from gradus.grading.walls import worth
from gradus.model import Kind
from gradus.record.lock import serving
from gradus.record.record import Record
from gradus.record.spool import keep_for_later
from gradus.record.workspace import Workspace, open_workspace

COURSES = Path(__file__).parents[1] / "content"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("GRADUS_COURSES", str(COURSES))
    return open_workspace(tmp_path / "w")


@pytest.fixture
def doctor(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    def run(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["gradus", "doctor", "--workspace", str(workspace.folder), *words])
        with pytest.raises(SystemExit) as ended:
            main()
        assert isinstance(ended.value.code, int)
        return ended.value.code, capsys.readouterr().out

    return run


def whats(examined: examinations.Examined) -> str:
    return " ".join(str(finding) for finding in examined.findings)


def test_a_healthy_set_up_has_no_findings(doctor: Callable[..., tuple[int, str]]) -> None:
    code, out = doctor("--json")
    said = json.loads(out)
    assert [check["findings"] for check in said["checks"] if not check["ok"]] == []
    assert (code, said["ok"]) == (0, True)
    assert [check["name"] for check in said["checks"]] == list(examinations.EXAMINATIONS)


def test_a_damaged_record_is_found_and_mended_only_when_asked(
    doctor: Callable[..., tuple[int, str]], workspace: Workspace
) -> None:
    with Record(workspace.record_path) as record:
        record.add(Kind.LESSON, "c/a", 1, 1)
    content = bytearray(workspace.record_path.read_bytes())
    content[:4096] = b"\xff" * 4096
    workspace.record_path.write_bytes(content)
    code, out = doctor()
    assert code == 1
    assert "✗ Record: damaged" in out
    assert "`gradus doctor --repair` mends this." in out
    assert workspace.record_path.read_bytes() == content
    code, out = doctor("--repair")
    assert code == 0
    assert "1 attempt saved" in out
    with Record(workspace.record_path) as record:
        assert [attempt.item for attempt in record.attempts()] == ["c/a"]


def test_a_damaged_record_is_not_mended_while_gradus_runs(workspace: Workspace) -> None:
    workspace.record_path.write_bytes(b"no database " * 99)
    with serving(workspace, "http://127.0.0.1:1"):
        found = examinations.record(workspace.folder)
    assert found.repair is None
    assert "Stop Gradus first." in whats(found)


@pytest.mark.parametrize("text", ["format = ", "", None], ids=["no TOML", "empty", "missing"])
def test_a_marker_that_is_damaged_or_gone_is_written_anew(workspace: Workspace, text: str | None) -> None:
    Record(workspace.record_path).close()
    marker = workspace.folder / "gradus.toml"
    if text is None:
        marker.unlink()
    else:
        marker.write_text(text, encoding="utf-8")
    found = examinations.workspace(workspace.folder)
    assert found.findings
    assert found.repair is not None
    found.repair()
    assert examinations.workspace(workspace.folder).findings == ()
    assert open_workspace(workspace.folder) == workspace
    if text is not None:
        assert (workspace.folder / "gradus.toml.damaged").read_text(encoding="utf-8") == text


def test_the_marker_of_a_newer_gradus_is_not_mended(workspace: Workspace) -> None:
    (workspace.folder / "gradus.toml").write_text("format = 99", encoding="utf-8")
    found = examinations.workspace(workspace.folder)
    assert "update this one" in whats(found)
    assert found.repair is None


def test_a_workspace_that_is_not_there_yet_is_no_finding(tmp_path: Path) -> None:
    for examine in (examinations.workspace, examinations.record, examinations.notebooks, examinations.disk):
        assert examine(tmp_path / "none" / "deeper").findings == ()
    assert not (tmp_path / "none").exists()


def test_a_notebook_that_cannot_be_read_is_named_with_its_checkpoint(workspace: Workspace) -> None:
    folder = workspace.labs / "tiny-lab"
    (folder / ".ipynb_checkpoints").mkdir(parents=True)
    (folder / "tiny-lab-open.ipynb").write_text('{"cells": [', encoding="utf-8")
    (folder / "fine.ipynb").write_text('{"cells": []}', encoding="utf-8")
    found = examinations.notebooks(workspace.folder)
    assert found.said == "1 of 2 unreadable"
    assert "checkpoint" not in whats(found)
    (folder / ".ipynb_checkpoints" / "tiny-lab-open-checkpoint.ipynb").write_text("{}", encoding="utf-8")
    assert "tiny-lab-open-checkpoint.ipynb" in whats(examinations.notebooks(workspace.folder))


def test_an_attempt_that_waits_and_cannot_be_read_is_named(workspace: Workspace) -> None:
    Record(workspace.record_path).close()
    (workspace.folder / "unrecorded").mkdir()
    (workspace.folder / "unrecorded" / "x.json").write_text("{", encoding="utf-8")
    assert "an attempt waits here" in whats(examinations.record(workspace.folder))


def test_a_whole_attempt_that_waits_is_never_to_be_taken_away_when_the_record_is_locked(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examinations, "Record", partial(Record, patience=0.1))
    with Record(workspace.record_path) as record:
        attempt = record.add(Kind.LESSON, "c/a", 1, 1)
    kept = keep_for_later(workspace.record_path, replace(attempt, id="f" * 32))
    other = sqlite3.connect(workspace.record_path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        said = whats(examinations.record(workspace.folder))
    finally:
        other.rollback()
        other.close()
    assert kept.name in said
    assert "is added as soon as the record can be written" in said
    assert "take the file away" not in said


def test_a_folder_in_place_of_the_record_is_a_finding(workspace: Workspace) -> None:
    workspace.record_path.mkdir()
    assert examinations.record(workspace.folder).findings


def test_a_disk_that_is_nearly_full_is_named(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 5, 5))
    assert "nearly full" in whats(examinations.disk(workspace.folder))


def test_a_package_of_another_version_or_none_is_named(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    real = examinations._installed
    monkeypatch.setattr(examinations, "_installed", lambda name: {"rich": "0.1", "typer": None}.get(name, real(name)))
    found = whats(examinations.packages(workspace.folder))
    assert "rich: is version 0.1; the lock file says" in found
    assert "typer: is not installed. Run python3 start.py" in found
    assert len(examinations.packages(workspace.folder).findings) == 2


def test_outside_a_checkout_the_required_packages_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert examinations._required_packages().findings == ()
    monkeypatch.setattr(examinations, "_installed", lambda name: None if name == "rich" else "1")
    assert "rich: is not installed." in whats(examinations._required_packages())


def test_a_broken_course_is_named(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "courses" / "broken").mkdir(parents=True)
    monkeypatch.setenv("GRADUS_COURSES", str(tmp_path / "courses"))
    assert "there is no course in it" in whats(examinations.courses(workspace.folder))
    (tmp_path / "courses" / "broken" / "course.toml").write_text("title = ", encoding="utf-8")
    assert "broken/course.toml" in whats(examinations.courses(workspace.folder))


def test_a_grader_that_calls_the_solution_wrong_is_named(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(COURSES / "tiny_course", tmp_path / "courses" / "tiny_course")
    monkeypatch.setenv("GRADUS_COURSES", str(tmp_path / "courses"))
    lab = tmp_path / "courses" / "tiny_course" / "week-1" / "tiny-lab" / "lab.py"
    lab.write_text(lab.read_text(encoding="utf-8").replace("np.exp(-z)", "np.exp(z)"), encoding="utf-8")
    assert "was not graded as right" in whats(examinations.grader(workspace.folder))
    (lab.parent / "checks.py").write_text("1 / 0", encoding="utf-8")
    assert "Run gradus author check." in whats(examinations.grader(workspace.folder))


def test_a_machine_that_starts_no_process_is_named(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(examinations, "grade", refuse)
    assert "no process for your code" in whats(examinations.grader(workspace.folder))


def test_the_walls_of_this_machine_are_named(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """A teacher who wants to grade strangers looks here first."""
    real = examinations.grade

    def behind(*layers: str) -> str:
        def grade(*args: Any, **more: Any) -> Any:
            return replace(real(*args, **more), isolation=worth(layers), layers=layers)

        monkeypatch.setattr(examinations, "grade", grade)
        return examinations.grader(workspace.folder).said

    assert behind("rlimits", "no-privileges", "landlock", "seccomp").startswith("works, isolated (rlimits, ")
    said = behind("rlimits", "no-privileges", "seccomp")
    assert said == "works, partly isolated (without landlock)"
    assert "without landlock, no-privileges, seccomp" in behind("rlimits")
