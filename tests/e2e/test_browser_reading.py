"""Reading in a browser: formulas, code, notes, progress, colours, paper, and all of it without a script too."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gradus.content.lesson import item_url, render_lesson
from gradus.model import Item, Kind
from tests.e2e.conftest import Gradus

DARK, LIGHT = "rgb(22, 23, 26)", "rgb(253, 252, 249)"
SCROLLED = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def lesson(gradus: Gradus) -> Item:
    """The lesson of the course that shows most: it has formulas, code, a table of contents and margin notes."""

    def shows(item: Item) -> tuple[int, int]:
        html = render_lesson(item, gradus.library).html
        return int("marginnote" in html and 'class="code"' in html), html.count("data-tex")

    lessons = [item for course in gradus.library.courses for item in course.items if item.kind is Kind.LESSON]
    return max(lessons, key=shows)


def test_formulas_are_typeset_and_a_long_one_scrolls_within_itself(
    gradus: Gradus, visit: Callable[..., Page], lesson: Item
) -> None:
    page = visit(viewport={"width": 390, "height": 844})
    page.goto(gradus.address + item_url(lesson))
    assert page.locator("[data-tex]").count() == page.locator("[data-tex].typeset .katex").count() > 20
    page.evaluate("document.querySelector('.math.display').style.width = '60px'")
    expect(page.locator(".math.display").first).to_have_attribute("tabindex", "0")
    assert page.evaluate(SCROLLED) <= 0


def test_a_formula_that_cannot_be_read_is_shown_as_it_was_written(
    gradus: Gradus, visit: Callable[..., Page], lesson: Item
) -> None:
    page = visit()
    page.route(
        gradus.address + item_url(lesson),
        lambda route: route.fulfill(
            response=(answer := route.fetch()),
            body=re.sub(r'data-tex="[^"]*">[^<]*<', r'data-tex="\\nonsense{1}">\\nonsense{1}<', answer.text(), count=1),
        ),
    )
    page.goto(gradus.address + item_url(lesson))
    expect(page.locator(".math-error")).to_have_text("\\nonsense{1}")
    assert page.locator("[data-tex].typeset").count() > 20


def test_code_is_copied_with_one_click(gradus: Gradus, visit: Callable[..., Page], lesson: Item) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    page.goto(gradus.address + item_url(lesson))
    block = page.locator(".code").first
    block.hover()
    block.get_by_role("button", name="Copy").click()
    expect(block.get_by_role("button")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == block.locator("code").inner_text()


def test_the_contents_follow_the_reader_and_the_bar_shows_how_far(
    gradus: Gradus, visit: Callable[..., Page], lesson: Item
) -> None:
    page = visit(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.goto(gradus.address + item_url(lesson))
    links = page.locator(".toc a")
    assert page.locator(".toc a[aria-current]").count() == 0
    assert page.locator("progress.reading").evaluate("bar => bar.value") == 0
    links.nth(1).click()
    expect(page.locator(".toc a[aria-current]")).to_have_text(links.nth(1).inner_text())
    middle = page.locator("progress.reading").evaluate("bar => bar.value")
    assert 0 < middle < 1
    page.locator(".lesson-end").scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_function("() => document.querySelector('progress.reading').value === 1")


def test_the_line_is_as_long_as_a_books(gradus: Gradus, visit: Callable[..., Page], lesson: Item) -> None:
    page = visit(viewport={"width": 1280, "height": 900})
    page.goto(gradus.address + item_url(lesson))
    page.evaluate("document.fonts.ready")
    lengths = page.evaluate(
        """() => [...document.querySelectorAll('.prose > p')].flatMap((p) => {
            const text = p.firstChild, lines = [];
            if (p.childNodes.length !== 1 || text.nodeType !== 3) return [];
            let count = 0, top = null;
            for (let place = 0; place < text.length; place++) {
              const range = document.createRange();
              range.setStart(text, place); range.setEnd(text, place + 1);
              const y = range.getBoundingClientRect().top;
              if (top !== null && y > top + 5) { lines.push(count); count = 0; }
              top = y; count += 1;
            }
            return lines;
        })"""
    )
    assert lengths
    assert 60 <= max(lengths) <= 75
    assert 55 <= sorted(lengths)[len(lengths) // 2] <= 72


def test_margin_notes_stand_in_the_margin_and_fold_under_their_paragraph(
    gradus: Gradus, visit: Callable[..., Page], lesson: Item
) -> None:
    page = visit(viewport={"width": 1280, "height": 900})
    page.goto(gradus.address + item_url(lesson))
    note = page.locator(".marginnote").first
    column = page.locator(".lesson-head").bounding_box()
    wide = note.bounding_box()
    assert column is not None
    assert wide is not None
    assert wide["x"] > column["x"] + column["width"]
    page.set_viewport_size({"width": 390, "height": 844})
    narrow = note.bounding_box()
    assert narrow is not None
    assert narrow["x"] < 40
    assert note.evaluate("note => note.parentElement.lastChild === note")
    page.set_viewport_size({"width": 1280, "height": 900})
    back = note.bounding_box()
    assert back is not None
    assert back["x"] == wide["x"]


def test_a_lesson_is_read_only_after_a_while_at_its_end(gradus: Gradus, visit: Callable[..., Page]) -> None:
    course = gradus.library.courses[0]
    lesson = next(item for item in course.items if item.kind is Kind.LESSON)
    page = visit()
    page.clock.install()
    page.goto(gradus.address + item_url(lesson))
    page.clock.fast_forward(60_000)
    expect(page.locator("[data-read-state]")).to_be_empty()
    page.locator("[data-lesson-end] .button").scroll_into_view_if_needed()
    page.clock.run_for(1000)
    expect(page.locator("[data-read-state]")).to_be_empty()
    page.clock.run_for(3000)
    expect(page.locator("[data-read-state]")).to_have_text("Marked as read.")
    with gradus.record as record:
        assert [attempt.item for attempt in record.attempts()] == [lesson.key]


def test_the_theme_follows_the_system_until_one_is_chosen_and_then_stays(
    gradus: Gradus, visit: Callable[..., Page]
) -> None:
    page = visit(color_scheme="dark")
    page.goto(gradus.address)
    expect(page.locator("body")).to_have_css("background-color", DARK)
    page.get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator("body")).to_have_css("background-color", LIGHT)
    answer = page.goto(gradus.address + "/sources")
    assert answer is not None
    assert 'data-theme="light"' in answer.text()  # from the server, so that nothing flashes
    expect(page.locator("body")).to_have_css("background-color", LIGHT)
    page.get_by_role("button", name="Colours as the system says").click()
    page.wait_for_function("() => !document.documentElement.dataset.theme")
    expect(page.locator("body")).to_have_css("background-color", DARK)
    assert page.url == gradus.address + "/sources"


def test_nothing_moves_for_a_reader_who_asked_for_less(
    gradus: Gradus, visit: Callable[..., Page], lesson: Item
) -> None:
    page = visit(reduced_motion="reduce")
    for path in ("/", item_url(lesson)):
        page.goto(gradus.address + path)
        assert page.evaluate("document.getAnimations().length") == 0
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_on_paper_there_is_the_text_alone_with_every_part_open(
    gradus: Gradus, visit: Callable[..., Page], lesson: Item
) -> None:
    page = visit(color_scheme="dark")
    page.goto(gradus.address + item_url(lesson))
    page.emulate_media(media="print")
    for gone in (".top", ".bottom", ".toc", ".onward", ".lesson-end", ".copy"):
        assert page.locator(gone).first.is_hidden(), gone
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    folded = page.locator("details.self-check .body").first
    box = folded.bounding_box()
    assert box is not None
    assert box["height"] > 20


def test_everything_can_be_read_and_a_quiz_be_done_without_a_script(
    gradus: Gradus, visit: Callable[..., Page], lesson: Item
) -> None:
    page = visit(java_script_enabled=False)
    page.goto(gradus.address)
    page.get_by_role("link", name=re.compile("Begin here|Read the lesson|Take the quiz")).first.click()
    page.goto(gradus.address + item_url(lesson))
    expect(page.locator("[data-tex]").first).not_to_be_empty()
    page.locator("details.self-check summary").first.click()
    expect(page.locator("details.self-check .body").first).to_be_visible()
    page.get_by_role("button", name="I have read this").click()

    quiz = next(item for item in gradus.library.courses[0].items if item.kind is Kind.QUIZ)
    page.goto(gradus.address + item_url(quiz))
    page.get_by_role("button", name="Start the quiz").click()
    page.locator("input[type=radio]").first.check()
    page.get_by_role("button", name="Save and go on later").click()
    expect(page.get_by_role("status").first).to_contain_text("Your answers are saved")
    expect(page.locator("input[type=radio]").first).to_be_checked()
    page.get_by_role("button", name="Hand in", exact=True).click()
    page.get_by_role("button", name="Hand in as it is").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("%")
    page.get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator("body")).to_have_css("background-color", DARK)
