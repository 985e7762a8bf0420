"""A lab in the browser: its notebook, JupyterLab, the check of what was saved, and the report."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from gradus.web.jupyter import State
from tests.webcourse import BASE, Pages

LAB = f"{BASE}/tiny-lab"
SQUASH = "def squash(z):\n    return 1 / (1 + np.exp(-z))\n"


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    pages = Pages(tmp_path)
    yield pages
    pages.close()


def notebook(pages: Pages, level: str = "guided") -> Path:
    return pages.workspace.labs / "tiny-lab" / f"tiny-lab-{level}.ipynb"


def write(pages: Pages, *cells: str, level: str = "guided") -> None:
    path = notebook(pages, level)
    path.parent.mkdir(parents=True, exist_ok=True)
    code = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": one} for one in cells
    ]
    path.write_text(json.dumps({"cells": code, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))


def check(pages: Pages, level: str = "guided") -> str:
    """Check the saved notebook, wait until that is done, and return the lab's page."""
    answer = pages.post(f"{LAB}/check", {"level": level})
    assert answer.headers["location"] == f"{LAB}#exercises"
    deadline = time.monotonic() + 60
    while "data-running" in pages.text(f"{LAB}/standing"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return unescape(pages.text(LAB))


def test_a_new_lab_shows_its_story_levels_and_exercises(pages: Pages) -> None:
    text = pages.text(LAB)
    assert "Four functions.</p>" in text
    assert text.count('type="radio" name="level"') == 3
    assert text.count('class="exercise new"') == 4
    assert "There is no notebook yet" in text
    assert "<strong>0</strong> of 45 points; 36 pass" in text


def test_the_page_shows_no_line_of_a_solution(pages: Pages) -> None:
    text = unescape(pages.text(LAB))
    assert "np.exp(-z)" not in text
    assert "Step 1" not in text


def test_opening_writes_the_notebook_and_its_data_and_starts_jupyterlab(pages: Pages) -> None:
    answer = pages.post(f"{LAB}/open", {"level": "standard"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{LAB}/opening?level=standard"
    assert notebook(pages, "standard").is_file()
    assert (pages.workspace.labs / "tiny-lab" / "numbers.txt").is_file()
    assert pages.jupyter.started == 1
    assert "begun, saved today" in pages.text(LAB)


def test_opening_again_leaves_the_learners_notebook_as_it_is(pages: Pages) -> None:
    pages.post(f"{LAB}/open", {"level": "guided"})
    write(pages, SQUASH)
    before = notebook(pages).read_bytes()
    pages.post(f"{LAB}/open", {"level": "guided"})
    assert notebook(pages).read_bytes() == before


def test_the_next_page_waits_for_jupyterlab_and_then_leads_to_the_notebook(pages: Pages) -> None:
    wait = pages.post(f"{LAB}/open", {"level": "guided"}).headers["location"]
    assert f'http-equiv="refresh" content="1; url={wait}"' in unescape(pages.text(wait))
    pages.jupyter.now = State.READY
    ready = unescape(pages.text(wait))
    assert 'content="0; url=http://127.0.0.1:9999/lab/tree/tiny-lab-guided.ipynb?token=t"' in ready


def test_a_jupyterlab_that_fails_says_why_and_offers_the_other_way(pages: Pages) -> None:
    wait = pages.post(f"{LAB}/open", {"level": "guided"}).headers["location"]
    pages.jupyter.now, pages.jupyter.failure = State.FAILED, "JupyterLab ended with exit code 3.\nno room"
    answer = pages.get(wait)
    assert answer.status_code == 500
    assert "no room" in answer.text
    assert "gradus lab check tiny-lab" in answer.text
    assert "http-equiv" not in answer.text


def test_the_waiting_page_leads_back_when_nothing_is_being_opened(pages: Pages) -> None:
    assert pages.get(f"{LAB}/opening?level=guided").headers["location"] == LAB
    assert pages.get(f"{LAB}/opening?level=nonsense").headers["location"] == LAB


def test_a_workspace_that_cannot_be_written_says_so(pages: Pages) -> None:
    pages.workspace.labs.rmdir()
    pages.workspace.labs.write_text("a file in the way")
    answer = pages.post(f"{LAB}/open", {"level": "guided"})
    assert answer.status_code == 500
    assert str(pages.workspace.labs) in answer.text


@pytest.mark.parametrize("level", ["", "expert", "../guided"])
def test_an_unknown_level_is_refused(pages: Pages, level: str) -> None:
    for what in ("open", "check"):
        assert pages.post(f"{LAB}/{what}", {"level": level}).status_code == 400


def test_checking_the_saved_notebook_records_it_and_shows_each_exercise(pages: Pages) -> None:
    write(pages, "import numpy as np", SQUASH, "def measure(w, X, Y):\n    return None\n")
    text = check(pages)
    assert "Checked: 10 of 45 points." in text
    assert 'class="exercise passed"' in text
    assert 'class="exercise failed"' in text
    assert "<strong>10</strong> of 45 points" in text
    attempt = pages.record.attempts("small/tiny-lab")[-1]
    assert attempt.points == 10


def test_a_miss_shows_the_call_what_came_what_was_expected_and_the_likely_cause(pages: Pages) -> None:
    write(pages, "import numpy as np", "def squash(z):\n    return 1 / (1 + np.exp(z))\n")
    text = check(pages)
    report = text[text.index('class="exercise failed"') :]
    assert "The exponent lacks its minus: write np.exp(-z)." in report
    for word in ("called", "got", "expected"):
        assert f"<dt>{word}</dt>" in report
    assert "squash(" in report


def test_the_check_of_one_exercise_leaves_the_reports_of_the_others(pages: Pages) -> None:
    from gradus.labs.submission import Submission
    from gradus.record.grading import grade_and_record

    write(pages, "import numpy as np", SQUASH, "def measure(w, X, Y):\n    return None\n")
    check(pages)
    item = pages.app.state.site.load().lab("tiny-lab")
    assert item is not None
    grade_and_record(
        pages.record, item, Submission.from_cells(["def descend(a, b, c):\n    return 3"]), only=["descend"]
    )
    text = pages.text(LAB)
    assert text.count('class="exercise passed"') == 1
    assert text.count('class="exercise failed"') == 2


def test_points_once_earned_stay_when_the_notebook_gets_worse(pages: Pages) -> None:
    write(pages, "import numpy as np", SQUASH)
    check(pages)
    write(pages, "def squash(z):\n    return z\n")
    text = check(pages)
    assert "passed before, so the points stay" in text
    assert "<strong>10</strong> of 45 points" in text


def test_a_file_that_is_no_notebook_is_explained(pages: Pages) -> None:
    path = notebook(pages)
    path.parent.mkdir(parents=True)
    path.write_text("not json")
    text = check(pages)
    assert "It could not be checked." in text
    assert "is not a notebook" in text
    assert pages.record.attempts() == []


def test_a_cell_that_does_not_parse_is_named_and_the_rest_is_graded(pages: Pages) -> None:
    write(pages, "import numpy as np", SQUASH, "def descend(:\n")
    text = check(pages)
    assert "does not parse" in text
    assert 'class="exercise passed"' in text


def test_a_running_check_is_told_with_its_progress_and_not_started_twice(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    from gradus.web import checking

    go = Event()
    started: list[Path] = []

    def slow(record: object, item: object, submission: object, *, progress: object, **more: object) -> object:
        started.append(notebook(pages))
        assert callable(progress)
        progress("measure", 1, 4)
        go.wait(20)
        raise RuntimeError("by a test")

    monkeypatch.setattr(checking, "grade_and_record", slow)
    write(pages, SQUASH)
    for _ in range(2):
        pages.post(f"{LAB}/check", {"level": "guided"})
    deadline = time.monotonic() + 10
    while "measure</code>, 2 of 4" not in pages.text(f"{LAB}/standing"):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert '<noscript><meta http-equiv="refresh"' in pages.text(LAB)
    go.set()
    while "data-running" in pages.text(f"{LAB}/standing"):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert len(started) == 1
    assert "RuntimeError: by a test" in pages.text(LAB)
    assert "Your file is untouched" in pages.text(LAB)


def test_what_the_cells_will_print_is_promised(pages: Pages) -> None:
    expected = {"cells": {"squash-at-zero": "squash(0) = 0.5\n"}}
    (pages.course / "week-1/tiny-lab/expected.json").write_text(json.dumps(expected))
    text = pages.text(LAB)
    assert "What you will see" in text
    assert "<samp>squash(0) = 0.5</samp>" in text


def test_a_data_file_leads_to_its_card(pages: Pages) -> None:
    assert "where it comes from" not in pages.text(LAB)
    (pages.course / "data" / "numbers.md").write_text("# Five numbers\n\nThought up.\n")
    assert 'href="/courses/small/data/numbers"' in pages.text(LAB)
    assert "Thought up." in pages.text("/courses/small/data/numbers")
    assert pages.get("/courses/small/data/others").status_code == 404


def test_a_broken_lab_says_which_file_and_what_to_do(pages: Pages) -> None:
    (pages.course / "week-1/tiny-lab/checks.py").write_text("raise RuntimeError('by a test')\n")
    answer = pages.get(LAB)
    assert answer.status_code == 500
    assert "checks.py" in answer.text
    (pages.course / "week-1/tiny-lab/lab.py").write_text('# %% excercise="squash"\n')
    answer = pages.get(LAB)
    assert answer.status_code == 500
    assert "lab.py" in answer.text
    assert "excercise" in answer.text
