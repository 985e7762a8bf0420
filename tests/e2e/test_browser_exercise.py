"""A learner writes an exercise on its page: saved, checked, shared with JupyterLab, and never lost."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from gradus.content.lesson import item_url
from gradus.labs.levels import solution
from gradus.labs.source import LabSource, read_lab
from gradus.labs.start import start_lab
from gradus.model import Item, Level
from tests.e2e.conftest import Gradus
from tests.e2e.test_browser_keyboard import tab_to
from tests.e2e.test_browser_pages import OVERFLOW, hold, violations

NAME = "sigmoid"
WRONG = "import numpy as np\n\ndef sigmoid(z):\n    return 1 / (1 + np.exp(z))"


class Desk:
    """A lab of the real course in an empty workspace."""

    def __init__(self, gradus: Gradus, visit: Callable[..., Page]) -> None:
        self.gradus, self.visit = gradus, visit
        self.lab: Item = next(lab for lab in gradus.library.labs if lab.id == "logistic-regression")
        self.source: LabSource = read_lab(self.lab)
        self.folder = gradus.workspace / "labs" / self.lab.id
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def notebook(self) -> Path:
        return self.folder / f"{self.lab.id}-guided.ipynb"

    def url(self, exercise: str = NAME) -> str:
        return f"{self.gradus.address}{item_url(self.lab)}/exercises/{exercise}?level=guided"

    def open(self, exercise: str = NAME, **options: Any) -> Page:
        page = self.visit(**({"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"} | options))
        page.goto(self.url(exercise))
        return page

    def begin(self) -> None:
        start_lab(self.lab, Level.GUIDED, self.gradus.workspace)

    def cells(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.notebook.read_text(encoding="utf-8"))["cells"]
        return found

    def text(self, exercise: str = NAME) -> str:
        return str(next(cell["source"] for cell in self.cells() if cell["id"] == f"exercise-{exercise}"))

    def change(self, text: str | None, exercise: str = NAME) -> None:
        """Write the notebook as another program would: the whole file."""
        data = json.loads(self.notebook.read_text(encoding="utf-8"))
        for cell in data["cells"]:
            if cell["id"] == f"exercise-{exercise}" and text is not None:
                cell["source"] = text
        if text is None:
            data["cells"] = [cell for cell in data["cells"] if cell["id"] != f"exercise-{exercise}"]
        self.notebook.write_text(json.dumps(data, indent=1), encoding="utf-8")


@pytest.fixture
def desk(gradus: Gradus, visit: Callable[..., Page]) -> Desk:
    return Desk(gradus, visit)


def editor(page: Page) -> Locator:
    return page.locator(".cm-content")


def write(page: Page, text: str) -> None:
    """Put a text into the editor as a paste does, which indents nothing by itself."""
    editor(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def written(page: Page) -> str:
    return str(page.locator("#text").input_value())


def saved(page: Page) -> None:
    expect(page.locator("[data-save-state]")).to_have_text("Saved")


def test_a_solution_typed_on_the_page_is_checked_and_stands_in_the_notebook(desk: Desk) -> None:
    page = desk.open()
    right = solution(desk.source, NAME)
    editor(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.type("def sigmoid(z):\nreturn 1 / (1 + np.exp(-z")  # indents and closes by itself
    page.keyboard.press("Control+Enter")
    expect(page.locator(".exercise-report.passed")).to_be_visible(timeout=60_000)
    assert written(page) == "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))"
    assert desk.text() == written(page)
    expect(page.locator(".steps [aria-current] .state-mark.passed")).to_be_visible()
    write(page, right)
    saved(page)
    assert desk.text() == right
    with desk.gradus.record as record:
        assert record.attempts(desk.lab.key)[-1].detail["only"] == [NAME]
    page.get_by_role("link", name=re.compile("^Next: ")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("initialize_with_zeros")


def test_what_is_typed_is_saved_by_itself_and_nothing_else_in_the_file_moves(desk: Desk) -> None:
    desk.begin()
    before = desk.notebook.read_text(encoding="utf-8")
    old = desk.text()
    page = desk.open()
    write(page, WRONG)
    saved(page)
    after = desk.notebook.read_text(encoding="utf-8")
    assert after == before.replace(json.dumps(old, ensure_ascii=False), json.dumps(WRONG))


def test_the_line_that_failed_is_marked_and_the_report_leads_to_it(desk: Desk) -> None:
    page = desk.open()
    write(page, "def sigmoid(z):\n    a = 1\n    return a / nothing")
    page.get_by_role("button", name="Check sigmoid").click()
    link = page.locator("#report [data-line='3']").first
    link.wait_for(timeout=60_000)
    expect(page.locator(".cm-bad-line")).to_have_text("    return a / nothing")
    link.click()
    expect(editor(page)).to_be_focused()
    page.keyboard.insert_text("  # here")
    assert written(page).endswith("nothing  # here")


def test_an_edit_made_elsewhere_shows_by_itself_and_undo_leads_back(desk: Desk) -> None:
    desk.begin()
    old = desk.text()
    page = desk.open()
    editor(page).wait_for()
    desk.change(WRONG)
    expect(editor(page)).to_contain_text("np.exp(z)")
    expect(page.locator("[data-save-state]")).to_contain_text("Changed in the notebook")
    editor(page).click()
    page.keyboard.press("Control+z")
    saved(page)
    assert desk.text() == old


def test_another_cell_that_was_saved_elsewhere_stays_when_the_page_saves(desk: Desk) -> None:
    desk.begin()
    page = desk.open()
    editor(page).click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("# mine\n")
    desk.change("# theirs", "predict")
    saved(page)
    assert desk.text().startswith("# mine\n")
    assert desk.text("predict") == "# theirs"


def conflict(desk: Desk, page: Page) -> None:
    """Change one cell on both sides before either knows."""
    editor(page).wait_for()
    with page.expect_response(lambda answer: answer.status == 409):
        page.keyboard.press("Control+End")
        write(page, WRONG)
        desk.change("def sigmoid(z):\n    return 'theirs'")
    expect(page.get_by_role("heading", name="Two versions")).to_be_visible()
    assert desk.text() == "def sigmoid(z):\n    return 'theirs'"
    kept = {path.read_text() for path in (desk.folder / "kept").iterdir()}
    assert {f"{WRONG}\n", "def sigmoid(z):\n    return 'theirs'\n"} <= kept


@pytest.mark.parametrize(
    ("choice", "result"),
    [
        ("Keep what is in the editor", WRONG),
        ("Take the notebook's", "def sigmoid(z):\n    return 'theirs'"),
        ("Put both into the editor", ""),
    ],
)
def test_a_conflict_is_shown_and_settled_as_the_learner_says(desk: Desk, choice: str, result: str) -> None:
    desk.begin()
    page = desk.open()
    conflict(desk, page)
    assert violations(page) == []
    page.get_by_text(choice).click()
    expect(page.get_by_role("heading", name="Two versions")).to_have_count(0)
    if result:
        expect(page.locator("[data-save-state]")).to_have_text(re.compile("^Saved$|notebook's text"))
    else:
        assert "theirs" in written(page)
        assert "np.exp(z)" in written(page)
        editor(page).click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text("merged = 1")
        saved(page)
    assert desk.text() == written(page) == (result or "merged = 1")


def test_two_tabs_show_the_same_and_lose_nothing(desk: Desk) -> None:
    first = desk.open()
    second = desk.open()
    write(first, WRONG)
    saved(first)
    expect(editor(second)).to_contain_text("np.exp(z)")
    write(second, f"{WRONG} + 0")
    saved(second)
    expect(editor(first)).to_contain_text("+ 0")
    assert desk.text() == f"{WRONG} + 0"
    assert not (desk.folder / "kept").exists()


def test_a_deleted_cell_is_told_while_the_page_is_open_and_put_back(desk: Desk) -> None:
    desk.begin()
    page = desk.open()
    write(page, WRONG)
    saved(page)
    desk.change(None)
    page.get_by_role("button", name="Put the cell back with this text").click()
    saved(page)
    assert desk.text() == WRONG


def test_a_notebook_that_is_gone_is_told_and_written_anew_when_asked(desk: Desk) -> None:
    desk.begin()
    page = desk.open()
    write(page, WRONG)
    saved(page)
    desk.notebook.unlink()
    page.get_by_role("button", name="Write a new notebook with this text").click()
    saved(page)
    assert desk.text() == WRONG


def test_a_file_that_breaks_is_told_and_saved_into_once_it_is_mended(desk: Desk) -> None:
    desk.begin()
    whole = desk.notebook.read_text(encoding="utf-8")
    page = desk.open()
    editor(page).wait_for()
    desk.notebook.write_text("{ broken")
    expect(page.get_by_text("not valid JSON")).to_be_visible()
    editor(page).click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("# mine\n")
    desk.notebook.write_text(whole, encoding="utf-8")
    saved(page)
    assert desk.text().startswith("# mine\n")


def test_a_text_waits_on_the_page_while_gradus_does_not_answer(desk: Desk) -> None:
    desk.begin()
    page = desk.open()
    editor(page).wait_for()
    address = re.compile(r"/exercises/sigmoid$")
    page.route(address, lambda route: route.abort())
    write(page, WRONG)
    expect(page.locator("[data-save-state]")).to_contain_text("Not saved")
    page.unroute(address)
    saved(page)
    assert desk.text() == WRONG


def test_a_page_that_is_left_at_once_has_saved_what_was_typed(desk: Desk) -> None:
    desk.begin()
    page = desk.open()
    write(page, WRONG)
    page.goto(desk.gradus.address)
    page.wait_for_timeout(500)
    assert desk.text() == WRONG


def test_the_keyboard_alone_is_enough(desk: Desk) -> None:
    page = desk.open()
    editor(page).wait_for()
    tab_to(page, "Straight to the code")
    page.keyboard.press("Enter")
    for _ in range(10):
        page.keyboard.press("Tab")
        if editor(page).evaluate("at => at === document.activeElement"):
            break
    expect(editor(page)).to_be_focused()
    assert page.locator(".sheet").evaluate("box => getComputedStyle(box).boxShadow") != "none"
    page.keyboard.press("Control+Home")
    page.keyboard.press("Tab")
    assert written(page).startswith("    ")
    page.keyboard.press("Shift+Tab")
    assert not written(page).startswith(" ")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Check sigmoid"
    page.keyboard.press("Enter")
    expect(page.locator(".exercise-report .quiet").first).to_contain_text(re.compile("Checked|What the check"))


def test_code_can_be_searched_and_marked_brackets_are_seen(desk: Desk) -> None:
    page = desk.open()
    write(page, WRONG)
    page.keyboard.press("Control+f")
    page.keyboard.type("np")
    expect(page.locator(".cm-searchMatch")).to_have_count(2)
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Control+End")
    expect(page.locator(".cm-matchingBracket")).to_have_count(2)


@pytest.mark.parametrize("right", [True, False])
def test_the_page_is_accessible_and_keeps_within_its_column(desk: Desk, right: bool) -> None:
    page = desk.open()
    write(page, solution(desk.source, NAME) if right else "def sigmoid(z):\n    return z + " + "unknown" * 30)
    page.get_by_role("button", name="Check sigmoid").click()
    page.locator(f".exercise-report{'.passed' if right else '.failed, .exercise-report.error'}").wait_for(
        timeout=60_000
    )
    page.evaluate("document.querySelectorAll('main details').forEach(part => (part.open = true))")
    hold(page)


def test_a_finger_on_a_narrow_screen_is_enough(desk: Desk) -> None:
    page = desk.open(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    editor(page).tap()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("def sigmoid(z):\nreturn 1 / (1 + np.exp(-z))")
    page.get_by_role("button", name="Indent").tap()
    assert written(page).endswith("np.exp(-z)) ")  # to the next stop
    page.get_by_role("button", name="Undo").tap()
    page.keyboard.press("Home")
    page.get_by_role("button", name="Indent").tap()
    page.get_by_role("button", name="Check sigmoid").tap()
    expect(page.locator(".exercise-report.passed")).to_be_visible(timeout=60_000)
    assert page.evaluate(OVERFLOW) <= 0
    assert desk.text() == "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))"


def test_without_a_script_the_text_field_does_the_same(desk: Desk) -> None:
    page = desk.open(java_script_enabled=False)
    page.get_by_label("Code of sigmoid").fill("def sigmoid(z):\n    return 1 / (1 + np.exp(-z))")
    page.get_by_role("button", name="Check sigmoid").click()
    expect(page.locator(".exercise-report.passed")).to_be_visible(timeout=60_000)
    assert desk.text() == "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))"
    page.get_by_label("Code of sigmoid").fill(WRONG)
    desk.change("def sigmoid(z):\n    return 'theirs'")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Two versions")).to_be_visible()
    page.get_by_role("button", name="Keep what is in the editor").click()
    assert desk.text() == WRONG


def test_where_the_editor_cannot_be_had_the_text_field_saves_by_itself(desk: Desk) -> None:
    page = desk.visit()
    page.add_init_script("delete Document.prototype.adoptedStyleSheets")
    page.goto(desk.url())
    area = page.get_by_label("Code of sigmoid")
    expect(page.locator("html.edits")).to_have_count(1)
    area.fill("def sigmoid(z):\n    return 1 / (1 + np.exp(-z))")
    saved(page)
    area.press("Control+Enter")
    expect(page.locator(".exercise-report.passed")).to_be_visible(timeout=60_000)


def test_the_lab_leads_to_the_exercise_at_the_chosen_level(desk: Desk) -> None:
    page = desk.visit()
    page.goto(desk.gradus.address + item_url(desk.lab))
    page.get_by_label("Open", exact=False).last.check()
    page.get_by_role("button", name="Write it here").click()
    expect(page).to_have_url(re.compile(r"/exercises/\w+\?level=open"))
    expect(page.get_by_text("Write the function").first).to_be_visible()
