"""The whole of Gradus with a keyboard alone, and always seeing where one is."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from gradus.content.lesson import item_url
from gradus.model import Kind
from tests.e2e.conftest import Gradus

FOCUSED = """() => {
  const at = document.activeElement;
  return at === document.body ? '' : (at.getAttribute('aria-label') || at.textContent || at.name || at.tagName).trim();
}"""
SEEN = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  const ring = (element) => {
    const style = getComputedStyle(element);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.stroke !== 'none';
  };
  // The ring may be drawn around what holds the field, as with an answer, or in the picture, as on the map.
  const ringed = ring(at) || ring(at.closest('label') ?? at) || [...at.querySelectorAll('.reach, .title')].some(ring);
  const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return [ringed, inside];
}"""


def tab_to(page: Page, text: str, most: int = 120) -> None:
    """Press Tab until what has the focus says ``text``; each stop on the way must be visible and ringed."""
    for _ in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate(FOCUSED)
        if said:
            assert page.evaluate(SEEN) == [True, True], said
        if text in said:
            return
    raise AssertionError(f"Tab never came to {text!r} on {page.url}")


def test_the_first_key_leads_past_the_head_of_the_page(gradus: Gradus, visit: Callable[..., Page]) -> None:
    page = visit(reduced_motion="reduce")
    page.goto(gradus.address)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Skip to the text"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    tab_to(page, "Begin here", most=1)


def test_every_stop_of_home_is_seen_and_the_map_can_be_walked(gradus: Gradus, visit: Callable[..., Page]) -> None:
    for width in (1280, 390):
        page = visit(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        page.goto(gradus.address)
        tab_to(page, "You are here")
        last = gradus.library.courses[0].items[-1]
        tab_to(page, f"Lab: {last.title}")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(last.title)


def test_a_learner_goes_from_home_through_a_lesson_to_a_finished_quiz(
    gradus: Gradus, visit: Callable[..., Page]
) -> None:
    course = gradus.library.courses[0]
    page = visit(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.goto(gradus.address)
    tab_to(page, "Begin here")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(course.items[0].title)
    tab_to(page, "I have read this")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(course.items[1].title)

    quiz = next(item for item in course.items if item.kind is Kind.QUIZ)
    page.goto(gradus.address + item_url(quiz))
    tab_to(page, "Start the quiz")
    page.keyboard.press("Enter")
    page.locator("form.quiz").wait_for()
    for question in page.locator("form.quiz .question").all():
        fields = question.locator("input:visible, textarea, .move button")
        kind = fields.first.evaluate("field => field.type")
        name = fields.first.get_attribute("name")
        for _ in range(8):
            page.keyboard.press("Tab")
            assert page.evaluate(SEEN) == [True, True]
            if question.evaluate(
                "(box, kind) => box.contains(document.activeElement) && document.activeElement.type === kind", kind
            ):
                break
        if kind in ("radio", "checkbox"):
            page.keyboard.press("Space")
            assert question.locator("input:checked").count() == 1, name
            if kind == "checkbox":
                for _ in range(question.locator("input").count() - 1):
                    page.keyboard.press("Tab")
        elif kind in ("text", "textarea"):
            page.keyboard.type("7")
        else:
            before = question.locator(".order-text").all_inner_texts()
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            after = question.locator(".order-text").all_inner_texts()
            assert after == [before[1], before[0], *before[2:]]
            while question.evaluate("box => box.contains(document.activeElement)"):
                page.keyboard.press("Tab")
            page.keyboard.press("Shift+Tab")
    expect(page.locator("[data-save-state]")).to_have_text(f"{quiz.draw} of {quiz.draw} answered, saved")
    tab_to(page, "Hand in")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("%")


def test_enter_in_an_answer_keeps_it_and_never_hands_in(gradus: Gradus, visit: Callable[..., Page]) -> None:
    quiz = [item for item in gradus.library.courses[0].items if item.kind is Kind.QUIZ][-1]
    page = visit()
    page.goto(gradus.address + item_url(quiz))
    page.get_by_role("button", name="Start the quiz").click()
    field = page.locator(".typed input").first
    field.fill("7")
    field.press("Enter")
    expect(page.get_by_text("Your answers are saved")).to_be_visible()
    expect(page.locator(".typed input").first).to_have_value("7")


def test_an_openable_part_and_the_colours_answer_to_the_keyboard(gradus: Gradus, visit: Callable[..., Page]) -> None:
    lesson = next(item for item in gradus.library.courses[0].items if item.kind is Kind.LESSON)
    page = visit(color_scheme="light", viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page.goto(gradus.address + item_url(lesson))
    tab_to(page, "Switch between light and dark")
    page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    check = page.locator("details.self-check").first
    tab_to(page, check.locator("summary").inner_text().split("\n")[0][:40])
    page.keyboard.press("Enter")
    expect(check.locator(".body")).to_be_visible()
