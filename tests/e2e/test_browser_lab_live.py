"""An open lab page keeps up with what happens elsewhere, and leaves alone what the learner does on it."""

from __future__ import annotations

import json
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gradus.content import courses_root
from gradus.content.lesson import item_url
from gradus.labs.submission import Submission
from gradus.model import Item
from gradus.record.grading import grade_and_record
from tests.e2e.conftest import Gradus, start_gradus
from tests.e2e.test_browser_pages import hold

RIGHT = "import math\ndef basic_sigmoid(x):\n    return 1 / (1 + math.exp(-x))\n"
WRONG = RIGHT.replace("-x", "x")
ENDLESS = "def basic_sigmoid(x):\n    while True:\n        pass\n"

Visit = Callable[..., Page]


@pytest.fixture
def lab(gradus: Gradus) -> Item:
    lab = gradus.library.lab("python-basics")
    assert lab is not None
    return lab


def open_lab(gradus: Gradus, lab: Item, page: Page) -> Page:
    """Open the lab's page, and mark it, so that a reload would be seen."""
    page.goto(gradus.address + item_url(lab))
    page.evaluate("window.kept = true")
    return page


def same_page(page: Page) -> bool:
    return bool(page.evaluate("window.kept === true"))


def grade_elsewhere(gradus: Gradus, lab: Item, code: str) -> None:
    """Do what a notebook or a terminal does."""
    with gradus.record as record:
        grade_and_record(record, lab, Submission.from_cells([code]), only=["basic_sigmoid"])


def write_notebook(gradus: Gradus, lab: Item, code: str) -> Path:
    path = gradus.workspace / "labs" / lab.id / f"{lab.id}-standard.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    cell = {"cell_type": "code", "source": code, "metadata": {}, "outputs": [], "execution_count": None}
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}))
    return path


def test_a_verdict_from_elsewhere_shows_within_a_second_and_moves_nothing(
    gradus: Gradus, lab: Item, visit: Visit
) -> None:
    page = open_lab(gradus, lab, visit(viewport={"width": 900, "height": 600}))
    verdict = page.locator("#verdict-basic_sigmoid .exercise-state")
    expect(verdict).to_have_text("not begun")
    # Something typed beside another exercise, the caret in the middle of it, and that place in view.
    page.evaluate(
        """() => {
            const text = document.createElement("textarea");
            text.id = "typed";
            document.getElementById("exercise-softmax").append(text);
            text.value = "half a line";
            text.focus();
            text.setSelectionRange(4, 4);
            text.scrollIntoView({ block: "center", behavior: "instant" });
        }"""
    )
    before = page.evaluate("document.getElementById('typed').getBoundingClientRect().top")
    grade_elsewhere(gradus, lab, WRONG)
    expect(verdict).to_have_text("not right yet", timeout=1500)
    expect(page.locator("#verdict-basic_sigmoid .cause")).to_be_attached()
    after = page.evaluate("document.getElementById('typed').getBoundingClientRect().top")
    assert abs(after - before) < 2
    typed = page.evaluate("[document.activeElement.id, document.activeElement.selectionStart]")
    assert typed == ["typed", 4]
    grade_elsewhere(gradus, lab, RIGHT)
    expect(verdict).to_have_text("passed", timeout=1500)
    expect(page.locator("#exercise-basic_sigmoid")).to_have_class("exercise passed")
    assert same_page(page)


def test_what_the_learner_unfolded_stays_unfolded_and_the_focus_stays_on_it(
    gradus: Gradus, lab: Item, visit: Visit
) -> None:
    grade_elsewhere(gradus, lab, WRONG)
    page = open_lab(gradus, lab, visit())
    report = page.locator("#verdict-basic_sigmoid details.report")
    summary = report.locator("> summary")
    summary.focus()
    summary.press("Enter")
    assert report.get_attribute("open") is None
    mark = page.locator("#verdict-basic_sigmoid").get_attribute("data-swap")
    grade_elsewhere(gradus, lab, WRONG)  # other inputs, so another text
    expect(page.locator("#verdict-basic_sigmoid")).not_to_have_attribute("data-swap", mark or "")
    assert report.get_attribute("open") is None
    assert page.evaluate("document.activeElement.textContent") == "What the check found"
    assert same_page(page)


def test_a_notebook_that_is_saved_can_be_checked_at_once(gradus: Gradus, lab: Item, visit: Visit) -> None:
    page = open_lab(gradus, lab, visit())
    write_notebook(gradus, lab, RIGHT)
    button = page.get_by_role("button", name="Check the saved notebook")
    expect(button).to_be_enabled(timeout=3000)
    button.click()
    expect(page.locator("#check-state")).to_contain_text("Checked: ")
    expect(page.locator("#check-state")).to_contain_text("While it was checked, your code was ")
    assert same_page(page)


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_a_long_check_is_told_and_can_be_cancelled(gradus: Gradus, lab: Item, visit: Visit, script: bool) -> None:
    write_notebook(gradus, lab, ENDLESS)
    with gradus.record as record:
        before = len(record.attempts(lab.key))
    page = visit(java_script_enabled=script)
    page.goto(gradus.address + item_url(lab))
    page.get_by_role("button", name="Check the saved notebook").click()
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()
    if script:
        expect(page.locator("#check-state")).to_contain_text("Checking basic_sigmoid")
        expect(page.locator("#check-state")).to_contain_text("(1 of ")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#check-state")).to_contain_text("Nothing of this check was recorded", timeout=4000)
    with gradus.record as record:
        assert len(record.attempts(lab.key)) == before
    write_notebook(gradus, lab, RIGHT)
    page.get_by_role("button", name="Check the saved notebook").click()
    if not script:
        # Chromium under test, told to run no script, leaves out <noscript> as well: no refresh by itself.
        page.wait_for_timeout(3000)
        page.reload()
    expect(page.locator("#check-state")).to_contain_text("Checked: ")


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_hints_are_shown_one_at_a_time_by_the_keyboard(gradus: Gradus, lab: Item, visit: Visit, script: bool) -> None:
    name = "L1" if script else "L2"
    page = visit(java_script_enabled=script, viewport={"width": 390, "height": 800})
    page.goto(gradus.address + item_url(lab))
    hints = page.locator(f"#hints-{name}")
    for number in (1, 2, 3):
        button = hints.get_by_role("button", name=re.compile("hint for"))
        expect(button).to_have_text(re.compile("A hint" if number == 1 else "Next hint"))
        button.focus()
        button.press("Enter")
        expect(hints.locator(".hint-title")).to_have_count(number)
        expect(hints.locator(".hint-title").last).to_have_text(f"Hint {number} of 3")
    expect(hints).to_contain_text("Hints cost no points")
    expect(hints.get_by_role("button")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390 or not script  # formulas are wide without one
    with gradus.record as record:
        assert [hint.tier for hint in record.hints(lab.key) if hint.exercise == name] == [1, 2, 3]


def test_after_a_miss_the_first_hint_is_about_it(gradus: Gradus, lab: Item, visit: Visit) -> None:
    grade_elsewhere(gradus, lab, WRONG)
    page = open_lab(gradus, lab, visit())
    hints = page.locator("#hints-basic_sigmoid")
    cause = page.locator("#verdict-basic_sigmoid .cause").inner_text()
    hints.get_by_role("button").click()
    expect(hints.locator(".hint-title").last).to_have_text("About your last check")
    expect(hints).to_contain_text(cause)


def test_a_page_whose_gradus_ends_says_so_and_does_not_hold_it_up(tmp_path: Path, visit: Visit, lab: Item) -> None:
    process, address = start_gradus(tmp_path / "w", courses_root())
    try:
        page = visit()
        page.goto(address + item_url(lab))
        page.wait_for_timeout(600)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
        assert time.monotonic() - began < 2.5
        expect(page.locator("#lost")).to_contain_text("Gradus does not answer")
    finally:
        process.kill()


def test_the_page_of_an_exercise_hears_of_a_check_elsewhere_and_keeps_what_is_typed(
    gradus: Gradus, lab: Item, visit: Visit
) -> None:
    page = visit()
    page.goto(gradus.address + item_url(lab) + "/exercises/basic_sigmoid?level=open")
    page.evaluate("window.kept = true")
    editor = page.locator(".cm-content")
    editor.click()
    page.keyboard.type("typed = 1")
    grade_elsewhere(gradus, lab, WRONG)
    expect(page.locator("#report .stands")).to_contain_text("Not right yet")
    grade_elsewhere(gradus, lab, RIGHT)
    expect(page.locator("#report .stands")).to_contain_text("Passed")
    expect(editor).to_contain_text("typed = 1")
    assert page.evaluate("document.activeElement.classList.contains('cm-content')")
    assert same_page(page)


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_hints_stand_on_the_page_of_an_exercise_too(gradus: Gradus, lab: Item, visit: Visit, script: bool) -> None:
    name = "softmax" if script else "image2vector"
    page = visit(java_script_enabled=script)
    page.goto(gradus.address + item_url(lab) + f"/exercises/{name}?level=standard")
    hints = page.locator(f"#hints-{name}")
    for number in (1, 2):
        hints.get_by_role("button").click()
        expect(hints.locator(".hint-title").last).to_have_text(f"Hint {number} of 3")
    assert f"/exercises/{name}?level=standard" in page.url


def test_a_check_can_be_cancelled_on_the_page_of_an_exercise(gradus: Gradus, lab: Item, visit: Visit) -> None:
    write_notebook(gradus, lab, "import math\n")
    page = visit()
    page.goto(gradus.address + item_url(lab) + "/exercises/basic_sigmoid?level=guided")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(ENDLESS)
    page.keyboard.press("Control+Enter")
    report = page.locator("#report")
    expect(report).to_contain_text("Checking basic_sigmoid")
    report.get_by_role("button", name="Cancel").click()
    expect(report).to_contain_text("Nothing of that check was recorded", timeout=4000)


def test_a_lab_with_a_miss_hints_and_a_running_check_is_accessible_and_keeps_within_its_column(
    gradus: Gradus, lab: Item, visit: Visit
) -> None:
    grade_elsewhere(gradus, lab, WRONG)
    write_notebook(gradus, lab, ENDLESS)
    page = open_lab(gradus, lab, visit())
    hints = page.locator("#hints-basic_sigmoid")
    for number in range(1, 3):
        hints.get_by_role("button").click()
        expect(hints.locator(".hint-title").nth(number - 1)).to_be_visible()
    page.get_by_role("button", name="Check the saved notebook").click()
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()
    hold(page, everywhere=False)
    page.get_by_role("button", name="Cancel").click()
