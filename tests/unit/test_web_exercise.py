"""An exercise's page: its prose, its cell in the learner's notebook, the check, and what can stand in the way."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from gradus.labs.cells import ABSENT, NEW
from gradus.labs.levels import starter
from gradus.model import Level
from gradus.web.exercise_view import line_links
from gradus.web.forms import FORM_BYTES
from gradus.web.security import CONTENT_POLICY
from tests.unit.labs_tiny import tiny
from tests.webcourse import BASE, HERE, Pages

LAB = f"{BASE}/tiny-lab"
PAGE = f"{LAB}/exercises/squash"
SQUASH = "import numpy as np\n\n\ndef squash(z):\n    return 1 / (1 + np.exp(-z))"
STARTER = starter(tiny(), "squash", Level.GUIDED)


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    pages = Pages(tmp_path)
    yield pages
    pages.close()


def notebook(pages: Pages, level: str = "guided") -> Path:
    return pages.workspace.labs / "tiny-lab" / f"tiny-lab-{level}.ipynb"


def cell(pages: Pages, base: str = "", exercise: str = "squash") -> dict[str, Any]:
    found: dict[str, Any] = pages.get(
        f"{LAB}/exercises/{exercise}/cell", params={"level": "guided", "base": base}
    ).json()
    return found


def save(pages: Pages, base: str, text: str, act: str = "save", exercise: str = "squash", **more: str) -> Any:
    form = {"level": "guided", "base": base, "text": text, "act": act} | more
    return pages.post(f"{LAB}/exercises/{exercise}", form, headers={"accept": "application/json"})


def source(pages: Pages, id: str = "exercise-squash") -> str:
    found = json.loads(notebook(pages).read_text(encoding="utf-8"))["cells"]
    return str(next(one["source"] for one in found if one["id"] == id))


def change(pages: Pages, text: str | None, id: str = "exercise-squash") -> None:
    """Change or delete a cell, as another program would."""
    data = json.loads(notebook(pages).read_text(encoding="utf-8"))
    for one in data["cells"]:
        if one["id"] == id and text is not None:
            one["source"] = text
    if text is None:
        data["cells"] = [one for one in data["cells"] if one["id"] != id]
    notebook(pages).write_text(json.dumps(data, indent=1), encoding="utf-8")


def wait(pages: Pages) -> str:
    deadline = time.monotonic() + 60
    while "data-running" in (text := pages.text(f"{PAGE}/report")):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return unescape(text)


def shown(page: str) -> str:
    """The text of the field, as a browser reads it: without the first line's end."""
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert found
    return unescape(found[1])


def test_a_new_exercise_shows_its_starter_and_writes_nothing(pages: Pages) -> None:
    page = pages.text(PAGE)
    assert shown(page) == STARTER
    assert f'data-base="{NEW}"' in page
    assert not notebook(pages).exists()
    assert cell(pages)["state"] == "new"


def test_the_first_save_writes_the_notebook_with_the_text_in_its_cell(pages: Pages) -> None:
    answer = save(pages, NEW, SQUASH)
    assert (answer.status_code, answer.json()["state"]) == (200, "ready")
    assert source(pages) == SQUASH
    assert (pages.workspace.labs / "tiny-lab" / "numbers.txt").is_file()
    assert shown(pages.text(PAGE)) == SQUASH
    assert cell(pages)["base"] == answer.json()["base"]


def test_a_notebook_that_jupyterlab_made_meanwhile_is_not_overwritten(pages: Pages) -> None:
    pages.post(f"{LAB}/open", {"level": "guided"})
    assert save(pages, NEW, SQUASH).json()["state"] == "ready"
    change(pages, "def squash(z):\n    return 'theirs'")
    answer = save(pages, NEW, SQUASH)
    assert (answer.status_code, answer.json()["state"]) == (409, "conflict")
    assert source(pages) == "def squash(z):\n    return 'theirs'"


def test_without_a_script_the_form_saves_and_leads_back(pages: Pages) -> None:
    form = {"level": "guided", "base": NEW, "text": SQUASH.replace("\n", "\r\n"), "act": "save"}
    answer = pages.post(PAGE, form)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{PAGE}?level=guided#code"
    assert source(pages) == SQUASH


def test_without_a_script_the_check_runs_and_its_report_is_on_the_page(pages: Pages) -> None:
    answer = pages.post(PAGE, {"level": "guided", "base": NEW, "text": SQUASH, "act": "check"})
    assert answer.headers["location"] == f"{PAGE}?level=guided#report"
    wait(pages)
    page = unescape(pages.text(PAGE))
    assert "exercise-report passed" in page
    assert "10 of 10 points" in page
    assert f'href="{LAB}/exercises/measure?level=guided">Next' in page


def test_the_check_of_an_exercise_is_of_that_one_alone_and_recorded(pages: Pages) -> None:
    assert save(pages, NEW, SQUASH, "check").json()["started"] is True
    wait(pages)
    attempt = pages.record.attempts("small/tiny-lab")[-1]
    assert attempt.detail["only"] == ["squash"]
    assert attempt.points == 10


def test_all_exercises_can_be_checked_from_the_page(pages: Pages) -> None:
    save(pages, NEW, SQUASH, "check-all")
    wait(pages)
    attempt = pages.record.attempts("small/tiny-lab")[-1]
    assert attempt.detail["only"] == []
    assert len(attempt.detail["report"]["exercises"]) == 4


def test_a_report_leads_to_the_line_that_failed(pages: Pages) -> None:
    save(pages, NEW, "def squash(z):\n    a = 1\n    return a / nothing", "check")
    report = wait(pages)
    number = cell(pages)["number"]
    assert f'data-line="3">Cell {number}, line 3</a>' in report
    assert "exercise-report error" in report or "exercise-report failed" in report


def test_a_cell_that_does_not_parse_leads_to_its_line_too(pages: Pages) -> None:
    save(pages, NEW, "def squash(z):\n    return (z", "check")
    assert 'data-line="2"' in wait(pages)


def test_only_lines_of_the_cell_itself_become_links() -> None:
    text = line_links("Cell 5, line 2: `x` <b>, not cell 15, line 3", 5)
    assert text.count("<a ") == 1
    assert 'data-line="2"' in text
    assert "&lt;b&gt;" in text


def test_a_check_is_not_started_for_a_text_that_could_not_be_saved(pages: Pages) -> None:
    save(pages, NEW, SQUASH)
    change(pages, "def squash(z):\n    return 'theirs'")
    answer = save(pages, NEW, "def squash(z):\n    return 'mine'", "check")
    assert answer.json()["started"] is False
    assert pages.record.attempts("small/tiny-lab") == []


def test_a_conflict_shows_both_texts_and_says_where_they_are_kept(pages: Pages) -> None:
    base = save(pages, NEW, SQUASH).json()["base"]
    change(pages, SQUASH + " + 0")
    answer = save(pages, base, SQUASH + " + 1").json()
    assert answer["text"] == SQUASH + " + 0"
    assert [part in answer["both"] for part in (" + 0", " + 1")] == [True, True]
    kept = pages.workspace.labs / "tiny-lab" / "kept"
    assert str(kept) in answer["html"]
    assert {path.read_text() for path in kept.iterdir()} == {f"{SQUASH} + 0\n", f"{SQUASH} + 1\n"}
    assert save(pages, answer["base"], SQUASH + " + 1").json()["state"] == "ready"
    assert source(pages) == SQUASH + " + 1"


def test_without_a_script_a_conflict_can_be_settled_in_each_way(pages: Pages) -> None:
    base = save(pages, NEW, SQUASH).json()["base"]
    change(pages, SQUASH + " + 0")
    form = {"level": "guided", "base": base, "text": SQUASH + " + 1", "act": "save"}
    answer = pages.post(PAGE, form)
    assert answer.status_code == 409
    assert shown(answer.text) == SQUASH + " + 1"
    assert "Two versions" in answer.text
    merged = pages.post(PAGE, form | {"act": "merge"})
    assert {" + 0", " + 1"} <= {end for end in (" + 0", " + 1") if end in shown(merged.text)}
    assert source(pages) == SQUASH + " + 0"
    fresh = re.search(r'name="base" value="([^"]+)"', answer.text)
    assert fresh
    assert pages.post(PAGE, form | {"base": fresh[1]}).status_code == 303
    assert source(pages) == SQUASH + " + 1"


def test_a_change_of_another_cell_is_no_conflict(pages: Pages) -> None:
    base = save(pages, NEW, SQUASH).json()["base"]
    change(pages, "x = 1", "exercise-measure")
    assert save(pages, base, SQUASH + " + 0").json()["state"] == "ready"
    assert source(pages, "exercise-measure") == "x = 1"


def test_an_edit_made_elsewhere_is_told_and_an_unchanged_file_is_not_read(pages: Pages) -> None:
    base = save(pages, NEW, SQUASH).json()["base"]
    first = pages.get(f"{PAGE}/cell?level=guided")
    tag = {"if-none-match": first.headers["etag"]}
    assert pages.get(f"{PAGE}/cell?level=guided", headers=tag).status_code == 304
    change(pages, SQUASH + " + 0")
    again = pages.get(f"{PAGE}/cell?level=guided&base={base}", headers=tag)
    assert again.json()["text"] == SQUASH + " + 0"
    assert again.json()["base"] != base


def test_a_deleted_cell_is_told_and_can_be_put_back(pages: Pages) -> None:
    base = save(pages, NEW, SQUASH).json()["base"]
    change(pages, None)
    assert cell(pages, base)["state"] == "absent"
    page = pages.text(PAGE)
    assert "Put the cell back" in page
    assert f'data-base="{ABSENT}"' in page
    answer = save(pages, base, SQUASH)
    assert (answer.status_code, answer.json()["state"]) == (410, "absent")
    assert save(pages, ABSENT, SQUASH).json()["state"] == "ready"
    assert source(pages) == SQUASH


def test_a_notebook_that_is_gone_is_told_and_written_anew_only_when_asked(pages: Pages) -> None:
    base = save(pages, NEW, SQUASH).json()["base"]
    notebook(pages).rename(notebook(pages).with_name("renamed.ipynb"))
    answer = save(pages, base, SQUASH + " + 0")
    assert (answer.status_code, answer.json()["state"]) == (410, "gone")
    assert "renamed.ipynb" in answer.json()["html"]
    assert not notebook(pages).exists()
    assert save(pages, answer.json()["base"], SQUASH + " + 0").json()["state"] == "ready"
    assert source(pages) == SQUASH + " + 0"


def test_a_notebook_that_cannot_be_read_is_told_and_left_alone(pages: Pages) -> None:
    save(pages, NEW, SQUASH)
    notebook(pages).write_text("{ broken")
    page = pages.text(PAGE)
    assert "not valid JSON" in page
    assert re.search(r"<textarea[^>]* readonly>", page)
    answer = save(pages, "x", SQUASH)
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert notebook(pages).read_text() == "{ broken"


def test_a_workspace_that_cannot_be_written_says_so(pages: Pages) -> None:
    pages.workspace.labs.rmdir()
    pages.workspace.labs.write_text("a file in the way")
    answer = save(pages, NEW, SQUASH)
    assert answer.status_code == 422
    assert str(pages.workspace.labs) in answer.json()["sentence"]


def test_too_much_text_is_refused_with_a_sentence(pages: Pages) -> None:
    for size, status in ((200_001, 422), (FORM_BYTES, 413)):
        answer = save(pages, NEW, "x" * size)
        assert answer.status_code == status
        assert "Put long data into a file" in answer.json()["sentence"]
    by_form = pages.post(PAGE, {"level": "guided", "base": NEW, "text": "x" * FORM_BYTES})
    assert by_form.status_code == 413
    assert "Put long data into a file" in by_form.text


@pytest.mark.parametrize("body", [b"text=%ff", b"\xff", b"&".join(b"a=1" for _ in range(50))])
def test_what_is_no_form_of_ours_is_refused(pages: Pages, body: bytes) -> None:
    answer = pages.request("POST", PAGE, content=body, headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["state"] == "refused"


@pytest.mark.parametrize("name", ["nothing", "np", "%2e%2e", "squash%2f..", "__init__"])
def test_only_exercises_of_the_lab_have_a_page(pages: Pages, name: str) -> None:
    assert pages.get(f"{LAB}/exercises/{name}").status_code == 404
    assert pages.post(f"{LAB}/exercises/{name}", {"level": "guided", "base": NEW, "text": "x"}).status_code in (
        404,
        405,
    )
    assert not notebook(pages).exists()


@pytest.mark.parametrize("level", ["expert", "../guided", "guided/.."])
def test_an_unknown_level_is_refused(pages: Pages, level: str) -> None:
    assert pages.get(PAGE, params={"level": level}).status_code == 400
    assert save(pages, NEW, SQUASH, level=level).status_code == 400
    assert pages.get(f"{LAB}/write", params={"level": level}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://example.org"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}, {"host": "example.org"}],
)
def test_another_page_cannot_write_a_cell(pages: Pages, headers: dict[str, str]) -> None:
    form = {"level": "guided", "base": NEW, "text": SQUASH, "act": "save"}
    assert pages.post(PAGE, form, headers=headers).status_code in (403, 421)
    assert pages.post(PAGE, form, headers={"origin": HERE}).status_code == 303
    assert notebook(pages).exists()


def test_the_page_keeps_the_content_policy_of_all_pages(pages: Pages) -> None:
    assert pages.get(PAGE).headers["content-security-policy"] == CONTENT_POLICY
    assert "unsafe" not in CONTENT_POLICY
    assert 'style="' not in pages.text(PAGE)


def test_text_that_looks_like_markup_stays_text(pages: Pages) -> None:
    text = '\n</textarea><script>alert("&amp;")</script>\n'
    save(pages, NEW, text)
    page = pages.text(PAGE)
    assert "<script>alert" not in page
    assert shown(page) == text


def test_the_page_shows_no_line_of_a_solution(pages: Pages) -> None:
    for level in Level:
        for name in tiny().exercises:
            text = unescape(pages.text(f"{LAB}/exercises/{name}?level={level}"))
            assert "np.exp(-z)" not in text
            assert "### BEGIN" not in text


def test_each_level_has_its_own_notebook_and_the_open_one_its_specification(pages: Pages) -> None:
    page = pages.text(f"{PAGE}?level=open")
    assert "Write the function" in page
    assert shown(page) == starter(tiny(), "squash", Level.OPEN)
    save(pages, NEW, SQUASH, level="open")
    assert notebook(pages, "open").is_file()
    assert not notebook(pages).exists()
    assert shown(pages.text(PAGE)) == SQUASH  # the notebook that was saved last


def test_writing_begins_at_the_first_exercise_that_is_not_right_yet(pages: Pages) -> None:
    assert pages.get(f"{LAB}/write?level=standard").headers["location"] == f"{PAGE}?level=standard"
    save(pages, NEW, SQUASH, "check")
    wait(pages)
    assert pages.get(f"{LAB}/write").headers["location"] == f"{LAB}/exercises/measure?level=guided"


def test_the_lab_leads_to_each_exercise(pages: Pages) -> None:
    text = pages.text(LAB)
    for name in tiny().exercises:
        assert f'href="{LAB}/exercises/{name}"' in text


def test_every_exercise_leads_on_and_back(pages: Pages) -> None:
    names = tiny().exercises
    for place, name in enumerate(names):
        text = pages.text(f"{LAB}/exercises/{name}")
        assert f"Exercise {place + 1} of {len(names)}" in text
        onward = text[text.index('class="onward"') :]
        if place:
            assert f"exercises/{names[place - 1]}?" in onward
        if place + 1 < len(names):
            assert f"exercises/{names[place + 1]}?" in onward


def test_prose_code_and_answers_lead_to_the_exercise(pages: Pages) -> None:
    path = pages.course / "week-1/tiny-lab/lab.py"
    added = (
        "# %% [markdown]\n# ## Before\n#\n# Why $x$?\n#\n# <details><summary>Answer</summary>\n#\n# Because `y`.\n#\n"
        "# </details>\n#\n# And now.\n\n# %%\nshort = 1\n\n# %%\nlong = [\n" + "    1,\n" * 9 + "]\n\n# %% exercise="
    )
    text = path.read_text()
    place = text.index("# %% exercise=")
    path.write_text(text[:place] + added + text[place + len("# %% exercise=") :])
    page = unescape(pages.text(PAGE))
    order = [
        page.index(part) for part in ("Before</h2>", "<summary>Answer</summary>", "And now.", ">short<", "long = [")
    ]
    assert order == sorted(order)
    assert '<details class="given">' in page
    assert "&lt;details" not in pages.text(PAGE)


def test_a_lab_that_is_broken_has_no_exercise_pages(pages: Pages) -> None:
    (pages.course / "week-1/tiny-lab/lab.py").write_text("# %% excercise=1\n")
    assert pages.get(PAGE).status_code == 404


def test_a_check_that_is_running_is_told_on_the_page_and_another_waits(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    from gradus.web import checking

    go = Event()

    def slow(
        record: object, item: object, submission: object, *, only: object, progress: Any, **more: object
    ) -> object:
        progress("squash", 0, 1)
        go.wait(20)
        raise RuntimeError("by a test")

    monkeypatch.setattr(checking, "grade_and_record", slow)
    assert save(pages, NEW, SQUASH, "check").json()["started"] is True
    deadline = time.monotonic() + 10
    while "Checking <code>squash" not in pages.text(f"{PAGE}/report"):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert '<noscript><meta http-equiv="refresh"' in pages.text(PAGE)
    other = cell(pages, exercise="measure")
    assert save(pages, other["base"], "x = 1", "check", "measure").json()["started"] is False
    assert "data-running" in pages.text(f"{LAB}/exercises/measure/report")
    go.set()
    assert "RuntimeError: by a test" in wait(pages)
