"""Home, course, week, sources and findings: the pages that show where one is."""

from __future__ import annotations

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from gradus.model import Attempt, Course, Item
from gradus.record.progress import CourseProgress, current_course
from gradus.web.course_map import NARROW, WIDE, draw_map
from gradus.web.site import Site, find_course, find_week, site_of

RECENT = 5
"""How many of the latest attempts the home page tells."""
COOKIE_YEAR = 365 * 24 * 3600


def home(request: Request) -> HTMLResponse:
    """The map of the course, what is next and what was done last."""
    site = site_of(request)
    courses = site.load().courses
    attempts = site.record.attempts(brief=True)
    progresses = {course.id: site.progress(course) for course in courses}
    course = current_course(courses, progresses) or (courses[0] if courses else None)
    return site.page(
        request,
        "home.html",
        course=course,
        progress=progresses[course.id] if course else None,
        maps=maps(course, progresses[course.id]) if course else (),
        first_visit=not attempts,
        recent=recent(site, attempts),
        others=[(other, progresses[other.id]) for other in courses if other is not course],
        drafts=open_quizzes(site, course) if course else set(),
    )


def course_page(request: Request) -> HTMLResponse:
    """The contents of a course, with how far each item is."""
    site, course = site_of(request), find_course(request)
    progress = site.progress(course)
    return site.page(request, "course.html", course=course, progress=progress, maps=maps(course, progress))


def week_page(request: Request) -> HTMLResponse:
    """One week's items, with their goals."""
    site = site_of(request)
    course, week = find_week(request)
    place = course.weeks.index(week)
    return site.page(
        request,
        "week.html",
        course=course,
        week=week,
        number=place + 1,
        progress=site.progress(course),
        previous=course.weeks[place - 1] if place else None,
        following=course.weeks[place + 1] if place + 1 < len(course.weeks) else None,
    )


def sources(request: Request) -> HTMLResponse:
    """Every source of every item: where what is taught here comes from."""
    site = site_of(request)
    return site.page(request, "sources.html", courses=site.load().courses)


def findings(request: Request) -> HTMLResponse:
    """What is wrong with the course files, and what to do about it."""
    site = site_of(request)
    return site.page(request, "findings.html", root=site.load().root)


def widget(request: Request) -> Response:
    """A module of the courses' interactive figures."""
    root = site_of(request).load().root / "widgets"
    return file_below(root, request.path_params["name"], (".js",))


def asset(request: Request) -> Response:
    """A picture of an item."""
    site = site_of(request)
    item = site.load().item(f"{request.path_params['course']}/{request.path_params['item']}")
    if item is None or item.week != request.path_params["week"]:
        raise HTTPException(404)
    return file_below(
        item.path / "assets", request.path_params["file"], (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif")
    )


def file_below(folder: Path, name: str, endings: tuple[str, ...]) -> FileResponse:
    """A file of ``folder``, never one outside of it, and only of a kind that pages use."""
    try:
        path = (folder / name).resolve()
        there = path.is_relative_to(folder.resolve()) and path.suffix.lower() in endings and path.is_file()
    except (OSError, ValueError):  # a name that no file can have: too long, or with a zero byte
        there = False
    if not there:
        raise HTTPException(404)
    return FileResponse(path)


async def set_theme(request: Request) -> Response:
    """Keep the choice of light, dark or as the system says, and go back to the page."""
    form = await request.form()
    choice, back = str(form.get("theme", "")), str(form.get("back", "/"))
    # Only a path of ours: "//host" would lead elsewhere.
    response = RedirectResponse(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/", 303)
    if choice in ("light", "dark"):
        response.set_cookie("gradus_theme", choice, max_age=COOKIE_YEAR, samesite="lax", path="/")
    else:
        response.delete_cookie("gradus_theme", path="/")
    return response


def maps(course: Course, progress: CourseProgress) -> tuple[object, ...]:
    """The picture of a course, for wide screens and for narrow ones."""
    states = {key: str(one.state) for key, one in progress.items.items()}
    following = progress.next.key if progress.next else None
    return tuple(draw_map(course, states, following, shape) for shape in (WIDE, NARROW))


def recent(site: Site, attempts: list[Attempt]) -> list[tuple[Attempt, Item | None, str]]:
    """The latest attempts, newest first, with what to call each. An item may have left the course since."""
    library = site.load()
    told = []
    for attempt in reversed(attempts[-RECENT:]):
        item = library.item(attempt.item)
        told.append((attempt, item, item.title if item else attempt.item.partition("/")[2]))
    return told


def open_quizzes(site: Site, course: Course) -> set[str]:
    """Keys of the quizzes that were begun and not handed in."""
    return {item.key for item in course.items if item.kind == "quiz" and site.record.open_draw(item.key)}
