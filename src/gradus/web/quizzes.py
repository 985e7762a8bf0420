"""A quiz: its first page, the questions of one draw, what was answered, and how it went."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from gradus.content import ContentError
from gradus.content.lesson import item_url
from gradus.content.markdown import render
from gradus.content.page import Page
from gradus.content.quiz import Pool, draw, instantiate, load_pool
from gradus.model import PASS_MARK, Course, Item, Kind, Question, Week
from gradus.record import Draw
from gradus.web.answers import is_answered, kept, mark_all, read_answer, shown_order
from gradus.web.site import Site, find_item, neighbours, site_of


def quiz_page(request: Request, course: Course, week: Week, item: Item) -> Response:
    """The quiz in progress, or what to expect of one and how earlier ones went."""
    site = site_of(request)
    try:
        pool = load_pool(item, site.load().root)
    except ContentError as error:
        context = {"course": course, "week": week, "item": item, "problems": error.findings}
        return site.page(request, "broken.html", 500, **context)
    context = {"course": course, "week": week, "item": item, **neighbours(course, item)}
    open_draw = site.record.open_draw(item.key)
    if open_draw is not None:
        questions = questions_of(open_draw, pool)
        return _questions_page(request, open_draw, questions, context)
    attempts = site.record.attempts(item.key, brief=True)
    lessons = [known for known in course.items if known.id in {str(one.table["lesson"]) for one in pool.templates}]
    return site.page(
        request,
        "quiz.html",
        attempts=attempts[::-1],
        passed=any(attempt.share >= PASS_MARK for attempt in attempts),
        count=min(item.draw, len(pool.templates)),
        pool_size=len(pool.templates),
        pass_mark=PASS_MARK,
        lessons=lessons,
        **context,
    )


def start(request: Request) -> Response:
    """Draw questions, those seen least often first, and show them. A quiz in progress is gone on with."""
    site = site_of(request)
    _, _, item = find_quiz(request)
    if site.record.open_draw(item.key) is None:
        seed = secrets.randbelow(2**31)
        try:
            pool = load_pool(item, site.load().root)
        except ContentError:
            return RedirectResponse(item_url(item), 303)
        drawn = draw(pool, item.draw, seed, site.record.seen_questions(item.key))
        site.record.save_draw(item.key, seed, [question.id for question in drawn])
    return RedirectResponse(item_url(item), 303)


async def save(request: Request) -> Response:
    """Keep the answers so far: sent by the page's script at each change, or by its button."""
    form = await request.form()
    return await run_in_threadpool(_save, request, form)


async def hand_in(request: Request) -> Response:
    """Mark the quiz, record the attempt and show its results."""
    form = await request.form()
    return await run_in_threadpool(_hand_in, request, form)


def results(request: Request) -> Response:
    """How an attempt went: what was asked and given, and why each option is right or wrong."""
    site = site_of(request)
    course, week, item = find_quiz(request)
    attempt = site.record.attempt(request.path_params["attempt"])
    if attempt is None or attempt.item != item.key:
        raise HTTPException(404)
    numbers = [one.id for one in site.record.attempts(item.key, brief=True)]
    return site.page(
        request,
        "results.html",
        course=course,
        week=week,
        item=item,
        attempt=attempt,
        number=numbers.index(attempt.id) + 1,
        shown=attempt.detail.get("shown", ()),
        text=_renderer(),
        passed=attempt.share >= PASS_MARK,
        pass_mark=PASS_MARK,
        lessons={known.id: known for known in course.items},
        **neighbours(course, item),
    )


def find_quiz(request: Request) -> tuple[Course, Week, Item]:
    """The quiz that the address names."""
    course, week, item = find_item(request)
    if item.kind is not Kind.QUIZ:
        raise HTTPException(404)
    return course, week, item


def questions_of(open_draw: Draw, pool: Pool) -> list[Question]:
    """The questions of a draw as they were drawn. One that has left the pool since is left out."""
    templates = [pool.template(name) for name in open_draw.questions]
    return [instantiate(template, open_draw.seed) for template in templates if template is not None]


def _save(request: Request, form: FormData) -> Response:
    site = site_of(request)
    _, _, item = find_quiz(request)
    by_script = request.headers.get("accept", "").startswith("application/json")
    open_draw = _draw_of(site, item, form)
    if open_draw is None:
        return JSONResponse({"saved": False}, 409) if by_script else RedirectResponse(item_url(item), 303)
    pool = load_pool(item, site.load().root)
    answers = _keep(site, open_draw, questions_of(open_draw, pool), form)
    if by_script:
        return JSONResponse({"saved": True, "answered": sum(answers.values())})
    return RedirectResponse(f"{item_url(item)}?saved", 303)


def _hand_in(request: Request, form: FormData) -> Response:
    site = site_of(request)
    _, _, item = find_quiz(request)
    open_draw = _draw_of(site, item, form)
    if open_draw is None:
        # Handed in twice, by a double click or from a second tab: the results are already there.
        attempts = site.record.attempts(item.key, brief=True)
        return RedirectResponse(_results_url(item, attempts[-1].id) if attempts else item_url(item), 303)
    questions = questions_of(open_draw, load_pool(item, site.load().root))
    answered = _keep(site, open_draw, questions, form)
    answers = {question.id: read_answer(question, form) for question in questions}
    if not all(answered.values()) and "anyway" not in form:
        return RedirectResponse(f"{item_url(item)}?unanswered#missing", 303)
    marked = mark_all(questions, answers)
    points = sum(one.score for one in marked)
    detail = kept(open_draw.seed, marked)
    attempt = site.record.add(Kind.QUIZ, item.key, points, len(marked), detail, draw=open_draw.id)
    return RedirectResponse(_results_url(item, attempt.id), 303)


def _draw_of(site: Site, item: Item, form: FormData) -> Draw | None:
    """The draw that the form belongs to, while it is in progress."""
    open_draw = site.record.open_draw(item.key)
    return open_draw if open_draw is not None and open_draw.id == form.get("draw") else None


def _keep(site: Site, open_draw: Draw, questions: list[Question], form: FormData) -> dict[str, bool]:
    """Save what changed; says of each question whether it is answered."""
    answered = {}
    for question in questions:
        given = read_answer(question, form)
        answered[question.id] = is_answered(question, given)
        if given != open_draw.answers.get(question.id) and (answered[question.id] or question.id in open_draw.answers):
            site.record.save_answer(open_draw.id, question.id, given)
    return answered


def _questions_page(
    request: Request, open_draw: Draw, questions: list[Question], context: Mapping[str, Any]
) -> Response:
    orders = {question.id: shown_order(question, open_draw.seed) for question in questions if question.kind == "order"}
    answers = open_draw.answers
    missing = [
        number
        for number, question in enumerate(questions, start=1)
        if not is_answered(question, answers.get(question.id))
    ]
    return site_of(request).page(
        request,
        "questions.html",
        draw=open_draw,
        questions=questions,
        answers=answers,
        answered=len(questions) - len(missing),
        orders=orders,
        missing=missing if "unanswered" in request.query_params else (),
        saved="saved" in request.query_params,
        text=_renderer(),
        pass_mark=PASS_MARK,
        **context,
    )


def _renderer() -> Any:
    """Renders the texts of one page; together, so that no two paragraphs share an id."""
    page = Page()
    return lambda text: Markup(render(text, page).html)


def _results_url(item: Item, attempt: str) -> str:
    return f"{item_url(item)}/attempts/{attempt}"
