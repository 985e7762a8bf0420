"""Puts the web face together: addresses, handlers, and what happens when one of them fails."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from gradus.content import ContentError, Library
from gradus.model import Finding, Kind
from gradus.record import Record, RecordError, Workspace
from gradus.web import courses, exercises, labs, lessons, live, quizzes, reference
from gradus.web.jupyter import Jupyter
from gradus.web.security import Access, Guard
from gradus.web.site import STATIC, Site, find_item, site_of

ITEM = "/courses/{course}/{week}/{item}"
EXERCISE = ITEM + "/exercises/{exercise}"
YEAR = 31_536_000


def create_app(
    library_loader: Callable[[], Library],
    workspace: Workspace,
    *,
    jupyter: Jupyter,
    record: Record | None = None,
    access: Access | None = None,
) -> Starlette:
    """The web face over these courses and this workspace.

    ``record`` is opened here unless given; ``access`` lets only this machine's own pages in unless given.
    """
    site = Site(library_loader, workspace, record or Record(workspace.record_path), jupyter)

    async def failed(scope: Scope, error: Exception) -> Response:
        return await run_in_threadpool(_failure_page, site, Request(scope), error)

    app = Starlette(
        routes=[
            Route("/", courses.home),
            Route("/theme", courses.set_theme, methods=["POST"]),
            Route("/sources", courses.sources),
            Route("/findings", courses.findings),
            Route("/reference", reference.overview),
            Route("/reference/index", reference.index),
            Route("/reference/{module}", reference.module_page),
            Route("/derivations", reference.derivations),
            Route("/derivations/{page}", reference.derivation_page),
            Route("/widgets/{name:path}", courses.widget),
            Route("/favicon.ico", lambda _: RedirectResponse("/static/mark.svg", 301)),
            Mount("/static", _Static(directory=STATIC)),
            Route("/courses/{course}", courses.course_page),
            Route("/courses/{course}/data/{name}", labs.card),
            Route("/courses/{course}/{week}", courses.week_page),
            Route(ITEM, item_page),
            Route(ITEM + "/assets/{file:path}", courses.asset),
            Route(ITEM + "/read", lessons.mark_read, methods=["POST"]),
            Route(ITEM + "/start", quizzes.start, methods=["POST"]),
            Route(ITEM + "/answers", quizzes.save, methods=["POST"]),
            Route(ITEM + "/hand-in", quizzes.hand_in, methods=["POST"]),
            Route(ITEM + "/attempts/{attempt}", quizzes.results),
            Route(ITEM + "/open", labs.open_lab, methods=["POST"]),
            Route(ITEM + "/opening", labs.opening),
            Route(ITEM + "/check", labs.check, methods=["POST"]),
            Route(ITEM + "/cancel", labs.cancel, methods=["POST"]),
            Route(ITEM + "/hints", labs.hint, methods=["POST"]),
            Route(ITEM + "/standing", labs.standing),
            Route(ITEM + "/live", live.live),
            Route(ITEM + "/write", exercises.write_lab),
            Route(EXERCISE, exercises.exercise_page, methods=["GET"]),
            Route(EXERCISE, exercises.work, methods=["POST"]),
            Route(EXERCISE + "/cell", exercises.cell),
            Route(EXERCISE + "/report", exercises.report),
        ],
        middleware=[Middleware(Guard, access=access or Access(), failed=failed)],
        exception_handlers={HTTPException: _refused},
    )
    app.state.site = site
    return app


def item_page(request: Request) -> Response:
    """An item's page, by its kind."""
    course, week, item = find_item(request)
    return _PAGES[item.kind](request, course, week, item)


_PAGES = {Kind.LESSON: lessons.lesson_page, Kind.QUIZ: quizzes.quiz_page, Kind.LAB: labs.lab_page}


class _Static(StaticFiles):
    """Our own files. Where the address changes with the content, a browser need not ask twice."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, and how long it may be kept."""
        response = await super().get_response(path, scope)
        marked = scope["query_string"].startswith(b"v=")
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if marked else "public, max-age=3600"
        return response


def _refused(request: Request, error: Exception) -> Response:
    """The page for an address that leads nowhere, or for a request that makes no sense."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    site = site_of(request)
    return site.page(
        request, "error.html", status, status=status, cause=_left_out(site, request) if status == 404 else ()
    )


def _left_out(site: Site, request: Request) -> tuple[Finding, ...]:
    """If the address is that of an item or course that is left out because its files are broken: why."""
    parts = [part for part in request.url.path.split("/") if part][1:4]
    if not parts:
        return ()
    places = ("/".join(parts), f"{parts[0]}/course.toml")
    return tuple(one for one in site.load().findings if one.path in places or one.path.startswith(f"{places[0]}/"))


def _failure_page(site: Site, request: Request, error: Exception) -> Response:
    if isinstance(error, ContentError):
        return site.page(request, "error.html", 500, status=500, cause=error.findings, sentence="")
    if isinstance(error, RecordError):
        return site.page(request, "error.html", 503, status=503, cause=(), sentence=str(error))
    return site.page(
        request, "error.html", 500, status=500, cause=(), sentence="", problem=f"{type(error).__name__}: {error}"
    )
