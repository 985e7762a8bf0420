"""Each command: what it prints, what it changes, and how it ends."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gradus.cli import main
from gradus.cli.app import app
from gradus.cli.start import PORT
from gradus.content import load_courses
from gradus.model import Kind
from gradus.record.lock import serving
from gradus.record.record import Record
from gradus.record.workspace import open_workspace

COURSES = Path(__file__).parents[1] / "content"
RIGHT = "import numpy as np\ndef squash(z):\n    return 1 / (1 + np.exp(-z))\n"
WRONG = "import numpy as np\ndef squash(z):\n    return 1 / (1 + np.exp(z))\n"


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.out.count("\n") == 1
        return json.loads(self.out)


Run = Callable[..., Done]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace that is not made yet; the current folder is another one."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("GRADUS_COURSES", str(COURSES))
    monkeypatch.setenv("GRADUS_WORKSPACE", str(tmp_path / "w"))
    return tmp_path / "w"


@pytest.fixture
def gradus(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "argv", ["gradus", *words])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        return Done(code, said.out, said.err)

    return run


@pytest.fixture
def file(folder: Path) -> Callable[[str, str], Path]:
    def write(name: str, text: str) -> Path:
        path = Path(name)
        path.write_text(text, encoding="utf-8")
        return path

    return write


Write = Callable[[str, str], Path]


def commands() -> list[list[str]]:
    found: list[list[str]] = []
    for command in app.registered_commands:
        found.append([str(command.name)])
    for group in app.registered_groups:
        assert group.typer_instance is not None
        found += [[str(group.name), str(command.name)] for command in group.typer_instance.registered_commands]
    return found


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_has_help_and_an_example_of_itself(gradus: Run, words: list[str]) -> None:
    done = gradus(*words, "--help")
    assert done.code == 0
    assert f"Example: gradus {' '.join(words)}" in " ".join(done.out.split())


@pytest.mark.parametrize("words", [["status"], ["lab", "check"], ["author", "check"], ["doctor"]], ids=" ".join)
def test_commands_that_a_program_may_read_have_json(gradus: Run, words: list[str]) -> None:
    assert "--json" in gradus(*words, "--help").out


def test_the_version_is_that_of_the_package(gradus: Run) -> None:
    assert gradus("--version").out == "gradus 0.1.0\n"


@pytest.mark.parametrize(
    "words", [["no-such-command"], ["lab", "check"], ["lab", "check", "x.py", "--seed", "x"], ["status", "--no-such"]]
)
def test_wrong_usage_ends_with_2(gradus: Run, words: list[str]) -> None:
    done = gradus(*words)
    assert done.code == 2
    assert done.out == ""
    assert done.err


# -- status -----------------------------------------------------------------------------------


def test_status_before_the_first_start_says_what_to_do_and_makes_nothing(gradus: Run, folder: Path) -> None:
    done = gradus("status")
    assert done.code == 0
    assert "`gradus start` makes one" in done.out
    assert "Next: A tiny lab" in done.out
    assert not folder.exists()


def test_status_json_says_how_far_every_item_is(gradus: Run, folder: Path) -> None:
    with Record(open_workspace(folder).record_path) as record:
        record.add(Kind.LAB, "tiny_course/tiny-lab", 40, 45, {"exercises": {"squash": [10, 10], "measure": [0, 5]}})
    said = gradus("status", "--json").json
    (course,) = said["courses"]
    (item,) = course["items"]
    assert (course["done"], course["total"], course["next"]) == (0, 1, "tiny_course/tiny-lab")
    assert (item["state"], item["attempts"], item["exercises"]) == ("started", 1, {"squash": True, "measure": False})
    assert (said["exists"], said["address"], said["current"]) == (True, None, "tiny_course")


def test_status_names_the_address_of_a_running_gradus(gradus: Run, folder: Path) -> None:
    with serving(open_workspace(folder), "http://127.0.0.1:4711"):
        assert "http://127.0.0.1:4711" in gradus("status").out


def test_status_of_a_damaged_record_ends_with_1_and_names_the_repair(gradus: Run, folder: Path) -> None:
    open_workspace(folder).record_path.write_bytes(b"no database " * 99)
    done = gradus("status")
    assert done.code == 1
    assert "gradus doctor --repair" in done.err


def test_status_counts_what_is_wrong_with_the_courses(
    gradus: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "courses" / "broken").mkdir(parents=True)
    (tmp_path / "courses" / "broken" / "course.toml").write_text("title = ", encoding="utf-8")
    monkeypatch.setenv("GRADUS_COURSES", str(tmp_path / "courses"))
    done = gradus("status")
    assert done.code == 0
    assert "1 fault in" in done.out


# -- start ------------------------------------------------------------------------------------


def test_start_is_told_where_gradus_already_runs(gradus: Run, folder: Path) -> None:
    with serving(open_workspace(folder), "http://127.0.0.1:4711"):
        done = gradus("start", "--no-browser", "--port", "0")
    assert done.code == 1
    assert "http://127.0.0.1:4711" in done.err


def test_start_refuses_a_file_as_workspace(gradus: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = gradus("start", "--workspace", str(tmp_path / "file"))
    assert done.code == 1
    assert "is a file; a workspace is a folder" in done.err


def test_the_usual_port_is_that_of_the_server() -> None:
    from gradus.web.serve import DEFAULT_PORT

    assert PORT == DEFAULT_PORT


# -- lab start --------------------------------------------------------------------------------


def test_lab_start_prints_the_path_of_the_notebook_alone(gradus: Run, folder: Path) -> None:
    done = gradus("lab", "start", "tiny-lab", "--level", "guided")
    assert done.code == 0
    assert done.out == f"{folder / 'labs' / 'tiny-lab' / 'tiny-lab-guided.ipynb'}\n"
    assert Path(done.out.strip()).is_file()


def test_lab_start_again_leaves_the_notebook_as_it_is(gradus: Run) -> None:
    path = Path(gradus("lab", "start", "tiny-lab").out.strip())
    path.write_text("my work", encoding="utf-8")
    assert gradus("lab", "start", "tiny-lab").code == 0
    assert path.read_text(encoding="utf-8") == "my work"


@pytest.mark.parametrize("words", [["lab", "start", "tiny-lap"], ["lab", "check", "tiny-lap", "x.py"]], ids=" ".join)
def test_a_lab_that_is_not_there_is_answered_with_the_nearest(gradus: Run, words: list[str]) -> None:
    done = gradus(*words)
    assert done.code == 2
    assert "There is no lab 'tiny-lap'. Did you mean tiny-lab?" in done.err


# -- lab check --------------------------------------------------------------------------------


def test_lab_check_prints_one_object_and_adds_one_attempt(gradus: Run, folder: Path, file: Write) -> None:
    file("mine.py", RIGHT)
    done = gradus("lab", "check", "tiny-lab", "mine.py", "--only", "squash", "--seed", "7", "--json")
    said = done.json
    assert done.code == 0
    assert set(said) >= {"lab", "points", "max", "isolation", "seed", "exercises"}
    assert (said["lab"], said["points"], said["max"], said["seed"]) == ("tiny-lab", 10, 10, 7)
    assert set(said["exercises"][0]) == {"name", "points", "max", "status", "checks", "cause", "notes"}
    assert (said["exercises"][0]["status"], said["exercises"][0]["cause"]) == ("passed", None)
    with Record(folder / "record.sqlite") as record:
        assert [attempt.points for attempt in record.attempts()] == [10]


def test_lab_check_with_the_seed_of_a_report_gives_that_report_again(gradus: Run, file: Write) -> None:
    file("mine.py", WRONG + "def measure(w, X, Y):\n    return {'dw': w}, squash(0.0)\n")
    drawn = gradus("lab", "check", "tiny-lab", "mine.py", "--dry-run", "--json").json
    again = gradus("lab", "check", "tiny-lab", "mine.py", "--dry-run", "--json", "--seed", str(drawn["seed"])).json
    assert again == drawn
    other = gradus("lab", "check", "tiny-lab", "mine.py", "--dry-run", "--json", "--seed", str(drawn["seed"] + 1)).json
    assert other["exercises"] != drawn["exercises"]


def test_lab_check_ends_with_1_and_names_the_cause_when_an_exercise_is_not_passed(gradus: Run, file: Write) -> None:
    file("mine.py", WRONG)
    done = gradus("lab", "check", "tiny-lab", "mine.py", "--only", "squash", "--dry-run")
    assert done.code == 1
    assert "✗ squash" in done.out
    assert "Probably: The exponent lacks its minus" in done.out
    assert "squash(z) with" in done.out
    assert "z = np.array([[" in done.out  # brackets are the learner's, not markup


def test_lab_check_without_a_lab_recognises_it_by_its_functions(gradus: Run, file: Write) -> None:
    file("mine.py", RIGHT)
    said = gradus("lab", "check", "mine.py", "--json", "--dry-run").json
    assert said["lab"] == "tiny-lab"
    assert [exercise["status"] for exercise in said["exercises"]] == ["passed", "missing", "missing", "missing"]


def test_lab_check_understands_lab_and_file_in_either_order(gradus: Run, file: Write) -> None:
    file("mine.py", RIGHT)
    done = gradus("lab", "check", "mine.py", "tiny-lab", "--json", "--dry-run", "--only", "squash")
    assert done.json["points"] == 10


def test_lab_check_of_a_lab_alone_takes_its_notebook_saved_last(gradus: Run) -> None:
    old = Path(gradus("lab", "start", "tiny-lab", "--level", "open").out.strip())
    new = Path(gradus("lab", "start", "tiny-lab", "--level", "guided").out.strip())
    notebook = json.loads(new.read_text(encoding="utf-8"))
    notebook["cells"].append({"cell_type": "code", "metadata": {}, "outputs": [], "source": RIGHT})
    new.write_text(json.dumps(notebook), encoding="utf-8")
    os.utime(old, (1, 1))
    said = gradus("lab", "check", "tiny-lab", "--json", "--only", "squash").json
    assert said["points"] == 10


def test_lab_check_of_a_lab_without_a_notebook_says_how_to_make_one(gradus: Run) -> None:
    done = gradus("lab", "check", "tiny-lab")
    assert done.code == 2
    assert "`gradus lab start tiny-lab` makes one" in done.err


def test_lab_check_reads_cells_from_standard_input(gradus: Run) -> None:
    cells = json.dumps({"cells": ["import numpy as np", RIGHT], "level": "open"})
    done = gradus("lab", "check", "tiny-lab", "-", "--only", "squash", "--json", stdin=cells)
    assert (done.code, done.json["points"]) == (0, 10)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"cells": "x"}', '{"cells": [1]}', "\x00", "[" * 5000])
def test_standard_input_that_holds_no_cells_is_answered_with_what_is_expected(gradus: Run, text: str) -> None:
    done = gradus("lab", "check", "tiny-lab", "-", "--json", stdin=text)
    assert done.code == 2
    assert done.out == ""
    assert '{"cells": ["…", …], "level": "standard"}' in done.err


def test_dry_run_makes_no_workspace(gradus: Run, folder: Path, file: Write) -> None:
    file("mine.py", RIGHT)
    assert gradus("lab", "check", "mine.py", "--only", "squash", "--dry-run").code == 0
    assert not folder.exists()


def test_an_exercise_that_the_lab_has_not_is_answered_with_the_nearest(gradus: Run, file: Write) -> None:
    file("mine.py", RIGHT)
    done = gradus("lab", "check", "mine.py", "--only", "squish")
    assert done.code == 2
    assert "tiny-lab has no exercise 'squish'. Did you mean squash?" in done.err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("gone.py", None, "There is no file gone.py"),
        ("empty.ipynb", "", "is empty"),
        ("text.ipynb", "hello", "not valid JSON"),
        ("mine.txt", "x", "neither a notebook"),
        ("other.py", "def unknown():\n    pass\n", "Name the lab before the file. There are: tiny-lab."),
    ],
)
def test_a_file_that_cannot_be_graded_is_answered_with_a_sentence(
    gradus: Run, file: Write, folder: Path, name: str, content: str | None, said: str
) -> None:
    if content is not None:
        file(name, content)
    done = gradus("lab", "check", name)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
    assert not (folder / "record.sqlite").exists()


def test_three_words_are_too_many(gradus: Run) -> None:
    done = gradus("lab", "check", "tiny-lab", "my", "file.py")
    assert done.code == 2
    assert "Put a path with spaces in quotes" in done.err


@pytest.mark.parametrize("harm", ["damaged record", "newer workspace", "a file in its place"])
def test_lab_check_grades_and_keeps_the_attempt_whatever_the_workspace_is_like(
    gradus: Run, folder: Path, file: Write, harm: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    if harm == "a file in its place":
        folder.touch()
    else:
        workspace = open_workspace(folder)
        if harm == "newer workspace":
            (folder / "gradus.toml").write_text("format = 99", encoding="utf-8")
        else:
            workspace.record_path.write_bytes(b"no database " * 99)
    file("mine.py", RIGHT)
    said = gradus("lab", "check", "mine.py", "--json", "--only", "squash").json
    assert said["points"] == 10
    assert "not in your record yet" in said["notes"][-1]
    waiting = list((tmp_path / "tmp").rglob("*.json")) + list(tmp_path.glob("w/unrecorded/*.json"))
    assert len(waiting) == 1
    assert str(waiting[0]) in said["notes"][-1]


def test_a_lab_that_is_broken_is_not_the_learners_fault(
    gradus: Run, tmp_path: Path, file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(COURSES / "tiny_course", tmp_path / "courses" / "tiny_course")
    monkeypatch.setenv("GRADUS_COURSES", str(tmp_path / "courses"))
    checks = tmp_path / "courses" / "tiny_course" / "week-1" / "tiny-lab" / "checks.py"
    checks.write_text("raise ZeroDivisionError", encoding="utf-8")
    file("mine.py", RIGHT)
    done = gradus("lab", "check", "mine.py", "--dry-run")
    assert done.code == 1
    assert "The lab tiny-lab is broken, and that is not your fault." in done.err
    assert "Traceback" not in done.err


def test_standard_input_cannot_be_watched(gradus: Run) -> None:
    done = gradus("lab", "watch", "-")
    assert done.code == 2
    assert "cannot be watched" in done.err


def test_a_file_that_is_not_there_cannot_be_watched(gradus: Run) -> None:
    done = gradus("lab", "watch", "gone.py")
    assert done.code == 2
    assert "There is no file gone.py" in done.err


# -- author -----------------------------------------------------------------------------------


def test_author_check_of_what_is_no_item_ends_with_2(gradus: Run, tmp_path: Path) -> None:
    done = gradus("author", "check", str(tmp_path))
    assert done.code == 2
    assert "Name an item's folder" in done.err


def test_author_check_prints_findings_and_ends_with_1(
    gradus: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = tmp_path / "courses" / "c"
    (course / "week-1" / "read").mkdir(parents=True)
    (course / "course.toml").write_text(
        'title = "C"\nsummary = "S"\n[[week]]\nid = "week-1"\ntitle = "W"\nsummary = "S"\nitems = ["read"]\n',
        encoding="utf-8",
    )
    (course / "week-1" / "read" / "item.toml").write_text('kind = "lesson"\ntitel = "T"\n', encoding="utf-8")
    monkeypatch.setenv("GRADUS_COURSES", str(tmp_path / "courses"))
    done = gradus("author", "check")
    assert done.code == 1
    assert "c/week-1/read/item.toml: " in done.out
    findings = gradus("author", "check", "--json").json["findings"]
    assert len(findings) == len(done.out.splitlines()) - 1
    assert set(findings[0]) == {"path", "what", "fix", "line"}


def test_author_check_of_an_empty_folder_finds_nothing(
    gradus: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADUS_COURSES", str(tmp_path))
    done = gradus("author", "check")
    assert (done.code, done.out) == (0, "No findings.\n")


def test_author_build_prints_what_it_changed(gradus: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(COURSES / "tiny_course", tmp_path / "courses" / "tiny_course")
    monkeypatch.setenv("GRADUS_COURSES", str(tmp_path / "courses"))
    lab = load_courses(tmp_path / "courses").lab("tiny-lab")
    assert lab is not None
    (lab.path / "expected.json").unlink(missing_ok=True)
    assert gradus("author", "build").out == f"{lab.path / 'expected.json'}\n"
    assert gradus("author", "build").out == ""
