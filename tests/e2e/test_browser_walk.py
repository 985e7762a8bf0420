"""One learner's way through the real course: a lesson, a quiz failed and retaken, a lab, and the progress it makes."""

from __future__ import annotations

import re
from collections.abc import Callable

import nbformat
import pytest
from playwright.sync_api import Page, expect

from gradus.content.lesson import item_url
from gradus.content.quiz import instantiate, load_pool
from gradus.labs.levels import solution
from gradus.labs.notebook import build_notebook
from gradus.labs.results import read_expected
from gradus.labs.source import read_lab
from gradus.model import Item, Kind, Level, Question, QuestionKind
from tests.e2e.conftest import Gradus


def questions(gradus: Gradus, quiz: Item) -> list[Question]:
    """The questions that the learner has in front of them, with their answers."""
    with gradus.record as record:
        draw = record.open_draw(quiz.key)
    assert draw is not None
    pool = load_pool(quiz)
    templates = [pool.template(name) for name in draw.questions]
    return [instantiate(template, draw.seed) for template in templates if template is not None]


def answer(page: Page, number: int, question: Question) -> None:
    """Answer one question rightly, with the mouse and the keyboard."""
    box = page.locator(f"#q-{number}")
    match question.kind:
        case QuestionKind.ONE | QuestionKind.TRUE_FALSE | QuestionKind.MANY:
            for place, option in enumerate(question.options):
                if option.right:
                    box.locator("input").nth(place).check()
        case QuestionKind.ORDER:
            for place in range(len(question.answer)):
                row = box.locator("li", has=page.locator(f"select[name='a-{question.id}-{place}']"))
                while row.evaluate("row => [...row.parentElement.children].indexOf(row)") > place:
                    row.locator(".up").click()
        case QuestionKind.SHAPE:
            box.locator("input").fill(str(question.answer))
        case QuestionKind.NUMBER:
            box.locator("input").fill(repr(question.answer))
        case _:
            box.locator("input[type=text], textarea").fill(question.answer)


def test_a_learner_reads_fails_retakes_passes_and_does_a_lab(gradus: Gradus, visit: Callable[..., Page]) -> None:
    course = gradus.library.courses[0]
    lesson = course.items[0]
    quiz = next(item for item in course.items if item.kind is Kind.QUIZ)
    lab = next(item for item in course.items if item.kind is Kind.LAB)
    page = visit(viewport={"width": 1280, "height": 900})

    # Home: one thing to do, and nothing done.
    page.goto(gradus.address)
    expect(page.locator(".hero-figures dd").first).to_have_text(re.compile(r"^0 of "))
    page.get_by_role("link", name="Begin here").click()

    # A lesson, read to its end: a while later it is marked, without a click.
    expect(page.get_by_role("heading", level=1)).to_have_text(lesson.title)
    page.locator("[data-lesson-end]").scroll_into_view_if_needed()
    expect(page.locator("[data-read-state]")).to_have_text("Marked as read.", timeout=40_000)
    page.get_by_role("button", name="I have read this").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(course.items[1].title)

    # The quiz, first handed in as it is: failed, with every question explained.
    page.goto(gradus.address + item_url(quiz))
    page.get_by_role("button", name="Start the quiz").click()
    first = {question.id for question in questions(gradus, quiz)}
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Not answered yet")
    page.get_by_role("button", name="Hand in as it is").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Not passed yet")
    expect(page.locator(".results .question")).to_have_count(quiz.draw)
    failed = page.url

    # Taken again it asks other questions; half are answered, the page is left, and all is still there.
    page.get_by_role("button", name="Take it again").click()
    page.locator("form.quiz").wait_for()
    second = questions(gradus, quiz)
    assert not first & {question.id for question in second}
    for number, question in enumerate(second[: quiz.draw // 2], start=1):
        answer(page, number, question)
    expect(page.locator("[data-save-state]")).to_have_text(f"{quiz.draw // 2} of {quiz.draw} answered, saved")
    page.goto(gradus.address)
    page.goto(gradus.address + item_url(quiz))
    expect(page.locator("[data-save-state]")).to_have_text(f"{quiz.draw // 2} of {quiz.draw} answered")
    for number, question in enumerate(second, start=1):
        answer(page, number, question)
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("100 % Passed")
    page.goto(failed)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Not passed yet")

    # The lab: half of it right in the saved notebook, then all of it.
    page.goto(gradus.address + item_url(lab))
    source = read_lab(lab)
    notebook = nbformat.from_dict(build_notebook(source, Level.GUIDED, lab, read_expected(lab)))
    path = gradus.workspace / "labs" / lab.id / f"{lab.id}-guided.ipynb"
    path.parent.mkdir(parents=True)

    def write(right: int) -> None:
        for cell in notebook.cells:
            name = cell.metadata.get("gradus", {}).get("exercise")
            if name in source.exercises[:right]:
                cell.source = solution(source, name)
        nbformat.write(notebook, path)

    write(len(source.exercises) // 2)
    page.reload()
    page.get_by_role("button", name="Check the saved notebook").click()
    expect(page.locator(".checked")).to_be_visible(timeout=60_000)
    expect(page.locator(".exercise.passed")).to_have_count(len(source.exercises) // 2)
    write(len(source.exercises))
    page.get_by_role("button", name="Check the saved notebook").click()
    expect(page.locator(".exercise.passed")).to_have_count(len(source.exercises), timeout=60_000)
    expect(page.locator(".lab-score")).to_contain_text("this lab is done")

    # Home again: three things done, on the map too.
    page.get_by_role("link", name="Gradus", exact=True).click()
    expect(page.locator(".hero-figures dd").first).to_have_text(re.compile(r"^3 of "))
    expect(page.locator(".map.wide .stop.done")).to_have_count(3)
    expect(page.locator(".map.wide .stop.quiz.done")).to_have_attribute(
        "aria-label", f"Quiz: {quiz.title}, passed with 100 %"
    )
    expect(page.locator(".recent li")).to_have_count(5)


@pytest.mark.slow
def test_the_lab_opens_in_jupyterlab_and_its_check_runs_there(gradus: Gradus, visit: Callable[..., Page]) -> None:
    lab = next(item for item in gradus.library.labs)
    page = visit(viewport={"width": 1280, "height": 900})
    page.goto(gradus.address + item_url(lab))
    page.get_by_label("Standard").check()
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Open in JupyterLab").click()
    tab = opened.value
    tab.wait_for_url(re.compile(r"/lab/tree/labs/"), timeout=90_000)
    tab.get_by_role("tab", name=f"{lab.id}-standard.ipynb").first.wait_for(timeout=90_000)
    tab.get_by_text("| Idle").wait_for(timeout=90_000)
    tab.locator(".jp-Notebook .jp-CodeCell").first.click()
    for _ in range(2):  # the cell that makes `check`, and the first of the lab's own
        tab.keyboard.press("Shift+Enter")
    exercise = read_lab(lab).exercises[0]
    check = tab.locator(".jp-CodeCell", has_text=f'check("{exercise}")').first
    check.scroll_into_view_if_needed()
    check.click()
    tab.keyboard.press("Shift+Enter")
    expect(check.locator(".jp-OutputArea-output")).to_contain_text("not written yet", timeout=60_000)
