"""Exported labs in the very tools they are for: nbgrader and otter-grader, in an environment of their own.

``GRADUS_PEERS`` names that environment's folder; without it there is nothing to compare with.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from gradus.author.exchange import export_lab, import_lab
from gradus.content import courses_root, load_courses
from gradus.grading import grade
from gradus.labs.submission import Submission, read_submission
from gradus.model import Item, Kind

LAB = "python-basics"
SCORES = """
import sys
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db") as book:
    for one in book.assignment_submissions(sys.argv[1]):
        print(one.student.id, one.score, one.max_score)
"""


@pytest.fixture
def peers() -> Path:
    folder = os.environ.get("GRADUS_PEERS")
    if not folder:
        pytest.skip("GRADUS_PEERS names no environment with nbgrader and otter-grader")
    return Path(folder) / "bin"


@pytest.fixture
def lab() -> Item:
    item = load_courses(courses_root()).lab(LAB)
    assert item is not None
    return item


def run(peers: Path, folder: Path, *command: str) -> str:
    """Run a peer's command as in its environment, and return what it printed."""
    path = f"{peers}{os.pathsep}{os.environ['PATH']}"
    variables = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    variables |= {"PATH": path, "HOME": str(folder), "JUPYTER_PLATFORM_DIRS": "1"}
    program = [str(peers / command[0]), *command[1:]]
    done = subprocess.run(program, cwd=folder, env=variables, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout


def comes_back(notebook: Path, folder: Path, solution: Path) -> None:
    """The master notebook, imported, is a lab whose checks its own solution passes."""
    _, notes = import_lab(notebook, folder)
    assert notes == ()
    item = Item(id=LAB, kind=Kind.LAB, title="Back", minutes=15, course="c", week="w", path=folder)
    report = grade(item, read_submission(solution))
    assert (report.points, report.max) == (80, 80)
    assert grade(item, Submission.from_cells([])).points == 0


def test_nbgrader_gives_the_solution_all_points_and_the_release_none(peers: Path, lab: Item, tmp_path: Path) -> None:
    source = tmp_path / "source" / LAB
    export_lab(lab, "nbgrader", source)
    (tmp_path / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "c"\n')
    run(peers, tmp_path, "nbgrader", "generate_assignment", LAB)
    released = (tmp_path / "release" / LAB / f"{LAB}.ipynb").read_text()
    assert "NotImplementedError" in released
    assert "BEGIN SOLUTION" not in released
    assert "HIDDEN TESTS" not in released
    for learner, folder in (("right", source), ("none", tmp_path / "release" / LAB)):
        shutil.copytree(folder, tmp_path / "submitted" / learner / LAB)
    run(peers, tmp_path, "nbgrader", "autograde", LAB)
    said = run(peers, tmp_path, "python", "-c", SCORES, LAB)
    assert sorted(said.splitlines()) == ["none 0.0 80.0", "right 80.0 80.0"]
    comes_back(source / f"{LAB}.ipynb", tmp_path / "back", source / f"{LAB}.ipynb")


def test_otter_gives_the_solution_all_points_and_the_handout_none(peers: Path, lab: Item, tmp_path: Path) -> None:
    export_lab(lab, "otter", tmp_path)
    run(peers, tmp_path, "otter", "assign", f"{LAB}.ipynb", "dist")
    (grader,) = (tmp_path / "dist" / "autograder").glob("*.zip")
    handout = json.loads((tmp_path / "dist" / "student" / f"{LAB}.ipynb").read_text())
    assert not any("SOLUTION" in "".join(cell["source"]) for cell in handout["cells"])
    for folder, points in (("autograder", 80), ("student", 0)):
        submitted = f"dist/{folder}/{LAB}.ipynb"
        run(peers, tmp_path, "otter", "run", submitted, "-a", str(grader), "-o", str(tmp_path))
        tests = json.loads((tmp_path / "results.json").read_text())["tests"]
        assert sum(test.get("score", 0) for test in tests) == points
    comes_back(tmp_path / f"{LAB}.ipynb", tmp_path / "back", tmp_path / "dist" / "autograder" / f"{LAB}.ipynb")
