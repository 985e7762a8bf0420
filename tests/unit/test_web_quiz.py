"""A quiz in the browser: drafts that survive, marking, reasons, retakes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from gradus.content.quiz import instantiate, load_pool
from gradus.web.answers import shown_order
from tests.webcourse import BASE, Pages, hidden_draw

QUIZ = f"{BASE}/small-quiz"


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    pages = Pages(tmp_path)
    yield pages
    pages.close()


def begin(pages: Pages) -> str:
    assert pages.post(f"{QUIZ}/start").headers["location"] == QUIZ
    return hidden_draw(pages.text(QUIZ))


def answers(pages: Pages, *, right: bool) -> dict[str, Any]:
    """The form of the quiz in progress, every answer right or every answer wrong."""
    item = pages.app.state.site.load().item("small/small-quiz")
    draw = pages.record.open_draw("small/small-quiz")
    assert item is not None
    assert draw is not None
    form: dict[str, Any] = {"draw": draw.id}
    for template in load_pool(item).templates:
        question = instantiate(template, draw.seed)
        name = f"a-{question.id}"
        match question.kind:
            case "one" | "true-false" | "many":
                form[name] = [str(place) for place, option in enumerate(question.options) if option.right is right]
            case "order":
                form |= {f"{name}-{place}": str(place + 1 if right else 3 - place) for place in range(3)}
            case _:
                form[name] = {"number": "4", "expression": "a + a", "shape": "(3, 1)", "output": "2"}[question.kind]
                if not right:
                    form[name] += "7"
    return form


def test_the_first_page_says_what_to_expect(pages: Pages) -> None:
    text = pages.text(QUIZ)
    assert "<strong>8</strong> questions, drawn from 8" in text
    assert "<strong>80 %</strong> passes" in text
    assert "None yet." in text


def test_a_question_shows_no_reason_and_no_answer_before_it_is_handed_in(pages: Pages) -> None:
    begin(pages)
    text = pages.text(QUIZ)
    for secret in ("It lowers the cost", "Two is even", "It is one", "Three rows", "2*a&lt;", "It adds"):
        assert secret not in text
    assert text.count('class="question"') == 8


def test_a_field_beside_a_lone_formula_has_its_tex_for_a_name(pages: Pages) -> None:
    questions = pages.course / "week-1/small-quiz/questions.toml"
    text = questions.read_text().replace('text = "uphill"', 'text = "$w < 10^{-5}$"')
    questions.write_text(text.replace('text = "downhill"', 'text = "$w$ or $b$"'))
    begin(pages)
    assert pages.text(QUIZ).count('aria-label="w &lt; 10^{-5}"') == 1
    assert 'aria-label="w$' not in pages.text(QUIZ)


def test_starting_twice_goes_on_with_the_same_questions(pages: Pages) -> None:
    assert begin(pages) == begin(pages)


def test_answers_are_kept_until_they_are_handed_in(pages: Pages) -> None:
    begin(pages)
    saved = pages.post(f"{QUIZ}/answers", answers(pages, right=True), headers={"accept": "application/json"})
    assert saved.json() == {"saved": True, "answered": 8}
    text = pages.text(QUIZ)
    assert text.count(" checked>") == 4  # one, true-false, and two of many
    assert text.count(" selected>") == 3
    assert 'value="a + a"' in text
    assert "8 of 8 answered" in text


def test_an_answer_taken_back_is_no_longer_kept(pages: Pages) -> None:
    begin(pages)
    form = answers(pages, right=True)
    pages.post(f"{QUIZ}/answers", form)
    pages.post(f"{QUIZ}/answers", form | {"a-many": [], "a-number": ""})
    assert "6 of 8 answered" in pages.text(QUIZ)


def test_saving_by_the_button_says_so(pages: Pages) -> None:
    begin(pages)
    answer = pages.post(f"{QUIZ}/answers", answers(pages, right=True))
    assert answer.status_code == 303
    assert "Your answers are saved" in pages.text(answer.headers["location"])


def test_handing_in_with_gaps_asks_first_and_loses_nothing(pages: Pages) -> None:
    begin(pages)
    form = answers(pages, right=True) | {"a-number": "", "a-many": []}
    answer = pages.post(f"{QUIZ}/hand-in", form)
    text = pages.text(answer.headers["location"].partition("#")[0])
    assert "Not answered yet" in text
    assert len(re.findall(r'<a href="#q-\d">', text)) == 2
    assert 'value="a + a"' in text
    assert pages.record.attempts() == []


def test_gaps_may_be_handed_in_all_the_same(pages: Pages) -> None:
    begin(pages)
    answer = pages.post(f"{QUIZ}/hand-in", answers(pages, right=True) | {"a-number": "", "anyway": "1"})
    text = pages.text(answer.headers["location"])
    assert "7 of 8 points" in text
    assert "no answer" in text


def test_all_right_passes_and_explains_every_option(pages: Pages) -> None:
    begin(pages)
    answer = pages.post(f"{QUIZ}/hand-in", answers(pages, right=True))
    text = unescape(pages.text(answer.headers["location"]))
    assert "100 %" in text
    assert "Passed" in text
    for why in ("It lowers the cost.", "It raises the cost.", "Three is odd.", "Four is even.", "It is one.", "Twice."):
        assert why in text
    attempt = pages.record.attempts()[-1]
    assert (attempt.points, attempt.max) == (8, 8)
    assert attempt.detail["scores"] == dict.fromkeys(attempt.detail["questions"], 1.0)


def test_all_wrong_shows_what_was_given_and_what_is_right(pages: Pages) -> None:
    begin(pages)
    answer = pages.post(f"{QUIZ}/hand-in", answers(pages, right=False))
    text = unescape(pages.text(answer.headers["location"]))
    assert "Not passed yet" in text
    assert "<code>47</code>" in text
    assert "<code>4</code>" in text
    assert text.index("<li>gamma</li>") < text.index("The right order")
    assert "your choice" in text


def test_results_stay_as_they_were_when_the_pool_changes(pages: Pages) -> None:
    begin(pages)
    address = pages.post(f"{QUIZ}/hand-in", answers(pages, right=True)).headers["location"]
    before = pages.text(address)
    questions = pages.course / "week-1/small-quiz/questions.toml"
    questions.write_text(questions.read_text().replace("downhill", "sideways").replace("Count.", "Look."))
    assert pages.text(address) == before


def test_handing_in_twice_makes_one_attempt(pages: Pages) -> None:
    begin(pages)
    form = answers(pages, right=True)
    first = pages.post(f"{QUIZ}/hand-in", form).headers["location"]
    assert pages.post(f"{QUIZ}/hand-in", form).headers["location"] == first
    assert len(pages.record.attempts()) == 1


def test_answers_of_a_quiz_that_is_over_are_refused(pages: Pages) -> None:
    begin(pages)
    form = answers(pages, right=True)
    pages.post(f"{QUIZ}/hand-in", form)
    assert pages.post(f"{QUIZ}/answers", form, headers={"accept": "application/json"}).status_code == 409


def test_a_retake_asks_other_questions(tmp_path: Path) -> None:
    pages = Pages(tmp_path, draw=4)
    try:
        seen: list[set[str]] = []
        for _ in range(2):
            begin(pages)
            draw = pages.record.open_draw("small/small-quiz")
            assert draw is not None
            seen.append(set(draw.questions))
            pages.post(f"{QUIZ}/hand-in", {"draw": draw.id, "anyway": "1"})
        assert not seen[0] & seen[1]
        assert pages.text(QUIZ).count("/attempts/") == 2
    finally:
        pages.close()


def test_an_order_is_never_shown_in_the_right_order(pages: Pages) -> None:
    item = pages.app.state.site.load().item("small/small-quiz")
    assert item is not None
    template = load_pool(item).template("order")
    assert template is not None
    for seed in range(200):
        order = shown_order(instantiate(template, seed), seed)
        assert sorted(order) == [0, 1, 2]
        assert order != [0, 1, 2]


@pytest.mark.parametrize("value", ["-1", "99", "x", "1e9", "²", "9" * 50, "<script>"])
def test_a_forged_answer_is_marked_wrong_and_breaks_nothing(pages: Pages, value: str) -> None:
    draw = begin(pages)
    form = dict.fromkeys(("a-one", "a-many", "a-true-false", "a-number", "a-shape", "a-expression", "a-output"), value)
    form |= {"draw": draw, "a-order-0": value, "anyway": "1"}
    answer = pages.post(f"{QUIZ}/hand-in", form)
    text = pages.text(answer.headers["location"])
    assert "<script>alert" not in text
    assert text.count("<script>") == 0
    assert pages.record.attempts()[-1].points == 0


def test_a_broken_pool_says_which_file_and_what_to_do(pages: Pages) -> None:
    (pages.course / "week-1/small-quiz/questions.toml").write_text("[[question]]\nid = 3\n")
    answer = pages.get(QUIZ)
    assert answer.status_code == 500
    assert "small/week-1/small-quiz/questions.toml" in answer.text
    assert pages.post(f"{QUIZ}/start").headers["location"] == QUIZ


def test_a_pool_that_broke_meanwhile_says_which_file_and_keeps_the_quiz_open(pages: Pages) -> None:
    begin(pages)
    form = answers(pages, right=True)
    questions = pages.course / "week-1/small-quiz/questions.toml"
    whole = questions.read_text()
    questions.write_text("[[question]]\nid = 3\n")
    answer = pages.post(f"{QUIZ}/hand-in", form)
    assert answer.status_code == 500
    assert "small/week-1/small-quiz/questions.toml" in answer.text
    questions.write_text(whole)
    assert "8 of 8 points" in pages.text(pages.post(f"{QUIZ}/hand-in", form).headers["location"])


def test_a_question_that_left_the_pool_meanwhile_is_left_out(pages: Pages) -> None:
    begin(pages)
    questions = pages.course / "week-1/small-quiz/questions.toml"
    questions.write_text(questions.read_text().replace('id = "number"', 'id = "other-number"'))
    assert "of 7 answered" in pages.text(QUIZ)


def test_the_results_of_another_item_are_not_shown_under_this_one(pages: Pages) -> None:
    pages.post(f"{BASE}/first-steps/read")
    attempt = pages.record.attempts()[-1]
    assert pages.get(f"{QUIZ}/attempts/{attempt.id}").status_code == 404
