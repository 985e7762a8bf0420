"""One exercise on a page of its own: what leads to it, its cell of the notebook in an editor, its report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from gradus.content.lesson import item_url
from gradus.content.markdown import render_inline
from gradus.grading import ChecksError
from gradus.labs.cells import ABSENT, NEW, CellView, State, read_cell, write_cell
from gradus.labs.levels import starter
from gradus.labs.merging import both, compare
from gradus.labs.notebook_text import fingerprint
from gradus.labs.replacing import stamp
from gradus.labs.results import read_expected
from gradus.labs.source import LabError, LabSource, read_lab
from gradus.labs.start import StartError, start_lab
from gradus.model import Course, Item, Level, Week
from gradus.record.progress import item_progress
from gradus.web.exercise_view import after, before, line_links
from gradus.web.forms import FormError, read_form
from gradus.web.lab_view import Verdict, latest_notebook, notebooks, verdicts
from gradus.web.labs import find_lab, hints_of
from gradus.web.live import pulse
from gradus.web.site import Site, site_of

STATUS = {State.CONFLICT: 409, State.REFUSED: 422, State.GONE: 410, State.ABSENT: 410}


@dataclass(frozen=True, slots=True)
class Place:
    """Which exercise of which notebook a request is about."""

    site: Site
    course: Course
    week: Week
    item: Item
    source: LabSource
    exercise: str
    level: Level
    path: Path

    @property
    def url(self) -> str:
        return exercise_url(self.item, self.exercise)

    @property
    def starter(self) -> str:
        """The text that a learner begins from."""
        return starter(self.source, self.exercise, self.level)


def exercise_url(item: Item, exercise: str) -> str:
    """The address of an exercise's page."""
    return f"{item_url(item)}/exercises/{exercise}"


def write_lab(request: Request) -> Response:
    """Leads to the first exercise that is not right yet, at the level that was chosen."""
    site = site_of(request)
    _, _, item = find_lab(request)
    level = _level(site, item, request.query_params.get("level", ""))
    rows = _rows(site, item)
    first = next((row for row in rows if not row.passed), rows[0])
    return RedirectResponse(f"{exercise_url(item, first.name)}?level={level}", 303)


def exercise_page(request: Request) -> Response:
    """The exercise with its cell as the notebook has it."""
    place = _place(request, request.query_params.get("level", ""))
    view = read_cell(place.path, place.exercise)
    shown = {State.READY: view.text, State.REFUSED: ""}
    return _page(request, place, view, shown.get(view.state, place.starter))


def cell(request: Request) -> Response:
    """How the cell stands in the file, for the page's script; nothing where the file is as it was."""
    place = _place(request, request.query_params.get("level", ""))
    tag = f'"{stamp(place.path) or ""}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    view = read_cell(place.path, place.exercise, request.query_params.get("base", ""))
    return JSONResponse(_as_json(request, place, view), headers={"ETag": tag})


def report(request: Request) -> Response:
    """What the last check said of the exercise, and how far the one that runs is."""
    place = _place(request, request.query_params.get("level", ""))
    view = read_cell(place.path, place.exercise, request.query_params.get("base", ""))
    return place.site.page(request, "exercise_report.html", **_context(place, view))


async def work(request: Request) -> Response:
    """Save the cell; then, if that was the button, check it, or begin a merge."""
    by_script = request.headers.get("accept", "").startswith("application/json")
    try:
        form = await read_form(request)
    except FormError as error:
        if by_script:
            return JSONResponse({"state": State.REFUSED, "sentence": str(error)}, error.status)
        page = site_of(request).page
        return page(request, "error.html", error.status, status=error.status, cause=(), sentence=str(error))
    return await run_in_threadpool(_work, request, form, by_script)


def _work(request: Request, form: dict[str, str], by_script: bool) -> Response:
    place = _place(request, form.get("level", ""))
    text, act = form.get("text", ""), form.get("act", "")
    view = _save(place, form.get("base", ""), text)
    saved = view.state is State.READY
    started = False
    if saved and act in ("check", "check-all"):
        only = (place.exercise,) if act == "check" else ()
        earlier = place.site.checking.of(place.item)
        # While another check runs, that one comes back; the script waits for its end and asks again.
        started = place.site.checking.start(place.site.record, place.item, place.path, only) is not earlier
    if by_script:
        said = _as_json(request, place, view, text) | {"started": started}
        return JSONResponse(said, STATUS.get(view.state, 200))
    if saved:
        return RedirectResponse(
            f"{place.url}?level={place.level}#{'report' if act.startswith('check') else 'code'}", 303
        )
    if view.state is State.CONFLICT and act == "merge":
        text = both(text, view.text)
    return _page(request, place, view, text, STATUS[view.state])


def _save(place: Place, base: str, text: str) -> CellView:
    """Write the cell; into a new notebook if the writer knows that there is none."""
    if base == NEW:
        try:
            start_lab(place.item, place.level, place.site.workspace.folder)
        except (StartError, LabError) as error:
            return CellView(State.REFUSED, text, base, sentence=str(error))
        base = f"{fingerprint(place.starter)}:"
    return write_cell(place.path, place.exercise, base, text)


def _page(request: Request, place: Place, view: CellView, text: str, code: int = 200) -> Response:
    expected = read_expected(place.item)
    return place.site.page(
        request,
        "exercise.html",
        code,
        text=text,
        before=before(place.source, place.exercise, place.level),
        after=after(place.source, place.exercise, place.level, expected),
        summary=place.source.docstring(place.exercise).split("\n")[0],
        absent=ABSENT,
        new=NEW,
        rows=compare(text, view.text) if view.state is State.CONFLICT else (),
        **_context(place, view),
    )


def _context(place: Place, view: CellView) -> dict[str, Any]:
    now = pulse(place.site, place.item)  # before all else: what changes from here on is told as a change
    rows = _rows(place.site, place.item)
    names = [row.name for row in rows]
    number = names.index(place.exercise)
    return {
        "course": place.course,
        "week": place.week,
        "item": place.item,
        "level": place.level,
        "notebook": place.path,
        "here": place.url,
        "view": view,
        "verdicts": rows,
        "row": rows[number],
        "number": number + 1,
        "previous": names[number - 1] if number else "",
        "following": names[number + 1] if number + 1 < len(names) else "",
        "pulse": now,
        "ladder": hints_of(place.item, place.site).get(place.exercise),
        "check": place.site.checking.of(place.item),
        "located": lambda words: line_links(words, view.number),
    }


def _as_json(request: Request, place: Place, view: CellView, text: str = "") -> dict[str, Any]:
    said = {
        "state": view.state,
        "text": view.text,
        "base": view.base,
        "number": view.number,
        "sentence": Markup(render_inline(view.sentence)),
    }
    if view.state in STATUS or view.sentence:
        rows = compare(text, view.text) if view.state is State.CONFLICT else ()
        page = place.site.page(
            request, "exercise_trouble.html", view=view, rows=rows, here=place.url, level=place.level, text=text
        )
        said["html"] = bytes(page.body).decode()
    if view.state is State.CONFLICT:
        said["both"] = both(text, view.text)
    return said


def _place(request: Request, level: str) -> Place:
    site = site_of(request)
    course, week, item = find_lab(request)
    exercise = request.path_params["exercise"]
    try:
        source = read_lab(item)
    except LabError:
        raise HTTPException(404) from None  # the lab's own page says what is wrong with it
    if exercise not in source.exercises:
        raise HTTPException(404)
    chosen = _level(site, item, level)
    path = next(one.path for one in notebooks(item, site.workspace.labs) if one.level is chosen)
    return Place(site, course, week, item, source, exercise, chosen, path)


def _level(site: Site, item: Item, level: str) -> Level:
    """The level that was asked for, else that of the notebook that was saved last."""
    if level:
        try:
            return Level(level)
        except ValueError:
            raise HTTPException(400) from None
    latest = latest_notebook(notebooks(item, site.workspace.labs))
    return latest.level if latest else Level.GUIDED


def _rows(site: Site, item: Item) -> list[Verdict]:
    try:
        return verdicts(item, site.record, item_progress(item, site.record.attempts(item.key, brief=True)))
    except (ChecksError, LabError):
        raise HTTPException(404) from None
