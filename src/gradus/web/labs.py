"""A lab: its page, opening it in JupyterLab, checking the saved notebook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gradus.content.lesson import item_url
from gradus.content.markdown import render
from gradus.grading import ChecksError
from gradus.labs.source import LabError, read_lab
from gradus.labs.start import StartError, start_lab
from gradus.model import Course, Finding, Item, Kind, Week
from gradus.record.hinting import Ladder, ladders, take_hint
from gradus.record.progress import item_progress
from gradus.web.jupyter import State
from gradus.web.lab_view import Notebook, data_card, latest_notebook, notebooks, promises, story, verdicts
from gradus.web.live import pulse
from gradus.web.security import host_name
from gradus.web.site import Site, find_course, find_item, neighbours, site_of


def lab_page(request: Request, course: Course, week: Week, item: Item) -> Response:
    """What the lab is about, its exercises and how they stand, and the ways to work on it."""
    site = site_of(request)
    context = {"course": course, "week": week, "item": item}
    try:
        source = read_lab(item)
        standing = _standing(site, item)
    except (LabError, ChecksError) as error:
        problem = (
            error.finding
            if isinstance(error, LabError)
            else Finding(f"{item.course}/{item.week}/{item.id}", str(error))
        )
        return site.page(request, "broken.html", 500, problems=(problem,), **context)
    titles = {known.id: known for known in course.items}
    return site.page(
        request,
        "lab.html",
        story=Markup(render(story(source)).html),
        promises=promises(item, source),
        cards=[(name, data_card(course.path / "data", name)) for name in item.data],
        needs=[titles[need] for need in item.needs if need in titles],
        workspace=site.workspace.folder,
        **context,
        **standing,
        **neighbours(course, item),
    )


def standing(request: Request) -> Response:
    """The part of the page that changes while a check runs, for the page's script to put in place."""
    site = site_of(request)
    course, week, item = find_lab(request)
    return site.page(request, "lab_standing.html", course=course, week=week, item=item, **_standing(site, item))


async def open_lab(request: Request) -> Response:
    """Write the notebook unless it is there, start JupyterLab unless it runs, and wait on the next page."""
    form = await request.form()
    return await run_in_threadpool(_open, request, str(form.get("level", "")))


def opening(request: Request) -> Response:
    """Leads on to JupyterLab as soon as it answers. It asks again by itself, with or without a script."""
    site = site_of(request)
    course, week, item = find_lab(request)
    notebook = _notebook(site, item, request.query_params.get("level", ""))
    state = site.jupyter.state()
    if notebook is None or not notebook.exists or state is State.OFF:
        return RedirectResponse(item_url(item), 303)
    host = host_name(request.headers.get("host", ""))
    context = {"course": course, "week": week, "item": item, "notebook": notebook}
    ready = state is State.READY
    target = site.jupyter.url(notebook.path, host) if ready else request.url.path + f"?level={notebook.level}"
    status = 500 if state is State.FAILED else 200
    failure = site.jupyter.failure
    return site.page(request, "opening.html", status, state=state, target=target, failure=failure, **context)


async def check(request: Request) -> Response:
    """Grade the saved notebook."""
    form = await request.form()
    return await run_in_threadpool(_check, request, str(form.get("level", "")))


async def cancel(request: Request) -> Response:
    """Stop the check that runs."""
    form = await request.form()
    _, _, item = await run_in_threadpool(find_lab, request)
    await run_in_threadpool(site_of(request).checking.cancel, item)
    return RedirectResponse(_back(item, str(form.get("back", "")), "report", "exercises"), 303)


async def hint(request: Request) -> Response:
    """Show the next hint for an exercise."""
    form = await request.form()
    return await run_in_threadpool(_hint, request, str(form.get("exercise", "")), str(form.get("back", "")))


def card(request: Request) -> Response:
    """Where a data file comes from, what is in it and what it must not be used for."""
    site = site_of(request)
    course = find_course(request)
    name = request.path_params["name"]
    used = {data: item for item in course.items for data in item.data if Path(data).stem == name}
    for data, item in used.items():
        path = data_card(course.path / "data", data)
        if path is not None:
            text = Markup(render(path.read_text(encoding="utf-8")).html)
            return site.page(request, "card.html", course=course, item=item, data=data, text=text)
    raise HTTPException(404)


def find_lab(request: Request) -> tuple[Course, Week, Item]:
    """The lab that the address names."""
    course, week, item = find_item(request)
    if item.kind is not Kind.LAB:
        raise HTTPException(404)
    return course, week, item


def _open(request: Request, level: str) -> Response:
    site = site_of(request)
    course, week, item = find_lab(request)
    notebook = _notebook(site, item, level)
    if notebook is None:
        raise HTTPException(400)
    try:
        site.jupyter.start()
        start_lab(item, notebook.level, site.workspace.folder)
    except (StartError, LabError, OSError) as error:
        failure = str(error)
        context = {"course": course, "week": week, "item": item, "notebook": notebook, "target": ""}
        return site.page(request, "opening.html", 500, state=State.FAILED, failure=failure, **context)
    return RedirectResponse(f"{item_url(item)}/opening?level={notebook.level}", 303)


def _check(request: Request, level: str) -> Response:
    site = site_of(request)
    _, _, item = find_lab(request)
    notebook = _notebook(site, item, level)
    if notebook is None:
        raise HTTPException(400)
    site.checking.start(site.record, item, notebook.path)
    return RedirectResponse(f"{item_url(item)}#exercises", 303)


def _hint(request: Request, exercise: str, back: str) -> Response:
    _, _, item = find_lab(request)
    try:
        take_hint(item, exercise, site_of(request).record)
    except KeyError:
        raise HTTPException(400) from None
    return RedirectResponse(_back(item, back, f"hints-{exercise}", f"hints-{exercise}"), 303)


def _back(item: Item, back: str, there: str, here: str) -> str:
    """Where to go on without a script: to the exercise's page if the form stood there, else to the lab's."""
    if re.fullmatch(r"exercises/\w+\?level=\w+", back):
        return f"{item_url(item)}/{back}#{there}"
    return f"{item_url(item)}#{here}"


def hints_of(item: Item, site: Site) -> Mapping[str, Ladder]:
    """The hints of each exercise that has some. A broken file of hints is its author's matter: the lab works."""
    try:
        found = ladders(item, site.record)
    except LabError:
        return {}
    return {name: ladder for name, ladder in found.items() if ladder.total or ladder.shown or ladder.next}


def _notebook(site: Site, item: Item, level: str) -> Notebook | None:
    return next((one for one in notebooks(item, site.workspace.labs) if one.level == level), None)


def _standing(site: Site, item: Item) -> dict[str, Any]:
    now = pulse(site, item)  # before all else: what changes from here on is told as a change
    progress = item_progress(item, site.record.attempts(item.key, brief=True))
    found = notebooks(item, site.workspace.labs)
    rows = verdicts(item, site.record, progress)
    return {
        "pulse": now,
        "hints": hints_of(item, site),
        "progress": progress,
        "notebooks": found,
        "notebook": latest_notebook(found),
        "check": site.checking.of(item),
        "verdicts": rows,
        "points": sum(row.points for row in rows if row.passed),
        "max": sum(row.points for row in rows),
        "jupyter": site.jupyter.state(),
    }
