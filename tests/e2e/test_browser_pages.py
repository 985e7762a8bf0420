"""Every page of the real course: accessible, within its column, in both themes, on wide screens and narrow ones."""

from __future__ import annotations

import json
import math
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from gradus.content import courses_root, load_courses
from gradus.content.lesson import item_url
from gradus.content.quiz import load_pool
from gradus.model import Item, Kind
from tests.e2e.conftest import Gradus

WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
LIBRARY = load_courses(courses_root())
ITEMS = [item for course in LIBRARY.courses for item in course.items]
OTHERS = ["/", "/sources", "/findings", "/nowhere"]
OTHERS += [f"/courses/{course.id}" for course in LIBRARY.courses]
OTHERS += [f"/courses/{course.id}/{week.id}" for course in LIBRARY.courses for week in course.weeks]

OVERFLOW = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
TYPESET = """() => document.readyState === 'complete'
  && [...document.querySelectorAll('[data-tex]')].every((formula) => formula.querySelector('.katex'))"""


def violations(page: Page) -> list[str]:
    """What axe finds wrong, one line for each rule and place."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} {json.dumps(node['any'])[:300]}" for one in found for node in one["nodes"]
    ]


def hold(page: Page, *, everywhere: bool = True) -> None:
    """See that the page is right at both widths in both themes; or, quicker, wide in light and narrow in dark."""
    for size, theme in (
        (WIDE, "light"),
        (NARROW, "dark"),
        *(((WIDE, "dark"), (NARROW, "light")) if everywhere else ()),
    ):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        assert violations(page) == [], (page.url, size, theme)
    for width in (390, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(OVERFLOW) <= 0, (page.url, width)


@pytest.mark.parametrize("path", OTHERS)
def test_a_page_is_accessible_and_keeps_within_its_column(
    gradus: Gradus, visit: Callable[..., Page], path: str
) -> None:
    page = visit()
    page.goto(gradus.address + path)
    hold(page)


@pytest.mark.parametrize("item", ITEMS, ids=[item.id for item in ITEMS])
def test_an_item_is_accessible_and_keeps_within_its_column(
    gradus: Gradus, visit: Callable[..., Page], item: Item
) -> None:
    page = visit()
    page.goto(gradus.address + item_url(item))
    for part in page.locator("main details:not([open]) > summary").all():
        if part.is_visible():
            part.click()
    page.wait_for_load_state("networkidle")
    page.wait_for_function(TYPESET)
    hold(page, everywhere=False)


@pytest.mark.parametrize("quiz", [item for item in ITEMS if item.kind is Kind.QUIZ], ids=lambda item: item.id)
def test_the_questions_and_the_results_of_a_quiz_are_accessible(
    gradus: Gradus, visit: Callable[..., Page], quiz: Item
) -> None:
    page = visit()
    page.goto(gradus.address + item_url(quiz))
    page.get_by_role("button", name="Start the quiz").click()
    page.wait_for_function(TYPESET)
    hold(page, everywhere=False)
    page.get_by_role("button", name="Hand in", exact=True).click()
    hold(page, everywhere=False)
    page.get_by_role("button", name="Hand in as it is").click()
    page.wait_for_function(TYPESET)
    hold(page)
    page.get_by_role("link", name="All attempts").click()
    hold(page, everywhere=False)
    # Each further attempt brings the questions that were seen least, so that in the end all were.
    for _ in range(math.ceil(len(load_pool(quiz).templates) / quiz.draw) - 1):
        page.get_by_role("button", name="Take it again").click()
        page.wait_for_function(TYPESET)
        assert violations(page) == []
        page.get_by_role("button", name="Hand in", exact=True).click()
        page.get_by_role("button", name="Hand in as it is").click()
        page.wait_for_function(TYPESET)
        assert violations(page) == []
    with gradus.record as record:
        assert len(record.seen_questions(quiz.key)) == len(load_pool(quiz).templates)


@pytest.mark.parametrize("lab", [item for item in ITEMS if item.kind is Kind.LAB], ids=lambda item: item.id)
def test_a_lab_with_a_report_is_accessible(gradus: Gradus, visit: Callable[..., Page], lab: Item) -> None:
    folder = gradus.workspace / "labs" / lab.id
    folder.mkdir(parents=True, exist_ok=True)
    exercises = [line.split('"')[1] for line in (lab.path / "lab.py").read_text().splitlines() if "exercise=" in line]
    wrong = [f"def {name}(*args, **kwargs):\n    return 'nonsense'\n" for name in exercises]
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": one} for one in wrong
    ]
    (folder / f"{lab.id}-guided.ipynb").write_text(
        json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    )
    page = visit()
    page.goto(gradus.address + item_url(lab))
    page.get_by_role("button", name="Check the saved notebook").click()
    page.get_by_text("Checked: 0 of").wait_for(timeout=60_000)
    assert page.locator(".exercise.failed, .exercise.error").count() == len(exercises)
    hold(page)
